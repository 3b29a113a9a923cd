//! A browser without a window: a connection with cookies that follows redirects of its own side.

use crate::Outcome;
use crate::line::{Line, Reply};
use std::collections::BTreeMap;

/// Somebody who visits one side.
pub struct Visit {
    line: Line,
    origin: String,
    cookies: BTreeMap<String, String>,
    /// The address that the side believes her to come from.
    from: String,
}

impl Visit {
    /// A new browser at `http://localhost:PORT`. Each number comes from an address of its own, so that
    /// what is counted by address is counted as for so many people.
    pub fn at(port: u16, number: usize) -> Self {
        let [.., a, b, c] = number.to_be_bytes();
        Self {
            line: Line::to(port),
            origin: format!("http://localhost:{port}"),
            cookies: BTreeMap::new(),
            from: format!("10.{a}.{b}.{c}"),
        }
    }

    /// Its cookies as they are sent, those alone whose name begins so.
    pub fn cookies(&self, prefix: &str) -> String {
        let fitting = self.cookies.iter().filter(|(n, _)| n.starts_with(prefix));
        let pairs: Vec<String> = fitting.map(|(n, v)| format!("{n}={v}")).collect();
        pairs.join("; ")
    }

    fn keep(&mut self, reply: &Reply) {
        for line in reply.headers.get_all("set-cookie") {
            let text = line.to_str().unwrap_or_default();
            let pair = text.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                if value.is_empty() || text.contains("Max-Age=0") {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
    }

    fn path<'a>(&self, address: &'a str) -> &'a str {
        address
            .strip_prefix(self.origin.as_str())
            .unwrap_or(address)
    }

    /// GET, without following.
    pub async fn get(&mut self, address: &str) -> Outcome<Reply> {
        let (cookies, from) = (self.cookies(""), self.from.clone());
        let headers = [("cookie", cookies.as_str()), ("x-forwarded-for", &from)];
        let target = self.path(address).to_owned();
        let reply = self.line.get(&target, &headers).await?;
        self.keep(&reply);
        Ok(reply)
    }

    /// POST of a form as the side's own page sends it.
    pub async fn post(&mut self, address: &str, form: &[(&str, &str)]) -> Outcome<Reply> {
        self.post_as(
            address,
            "application/x-www-form-urlencoded",
            crate::line::encode(form),
        )
        .await
    }

    /// POST of a body of any kind.
    pub async fn post_as(&mut self, address: &str, kind: &str, body: String) -> Outcome<Reply> {
        let (cookies, from, origin) = (self.cookies(""), self.from.clone(), self.origin.clone());
        let headers = [
            ("cookie", cookies.as_str()),
            ("x-forwarded-for", &from),
            ("origin", &origin),
            ("content-type", kind),
        ];
        let target = self.path(address).to_owned();
        let reply = self
            .line
            .send(hyper::Method::POST, &target, &headers, body)
            .await?;
        self.keep(&reply);
        Ok(reply)
    }

    /// GET, following until an answer that leads nowhere, or away from this side.
    pub async fn follow(&mut self, address: &str) -> Outcome<Reply> {
        let mut reply = self.get(address).await?;
        for _ in 0..10 {
            let place = reply.header("location").to_owned();
            if place.is_empty() || !(place.starts_with('/') || place.starts_with(&self.origin)) {
                return Ok(reply);
            }
            reply = self.get(&place).await?;
        }
        Err(reply.unexpected("the number of redirects"))
    }
}
