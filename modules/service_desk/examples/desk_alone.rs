//! The Service Desk beside a hub in memory, for looking at its pages without one:
//! `cargo run -p service_desk --example desk_alone -- HUB_PORT PORT`. Whoever comes from the hub is asked for there.

use module_accounts::SqliteAccounts;
use module_kit::fake_hub::FakeHub;
use module_kit::{ClientSecret, Settings};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), service_desk::Fault> {
    let ports: Vec<u16> = std::env::args()
        .skip(1)
        .map_while(|a| a.parse().ok())
        .collect();
    let [hub_port, port] = ports.as_slice() else {
        return Err("desk_alone HUB_PORT PORT".into());
    };
    let listener = TcpListener::bind(("127.0.0.1", *hub_port)).await?;
    let hub = FakeHub::start(listener, "service-desk", "a secret of the example");
    for (name, email, username) in [
        ("Demo Owner", "owner@example.com", "owner"),
        ("Demo Technician", "technician@example.com", "tech"),
        ("Demo Bookkeeper", "billing@example.com", "books"),
        ("New Person", "new@example.com", "new"),
    ] {
        hub.add_person(name, email, username);
    }
    let row = |id: &str, name: &str, why: &str| (id.to_owned(), name.to_owned(), why.to_owned());
    hub.set(|shared| {
        shared.shut_out = vec![
            row(
                "7",
                "Reception Desk",
                "No hub account with this email address or username.",
            ),
            row(
                "5",
                "Demo Sales",
                "The module was not granted to her at the hub.",
            ),
        ];
    });
    let accounts = SqliteAccounts::in_memory()?;
    accounts
        .seed(include_str!("../seed.toml"), 1_800_000_000)
        .await?;
    let secret = Some(ClientSecret::new("a secret of the example"));
    let base = format!("http://localhost:{port}");
    let settings = Settings::new(&hub.issuer, "service-desk", secret, &base);
    let listener = TcpListener::bind(("127.0.0.1", *port)).await?;
    let (login, routes) = service_desk::open(settings, accounts).await?;
    hub.knows(login.manifest());
    println!("{base}");
    login.serve(listener, routes).await?;
    Ok(())
}
