//! `vestibule simulate`: a ticket system of somebody else in small, to try an integration on.

use crate::house::Stop;
use crate::{logging, report};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use simulators::{bms, connectwise};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::net::TcpListener;

/// Run a ticket system of somebody else in small, to try an integration on.
#[derive(Args)]
pub struct Simulate {
    #[command(subcommand)]
    system: System,
}

#[derive(Subcommand)]
enum System {
    /// ConnectWise Manage (PSA): its REST API at `/v4_6_release/apis/3.0/`.
    Connectwise(Connectwise),
    /// Kaseya BMS: its REST API at `/v2/`.
    Bms(Bms),
}

/// What all systems are told.
#[derive(Args)]
struct Common {
    /// The port on this machine.
    #[arg(long, value_name = "N", default_value_t = 8700)]
    port: u16,
    /// The same number gives the same world.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Companies.
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    companies: u32,
    /// Contacts.
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(0..=500_000))]
    contacts: u32,
    /// Configurations, which are devices.
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    configurations: u32,
    /// Tickets.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    tickets: u32,
    /// Where changes are kept; without it they end with the program.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Answer as many requests as come, instead of so many in a time as the vendor allows.
    #[arg(long)]
    unlimited: bool,
    /// Speak HTTPS, with a certificate made at the start.
    #[arg(long)]
    tls: bool,
    /// Write address and keys as JSON into this file once it is up.
    #[arg(long, value_name = "FILE")]
    access: Option<PathBuf>,
}

/// The world of a ConnectWise.
#[derive(Args)]
struct Connectwise {
    /// The login company.
    #[arg(long, value_name = "ID", default_value = "training")]
    company: String,
    #[command(flatten)]
    common: Common,
}

/// The world of a BMS.
#[derive(Args)]
struct Bms {
    /// The company name of the login.
    #[arg(long, value_name = "NAME", default_value = "Training MSP")]
    tenant: String,
    #[command(flatten)]
    common: Common,
}

impl Common {
    async fn listener(&self) -> io::Result<TcpListener> {
        TcpListener::bind(("127.0.0.1", self.port)).await
    }

    /// Tells of the addresses, and waits for the end.
    async fn wait(&self, access: &Value) -> io::Result<()> {
        if let Some(file) = &self.access {
            std::fs::write(file, format!("{access:#}\n"))?;
        }
        println!("Ctrl-C ends it.");
        Stop::on_signals().wait().await;
        Ok(())
    }
}

impl Simulate {
    /// Runs until a signal.
    pub async fn run(self) -> ExitCode {
        logging::start("warn");
        let done = match self.system {
            System::Connectwise(connectwise) => connectwise.run().await,
            System::Bms(bms) => bms.run().await,
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(fault) => report::broken(&fault),
        }
    }
}

impl Connectwise {
    async fn run(self) -> io::Result<()> {
        let common = &self.common;
        let usual = connectwise::Options::default();
        let options = connectwise::Options {
            seed: common.seed,
            companies: common.companies,
            contacts: common.contacts,
            configurations: common.configurations,
            tickets: common.tickets,
            company_id: self.company.clone(),
            per_minute: usual.per_minute.filter(|_| !common.unlimited),
            folder: common.data.clone(),
            tls: common.tls,
            ..usual
        };
        let simulator = connectwise::Simulator::start(common.listener().await?, options).await?;
        let url = simulator.url();
        println!("ConnectWise, simulated: {url}/v4_6_release/apis/3.0/");
        println!("What it holds and was asked: {url}/");
        println!("Company: {}", self.company);
        let mut keys = Vec::new();
        for pair in simulator.keys() {
            println!(
                "Role {}: public {} private {}",
                pair.role, pair.public, pair.private
            );
            keys.push(json!({
                "role": pair.role,
                "member": pair.member,
                "public_key": pair.public,
                "private_key": pair.private,
            }));
        }
        let access = json!({ "url": url, "company": self.company, "keys": keys });
        common.wait(&access).await?;
        simulator.stop().await;
        Ok(())
    }
}

impl Bms {
    async fn run(self) -> io::Result<()> {
        let common = &self.common;
        let usual = bms::Options::default();
        let options = bms::Options {
            seed: common.seed,
            accounts: common.companies,
            contacts: common.contacts,
            assets: common.configurations,
            tickets: common.tickets,
            tenant: self.tenant.clone(),
            per_hour: usual.per_hour.filter(|_| !common.unlimited),
            folder: common.data.clone(),
            tls: common.tls,
            ..usual
        };
        let simulator = bms::Simulator::start(common.listener().await?, options).await?;
        let url = simulator.url();
        println!("BMS, simulated: {url}/v2/");
        println!("What it holds and was asked: {url}/");
        println!("Tenant: {}", self.tenant);
        let mut logins = Vec::new();
        for login in simulator.logins() {
            println!("User {} password {}", login.username, login.password);
            logins.push(json!({
                "username": login.username,
                "password": login.password,
                "writes": login.writes,
                "api_access": login.api_access,
            }));
        }
        let access = json!({ "url": url, "tenant": self.tenant, "logins": logins });
        common.wait(&access).await?;
        simulator.stop().await;
        Ok(())
    }
}
