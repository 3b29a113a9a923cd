//! The two modules of the demo: programs of their own, each with a database of its own. They are this same
//! program once more, told to be a module, so that nothing else has to be built or found.

use super::Ports;
use super::people::Secrets;
use crate::data::{self, Fault};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long a module has until it answers.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks whether it does.
const LOOK: Duration = Duration::from_millis(50);

/// A module of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Module {
    /// Matches accounts, for several tenants.
    PartnerPortal,
    /// Each person links her own account.
    ServiceDesk,
}

impl Module {
    /// Both.
    pub const ALL: [Self; 2] = [Self::PartnerPortal, Self::ServiceDesk];

    /// Its key and client id.
    pub const fn key(self) -> &'static str {
        match self {
            Self::PartnerPortal => "partner-portal",
            Self::ServiceDesk => "service-desk",
        }
    }

    const fn seed(self) -> &'static str {
        match self {
            Self::PartnerPortal => partner_portal::SEED,
            Self::ServiceDesk => service_desk::SEED,
        }
    }

    fn secret(self, secrets: &Secrets) -> &str {
        match self {
            Self::PartnerPortal => &secrets.portal_secret,
            Self::ServiceDesk => &secrets.desk_secret,
        }
    }

    fn url(self, ports: Ports) -> String {
        match self {
            Self::PartnerPortal => ports.portal(),
            Self::ServiceDesk => ports.service_desk(),
        }
    }

    const fn port(self, ports: Ports) -> u16 {
        match self {
            Self::PartnerPortal => ports.0 + 3,
            Self::ServiceDesk => ports.0 + 5,
        }
    }

    /// Is it, until its listener breaks.
    pub async fn be(self, words: Vec<String>) -> Result<(), Fault> {
        let done = match self {
            Self::PartnerPortal => partner_portal::run(words).await,
            Self::ServiceDesk => service_desk::run(words).await,
        };
        done.map_err(|fault| fault.to_string().into())
    }

    /// Starts it beside the hub, with its data below the demo's folder.
    pub fn start(self, folder: &Path, secrets: &Secrets, ports: Ports) -> Result<Running, Fault> {
        let own = folder.join(self.key());
        data::private_folder(&own)?;
        let settings = format!(
            "issuer = \"{}\"\nclient_id = \"{}\"\nclient_secret_file = \"secret\"\nbase_url = \"{}\"\n",
            ports.hub(),
            self.key(),
            self.url(ports)
        );
        data::private_file(&own.join("secret"), self.secret(secrets))?;
        data::private_file(&own.join("settings.toml"), &settings)?;
        data::private_file(&own.join("seed.toml"), self.seed())?;
        let name = match self {
            Self::PartnerPortal => "partner_portal",
            Self::ServiceDesk => "service_desk",
        };
        let child = Command::new(std::env::current_exe()?)
            .args(["demo", "--module", name, "--", "--data"])
            .arg(&own)
            .args(["--port", &self.port(ports).to_string(), "--settings"])
            .arg(own.join("settings.toml"))
            .arg("--seed")
            .arg(own.join("seed.toml"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        Ok(Running {
            child,
            port: self.port(ports),
            name: self.key(),
        })
    }
}

/// A module that runs, and ends with the demo.
pub struct Running {
    child: Child,
    port: u16,
    name: &'static str,
}

impl Running {
    /// Waits until it takes connections.
    pub async fn ready(&mut self) -> Result<(), Fault> {
        let mut waited = Duration::ZERO;
        while waited < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("{} ended at once: {status}", self.name).into());
            }
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
            waited += LOOK;
        }
        Err(format!("{} does not answer on port {}", self.name, self.port).into())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself: Ctrl-C reaches all programs of a terminal.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
