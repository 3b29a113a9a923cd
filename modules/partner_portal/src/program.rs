//! The portal with accounts of its own: a program beside the hub, which links several tenants and
//! finds accounts by e-mail address or username.

use askama::Template;
use axum::Router;
use axum::extract::{FromRef, State};
use axum::response::Response;
use axum::routing::get;
use module_accounts::SqliteAccounts;
use module_kit::{
    Account, Accounts, Arguments, Look, MenuEntry, Settings, SignedIn, Through, UnifiedLogin,
    manifest,
};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;
use unified_login::{DefaultField, Manifest, RoleEntry, exemption_of};

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
        .route("/", get(home))
        .route("/people", get(people))
        .route("/health", get(async || "ok"))
        .route("/program.css", get(crate::pages::program_style))
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
        Some("/program.css")
    }

    fn footer(&self) -> &str {
        "Partner Portal is a sample module with accounts of its own."
    }
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'p> {
    me: &'p SignedIn,
    roles: String,
    hub_name: &'p str,
    came: &'static str,
}

async fn home(State(login): State<UnifiedLogin>, me: SignedIn) -> Response {
    let body = Home {
        me: &me,
        roles: me.account.role_titles(login.manifest()).join(", "),
        hub_name: login.hub_name(),
        came: match me.through {
            Through::Hub(_) => "hub",
            Through::Local(_) => "password",
        },
    };
    login.page("Welcome", &body.render().unwrap_or_default(), Some(&me))
}

struct PersonRow {
    account: Account,
    roles: String,
    standing: &'static str,
    ways: &'static str,
}

#[derive(Template)]
#[template(path = "people.html")]
struct People<'p> {
    rows: Vec<PersonRow>,
    tenant: &'p str,
}

/// Everybody of the tenant, and by which doors each can come in.
async fn people(State(portal): State<Portal>, me: SignedIn) -> Response {
    let all = portal.accounts.page(&me.tenant.id, None, 500).await;
    let rows = all.unwrap_or_default();
    let rows = rows.into_iter().map(|a| portal.row(a)).collect();
    let body = People {
        rows,
        tenant: &me.tenant.name,
    };
    let html = body.render().unwrap_or_default();
    portal.login.page("People", &html, Some(&me))
}

impl Portal {
    fn row(&self, account: Account) -> PersonRow {
        let manifest = self.login.manifest();
        let local = self.login.decide_local_login(&account).is_ok();
        let exempt = exemption_of(&account.facts(manifest), None).is_some();
        PersonRow {
            roles: account.role_titles(manifest).join(", "),
            standing: match (account.active, account.hub_deactivated) {
                (true, _) => "Active",
                (false, true) => "Deactivated by the hub",
                (false, false) => "Deactivated",
            },
            ways: match (local, account.hub_subject.is_some()) {
                (true, true) if exempt => "Both, always exempt",
                (true, false) if exempt => "Password, always exempt",
                (true, true) => "Both",
                (true, false) => "Password",
                (false, _) if account.active => "Hub only",
                (false, _) => "None",
            },
            account,
        }
    }
}
