//! A few pages to look at what the simulator holds and what it was asked.

use super::kind::Kind;
use super::paging::parameter;
use super::render::{Render, View};
use super::state::State;
use crate::psa::moment;
use crate::psa::page::{esc, page, table};
use crate::psa::serve::{Question, Reply};
use std::fmt::Write as _;

/// Records on a page, and requests on the front page.
const SHOWN: usize = 50;

impl State {
    /// The front page, and a page for each kind at `/show/Companies`.
    pub(super) fn pages(&mut self, question: &Question) -> Option<Reply> {
        if question.method != "GET" {
            return None;
        }
        if question.path == "/" {
            return Some(self.front());
        }
        let kind = question.path.strip_prefix("/show/").and_then(Kind::named)?;
        let after = parameter(&question.parameters(), "after")
            .parse()
            .unwrap_or(0);
        Some(self.records(kind, after))
    }

    fn front(&self) -> Reply {
        let mut body = format!(
            "<p>ConnectWise Manage, invented. Company <code>{}</code>, codebase <code>{}</code>.</p>",
            esc(&self.options.company_id),
            esc(&self.codebase)
        );
        let keys: Vec<Vec<String>> = self
            .keys
            .iter()
            .map(|k| {
                vec![
                    k.role.clone(),
                    k.member.clone(),
                    k.public.clone(),
                    k.private.clone(),
                ]
            })
            .collect();
        body += &table(
            "Keys",
            &["Role", "API member", "Public key", "Private key"],
            &keys,
        );
        let asked: Vec<Vec<String>> = self
            .record
            .newest(SHOWN)
            .map(|asked| {
                let query = if asked.query.is_empty() { "" } else { "?" };
                vec![
                    moment::text(i64::try_from(asked.at).unwrap_or_default()),
                    asked.method.clone(),
                    format!("{}{query}{}", asked.path, asked.query),
                    asked.status.to_string(),
                    asked.by.clone(),
                ]
            })
            .collect();
        body += &table(
            "Last requests",
            &["When", "Method", "Address", "Status", "By"],
            &asked,
        );
        let told: Vec<Vec<String>> = self
            .told
            .iter()
            .rev()
            .take(SHOWN)
            .map(|(url, status)| {
                vec![
                    url.clone(),
                    status.map_or("no answer".to_owned(), |s| s.to_string()),
                ]
            })
            .collect();
        body += &table("Last callbacks", &["Address", "Answer"], &told);
        let orders: Vec<Vec<String>> = self
            .faults
            .orders()
            .iter()
            .map(|fault| vec![format!("{fault:?}")])
            .collect();
        body += &table("Faults that stand", &["Order"], &orders);
        let kinds: Vec<Vec<String>> = Kind::ALL
            .iter()
            .map(|kind| {
                let name = kind.name();
                vec![
                    format!("<a href=\"/show/{name}\">{name}</a>"),
                    self.world.count(*kind).to_string(),
                ]
            })
            .collect();
        body += &table("Records", &["Kind", "Count"], &kinds);
        page("ConnectWise simulator", &body)
    }

    fn records(&self, kind: Kind, after: u32) -> Reply {
        let base = format!("{}/{}apis/3.0/", self.site, super::state::ALWAYS);
        let render = Render {
            world: &self.world,
            base: &base,
        };
        let mut last = after;
        let rows: Vec<Vec<String>> = self
            .world
            .rows_after(kind, after)
            .take(SHOWN)
            .map(|(id, row)| {
                last = id;
                let mut out = Vec::new();
                render.row(&mut out, kind, id, row, &View::default());
                vec![id.to_string(), String::from_utf8_lossy(&out).into_owned()]
            })
            .collect();
        let full = rows.len() == SHOWN;
        let mut body = table("Records", &["Id", "As the API shows it"], &rows);
        if full {
            let _ = write!(
                body,
                "<p><a href=\"/show/{}?after={last}\">More</a></p>",
                kind.name()
            );
        }
        page(&kind.name(), &body)
    }
}
