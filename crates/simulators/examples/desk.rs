//! Mail sink and demo desk alone: `cargo run -p simulators --example desk -- DESK_PORT SMTP_PORT`

use simulators::{DemoDesk, DemoLogin, MailSink, serve_desk, serve_smtp};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let ports: Vec<String> = std::env::args().skip(1).collect();
    let [desk, smtp] = ports.as_slice() else {
        eprintln!("desk DESK_PORT SMTP_PORT");
        std::process::exit(2);
    };
    let bind = |port: &str| TcpListener::bind(format!("127.0.0.1:{port}"));
    let (desk, smtp) = (bind(desk).await?, bind(smtp).await?);
    println!(
        "pages http://{}  smtp {}",
        desk.local_addr()?,
        smtp.local_addr()?
    );
    let login = |label: &str, name: &str, password: Option<&str>, secret: Option<&str>| DemoLogin {
        label: label.into(),
        username: format!("{name}@example.com"),
        password: password.map(String::from),
        totp_secret: secret.map(String::from),
    };
    let (one, two) = (
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U",
    );
    let demo = DemoDesk {
        title: "Vestibule demo".into(),
        hub_url: "http://127.0.0.1:8080".into(),
        logins: vec![
            login(
                "Demo Owner",
                "owner",
                Some("demo owner, not for real use"),
                Some(one),
            ),
            login(
                "Demo Technician",
                "technician",
                Some("demo technician phrase"),
                Some(two),
            ),
            login("Demo Invitee", "invitee", None, None),
        ],
        links: vec![("Partner Portal".into(), "http://127.0.0.1:8090".into())],
        chapters: Vec::new(),
    };
    let sink = MailSink::new(None)?;
    let mails = serve_smtp(smtp, sink.clone(), std::future::pending());
    let pages = serve_desk(desk, sink, demo, std::future::pending());
    tokio::try_join!(mails, pages).map(drop)
}
