//! `vestibule backup FILE`.

use crate::data::{Fault, Installation};
use crate::progress::Progress;
use crate::{backup_file, report};
use clap::Args;
use engine::operation::Contents;
use kernel::Timestamp;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write everything into one file, while the hub runs; the key file is not in it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  vestibule backup /backup/vestibule-2026-11-26 --settings vestibule.toml
  vestibule restore /backup/vestibule-2026-11-26 --check --settings vestibule.toml

The file is of one moment, the same for SQLite and PostgreSQL, and readable by its owner only.
Keep the key file apart from it: who has both has everything.")]
pub struct Backup {
    /// The file to write; it must not be there yet.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    installation: Installation,
}

impl Backup {
    /// Writes the file, whole or not at all. Exit code 1 when there is none.
    pub async fn run(self) -> ExitCode {
        match self.back_up().await {
            Ok((contents, bytes)) => {
                println!("{} has {bytes} bytes.", self.file.display());
                tell(&contents);
                ExitCode::SUCCESS
            }
            Err(fault) => report::broken(&fault),
        }
    }

    async fn back_up(&self) -> Result<(Contents, u64), Fault> {
        let engine = self.installation.open().await?;
        let (pieces, writing) = backup_file::write(&self.file)?;
        let progress = Progress::new("written");
        let made = engine
            .back_up(pieces, &|done, all| progress.show(done, all))
            .await;
        progress.end();
        let outcome = writing.finish(made.map_err(Fault::from)).await;
        engine.db().close().await;
        outcome
    }
}

/// What a backup holds, in lines.
pub fn tell(contents: &Contents) {
    let header = &contents.header;
    println!(
        "{} rows of {}, schema {}, from {}.",
        header.rows,
        header.engine,
        header.schema,
        Timestamp(header.made_at).rfc3339()
    );
    let filled = contents.tables.iter().filter(|(_, rows)| *rows > 0);
    for (table, rows) in filled {
        println!("  {rows:>10}  {table}");
    }
    println!("It needs the key file with fingerprint {}.", header.key);
}
