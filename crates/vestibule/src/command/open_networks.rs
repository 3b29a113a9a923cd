//! `vestibule open-networks COMPANY`.

use crate::data::Installation;
use crate::report;
use clap::Args;
use engine::Failure;
use std::process::ExitCode;

/// Empty the list of networks that a company lets its people in from, for when nobody gets in.
#[derive(Args)]
pub struct OpenNetworks {
    /// The name of the company.
    #[arg(value_name = "COMPANY")]
    company: String,
    #[command(flatten)]
    installation: Installation,
}

impl OpenNetworks {
    /// Empties it and says so.
    pub async fn run(self) -> ExitCode {
        let engine = match self.installation.open().await {
            Ok(engine) => engine,
            Err(fault) => return report::broken(&fault),
        };
        let emptied = engine.operator_open_networks(&self.company).await;
        engine.db().close().await;
        match emptied {
            Ok(()) => {
                println!("Members may come from any network again.");
                ExitCode::SUCCESS
            }
            Err(Failure::Refused(refusal)) => report::refused(&refusal),
            Err(Failure::Broken(broken)) => report::broken(&broken),
        }
    }
}
