//! Posts a notice over plain HTTP: as much of a client as that takes.

use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Host with port, and path with query, of an `http://` address.
pub(crate) fn parse(url: &str) -> Option<(String, String)> {
    let rest = url.strip_prefix("http://")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let clean = |text: &str| text.bytes().all(|b| b.is_ascii_graphic());
    if host.is_empty() || host.contains('@') || !clean(host) || !clean(path) {
        return None;
    }
    let host = match host.rsplit_once(':') {
        Some((_, port)) if port.parse::<u16>().is_ok() => host.to_owned(),
        _ => format!("{host}:80"),
    };
    let path = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    };
    Some((host, path))
}

async fn exchange(url: &str, header: (&str, &str), body: &str) -> Option<u16> {
    let (host, path) = parse(url)?;
    let mut stream = TcpStream::connect(&host).await.ok()?;
    let (name, value) = header;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n{name}: {value}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(body.as_bytes()).await.ok()?;
    // `HTTP/1.1 204`: the rest is of no interest.
    let mut start = [0_u8; 12];
    stream.read_exact(&mut start).await.ok()?;
    std::str::from_utf8(&start).ok()?.get(9..12)?.parse().ok()
}

/// Posts; gives the status, none where nobody answered in time.
pub(crate) async fn post(url: &str, header: (&str, &str), body: &str) -> Option<u16> {
    let answered = tokio::time::timeout(PATIENCE, exchange(url, header, body)).await;
    answered.ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn addresses_are_taken_apart() {
        let found = |url: &str| parse(url).map(|(host, path)| format!("{host} {path}"));
        for (url, parts) in [
            ("http://127.0.0.1:9/a?b=1", Some("127.0.0.1:9 /a?b=1")),
            ("http://a.example", Some("a.example:80 /")),
            ("http://a.example?x=", Some("a.example:80 /?x=")),
            ("https://a.example/", None),
            ("http:///x", None),
            ("http://u@a/", None),
            ("http://a/ b", None),
        ] {
            assert_eq!(found(url).as_deref(), parts, "{url}");
        }
    }
}
