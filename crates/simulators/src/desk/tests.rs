//! The desk and the mail server over real sockets.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::*;
use crate::serve_smtp;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

struct Bench {
    desk: SocketAddr,
    smtp: SocketAddr,
    stop: Vec<oneshot::Sender<()>>,
}

fn demo() -> DemoDesk {
    let login = |label: &str, password: Option<&str>, secret: Option<&str>| DemoLogin {
        label: label.into(),
        username: "owner@example.com".into(),
        password: password.map(String::from),
        totp_secret: secret.map(String::from),
    };
    DemoDesk {
        title: "Vestibule <demo>".into(),
        hub_url: "http://127.0.0.1:8080".into(),
        logins: vec![
            login("Demo Owner", Some("a&b \"quoted\""), Some(SECRET)),
            login("Demo Invitee", None, None),
        ],
        links: vec![("Partner Portal".into(), "http://127.0.0.1:8090".into())],
        chapters: vec![Chapter {
            title: "First & last".into(),
            scenarios: vec![Scenario {
                title: "Come in".into(),
                who: "Demo Owner".into(),
                happens: "She is <in>".into(),
                begin: ("Sign in".into(), "http://127.0.0.1:8080/?a=1&b=2".into()),
            }],
        }],
    }
}

impl Bench {
    async fn start() -> Self {
        let sink = MailSink::new(None).unwrap();
        let (a, b) = (
            TcpListener::bind("127.0.0.1:0").await.unwrap(),
            TcpListener::bind("127.0.0.1:0").await.unwrap(),
        );
        let (desk, smtp) = (a.local_addr().unwrap(), b.local_addr().unwrap());
        let ((stop_a, stopped_a), (stop_b, stopped_b)) = (oneshot::channel(), oneshot::channel());
        tokio::spawn(serve_desk(a, sink.clone(), demo(), async {
            drop(stopped_a.await)
        }));
        tokio::spawn(serve_smtp(b, sink, async { drop(stopped_b.await) }));
        Self {
            desk,
            smtp,
            stop: vec![stop_a, stop_b],
        }
    }

    /// Status, headers and body of a raw request.
    async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> (u16, String, String) {
        let mut stream = TcpStream::connect(self.desk).await.unwrap();
        let host = if headers.contains("Host:") {
            String::new()
        } else {
            format!("Host: {}\r\n", self.desk)
        };
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{host}{headers}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (
            head[9..12].parse().unwrap(),
            head.to_lowercase(),
            body.to_owned(),
        )
    }

    async fn get(&self, path: &str) -> (u16, String, String) {
        self.ask("GET", path, "", "").await
    }

    async fn mail(&self, to: &str, body: &str) {
        let mut stream = TcpStream::connect(self.smtp).await.unwrap();
        let said = format!(
            "EHLO x\r\nMAIL FROM:<no-reply@example.com>\r\nRCPT TO:<{to}>\r\nDATA\r\n{body}\r\n.\r\nQUIT\r\n"
        );
        stream.write_all(said.as_bytes()).await.unwrap();
        let mut heard = String::new();
        stream.read_to_string(&mut heard).await.unwrap();
        assert!(heard.contains("250 2.0.0 Taken as"), "{heard}");
    }
}

#[tokio::test]
async fn a_mail_goes_from_socket_to_json_and_pages() {
    let bench = Bench::start().await;
    let html = "Subject: Welcome <b>\r\nContent-Type: text/html\r\n\r\n\
        <!DOCTYPE html><p>Hi</p><script>alert(1)</script><a href=\"http://127.0.0.1:8080/activate?t=1\">Go</a>";
    bench.mail("owner@example.com", html).await;
    bench
        .mail("other@example.org", "Subject: Second\r\n\r\nplain")
        .await;

    let (status, head, body) = bench.get("/api/mails?to=owner@example.com&limit=5").await;
    assert!(status == 200 && head.contains("application/json"), "{head}");
    let mails: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(mails.as_array().unwrap().len(), 1);
    assert_eq!(mails[0]["links"][0], "http://127.0.0.1:8080/activate?t=1");
    assert_eq!(mails[0]["to"][0], "owner@example.com");
    assert_eq!(mails[0]["subject"], "Welcome <b>");

    let (_, _, page) = bench.get("/mails?to=owner").await;
    assert!(
        page.contains("Welcome &lt;b&gt;") && !page.contains("Second"),
        "{page}"
    );
    let (_, head, page) = bench.get("/mails/1").await;
    assert!(page.contains("sandbox=\"allow-popups"), "{page}");
    assert!(!page.contains("<script>") && head.contains("default-src 'none'"));
    let (_, head, alone) = bench.get("/mails/1/html").await;
    assert!(
        head.contains("content-security-policy: sandbox allow-popups"),
        "{head}"
    );
    assert!(
        alone.starts_with("<!DOCTYPE html><base target=\"_blank\"><p>Hi"),
        "{alone}"
    );

    assert_eq!(
        bench
            .ask(
                "DELETE",
                "/api/mails",
                "Origin: http://evil.example\r\n",
                ""
            )
            .await
            .0,
        403
    );
    assert_eq!(bench.ask("DELETE", "/api/mails", "", "").await.0, 204);
    assert_eq!(bench.get("/api/mails").await.2, "[]");
    assert_eq!(bench.get("/mails/1").await.0, 404);
}

#[tokio::test]
async fn pages_and_refusals() {
    let bench = Bench::start().await;
    let (_, head, page) = bench.get("/").await;
    assert!(
        page.contains("Vestibule &lt;demo&gt;") && page.contains("a&amp;b &quot;quoted&quot;"),
        "{page}"
    );
    assert!(page.contains("not enrolled yet") && page.contains("listens on this machine only"));
    assert!(head.contains("\nrefresh: "), "{head}");
    assert!(!bench.get("/?hold=1").await.1.contains("\nrefresh: "));
    let (_, _, page) = bench.get("/scenarios").await;
    assert!(page.contains("First &amp; last") && page.contains("She is &lt;in&gt;"));
    assert!(page.contains("href=\"http://127.0.0.1:8080/?a=1&amp;b=2\">Sign in</a>"));
    assert!(bench.get("/mails").await.2.contains("No mail yet"));
    assert!(bench.get("/desk.css").await.1.contains("text/css"));
    for (path, status) in [
        ("/codes", 200),
        ("/codes/add", 200),
        ("/mails/7", 404),
        ("/mails/x", 404),
        ("/mails/99999999999999999999", 404),
        ("/mails/7/html", 404),
        ("/nothing", 404),
        ("/api/mails?limit=0", 400),
        ("/api/mails?limit=x", 400),
        ("/api/codes?secret=!", 400),
    ] {
        assert_eq!(bench.get(path).await.0, status, "{path}");
    }
    // DNS rebinding.
    assert_eq!(
        bench
            .ask("GET", "/api/codes", "Host: evil.example\r\n", "")
            .await
            .0,
        421
    );
}

#[tokio::test]
async fn codes_for_people_and_programs() {
    let bench = Bench::start().await;
    let (_, _, body) = bench.get(&format!("/api/codes?secret={SECRET}")).await;
    let code: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(code["code"].as_str().unwrap().len(), 6);
    assert!((1..=30).contains(&code["seconds_left"].as_u64().unwrap()));

    let (status, _, page) = bench
        .ask("POST", "/codes/add", "", "label=Mine&secret=no%20secret!")
        .await;
    assert!(
        status == 422 && page.contains("value=\"Mine\"") && page.contains("no secret!"),
        "{page}"
    );
    assert_eq!(
        bench
            .ask(
                "POST",
                "/codes/add",
                "",
                &format!("secret={}", "a".repeat(9000))
            )
            .await
            .0,
        422
    );
    let other_site = "Sec-Fetch-Site: cross-site\r\n";
    assert_eq!(
        bench
            .ask(
                "POST",
                "/codes/add",
                other_site,
                &format!("secret={SECRET}")
            )
            .await
            .0,
        403
    );
    let uri = format!("label=%3Ci%3E&secret=otpauth%3A%2F%2Ftotp%2Fx%3Fsecret%3D{SECRET}");
    assert_eq!(bench.ask("POST", "/codes/add", "", &uri).await.0, 303);
    let (_, _, page) = bench.get("/codes").await;
    assert!(
        page.contains("Demo Owner") && page.contains("&lt;i&gt;"),
        "{page}"
    );
    let (_, _, body) = bench.get("/api/codes").await;
    let codes: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(codes.as_array().unwrap().len(), 2);
    assert_eq!(codes[0]["code"], codes[1]["code"]);
}

#[tokio::test]
async fn the_65th_connection_is_sent_away() {
    let bench = Bench::start().await;
    let mut open = Vec::new();
    for _ in 0..64 {
        let mut stream = TcpStream::connect(bench.smtp).await.unwrap();
        assert_eq!(stream.read_u8().await.unwrap(), b'2');
        open.push(stream);
    }
    let mut late = TcpStream::connect(bench.smtp).await.unwrap();
    let mut heard = String::new();
    late.read_to_string(&mut heard).await.unwrap();
    assert!(heard.starts_with("421 "), "{heard}");
    open.pop();
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    bench
        .mail("owner@example.com", "Subject: again\r\n\r\nroom")
        .await;
}

#[tokio::test]
async fn both_servers_stop_when_told_and_stay_on_loopback() {
    let bench = Bench::start().await;
    let _open = TcpStream::connect(bench.smtp).await.unwrap();
    bench
        .stop
        .into_iter()
        .for_each(|stop| stop.send(()).unwrap());
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(TcpStream::connect(bench.desk).await.is_err());
    assert!(TcpStream::connect(bench.smtp).await.is_err());
    let open = || TcpListener::bind("0.0.0.0:0");
    let sink = MailSink::new(None).unwrap();
    assert!(
        serve_smtp(open().await.unwrap(), sink.clone(), async {})
            .await
            .is_err()
    );
    assert!(
        serve_desk(open().await.unwrap(), sink.clone(), demo(), async {})
            .await
            .is_err()
    );
    let mut bad = demo();
    bad.logins[0].totp_secret = Some("x".into());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let fault = serve_desk(listener, sink, bad, async {})
        .await
        .unwrap_err()
        .to_string();
    assert!(fault.contains("Demo Owner"), "{fault}");
}
