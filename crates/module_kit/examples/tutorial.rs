//! Notes: a Unified Login module, as `docs/module-kit.md` builds it.

use axum::{Router, extract::State, response::Response, routing::get};
use module_accounts::{Draft, SqliteAccounts};
use module_kit::{Arguments, Settings, SignedIn, UnifiedLogin, escape, manifest};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let told = Arguments::of(std::env::args().skip(1))?;
    let accounts = SqliteAccounts::open(&told.data.join("notes.db"))?;
    if accounts.is_empty().await? {
        accounts.add_tenant("acme", "Acme", None).await?;
        let owner = Draft::new("acme", "owner@example.com", "Demo Owner").role("security-admin");
        accounts.add(owner, Some("the owner's password")).await?;
        let pat = Draft::new("acme", "pat@example.com", "Pat").role("member");
        accounts.add(pat, Some("the password of Pat")).await?;
    }
    let settings = Settings::from_file(&told.settings)?;
    let login = UnifiedLogin::builder(settings, manifest("Notes"))
        .open(accounts)
        .await?;
    let routes = Router::new()
        .route("/", get(home))
        .with_state(login.clone());
    let listener = TcpListener::bind(("127.0.0.1", told.port)).await?;
    login.serve(listener, routes).await?;
    Ok(())
}

async fn home(State(login): State<UnifiedLogin>, me: SignedIn) -> Response {
    let name = escape(&me.account.display_name);
    let body = format!("<h1>Notes of {name}</h1><p>There are none yet.</p>");
    login.page("Notes", &body, Some(&me))
}
