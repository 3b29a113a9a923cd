//! What the demo tells people and programs: addresses, logins, clients.

use super::Ports;
use super::modules::Module;
use super::people::{INVITED, LOGINS, Secrets};
use super::scenarios;
use crate::data::Fault;
use serde_json::json;
use simulators::connectwise::{Keys, Simulator};
use simulators::{DemoDesk, DemoLogin};
use std::fmt::Write as _;
use std::path::Path;

/// The password of everybody in the seed of the Partner Portal.
const PORTAL_PASSWORD: &str = "a password of the portal";
/// The password of everybody in the seed of the Service Desk.
const DESK_PASSWORD: &str = "a password of the desk";

/// The pages of mail sink and authenticator.
pub fn desk(secrets: &Secrets, ports: Ports) -> DemoDesk {
    let login = |p: &super::people::Person, known: bool| DemoLogin {
        label: p.name.to_owned(),
        username: p.email.to_owned(),
        password: known.then(|| secrets.password(p.email).to_owned()),
        totp_secret: known.then(|| secrets.totp(p.email).to_owned()),
    };
    let logins = LOGINS
        .iter()
        .map(|p| login(p, true))
        .chain(INVITED.iter().map(|p| login(p, false)))
        .collect();
    DemoDesk {
        title: "Vestibule demo".into(),
        hub_url: ports.hub(),
        logins,
        links: vec![
            ("Partner Portal".into(), ports.portal()),
            ("Service Desk".into(), ports.service_desk()),
            ("ConnectWise, simulated".into(), ports.psa()),
            (
                "Health and numbers".into(),
                format!("{}/metrics", ports.operator()),
            ),
        ],
        chapters: scenarios::chapters(ports),
    }
}

/// What is printed once all is up.
pub fn welcome(secrets: &Secrets, ports: Ports, data: &Path, keys: &Keys) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "Vestibule demo, data in {}\n", data.display());
    let _ = writeln!(out, "  Hub                {}", ports.hub());
    let _ = writeln!(
        out,
        "  Scenarios          {}/scenarios   (what there is to try, step by step)",
        ports.desk()
    );
    let _ = writeln!(
        out,
        "  Mails and codes    {}   (every mail, and a TOTP code for every login)",
        ports.desk()
    );
    let _ = writeln!(
        out,
        "  Partner Portal     {}   (a module with accounts of its own: log in as owner, {:?})",
        ports.portal(),
        PORTAL_PASSWORD
    );
    let _ = writeln!(
        out,
        "  Service Desk       {}   (another, in which each person links herself: owner, {:?})",
        ports.service_desk(),
        DESK_PASSWORD
    );
    let _ = writeln!(
        out,
        "  ConnectWise        {}   (a PSA in small: company {:?}, public key {}, private key {})",
        ports.psa(),
        keys.company,
        keys.public,
        keys.private
    );
    let _ = writeln!(out, "  Numbers            {}/metrics\n", ports.operator());
    let _ = writeln!(out, "  {:<27}{:<26}what for", "sign in as", "password");
    for person in &LOGINS {
        let _ = writeln!(
            out,
            "  {:<27}{:<26}{}",
            person.email,
            secrets.password(person.email),
            person.note
        );
    }
    for person in &INVITED {
        let _ = writeln!(
            out,
            "  {:<27}{:<26}{}",
            person.email, "(invited)", person.note
        );
    }
    let _ = write!(
        out,
        "\nCodes: open {}/codes, or ask {}/api/codes?secret=BASE32. Stop with Ctrl-C.",
        ports.desk(),
        ports.desk()
    );
    out
}

/// The same for programs.
pub fn json(secrets: &Secrets, ports: Ports, psa: &Simulator) -> Result<String, Fault> {
    let logins: Vec<_> = LOGINS
        .iter()
        .map(|p| {
            json!({
                "name": p.name, "email": p.email, "username": p.username, "company": p.company,
                "password": secrets.password(p.email), "totp_secret": secrets.totp(p.email), "role": p.role, "note": p.note,
            })
        })
        .collect();
    let invited: Vec<_> = INVITED
        .iter()
        .map(|p| json!({ "name": p.name, "email": p.email, "note": p.note }))
        .collect();
    let keys: Vec<_> = psa
        .keys()
        .into_iter()
        .map(|k| json!({ "role": k.role, "member": k.member, "company": k.company, "public_key": k.public, "private_key": k.private }))
        .collect();
    let document = json!({
        "psa": { "url": psa.url(), "keys": keys },
        "hub": ports.hub(),
        "issuer": ports.hub(),
        "desk": ports.desk(),
        "operator": ports.operator(),
        "modules": [
            { "key": Module::PartnerPortal.key(), "name": "Partner Portal", "url": ports.portal(), "password": PORTAL_PASSWORD },
            { "key": Module::ServiceDesk.key(), "name": "Service Desk", "url": ports.service_desk(), "password": DESK_PASSWORD },
        ],
        "clients": [
            {
                "client_id": "partner-portal", "client_secret": secrets.portal_secret,
                "redirect_uris": [
                    format!("{}/login/callback", ports.portal()), format!("{}/unified-login/linked", ports.portal()),
                ],
                "grant_types": ["authorization_code", "refresh_token", "client_credentials"], "module": "partner-portal",
            },
            { "client_id": "demo-machine", "client_secret": secrets.machine_secret, "grant_types": ["client_credentials"], "scopes": ["reports.read"] },
        ],
        "logins": logins,
        "invited": invited,
    });
    Ok(serde_json::to_string_pretty(&document)?)
}
