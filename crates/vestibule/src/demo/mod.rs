//! `vestibule demo`: hub, mail sink, authenticator, two modules and a PSA, with seeded people, by one
//! command on a fresh machine. Everything listens on this machine only.

mod access;
mod modules;
mod people;
mod psa;
mod scenarios;

use crate::data::{self, Fault};
use crate::house::{self, House, Stop};
use crate::{logging, report};
use clap::Args;
use connectors::{Encryption, MailServer, Ways};
use engine::operation::apply::{ApplyFault, read};
use engine::settings::WebhookSettings;
use engine::{Engine, Settings};
use modules::{Module, Running};
use people::Secrets;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::Location;

/// The sender of the demo's mails.
const FROM: &str = "Do not reply <no-reply@example.com>";

/// Run the hub with seeded people, a mail sink, two modules and a PSA in small, for trying out.
#[derive(Args)]
pub struct Demo {
    /// Where the data lies; it survives a restart.
    #[arg(long, value_name = "DIR", default_value = "vestibule-data")]
    data: PathBuf,
    /// Start anew: what an earlier demo left in the folder is removed.
    #[arg(long, conflicts_with = "postgres")]
    fresh: bool,
    /// Keep the hub's rows in this PostgreSQL database, an empty one at first, instead of in the folder.
    #[arg(long, value_name = "ADDRESS")]
    postgres: Option<String>,
    /// The hub's port; mail sink and authenticator, SMTP, Partner Portal, numbers and Service Desk take
    /// the next five, the PSA the one after them.
    #[arg(long, value_name = "N", default_value_t = 8600, value_parser = clap::value_parser!(u16).range(1..=65_529))]
    port: u16,
    /// Write addresses, clients and logins as JSON into this file once all is up.
    #[arg(long, value_name = "FILE")]
    access: Option<PathBuf>,
    /// Be a module of the demo instead, as the demo starts it.
    #[arg(long, hide = true)]
    module: Option<Module>,
    /// What that module is told.
    #[arg(last = true, hide = true)]
    words: Vec<String>,
}

/// The ports, side by side.
#[derive(Clone, Copy)]
pub struct Ports(u16);

impl Ports {
    /// The hub.
    pub fn hub(self) -> String {
        format!("http://localhost:{}", self.0)
    }
    /// The mail sink's and authenticator's pages.
    pub fn desk(self) -> String {
        format!("http://localhost:{}", self.0 + 1)
    }
    /// Partner Portal.
    pub fn portal(self) -> String {
        format!("http://localhost:{}", self.0 + 3)
    }
    /// Service Desk.
    pub fn service_desk(self) -> String {
        format!("http://localhost:{}", self.0 + 5)
    }
    /// The PSA in small.
    pub fn psa(self) -> String {
        format!("http://127.0.0.1:{}", self.0 + 6)
    }
    /// Health and numbers.
    pub fn operator(self) -> String {
        format!("http://localhost:{}", self.0 + 4)
    }
    fn address(self, offset: u16) -> String {
        format!("127.0.0.1:{}", self.0 + offset)
    }
}

impl Demo {
    /// Runs until a signal.
    pub async fn run(self) -> ExitCode {
        logging::start("warn");
        let done = match self.module {
            Some(module) => module.be(self.words).await,
            None => self.open().await,
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(fault) => report::broken(&fault),
        }
    }

    async fn open(self) -> Result<(), Fault> {
        let ports = Ports(self.port);
        // Ports first: a demo that cannot listen must not have touched the folder.
        let listeners = [
            house::listen(&ports.address(0)).await?,
            house::listen(&ports.address(1)).await?,
            house::listen(&ports.address(2)).await?,
            house::listen(&ports.address(4)).await?,
            house::listen(&ports.address(6)).await?,
        ];
        let [hub, desk, smtp, operator, psa] = listeners;
        for of_module in [3, 5] {
            drop(house::listen(&ports.address(of_module)).await?);
        }
        if self.fresh {
            remove_earlier(&self.data)?;
        }
        data::private_folder(&self.data)?;
        data::private_file(&self.data.join("public_url"), &ports.hub())?;
        let mut settings = Settings {
            hashing_threads: data::hashing_threads(),
            // Everything of a demo is on this machine, receivers of events too.
            webhooks: WebhookSettings {
                private_addresses: true,
            },
            ..Settings::at(&ports.hub(), FROM)
        };
        // And modules, which say there what they can do.
        settings.protocol.private_key_addresses = true;
        // And the PSA.
        settings.psa.private_addresses = true;
        settings.psa.connectwise_client_id = psa::CLIENT_ID.into();
        let numbers = house::numbers();
        let mut site = data::Site::of_folder(&self.data, settings);
        if let Some(address) = &self.postgres {
            site.location = Location::Postgres(address.clone());
        }
        let _held = site.hold_for_hub()?;
        let engine = site.open_for_hub().await?;
        let secrets = Secrets::load_or_make(&self.data.join("demo.json"))?;
        seed(&engine, &secrets, ports).await?;

        let stop = Stop::on_signals();
        let sink = simulators::MailSink::new(Some(self.data.join("mails")))?;
        tokio::spawn(simulators::serve_smtp(
            smtp,
            sink.clone(),
            stop.clone().wait(),
        ));
        tokio::spawn(simulators::serve_desk(
            desk,
            sink,
            access::desk(&secrets, ports),
            stop.clone().wait(),
        ));
        let psa = psa::start(psa, &self.data.join("psa")).await?;
        let keys = psa::keys(&psa)?;
        let mut modules: Vec<Running> = Vec::new();
        for module in Module::ALL {
            modules.push(module.start(&self.data, &secrets, ports)?);
        }
        for module in &mut modules {
            module.ready().await?;
        }
        let server = MailServer {
            host: "127.0.0.1".into(),
            port: self.port + 2,
            encryption: Encryption::None,
            login: None,
        };
        let house = House {
            engine,
            ways: Ways::new(&server, FROM, true)?,
            listener: hub,
            operator: Some(operator),
            trusted_proxies: Vec::new(),
            numbers,
        };
        // The listeners take connections already; the file says that all is up.
        println!("{}", access::welcome(&secrets, ports, &self.data, &keys));
        if let Some(file) = &self.access {
            data::private_file(file, &access::json(&secrets, ports, &psa)?)?;
        }
        let done = house.run(stop).await;
        // They go when the hub is done, not before: its last words may be for them.
        drop(modules);
        psa.stop().await;
        done
    }
}

/// Removes what a demo wrote, and nothing else that may lie in the folder.
fn remove_earlier(folder: &Path) -> Result<(), Fault> {
    let own = [
        "vestibule.db",
        "vestibule.db-wal",
        "vestibule.db-shm",
        "key",
        "public_url",
        "demo.json",
    ];
    for name in own {
        match std::fs::remove_file(folder.join(name)) {
            Ok(()) => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => {
                return Err(
                    format!("{} cannot be removed: {e}", folder.join(name).display()).into(),
                );
            }
        }
    }
    for name in [
        "mails",
        "psa",
        Module::PartnerPortal.key(),
        Module::ServiceDesk.key(),
    ] {
        match std::fs::remove_dir_all(folder.join(name)) {
            Ok(()) => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => {
                return Err(
                    format!("{} cannot be removed: {e}", folder.join(name).display()).into(),
                );
            }
        }
    }
    Ok(())
}

/// Brings the seeded people and the module into the hub, by the same road as `vestibule apply`.
async fn seed(engine: &Engine, secrets: &Secrets, ports: Ports) -> Result<(), Fault> {
    let set_up = read("the demo's set-up", &people::set_up(secrets, ports), |_| {
        None
    })?;
    match engine.apply(set_up, false).await {
        Ok(_) => {}
        Err(ApplyFault::File(fault)) => return Err(fault.into()),
        Err(ApplyFault::Broken(broken)) => return Err(broken.into()),
        Err(ApplyFault::DryRun(_)) => {}
    }
    Ok(())
}
