//! The portal alone, to be tried with any provider:
//! `cargo run -p partner_portal --example portal -- ISSUER CLIENT_ID PORT [CLIENT_SECRET]`

use module_kit::{ClientSecret, Settings};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [issuer, client_id, port, secret @ ..] = arguments.as_slice() else {
        eprintln!("portal ISSUER CLIENT_ID PORT [CLIENT_SECRET]");
        std::process::exit(2);
    };
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    let base = format!("http://{}", listener.local_addr()?);
    println!("{base}");
    let settings = Settings::new(
        issuer,
        client_id,
        secret.first().map(ClientSecret::new),
        base,
    );
    partner_portal::serve(listener, settings, std::future::pending()).await
}
