//! The people of the demo. Their secrets are made at the first start and kept in the data folder:
//! a secret in the program would be everybody's.

use super::Ports;
use crate::data::{Fault, private_file};
use crate::nature::OsChance;
use kernel::Chance;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// One person of the demo.
pub struct Person {
    /// Her name: a role.
    pub name: &'static str,
    /// Her address.
    pub email: &'static str,
    /// Her username at the first partner.
    pub username: Option<&'static str>,
    /// The partner or company whose name goes with the username.
    pub company: &'static str,
    /// What she is.
    pub role: &'static str,
    /// What she is here to show.
    pub note: &'static str,
}

const MSP: &str = "Example MSP";

/// Those who can sign in at once.
pub const LOGINS: [Person; 7] = [
    Person {
        name: "Demo Owner",
        email: "owner@example.com",
        username: Some("owner"),
        company: MSP,
        role: "master",
        note: "root master; all modules",
    },
    Person {
        name: "Demo Technician",
        email: "technician@example.com",
        username: Some("tech"),
        company: MSP,
        role: "user",
        note: "opens Partner Portal by her group",
    },
    Person {
        name: "Demo Bookkeeper",
        email: "billing@example.com",
        username: Some("books"),
        company: MSP,
        role: "billing",
        note: "opens Partner Portal by a direct grant",
    },
    Person {
        name: "Demo Sales",
        email: "sales@example.com",
        username: Some("sales"),
        company: MSP,
        role: "user",
        note: "nothing is granted: every module says why",
    },
    Person {
        name: "Demo Consultant",
        email: "consultant@example.org",
        username: Some("consultant"),
        company: MSP,
        role: "user",
        note: "works for two partners: chooses after signing in",
    },
    Person {
        name: "Demo Leaver",
        email: "leaver@example.com",
        username: Some("leaver"),
        company: MSP,
        role: "user",
        note: "deactivated: the sign-in says so after both proofs",
    },
    Person {
        name: "Client Office",
        email: "office@client.example.net",
        username: None,
        company: "Example Client",
        role: "end user",
        note: "of two client companies; signs in at /sign-in?for=client, has no way into the staff's hub",
    },
];

/// Those who were invited and have not come yet.
pub const INVITED: [Person; 1] = [Person {
    name: "Demo Newcomer",
    email: "newcomer@example.com",
    username: Some("newcomer"),
    company: MSP,
    role: "user",
    note: "her activation mail lies in the mail sink",
}];

/// What the demo must remember: passwords, TOTP secrets, the module's client secret.
#[derive(Serialize, Deserialize)]
pub struct Secrets {
    /// Passwords by address.
    pub passwords: BTreeMap<String, String>,
    /// TOTP secrets in base32 by address.
    pub totp_secrets: BTreeMap<String, String>,
    /// The secret of the module's client.
    pub portal_secret: String,
    /// The secret of a machine's client.
    pub machine_secret: String,
    /// The secret of the Service Desk's client; a demo of before has none yet.
    #[serde(default)]
    pub desk_secret: String,
}

fn password(chance: &dyn Chance) -> String {
    model::identity::recovery_codes(chance)
        .into_iter()
        .take(2)
        .collect::<Vec<_>>()
        .join("-")
}

impl Secrets {
    /// Reads them, or makes them at the first start.
    pub fn load_or_make(file: &Path) -> Result<Self, Fault> {
        let chance: &dyn Chance = &OsChance;
        if let Ok(text) = std::fs::read_to_string(file) {
            let mut kept: Self = serde_json::from_str(&text)
                .map_err(|_| format!("{} is damaged; start anew with --fresh", file.display()))?;
            if kept.desk_secret.is_empty() {
                kept.desk_secret = chance.token();
                private_file(file, &serde_json::to_string_pretty(&kept)?)?;
            }
            return Ok(kept);
        }
        let emails = || LOGINS.iter().map(|p| p.email.to_owned());
        let made = Self {
            passwords: emails().map(|e| (e, password(chance))).collect(),
            totp_secrets: emails()
                .map(|e| (e, protocol::totp::base32(&chance.bytes::<20>())))
                .collect(),
            portal_secret: chance.token(),
            machine_secret: chance.token(),
            desk_secret: chance.token(),
        };
        private_file(file, &serde_json::to_string_pretty(&made)?)?;
        Ok(made)
    }

    /// The password of somebody.
    pub fn password(&self, email: &str) -> &str {
        self.passwords.get(email).map_or("", String::as_str)
    }

    /// The TOTP secret of somebody.
    pub fn totp(&self, email: &str) -> &str {
        self.totp_secrets.get(email).map_or("", String::as_str)
    }
}

/// The set-up file of the demo, as anybody could write one.
pub fn set_up(secrets: &Secrets, ports: Ports) -> String {
    let mut text = include_str!("set-up.toml").to_owned();
    for person in &LOGINS {
        let first = format!(
            "credentials = {{ password = \"{}\", totp_secret = \"{}\" }}",
            secrets.password(person.email),
            secrets.totp(person.email)
        );
        text = text.replace(&format!("# credentials of {}", person.email), &first);
    }
    text.replace("{{portal}}", &ports.portal())
        .replace("{{portal_secret}}", &secrets.portal_secret)
        .replace("{{desk}}", &ports.service_desk())
        .replace("{{desk_secret}}", &secrets.desk_secret)
        .replace("{{machine_secret}}", &secrets.machine_secret)
}
