//! `vestibule serve`.

use crate::data::{self, Fault};
use crate::house::{self, House, Stop};
use crate::{logging, report};
use clap::Args;
use connectors::{Encryption, MailServer, Ways};
use engine::settings::{MailSettings, Override, SettingsFile};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Run the hub with a settings file.
#[derive(Args)]
pub struct Serve {
    /// The settings file; `docs/settings.toml` shows every key.
    #[arg(
        long,
        value_name = "FILE",
        env = "VESTIBULE_SETTINGS",
        default_value = "vestibule.toml"
    )]
    settings: PathBuf,
    /// Another value for a key of the file, such as `mail.host=smtp.example.com`; the environment
    /// does the same with `VESTIBULE__MAIL__HOST`.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = one_override)]
    overrides: Vec<Override>,
}

impl Serve {
    /// Runs until a signal.
    pub async fn run(self) -> ExitCode {
        logging::start("info");
        match self.serve().await {
            Ok(()) => ExitCode::SUCCESS,
            Err(fault) => report::broken(&fault),
        }
    }

    async fn serve(self) -> Result<(), Fault> {
        let file = data::read_settings(&self.settings, self.overrides)?;
        let private = file.webhooks.private_addresses;
        let ways = Ways::new(&mail_server(&file.mail)?, &file.mail.from, private)?;
        let numbers = house::numbers();
        let site = data::Site::of_settings(&file);
        let _held = site.hold_for_hub()?;
        let engine = site.open_for_hub().await?;
        remember_address(&file)?;
        let listener = house::listen(&file.listen).await?;
        let operator = match &file.operator_listen {
            Some(address) => Some(house::listen(address).await?),
            None => None,
        };
        println!("Vestibule is open at {}", file.public_url);
        if let Some(warning) = one_address_for_all(&file) {
            tracing::warn!("{warning}");
            println!("Warning: {warning}");
        }
        if let Some(token) = engine.set_up_token().await? {
            println!(
                "First run: open {}/set-up and enter this one-time token:\n  {}",
                file.public_url,
                token.reveal()
            );
        }
        let trusted_proxies = file
            .trusted_proxies
            .iter()
            .filter_map(|p| p.parse().ok())
            .collect();
        House {
            engine,
            ways,
            listener,
            operator,
            trusted_proxies,
            numbers,
        }
        .run(Stop::on_signals())
        .await
    }
}

/// TLS is a proxy's part: where browsers speak https, one stands before the hub. If it is not named,
/// all people share its address, and with it the slowing down of guesses.
fn one_address_for_all(file: &SettingsFile) -> Option<&'static str> {
    (file.public_url.starts_with("https://") && file.trusted_proxies.is_empty()).then_some(
        "public_url is https and trusted_proxies is empty: all people seem to come from the proxy's address, and one who guesses passwords slows everybody down. Name the proxy's address in trusted_proxies",
    )
}

fn one_override(text: &str) -> Result<Override, String> {
    Override::of_flag(text).ok_or_else(|| "write it as KEY=VALUE".into())
}

/// Writes the public address beside the embedded database, for commands without a settings file.
fn remember_address(file: &SettingsFile) -> Result<(), Fault> {
    if file.postgres.is_none() {
        data::private_file(&Path::new(&file.data).join("public_url"), &file.public_url)?;
    }
    Ok(())
}

fn mail_server(mail: &MailSettings) -> Result<MailServer, Fault> {
    let encryption = match mail.encryption.as_str() {
        "tls" => Encryption::Tls,
        "starttls" => Encryption::StartTls,
        _ => Encryption::None,
    };
    let login = match (&mail.username, &mail.password_env) {
        (Some(name), Some(variable)) => {
            let password = std::env::var(variable).map_err(|_| {
                format!("the environment variable {variable} with the mail password is not set")
            })?;
            Some((name.clone(), password.into()))
        }
        (None, None) => None,
        _ => return Err("mail.username and mail.password_env go together".into()),
    };
    Ok(MailServer {
        host: mail.host.clone(),
        port: mail.port,
        encryption,
        login,
    })
}
