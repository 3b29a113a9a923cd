//! The PSA of the demo: ConnectWise in small, with the company and the person that the scenarios speak of.

use crate::data::Fault;
use serde_json::json;
use simulators::connectwise::{Edit, Keys, Kind, Options, Simulator};
use std::path::Path;
use tokio::net::TcpListener;

/// The role whose keys the scenarios paste: it has the least that is needed.
pub const ROLE: &str = "Integration";
/// The GUID by which the PSA knows the demo's hub.
pub const CLIENT_ID: &str = "01234567-89ab-cdef-0123-456789abcdef";

/// Starts it; what it holds survives a restart.
pub async fn start(listener: TcpListener, folder: &Path) -> Result<Simulator, Fault> {
    let options = Options {
        companies: 60,
        contacts: 400,
        configurations: 600,
        tickets: 40,
        folder: Some(folder.to_owned()),
        ..Options::default()
    };
    let psa = Simulator::start(listener, options).await?;
    let known = |id: u32| {
        let row = psa.get(Kind::Companies, id);
        row.is_some_and(|row| row["identifier"] == "DemoCompany")
    };
    if !psa.ids(Kind::Companies).into_iter().any(known) {
        add(&psa)?;
    }
    Ok(psa)
}

fn edit(psa: &Simulator, kind: &str, fields: serde_json::Value) -> Result<u32, Fault> {
    let edit: Edit =
        serde_json::from_value(json!({ "act": "create", "kind": kind, "fields": fields }))?;
    psa.edit(&edit)
        .map_err(|refused| format!("the demo's PSA takes no {kind}: {refused}").into())
}

fn add(psa: &Simulator) -> Result<(), Fault> {
    let company = json!({
        "identifier": "DemoCompany", "name": "Demo Company", "status": { "id": 1 },
        "addressLine1": "1 Main Street", "city": "Exampleton", "website": "https://www.example.com",
    });
    let company = edit(psa, "Companies", company)?;
    let person = json!({
        "firstName": "Demo", "lastName": "Contact", "company": { "id": company },
        "defaultFlag": true, "defaultBillingFlag": true,
        "communicationItems": [
            { "type": { "id": 1 }, "value": "demo@example.com", "communicationType": "Email", "defaultFlag": true },
        ],
    });
    edit(psa, "Contacts", person)?;
    Ok(())
}

/// The keys of the role that the scenarios use.
pub fn keys(psa: &Simulator) -> Result<Keys, Fault> {
    let found = psa.keys().into_iter().find(|keys| keys.role == ROLE);
    found.ok_or_else(|| "the demo's PSA has no keys".into())
}
