//! `vestibule verify FILE`.

use crate::data::Installation;
use crate::report;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Longest file that is read.
const LONGEST: u64 = 64 * 1024 * 1024;

/// Say whether this hub has signed a report of an offboarding, or evidence.
#[derive(Args)]
pub struct Verify {
    /// The signed file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    installation: Installation,
}

impl Verify {
    /// Prints yes with what it says, or no. Exit code 0 for yes, 2 for no.
    pub async fn run(self) -> ExitCode {
        let length = std::fs::metadata(&self.file).map(|m| m.len());
        let text = match length {
            Ok(length) if length > LONGEST => {
                return report::broken(&"the file is longer than a statement can be");
            }
            _ => std::fs::read_to_string(&self.file),
        };
        let text = match text {
            Ok(text) => text,
            Err(fault) => {
                return report::broken(&format!("{}: {fault}", self.file.display()));
            }
        };
        let engine = match self.installation.open().await {
            Ok(engine) => engine,
            Err(fault) => return report::broken(&fault),
        };
        let checked = engine.check_statement(&text).await;
        engine.db().close().await;
        let checked = match checked {
            Ok(checked) => checked,
            Err(broken) => return report::broken(&broken),
        };
        match (&checked.claims, checked.logged_at) {
            (None, None) => {
                println!("no: this hub has not signed it, or it was changed since.");
                return ExitCode::from(2);
            }
            (Some(_), Some(at)) => println!("yes: signed by this hub on {}.", at.rfc3339()),
            (Some(_), None) => {
                println!("yes: signed by a key of this hub; its audit log does not know of it.");
            }
            (None, Some(at)) => println!(
                "yes: signed by this hub on {}, by its audit log; the key is not kept any more.",
                at.rfc3339()
            ),
        }
        if let Some(claims) = checked.claims {
            let pretty = serde_json::to_string_pretty(&claims).unwrap_or_default();
            println!("{pretty}");
        }
        ExitCode::SUCCESS
    }
}
