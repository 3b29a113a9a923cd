//! `vestibule apply FILE`.

use crate::data::Installation;
use crate::report;
use clap::Args;
use engine::operation::apply::{ApplyFault, Change, read};
use std::path::PathBuf;
use std::process::ExitCode;

/// Bring partners, people, groups, modules and clients to what a TOML file says.
#[derive(Args)]
pub struct Apply {
    /// The set-up file; `docs/set-up.md` shows every key.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only print what would change.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    installation: Installation,
}

impl Apply {
    /// Applies, all of it or nothing.
    pub async fn run(self) -> ExitCode {
        let name = self.file.display().to_string();
        let text = match std::fs::read_to_string(&self.file) {
            Ok(text) => text,
            Err(e) => return report::broken(&format!("{name} cannot be read: {e}")),
        };
        let set_up = match read(&name, &text, |variable| std::env::var(variable).ok()) {
            Ok(set_up) => set_up,
            Err(fault) => return report::broken(&format!("{fault}\n  Nothing was changed.")),
        };
        let engine = match self.installation.open().await {
            Ok(engine) => engine,
            Err(fault) => return report::broken(&fault),
        };
        match engine.apply(set_up, self.dry_run).await {
            Ok(changes) => print(&changes, "changed"),
            Err(ApplyFault::DryRun(changes)) => print(&changes, "would change"),
            Err(ApplyFault::File(fault)) => {
                return report::broken(&format!("{fault}\n  Nothing was changed."));
            }
            Err(ApplyFault::Broken(broken)) => {
                return report::broken(&format!("{broken}\n  Nothing was changed."));
            }
        }
        engine.db().close().await;
        ExitCode::SUCCESS
    }
}

fn print(changes: &[Change], verb: &str) {
    for change in changes {
        println!("{change}");
    }
    match changes.len() {
        0 => println!("Nothing {verb}: all is as the file says."),
        1 => println!("1 thing {verb}."),
        n => println!("{n} things {verb}."),
    }
}
