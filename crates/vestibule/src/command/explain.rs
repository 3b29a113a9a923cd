//! `vestibule explain MEMBER MODULE`.

use crate::data::Installation;
use crate::report;
use clap::Args;
use engine::Failure;
use kernel::Refusal;
use model::access::GrantPath;
use std::process::ExitCode;

/// Say why somebody may or may not open a module.
#[derive(Args)]
pub struct Explain {
    /// Email address or username.
    #[arg(value_name = "MEMBER")]
    person: String,
    /// The key of the module.
    #[arg(value_name = "MODULE")]
    module: String,
    /// The partner; needed when there are several.
    #[arg(long, value_name = "NAME")]
    partner: Option<String>,
    #[command(flatten)]
    installation: Installation,
}

impl Explain {
    /// Prints yes with the way, or no with code and remedy. Exit code 0 for yes, 2 for no.
    pub async fn run(self) -> ExitCode {
        let engine = match self.installation.open().await {
            Ok(engine) => engine,
            Err(fault) => return report::broken(&fault),
        };
        let answer = engine
            .explain(self.partner.as_deref(), &self.person, &self.module)
            .await;
        engine.db().close().await;
        match answer {
            Ok(found) => {
                println!(
                    "{} and {} at {}:",
                    found.person, found.module, found.partner
                );
                match found.outcome {
                    Ok(entry) => {
                        match entry.via {
                            GrantPath::Direct => println!("yes: granted directly."),
                            GrantPath::Trial => println!("yes: tries the login out."),
                            GrantPath::Group(_, name) => {
                                println!("yes: granted by the group {name}.")
                            }
                        }
                        ExitCode::SUCCESS
                    }
                    Err(refusal) => {
                        println!(
                            "no: {} [{}]\n  {}",
                            refusal.sentence(),
                            refusal.code(),
                            refusal.remedy()
                        );
                        ExitCode::from(2)
                    }
                }
            }
            Err(Failure::Refused(refusal)) => report::refused(&refusal),
            Err(Failure::Broken(broken)) => report::broken(&broken),
        }
    }
}
