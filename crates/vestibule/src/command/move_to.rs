//! `vestibule move --to SETTINGS`.

use super::backup::tell;
use super::doctor;
use crate::backup_file::WAITING;
use crate::data::{self, Fault, Installation, Site};
use crate::nature::WallClock;
use crate::progress::Progress;
use crate::report::{self, Ended};
use clap::Args;
use engine::Failure;
use engine::operation::Restore;
use kernel::Clock as _;
use model::operation::RestoreRefusal;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::sync::mpsc::channel;

/// Move an installation to another database: from SQLite to PostgreSQL, back, or to another folder.
#[derive(Args)]
#[command(after_help = "\
Example, from the embedded database to PostgreSQL, with the hub stopped:
  vestibule move --settings vestibule.toml --to vestibule-postgres.toml
  vestibule serve --settings vestibule-postgres.toml

The old database stays as it is, so there is a way back as long as nobody has worked with the new one.
Sessions go on.")]
pub struct Move {
    /// The settings file of the new place, whose database must be empty.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    installation: Installation,
}

impl Move {
    /// Moves all of it or nothing, and asks the doctor.
    pub async fn run(self) -> ExitCode {
        report::end(self.move_to().await)
    }

    async fn move_to(&self) -> Result<ExitCode, Ended> {
        let from = self.installation.site()?;
        let to = Site::of_settings(&data::read_settings(&self.to, Vec::new())?);
        // Held to the end, so that no hub begins to work meanwhile.
        let _held = from
            .hold()?
            .ok_or(Ended::refused(RestoreRefusal::Running))?;
        let source = from.open(true).await?;
        if source.db().hub_is_connected().await.map_err(Fault::from)? {
            return Err(Ended::refused(RestoreRefusal::Running));
        }
        let key = from
            .key()?
            .ok_or_else(|| Fault::from("the key file has gone"))?;
        let made = to.prepare()?;
        to.take_key(&key).inspect_err(|_| to.take_back(made))?;
        let (sender, mut pieces) = channel(WAITING);
        let progress = Progress::new("moved");
        let restore = Restore {
            location: &to.location,
            key: &key,
            now: WallClock.now(),
            keep_sessions: true,
        };
        let shown = |done, all| progress.show(done, all);
        // The receiver goes with whoever uses it, so that a refusal stops the sender too.
        let fill = async {
            let outcome = restore.run(&mut pieces, &shown).await;
            drop(pieces);
            outcome
        };
        let (sent, filled) = tokio::join!(source.back_up(sender, &|_, _| {}), fill);
        progress.end();
        let moved = match (filled, sent) {
            (Err(Failure::Refused(RestoreRefusal::Unreadable(_))), Err(broken)) => {
                Err(Ended::from(broken))
            }
            (filled, _) => filled.map_err(Ended::from),
        };
        let contents = moved.inspect_err(|_| to.take_back(made))?;
        source.db().close().await;
        let engine = to.open(true).await?;
        engine
            .record_restored(&contents, "installation.moved")
            .await
            .map_err(Fault::from)?;
        tell(&contents);
        println!(
            "Everything is in {} now. The old database was left as it is.",
            engine.db().engine()
        );
        let code = doctor::examine(&engine, &to).await?;
        engine.db().close().await;
        Ok(code)
    }
}
