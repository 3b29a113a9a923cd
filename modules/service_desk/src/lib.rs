//! The Service Desk, a module of our own on the kit: one tenant links one tenant of the hub, each
//! person links her own account, and the desk runs in several regions. Nothing of it needs JavaScript.
#![allow(
    clippy::disallowed_methods,
    reason = "a module is a program of its own: clock, randomness and waiting are the real ones"
)]

mod pages;
mod regions;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::FromRef;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use module_accounts::SqliteAccounts;
use module_kit::{Arguments, Look, MenuEntry, Settings, UnifiedLogin, manifest};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;
use unified_login::{Capabilities, Cardinality, Linking, Manifest, RoleEntry};

/// Tenants and accounts for a first try.
pub const SEED: &str = include_str!("../seed.toml");

/// Whatever keeps the program from running; said once, at its end.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

#[derive(Clone)]
struct Desk {
    login: UnifiedLogin,
}

impl FromRef<Desk> for UnifiedLogin {
    fn from_ref(desk: &Desk) -> Self {
        desk.login.clone()
    }
}

/// Runs the program with a command line until its listener breaks.
///
/// # Errors
/// It cannot begin.
pub async fn run(words: impl IntoIterator<Item = String>) -> Result<(), Fault> {
    let told = Arguments::of(words)?;
    let settings = Settings::from_file(&told.settings)?;
    std::fs::create_dir_all(&told.data)?;
    let accounts = SqliteAccounts::open(&told.data.join("service_desk.db"))?;
    if let Some(seed) = &told.seed {
        accounts
            .seed(&std::fs::read_to_string(seed)?, now())
            .await?;
    }
    let listener = TcpListener::bind(("127.0.0.1", told.port)).await?;
    let base_url: Arc<str> = settings.base_url.as_str().into();
    let (login, routes) = open(settings, accounts).await?;
    println!("Service Desk listens on {}", listener.local_addr()?);
    let app = login
        .protect(routes.merge(login.routes()))
        .layer(from_fn_with_state(base_url, regions::lead_home));
    tokio::select! {
        stopped = axum::serve(listener, app) => stopped?,
        never = login.run() => match never {},
    }
    Ok(())
}

/// The desk's login and its own routes.
///
/// # Errors
/// The settings cannot work, or the store does not answer.
pub async fn open(
    settings: Settings,
    accounts: SqliteAccounts,
) -> Result<(UnifiedLogin, Router), Fault> {
    let manifest = says(&settings.base_url);
    let login = UnifiedLogin::builder(settings, manifest)
        .look(DeskLook)
        .open(accounts)
        .await?;
    let desk = Desk {
        login: login.clone(),
    };
    let routes = Router::new()
        .route("/", get(pages::tickets))
        .route("/admin/my-company", get(pages::my_company))
        .route("/client-portal", get(pages::client_portal))
        .route("/health", get(async || "ok"))
        .route("/desk.css", get(pages::style))
        .with_state(desk);
    Ok((login, routes))
}

fn now() -> i64 {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH);
    passed.map_or(0, |p| i64::try_from(p.as_secs()).unwrap_or(i64::MAX))
}

/// What the desk says of itself when it runs at an address.
pub fn says(base_url: &str) -> Manifest {
    let role = |key: &str, title: &str, high, security_admin| RoleEntry {
        key: key.into(),
        title: title.into(),
        high,
        security_admin,
    };
    Manifest {
        linking: Linking::Explicit,
        cardinality: Cardinality::OneToOne,
        capabilities: Capabilities {
            unified_login: true,
            ..Capabilities::default()
        },
        roles: vec![
            role("technician", "Technician", false, false),
            role("dispatcher", "Dispatcher", false, false),
            role("finance", "Finance", true, false),
            role("administrator", "Administrator", true, true),
        ],
        regions: regions::of(base_url),
        deletes_accounts: false,
        ..manifest("Service Desk")
    }
}

struct DeskLook;

impl Look for DeskLook {
    fn admin_menu(&self) -> Vec<MenuEntry> {
        vec![("My Company".into(), "/admin/my-company".into())]
    }

    fn links(&self) -> Vec<MenuEntry> {
        vec![("Tickets".into(), "/".into())]
    }

    fn style_sheet(&self) -> Option<&str> {
        Some("/desk.css")
    }

    fn footer(&self) -> &str {
        "Service Desk is a sample module with accounts of its own."
    }

    fn settings_place(&self, hub_name: &str) -> Vec<String> {
        ["Admin", "My Company", "Company Settings", hub_name]
            .map(String::from)
            .to_vec()
    }
}
