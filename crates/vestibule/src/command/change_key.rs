//! `vestibule change-key NEW_KEY_FILE`.

use crate::data::{Fault, Installation, read_or_make_key};
use crate::report::{self, Ended};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Change the key-encryption key: another key file for the same data.
#[derive(Args)]
#[command(after_help = "\
Example:
  vestibule change-key /etc/vestibule/key-2026 --settings vestibule.toml
  then key_file = \"/etc/vestibule/key-2026\" in the settings, and a restart

A running hub goes on; at its next start it needs the new key file. Until the change is committed the old
key opens the database, afterwards the new one alone. Keep the old key file as long as you keep backups
that were made with it.")]
pub struct ChangeKey {
    /// The new key file. A new key is made where it is not there yet.
    #[arg(value_name = "NEW_KEY_FILE")]
    new_key_file: PathBuf,
    #[command(flatten)]
    installation: Installation,
}

impl ChangeKey {
    /// Changes it, in one commit.
    pub async fn run(self) -> ExitCode {
        report::end(self.change().await)
    }

    async fn change(&self) -> Result<ExitCode, Ended> {
        let site = self.installation.site()?;
        let engine = site.open(true).await?;
        let old = site
            .key()?
            .ok_or_else(|| Fault::from("the key file has gone"))?;
        // On the disk before anything depends on it.
        let new = read_or_make_key(&self.new_key_file)?;
        let (before, after) = (old.fingerprint(), new.fingerprint());
        engine.change_key(old, new).await?;
        engine.db().close().await;
        println!(
            "The key file is now {} (fingerprint {after}).",
            self.new_key_file.display()
        );
        println!(
            "Before the next start of a hub, on every machine: write key_file = \"{}\" into its settings, or put the file in place of {}.",
            self.new_key_file.display(),
            site.key_file.display()
        );
        println!(
            "Backups made until now need the old key file (fingerprint {before}): keep it with them. Make a new backup now."
        );
        Ok(ExitCode::SUCCESS)
    }
}
