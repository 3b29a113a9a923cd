//! `vestibule doctor`.

use crate::data::Installation;
use crate::report;
use clap::Args;
use engine::operation::Health;
use std::process::ExitCode;

/// Check that everything is whole.
#[derive(Args)]
pub struct Doctor {
    #[command(flatten)]
    installation: Installation,
}

impl Doctor {
    /// Prints what was looked at. Exit code 1 when something is broken.
    pub async fn run(self) -> ExitCode {
        let engine = match self.installation.open().await {
            Ok(engine) => engine,
            Err(fault) => return report::broken(&fault),
        };
        let findings = match engine.doctor().await {
            Ok(findings) => findings,
            Err(broken) => return report::broken(&broken),
        };
        for finding in &findings {
            let word = match finding.health {
                Health::Good => "good",
                Health::Warning => "look",
                Health::Bad => "BAD ",
            };
            println!("{word}  {}: {}", finding.subject, finding.text);
        }
        engine.db().close().await;
        let worst = findings
            .iter()
            .map(|f| f.health)
            .max()
            .unwrap_or(Health::Good);
        if worst == Health::Bad {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}
