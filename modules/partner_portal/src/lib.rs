//! The Partner Portal, a module of our own on the kit: it links several tenants and finds accounts by
//! e-mail address or username. Nothing of it needs JavaScript.
#![allow(
    clippy::disallowed_methods,
    reason = "a module is a program of its own: clock, randomness and waiting are the real ones"
)]

mod pages;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::FromRef;
use axum::routing::get;
use module_accounts::SqliteAccounts;
use module_kit::{Arguments, Look, MenuEntry, Settings, UnifiedLogin, manifest};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;
use unified_login::{DefaultField, Manifest, RoleEntry};

/// Tenants and accounts for a first try, with people in every state.
pub const SEED: &str = include_str!("../seed.toml");

/// Whatever keeps the program from running; said once, at its end.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

#[derive(Clone)]
struct Portal {
    login: UnifiedLogin,
    accounts: SqliteAccounts,
}

impl FromRef<Portal> for UnifiedLogin {
    fn from_ref(portal: &Portal) -> Self {
        portal.login.clone()
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
    let accounts = SqliteAccounts::open(&told.data.join("partner_portal.db"))?;
    if let Some(seed) = &told.seed {
        accounts
            .seed(&std::fs::read_to_string(seed)?, now())
            .await?;
    }
    let listener = TcpListener::bind(("127.0.0.1", told.port)).await?;
    let portal = open(settings, accounts).await?;
    println!("Partner Portal listens on {}", listener.local_addr()?);
    portal.0.serve(listener, portal.1).await?;
    Ok(())
}

/// The portal's login and its own routes.
///
/// # Errors
/// The settings cannot work, or the store does not answer.
pub async fn open(
    settings: Settings,
    accounts: SqliteAccounts,
) -> Result<(UnifiedLogin, Router), Fault> {
    let login = UnifiedLogin::builder(settings, says())
        .look(PortalLook)
        .open(accounts.clone())
        .await?;
    let portal = Portal {
        login: login.clone(),
        accounts,
    };
    let routes = Router::new()
        .route("/", get(pages::home))
        .route("/people", get(pages::people))
        .route("/health", get(async || "ok"))
        .route("/portal.css", get(pages::style))
        .with_state(portal);
    Ok((login, routes))
}

fn now() -> i64 {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH);
    passed.map_or(0, |p| i64::try_from(p.as_secs()).unwrap_or(i64::MAX))
}

/// What the portal says of itself.
pub fn says() -> Manifest {
    let role = |key: &str, title: &str, high, security_admin| RoleEntry {
        key: key.into(),
        title: title.into(),
        high,
        security_admin,
    };
    Manifest {
        roles: vec![
            role("read-only", "Read Only", false, false),
            role("sales-marketing", "Sales & Marketing", false, false),
            role("tech", "Tech", false, false),
            role("business", "Business", false, false),
            role("admin", "Admin", true, false),
            role("security-admin", "Security Admin", true, true),
        ],
        defaults: vec![DefaultField {
            key: "department".into(),
            title: "Department".into(),
            required: false,
            choices: ["Service", "Sales", "Management"]
                .map(String::from)
                .to_vec(),
        }],
        ..manifest("Partner Portal")
    }
}

struct PortalLook;

impl Look for PortalLook {
    fn links(&self) -> Vec<MenuEntry> {
        vec![("People".into(), "/people".into())]
    }

    fn style_sheet(&self) -> Option<&str> {
        Some("/portal.css")
    }

    fn footer(&self) -> &str {
        "Partner Portal is a sample module with accounts of its own."
    }
}
