//! `vestibule`: the composition root. Wall clock, OS randomness and connectors enter here alone.
#![allow(
    clippy::disallowed_methods,
    reason = "the composition root is where the real clock, real chance and real waiting come in"
)]

mod accounts;
mod backup_file;
mod command;
mod data;
mod demo;
mod events;
mod house;
mod logging;
mod nature;
mod progress;
mod report;
mod site;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The front door of a managed service provider: people sign in once and reach every tool.
#[derive(Parser)]
#[command(name = "vestibule", version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the hub with a settings file.
    Serve(command::serve::Serve),
    /// Run the hub with seeded people, a mail sink and a module, for trying out.
    Demo(demo::Demo),
    /// Bring partners, people, groups, modules and clients to what a TOML file says.
    Apply(command::apply::Apply),
    /// Say why somebody may or may not open a module, by the decision of the sign-in itself.
    Explain(command::explain::Explain),
    /// Print a new activation or password link for somebody, for when mail does not work.
    Link(command::link::Link),
    /// Take away somebody's second factors and mail her a link to set up new ones.
    ResetFactors(command::reset_factors::ResetFactors),
    /// Empty the list of networks that a company lets its people in from, for when nobody gets in.
    OpenNetworks(command::open_networks::OpenNetworks),
    /// Write everything into one file, while the hub runs; the key file is not in it.
    Backup(command::backup::Backup),
    /// Take a backup back into an empty installation, of SQLite or PostgreSQL.
    Restore(command::restore::Restore),
    /// Move an installation to another database: from SQLite to PostgreSQL, back, or to another folder.
    Move(command::move_to::Move),
    /// Change the signing keys before their time.
    RotateKeys(command::rotate_keys::RotateKeys),
    /// Change the key-encryption key: another key file for the same data.
    ChangeKey(command::change_key::ChangeKey),
    /// Say whether this hub has signed a report of an offboarding, or evidence.
    Verify(command::verify::Verify),
    /// Check that everything is whole: database, audit log, outbox, keys.
    Doctor(command::doctor::Doctor),
    /// Run a ticket system of somebody else in small, to try an integration on.
    Simulate(command::simulate::Simulate),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(fault) => return report::broken(&fault),
    };
    runtime.block_on(async {
        match cli.command {
            Command::Serve(serve) => serve.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Apply(apply) => apply.run().await,
            Command::Explain(explain) => explain.run().await,
            Command::Link(link) => link.run().await,
            Command::ResetFactors(reset) => reset.run().await,
            Command::OpenNetworks(open) => open.run().await,
            Command::Backup(backup) => backup.run().await,
            Command::Restore(restore) => restore.run().await,
            Command::Move(moving) => moving.run().await,
            Command::RotateKeys(rotate) => rotate.run().await,
            Command::ChangeKey(change) => change.run().await,
            Command::Verify(verify) => verify.run().await,
            Command::Doctor(doctor) => doctor.run().await,
            Command::Simulate(simulate) => simulate.run().await,
        }
    })
}
