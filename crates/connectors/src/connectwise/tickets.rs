//! Tickets: made once, found by their mark, changed and looked at again.

use super::client::{Client, Request, after_write};
use super::lists::{List, asked};
use super::rows;
use engine::outside::psa::{PsaTicket, PsaTicketDraft, PsaTicketPatch};
use model::directory::PsaFault;
use protocol::psa::connectwise::conditions::{Conditions, Is};
use protocol::psa::connectwise::patch::{Patch, reference};
use protocol::psa::connectwise::records::{Ticket, read_record};
use protocol::psa::title;
use reqwest::Method;
use serde_json::{Value, json};

/// Longest title that every version takes.
const TITLE: usize = 100;
const TICKET: &str = "id,summary,company,status,closedFlag,externalXRef,_info";

impl Client {
    pub(super) async fn ticket(&self, id: i64) -> Result<Option<PsaTicket>, PsaFault> {
        let path = format!("service/tickets/{id}");
        let Some(answer) = self.find(&Request::get(&path, "read a ticket")).await? else {
            return Ok(None);
        };
        let row: Ticket = read_record(&answer.body).map_err(PsaFault::Unreadable)?;
        Ok(Some(rows::ticket(row)))
    }

    pub(super) async fn tickets(&self, ids: &[i64]) -> Result<Vec<PsaTicket>, PsaFault> {
        let mut found = Vec::new();
        for conditions in Conditions::id_lists("id", ids) {
            let list = List {
                conditions: Some(conditions),
                ..List::of("service/tickets", TICKET, "read tickets")
            };
            let rows: Vec<Ticket> = self.all(&list).await?;
            found.extend(rows.into_iter().map(rows::ticket));
        }
        Ok(found)
    }

    pub(super) async fn marked_tickets(&self, mark: &str) -> Result<Vec<PsaTicket>, PsaFault> {
        let list = List {
            conditions: Some(asked("externalXRef", Is::Text(mark))?),
            ..List::of("service/tickets", TICKET, "look for tickets")
        };
        let mut found: Vec<Ticket> = self.all(&list).await?;
        // The vendor compares without regard to case.
        found.retain(|row| row.external_mark == mark);
        Ok(found.into_iter().map(rows::ticket).collect())
    }

    pub(super) async fn create_ticket(
        &self,
        draft: &PsaTicketDraft,
    ) -> Result<PsaTicket, PsaFault> {
        let whole = draft.title.trim();
        let cut = title::cut(whole, TITLE);
        let text = if cut == whole {
            draft.text.clone()
        } else {
            format!("{whole}\n\n{}", draft.text)
        };
        let mut body = json!({
            "summary": cut,
            "company": reference(draft.company),
            "externalXRef": draft.mark,
            "initialDescription": text,
        });
        for (field, id) in [
            ("site", draft.site),
            ("board", draft.board),
            ("status", draft.status),
            ("type", draft.kind),
            ("priority", draft.priority),
            ("source", draft.source),
        ] {
            if let Some(id) = id {
                body[field] = reference(id);
            }
        }
        let request = Request {
            method: Method::POST,
            body: Some(body),
            ..Request::get("service/tickets", "add a ticket")
        };
        let answer = self.ask(&request).await?;
        let row: Ticket = after_write(read_record(&answer.body))?;
        if row.id <= 0 {
            return Err(PsaFault::Unknown("it answered well, and told no id".into()));
        }
        Ok(rows::ticket(row))
    }

    pub(super) async fn change_ticket(
        &self,
        id: i64,
        change: &PsaTicketPatch,
    ) -> Result<PsaTicket, PsaFault> {
        let sets = [
            (
                "summary",
                change.title.as_ref().map(|t| title::cut(t, TITLE).into()),
            ),
            ("status", change.status.map(reference)),
            ("priority", change.priority.map(reference)),
        ];
        let mut patch = Patch::default();
        for (field, value) in sets {
            if let Some(value) = value {
                patch = patch
                    .set(field, value)
                    .map_err(|inside| PsaFault::Refused(inside.to_string()))?;
            }
        }
        let path = format!("service/tickets/{id}");
        let request = Request {
            method: Method::PATCH,
            body: Some(patch.body()),
            ..Request::get(&path, "change a ticket")
        };
        let answer = self.ask(&request).await?;
        let row: Value = read_record(&answer.body).map_err(PsaFault::Unreadable)?;
        let not_taken = patch.not_taken(&row);
        if !not_taken.is_empty() {
            let fields = not_taken.join(", ");
            return Err(PsaFault::Refused(format!(
                "it answered well and did not change {fields}"
            )));
        }
        let row: Ticket = read_record(&answer.body).map_err(PsaFault::Unreadable)?;
        Ok(rows::ticket(row))
    }
}
