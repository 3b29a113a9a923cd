//! `vestibule restore FILE`.

use super::backup::tell;
use super::doctor;
use crate::backup_file::{self, ReadFault};
use crate::data::{Fault, Installation, Site};
use crate::nature::WallClock;
use crate::progress::Progress;
use crate::report::{self, Ended};
use clap::Args;
use engine::Failure;
use engine::operation::{Contents, Restore as Restoring, inspect_backup};
use kernel::Clock as _;
use model::operation::{BackupFault, RestoreRefusal};
use std::path::PathBuf;
use std::process::ExitCode;

/// Take a backup back into an empty installation, of SQLite or PostgreSQL.
#[derive(Args)]
#[command(after_help = "\
Examples:
  vestibule restore /backup/vestibule-2026-11-26 --check --settings vestibule.toml
  vestibule restore /backup/vestibule-2026-11-26 --settings vestibule.toml

Put the key file in its place first. All of the backup is taken back or nothing. Everybody has to sign
in anew, because an older state would bring back sessions that were ended since.")]
pub struct Restore {
    /// The file that `vestibule backup` wrote.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only read the whole file and say whether it is good; without a key file, whether it is whole.
    #[arg(long)]
    check: bool,
    /// Let sessions and tokens go on: when nothing has happened since the backup was made.
    #[arg(long)]
    keep_sessions: bool,
    #[command(flatten)]
    installation: Installation,
}

impl Restore {
    /// Restores and asks the doctor. Exit code 1 when nothing was changed, or when the doctor finds
    /// something broken.
    pub async fn run(self) -> ExitCode {
        report::end(self.restore().await)
    }

    async fn restore(&self) -> Result<ExitCode, Ended> {
        let site = self.installation.site()?;
        let contents = self.inspect(&site).await?;
        if self.check {
            tell(&contents);
            let sealed = site.key()?.is_some();
            println!(
                "{}",
                if sealed {
                    "It is whole and as it was made."
                } else {
                    "It is whole. Whether it is as it was made can be said with its key file only."
                }
            );
            return Ok(ExitCode::SUCCESS);
        }
        let Some(key) = site.key()? else {
            return Err(Ended::refused(RestoreRefusal::NoKey(contents.header.key)));
        };
        let made = site.prepare()?;
        let (mut pieces, reading) = backup_file::read(&self.file)?;
        let progress = Progress::new("restored");
        let restoring = Restoring {
            location: &site.location,
            key: &key,
            now: WallClock.now(),
            keep_sessions: self.keep_sessions,
        };
        let done = restoring
            .run(&mut pieces, &|done, all| progress.show(done, all))
            .await;
        progress.end();
        drop(pieces);
        let contents =
            settled(done, reading.fault().await).inspect_err(|_| site.take_back(made))?;
        let engine = site.open(true).await?;
        engine
            .record_restored(&contents, "installation.restored")
            .await
            .map_err(Fault::from)?;
        tell(&contents);
        if !self.keep_sessions {
            println!("All sessions and tokens were ended: everybody signs in anew.");
        }
        let code = doctor::examine(&engine, &site).await?;
        engine.db().close().await;
        Ok(code)
    }

    /// Reads the whole file before anything is changed.
    async fn inspect(&self, site: &Site) -> Result<Contents, Ended> {
        let key = site.key()?;
        let (mut pieces, reading) = backup_file::read(&self.file)?;
        let progress = Progress::new("checked");
        let read = inspect_backup(&mut pieces, key.as_ref(), &|done, all| {
            progress.show(done, all)
        })
        .await;
        progress.end();
        drop(pieces);
        settled(read, reading.fault().await)
    }
}

/// Where the pieces ended too early, the file says why.
fn settled<T>(
    outcome: Result<T, Failure<RestoreRefusal>>,
    fault: Option<ReadFault>,
) -> Result<T, Ended> {
    match (outcome, fault) {
        (
            Err(Failure::Refused(RestoreRefusal::Unreadable(BackupFault::Short))),
            Some(ReadFault::Form(form)),
        ) => Err(Ended::refused(RestoreRefusal::Unreadable(form))),
        (_, Some(ReadFault::Disk(e))) => {
            Err(Fault::from(format!("the backup cannot be read: {e}")).into())
        }
        (Ok(_), Some(ReadFault::Form(_))) => Err(Ended::refused(RestoreRefusal::Unreadable(
            BackupFault::Damaged("something follows the end"),
        ))),
        (outcome, _) => Ok(outcome?),
    }
}
