//! `vestibule link EMAIL`.

use crate::data::Installation;
use crate::report;
use clap::Args;
use engine::Failure;
use model::identity::Population;
use std::process::ExitCode;

/// Print a new activation or password link for somebody, for when mail does not work.
#[derive(Args)]
pub struct Link {
    /// The email address.
    #[arg(value_name = "EMAIL")]
    email: String,
    /// Look among the people of client companies instead of the staff.
    #[arg(long)]
    client: bool,
    #[command(flatten)]
    installation: Installation,
}

impl Link {
    /// Prints the link and nothing else, so that it can be handed on.
    pub async fn run(self) -> ExitCode {
        let engine = match self.installation.open().await {
            Ok(engine) => engine,
            Err(fault) => return report::broken(&fault),
        };
        let population = if self.client {
            Population::Client
        } else {
            Population::Staff
        };
        let made = engine.operator_link(population, &self.email).await;
        engine.db().close().await;
        match made {
            Ok(link) => {
                println!("{link}");
                ExitCode::SUCCESS
            }
            Err(Failure::Refused(refusal)) => report::refused(&refusal),
            Err(Failure::Broken(broken)) => report::broken(&broken),
        }
    }
}
