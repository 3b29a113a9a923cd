//! What becomes of it all when there are a thousand times as many people: they come by the console's
//! import, as they would at a large provider, and nothing is written past the hub.

use crate::Outcome;
use crate::house::{House, next_code};
use crate::line::Reply;
use crate::server::Server;
use crate::visit::Visit;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

const IMPORT: &str = "/console/members/import";
const BOUNDARY: &str = "bench-boundary-of-the-form";

/// An installation at a size.
pub struct Size {
    /// How many identities there are.
    pub identities: usize,
    /// Processor time of a whole sign-in, in milliseconds: begin, password, code, first page.
    pub sign_in: f64,
    /// The time until the first answer after a start, the middle of several.
    pub start: Duration,
    /// Resident memory after that start, when nothing has happened for a while.
    pub idle: u64,
    /// Resident memory after the sign-ins, when nothing has happened for a while.
    pub rested: u64,
    /// Bytes of the database.
    pub database: u64,
}

/// Looks at an installation as it is.
pub async fn look(
    house: &House,
    identities: usize,
    people: usize,
    rest: Duration,
) -> Outcome<Size> {
    let mut starts = Vec::new();
    for _ in 0..5 {
        let server = house.start().await?;
        starts.push(server.first_answer);
        server.stop()?;
    }
    starts.sort_unstable();
    let server = house.start().await?;
    tokio::time::sleep(rest).await;
    let idle = server.resident()?;
    next_code().await?;
    let before = server.processor()?;
    for number in 0..people {
        house.sign_in(&server, number).await?;
    }
    let sign_in = (server.processor()? - before).as_secs_f64() * 1_000.0 / people as f64;
    tokio::time::sleep(rest).await;
    let rested = server.resident()?;
    server.stop()?;
    let start = starts.get(2).copied().unwrap_or_default();
    Ok(Size {
        identities,
        sign_in,
        start,
        idle,
        rested,
        database: house.database_bytes(),
    })
}

/// What an import took.
#[derive(Clone, Copy, Default)]
pub struct Import {
    /// From sending the file until the page says what was found.
    pub check: Duration,
    /// From the start until the page says that it is done.
    pub take_over: Duration,
}

/// Somebody who may import, and the token of her pages.
pub struct Importer {
    visit: Visit,
    token: String,
}

impl Importer {
    /// Signs the root master in.
    pub async fn new(house: &House, server: &Server) -> Outcome<Self> {
        let mut visit = house.sign_in(server, 0).await?;
        let page = visit.get(IMPORT).await?;
        let token = between(&page, "name=\"csrf\" value=\"", "\"")?;
        Ok(Self { visit, token })
    }

    /// Imports people of these numbers, with or without a mail to each.
    pub async fn import(&mut self, from: usize, count: usize, invite: bool) -> Outcome<Import> {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let began = Instant::now();
        let reply = self
            .visit
            .post_as(IMPORT, &kind, self.form(from, count))
            .await?;
        let path = reply.header("location").to_owned();
        if reply.status != 303 {
            return Err(reply.unexpected("the check"));
        }
        let page = self.visit.get(&path).await?;
        let found = between(&page, "<h1>", "</h1>")?;
        if !found.replace(',', "").starts_with(&format!("{count} new")) {
            return Err(format!("the check found {found}").into());
        }
        let check = began.elapsed();
        let began = Instant::now();
        let (token, invite) = (self.token.clone(), if invite { "yes" } else { "" });
        let form = [
            ("csrf", token.as_str()),
            ("do", "start"),
            ("invite", invite),
        ];
        let reply = self.visit.post(&path, &form).await?;
        if reply.status != 303 {
            return Err(reply.unexpected("the start"));
        }
        loop {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let page = self.visit.get(&path).await?;
            let heading = between(&page, "<h1>", "</h1>")?;
            if page.header("refresh").is_empty() {
                if heading
                    .replace(',', "")
                    .starts_with(&format!("{count} member"))
                {
                    return Ok(Import {
                        check,
                        take_over: began.elapsed(),
                    });
                }
                return Err(format!("the import ended with {heading}").into());
            }
            if began.elapsed() > Duration::from_secs(600) {
                return Err("the import does not end".into());
            }
        }
    }

    fn form(&self, from: usize, count: usize) -> String {
        let mut text = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--{BOUNDARY}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\nContent-Type: text/csv\r\n\r\n\
             email,name,username,role,groups\n",
            self.token
        );
        for number in from..from + count {
            // Spread over the alphabet, so that indexes grow in their middle as they do in life.
            let spread = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
            let _ = writeln!(
                text,
                "n{spread:06x}.{number}@example.com,Name {spread:06x} {number},u{number},user,People"
            );
        }
        let _ = write!(text, "\r\n--{BOUNDARY}--\r\n");
        text
    }
}

/// What stands between two texts of a page.
pub fn between(page: &Reply, start: &str, end: &str) -> Outcome<String> {
    let text = String::from_utf8_lossy(&page.body);
    let rest = text.split_once(start).map(|(_, rest)| rest);
    let found = rest
        .and_then(|r| r.split_once(end))
        .map(|(found, _)| found.to_owned());
    found.ok_or_else(|| page.unexpected(start))
}
