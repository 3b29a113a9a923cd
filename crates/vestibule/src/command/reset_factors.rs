//! `vestibule reset-factors EMAIL`.

use crate::data::Installation;
use crate::report;
use clap::Args;
use engine::Failure;
use model::identity::Population;
use std::process::ExitCode;

/// Take away somebody's second factors and mail her a link to set up new ones.
#[derive(Args)]
pub struct ResetFactors {
    /// The email address.
    #[arg(value_name = "EMAIL")]
    email: String,
    /// Look among the people of client companies instead of the staff.
    #[arg(long)]
    client: bool,
    #[command(flatten)]
    installation: Installation,
}

impl ResetFactors {
    /// Resets them; the mail leaves by the running hub.
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
        let done = engine.operator_reset_factors(population, &self.email).await;
        engine.db().close().await;
        match done {
            Ok(()) => {
                println!(
                    "Second factors removed, sessions ended. A link to set up new ones is on its way by mail."
                );
                ExitCode::SUCCESS
            }
            Err(Failure::Refused(refusal)) => report::refused(&refusal),
            Err(Failure::Broken(broken)) => report::broken(&broken),
        }
    }
}
