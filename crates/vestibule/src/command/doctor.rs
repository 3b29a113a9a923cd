//! `vestibule doctor`.

use crate::data::{Fault, Installation, Site};
use crate::nature::WallClock;
use crate::report::{self, Ended};
use clap::Args;
use engine::Engine;
use engine::operation::{Finding, Health};
use kernel::Clock as _;
use std::process::ExitCode;

/// Check that everything is whole.
#[derive(Args)]
#[command(after_help = "\
Each line begins with good, look (somebody should look) or BAD. Exit code 1 when something is BAD.
It may run beside a running hub.")]
pub struct Doctor {
    #[command(flatten)]
    installation: Installation,
}

impl Doctor {
    /// Prints what was looked at. Exit code 1 when something is broken.
    pub async fn run(self) -> ExitCode {
        report::end(self.look().await)
    }

    async fn look(&self) -> Result<ExitCode, Ended> {
        let site = self.installation.site()?;
        let engine = site.open(true).await?;
        let code = examine(&engine, &site).await?;
        engine.db().close().await;
        Ok(code)
    }
}

/// Whether the database server's clock is this machine's.
async fn clock_of_database(engine: &Engine) -> Result<Option<Finding>, Fault> {
    let Some(theirs) = engine.db().read().await?.clock().await? else {
        return Ok(None);
    };
    let apart = (theirs - WallClock.now()).as_seconds_up().abs();
    let (health, text) = if apart > 120 {
        (
            Health::Warning,
            format!(
                "this machine and the database server are {apart} seconds apart. Let both follow a time server"
            ),
        )
    } else {
        (
            Health::Good,
            "this machine and the database server agree".into(),
        )
    };
    Ok(Some(Finding {
        subject: "clocks",
        health,
        text,
    }))
}

/// Prints what the doctor finds.
pub async fn examine(engine: &Engine, site: &Site) -> Result<ExitCode, Fault> {
    let mut findings = engine.doctor().await?;
    findings.extend(clock_of_database(engine).await?);
    findings.extend(site.disk_space());
    for finding in &findings {
        let word = match finding.health {
            Health::Good => "good",
            Health::Warning => "look",
            Health::Bad => "BAD ",
        };
        println!("{word}  {}: {}", finding.subject, finding.text);
    }
    let broken = findings.iter().any(|f| f.health == Health::Bad);
    Ok(if broken {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
