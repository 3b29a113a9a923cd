//! Tickets. There is no field for a mark of others, so it stands at the end of the title.

use super::client::Client;
use super::rows;
use engine::outside::psa::{PsaTicket, PsaTicketDraft, PsaTicketPatch};
use model::directory::PsaFault;
use protocol::psa::bms::records::Ticket;
use protocol::psa::connectwise::conditions::query;
use protocol::psa::title;
use reqwest::Method;
use serde_json::{Value, json};

/// Longest title that is written; the vendor names no limit.
const TITLE: usize = 200;
/// Most tickets that are looked at for a mark: there is one at most.
const FOUND: &str = "50";

fn read_ticket(result: Value) -> Result<PsaTicket, String> {
    let row: Ticket =
        serde_json::from_value(result).map_err(|fault| format!("it is no ticket ({fault})"))?;
    if row.id <= 0 {
        return Err("it tells no id".into());
    }
    Ok(rows::ticket(row))
}

impl Client {
    pub(super) async fn ticket(&self, id: i64) -> Result<Option<PsaTicket>, PsaFault> {
        let path = format!("servicedesk/tickets/{id}");
        match self.get(&path, "read a ticket").await {
            Ok((result, _)) => read_ticket(result).map(Some).map_err(PsaFault::Unreadable),
            Err(PsaFault::Absent) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// One by one: no list can be asked for by ids.
    pub(super) async fn tickets(&self, ids: &[i64]) -> Result<Vec<PsaTicket>, PsaFault> {
        let mut found = Vec::new();
        for id in ids {
            found.extend(self.ticket(*id).await?);
        }
        Ok(found)
    }

    pub(super) async fn marked_tickets(&self, mark: &str) -> Result<Vec<PsaTicket>, PsaFault> {
        let marked = format!("[{mark}]");
        let path = query(&[("Filter.Title", &marked), ("PageSize", FOUND)]);
        let path = format!("servicedesk/tickets?{path}");
        let (result, _) = self.get(&path, "look for tickets").await?;
        let rows: Vec<Ticket> = serde_json::from_value(result)
            .map_err(|fault| PsaFault::Unreadable(fault.to_string()))?;
        let tickets = rows.into_iter().map(rows::ticket);
        Ok(tickets.filter(|ticket| ticket.mark == mark).collect())
    }

    pub(super) async fn create_ticket(
        &self,
        draft: &PsaTicketDraft,
    ) -> Result<PsaTicket, PsaFault> {
        let mut body = json!({
            "Title": title::with_mark(&draft.title, &draft.mark, TITLE),
            "Details": format!("{}\n\n{}", draft.title.trim(), draft.text),
            "AccountId": draft.company,
            "OpenDate": draft.opened.rfc3339(),
        });
        for (name, id) in [
            ("LocationId", draft.site),
            ("QueueId", draft.board),
            ("StatusId", draft.status),
            ("TypeId", draft.kind),
            ("PriorityId", draft.priority),
            ("SourceId", draft.source),
        ] {
            if let Some(id) = id {
                body[name] = id.into();
            }
        }
        let path = "servicedesk/tickets";
        let (result, _) = self
            .ask(&Method::POST, path, Some(&body), "add a ticket")
            .await?;
        read_ticket(result).map_err(|why| PsaFault::Unknown(format!("it answered well, and {why}")))
    }

    pub(super) async fn change_ticket(
        &self,
        id: i64,
        change: &PsaTicketPatch,
    ) -> Result<PsaTicket, PsaFault> {
        let mut title = None;
        if let Some(text) = &change.title {
            // The mark stays, or the ticket is not found any more.
            let before = self.ticket(id).await?.ok_or(PsaFault::Absent)?;
            title = Some(match before.mark.as_str() {
                "" => title::cut(text, TITLE),
                mark => title::with_mark(text, mark, TITLE),
            });
        }
        let sets = [
            ("/Title", title.clone().map(Value::from)),
            ("/StatusId", change.status.map(Value::from)),
            ("/PriorityId", change.priority.map(Value::from)),
        ];
        let operations = sets.into_iter().filter_map(|(path, value)| {
            let value = value?;
            Some(json!({ "op": "replace", "path": path, "value": value }))
        });
        let body = Value::Array(operations.collect());
        let path = format!("servicedesk/tickets/{id}");
        self.ask(&Method::PATCH, &path, Some(&body), "change a ticket")
            .await?;
        let after = self.ticket(id).await?.ok_or(PsaFault::Absent)?;
        let taken = title.is_none_or(|title| title == after.title)
            && change.status.is_none_or(|status| status == after.status.id);
        if taken {
            Ok(after)
        } else {
            Err(PsaFault::Refused(
                "it answered well and did not change the ticket".into(),
            ))
        }
    }
}
