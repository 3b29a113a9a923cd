//! `vestibule rotate-keys`.

use crate::data::{Fault, Installation};
use crate::report;
use clap::Args;
use std::process::ExitCode;

/// Change the signing keys before their time.
#[derive(Args)]
#[command(after_help = "\
Examples:
  vestibule rotate-keys --settings vestibule.toml
  vestibule rotate-keys --stolen --settings vestibule.toml

Without --stolen nobody notices: new keys are published now, sign after ten minutes, and the old ones
stay published, so that what they signed stays good. With --stolen every token is void at once.")]
pub struct RotateKeys {
    /// Somebody may have the private keys: withdraw them at once. Modules ask their people to sign in
    /// anew.
    #[arg(long)]
    stolen: bool,
    #[command(flatten)]
    installation: Installation,
}

impl RotateKeys {
    /// Rotates; the running hub takes it up within a minute.
    pub async fn run(self) -> ExitCode {
        match self.rotate().await {
            Ok(()) => ExitCode::SUCCESS,
            Err(fault) => report::broken(&fault),
        }
    }

    async fn rotate(&self) -> Result<(), Fault> {
        let engine = self.installation.open().await?;
        if self.stolen {
            engine.withdraw_keys().await?;
            println!(
                "New keys are in place and the old ones are withdrawn. A running hub takes them up within a minute; restart it for less."
            );
        } else {
            let at = engine.order_new_keys().await?;
            println!(
                "New keys are published. The running hub signs with them from {}; the old ones stay published until what they signed has ended.",
                at.rfc3339()
            );
        }
        engine.db().close().await;
        Ok(())
    }
}
