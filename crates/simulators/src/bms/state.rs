//! Everything the simulator holds, and the one way a request goes through it.

use super::envelope::{Refused, result};
use super::tables::{Kind, World, stamp};
use super::token::{self, Login, Tokens};
use super::{Options, accounts, assets, contacts, lists, tickets};
use crate::psa::faults::{Fault, Faults};
use crate::psa::journal::Journal;
use crate::psa::limits::Limits;
use crate::psa::moment;
use crate::psa::page::{esc, page, table};
use crate::psa::paths::fits;
use crate::psa::record::{Asked, Record};
use crate::psa::serve::{Question, Reply};
use serde_json::{Value, json};

/// Seconds over which calls are counted.
pub(super) const HOUR: u64 = 3600;

pub(super) struct State {
    pub options: Options,
    pub world: World,
    pub logins: Vec<Login>,
    pub tokens: Tokens,
    pub faults: Faults,
    pub limits: Limits,
    pub record: Record,
    pub journal: Option<Journal>,
    /// `http://127.0.0.1:8099`.
    pub site: String,
}

/// A call of somebody who is logged in.
pub(super) struct Call<'s> {
    pub state: &'s mut State,
    pub question: &'s Question,
    pub parameters: Vec<(String, String)>,
    pub user: u32,
    /// Moments that are written now.
    pub now: i64,
}

pub(super) type Answered = Result<Reply, Refused>;
type Handler = fn(&mut Call<'_>, &[u32]) -> Answered;

/// Method, path below `/v2/`, handler.
const TABLE: &[(&str, &str, Handler)] = &[
    ("GET", "security/userinfo", user_info),
    ("GET", "crm/accounts/summary", accounts::accounts),
    ("GET", "crm/accounts/summary/*", accounts::account),
    ("GET", "crm/accounts/lookup", accounts::account_names),
    (
        "GET",
        "crm/accounts/*/locations/lookup",
        accounts::locations,
    ),
    (
        "GET",
        "crm/accounts/*/contacts/lookup",
        contacts::contact_names,
    ),
    ("POST", "crm/accounts", accounts::new_account),
    ("PUT", "crm/accounts/*", accounts::put_account),
    ("PATCH", "crm/accounts/*", accounts::patch_account),
    ("GET", "crm/contacts/summary", contacts::contacts),
    ("GET", "crm/contacts/summary/*", contacts::contact),
    ("GET", "crm/contacts/search", contacts::search_contacts),
    ("POST", "crm/contacts/summary", contacts::new_contact),
    ("PUT", "crm/contacts/*", contacts::put_contact),
    ("PATCH", "crm/contacts/*", contacts::patch_contact),
    ("DELETE", "crm/contacts/*", contacts::delete_contact),
    (
        "GET",
        "servicedesk/hardwareasset/searchselect",
        assets::assets,
    ),
    ("GET", "servicedesk/hardwareasset/*", assets::asset),
    ("POST", "servicedesk/hardwareasset", assets::new_asset),
    ("PUT", "servicedesk/hardwareasset/*", assets::put_asset),
    (
        "DELETE",
        "servicedesk/hardwareasset/*",
        assets::delete_asset,
    ),
    ("GET", "servicedesk/tickets", tickets::tickets),
    ("POST", "servicedesk/tickets", tickets::new_ticket),
    (
        "POST",
        "servicedesk/tickets/search",
        tickets::search_tickets,
    ),
    ("GET", "servicedesk/tickets/*", tickets::ticket),
    ("PUT", "servicedesk/tickets/*", tickets::put_ticket),
    ("PATCH", "servicedesk/tickets/*", tickets::patch_ticket),
    ("DELETE", "servicedesk/tickets/*", tickets::delete_ticket),
    ("GET", "servicedesk/tickets/*/notes", tickets::notes),
    ("POST", "servicedesk/tickets/*/notes", tickets::new_note),
    ("POST", "servicedesk/tickets/*/resolve", tickets::resolve),
    ("GET", "finance/invoices/summary", lists::invoices),
    ("GET", "finance/invoices/*", lists::invoice),
    ("GET", "finance/contracts/lookup", |call, _| {
        lists::names(call, Kind::Contracts)
    }),
    ("GET", "hr/employees/lookup", |call, _| {
        lists::names(call, Kind::Employees)
    }),
    ("GET", "hr/assignees/lookup", |call, _| {
        lists::names(call, Kind::Employees)
    }),
    ("GET", "system/accounttypes/lookup", |call, _| {
        lists::names(call, Kind::AccountTypes)
    }),
    ("GET", "system/statuses/lookup", |call, _| {
        lists::names(call, Kind::Statuses)
    }),
    ("GET", "system/priorities/lookup", |call, _| {
        lists::names(call, Kind::Priorities)
    }),
    ("GET", "system/queues/lookup", |call, _| {
        lists::names(call, Kind::Queues)
    }),
    ("GET", "system/issuetypes/lookup", |call, _| {
        lists::names(call, Kind::IssueTypes)
    }),
    (
        "GET",
        "system/issuetypes/*/issuesubtypes/lookup",
        lists::sub_issue_types,
    ),
    ("GET", "system/slas/lookup", |call, _| {
        lists::names(call, Kind::Slas)
    }),
    ("GET", "system/worktypes/lookup", |call, _| {
        lists::names(call, Kind::WorkTypes)
    }),
];

fn user_info(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let name = call
        .state
        .world
        .shown(Kind::Employees, Some(call.user), "Name");
    Ok(result(json!({
        "UserId": call.user,
        "FullName": name,
        "TimeStamp": moment::text(call.now),
        "TimeZoneValue": 0.0,
        "TenantId": 1,
        "BusinessName": call.state.options.tenant,
        "UserAccessRights": [],
        "SpecialFeatures": [],
        "ViewsMenus": [],
        "QueuesMenus": [],
        "NewTicketingUI": true,
        "IsUserSystemAdmin": false,
    })))
}

impl State {
    fn now(&self) -> i64 {
        i64::try_from((self.options.clock)()).unwrap_or(i64::MAX)
    }

    pub(super) fn handle(&mut self, question: &Question) -> Reply {
        if question.path == "/" && question.method == "GET" {
            return self.front();
        }
        if let Some(path) = question.path.strip_prefix("/_control/") {
            return self.control(question, path);
        }
        let lower = question.path.to_ascii_lowercase();
        let Some(path) = lower.strip_prefix("/v2/") else {
            return Reply::json(404, &json!({ "message": "There is no such address." }));
        };
        let met = self.faults.meet(&question.method, path);
        let mut asked = Asked {
            at: (self.options.clock)(),
            method: question.method.clone(),
            path: path.to_owned(),
            query: question.query.clone(),
            body_bytes: question.body.len(),
            status: 0,
            by: String::new(),
            beyond_rights: false,
        };
        if met.cut_before {
            self.record.add(asked);
            return Reply {
                cut: true,
                ..Reply::default()
            };
        }
        let mut reply = match met.status {
            Some(429) => too_many(60),
            Some(status) => Refused::new(status, "The server is busy.")
                .with_status(status)
                .reply(),
            None => self.work(question, path, met.skew, &mut asked),
        };
        self.keep();
        reply.after = met.slow;
        reply.cut = met.cut_after;
        asked.status = if reply.cut { 0 } else { reply.status };
        self.record.add(asked);
        reply
    }

    fn work(&mut self, question: &Question, path: &str, skew: i64, asked: &mut Asked) -> Reply {
        match (question.method.as_str(), path) {
            ("POST", "security/authenticate") => return token::authenticate(self, question),
            ("POST", "security/refreshtoken") => return token::refresh(self, question),
            ("GET", "security/ssostatus") => {
                return result(json!({ "Enabled": false, "LoginEndpointUrl": null }));
            }
            _ => {}
        }
        let clock = (self.options.clock)();
        let Some(user) = self.tokens.user(question, clock) else {
            return Refused::new(401, "Authorization has been denied for this request.")
                .with_status(401)
                .reply();
        };
        let login = self.logins[user].clone();
        asked.by.clone_from(&login.username);
        let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
        let found = TABLE.iter().find_map(|(method, pattern, handler)| {
            let numbers = fits(pattern, &parts)?;
            (*method == question.method).then_some((*pattern, *handler, numbers))
        });
        let Some((pattern, handler, numbers)) = found else {
            return Reply::json(404, &json!({ "message": "There is no such address." }));
        };
        let endpoint = format!("{} {pattern}", question.method);
        if let Err(wait) = self.limits.count(&endpoint, clock) {
            return too_many(wait);
        }
        let reads = question.method == "GET" || path.ends_with("/search");
        if !reads && !login.writes {
            asked.beyond_rights = true;
            return Refused::forbidden().reply();
        }
        let now = self.now().saturating_add(skew);
        let mut call = Call {
            state: self,
            question,
            parameters: question.parameters(),
            user: u32::try_from(user).unwrap_or_default() + 1,
            now,
        };
        handler(&mut call, &numbers).unwrap_or_else(|refused| refused.reply())
    }

    /// Keeps what changed.
    fn keep(&mut self) {
        let changes = self.world.take_changes();
        if let Some(journal) = &mut self.journal {
            let lines: Vec<Value> = changes
                .iter()
                .map(|(kind, id)| json!([kind.name(), id, self.world.get(*kind, *id)]))
                .collect();
            if let Err(fault) = journal.add(&lines) {
                tracing::error!(%fault, "the simulator's journal takes no more");
            }
        }
    }

    pub(super) fn edit(&mut self, kind: Kind, id: u32, members: &Value) -> bool {
        let Some(mut row) = self.world.get(kind, id).cloned() else {
            return false;
        };
        for (name, value) in members.as_object().into_iter().flatten() {
            row.insert(name.clone(), value.clone());
        }
        stamp(&mut row, self.now(), 1);
        self.world.put(kind, id, row);
        self.keep();
        true
    }

    pub(super) fn discard(&mut self, kind: Kind, id: u32) -> bool {
        let there = self.world.get(kind, id).is_some();
        self.world.remove(kind, id);
        self.keep();
        there
    }

    /// Answers below `/_control/`; what changes something must come as JSON.
    fn control(&mut self, question: &Question, path: &str) -> Reply {
        let json_body = question
            .header("content-type")
            .starts_with("application/json");
        match (question.method.as_str(), path) {
            ("POST", "faults") if json_body => {
                match serde_json::from_slice::<Fault>(&question.body) {
                    Ok(fault) => {
                        self.faults.order(fault);
                        Reply::empty(204)
                    }
                    Err(fault) => Reply::json(400, &json!({ "message": fault.to_string() })),
                }
            }
            ("DELETE", "faults") => {
                self.faults.clear();
                Reply::empty(204)
            }
            ("GET", "requests") => Reply::json(200, &json!({ "requests": self.record.all() })),
            ("DELETE", "requests") => {
                self.record.clear();
                Reply::empty(204)
            }
            _ => Reply::json(404, &json!({ "message": "There is no such address." })),
        }
    }

    fn front(&self) -> Reply {
        let tenant = esc(&self.options.tenant);
        let mut body = format!("<p>Kaseya BMS, invented. Tenant <code>{tenant}</code>.</p>");
        let logins: Vec<Vec<String>> = self
            .logins
            .iter()
            .map(|login| {
                let may = match (login.api_access, login.writes) {
                    (false, _) => "no API access",
                    (true, false) => "reads",
                    (true, true) => "reads and writes",
                };
                vec![
                    login.username.clone(),
                    login.password.clone(),
                    may.to_owned(),
                ]
            })
            .collect();
        body += &table("Logins", &["User", "Password", "May"], &logins);
        let asked: Vec<Vec<String>> = self
            .record
            .newest(50)
            .map(|asked| {
                let at = i64::try_from(asked.at).unwrap_or_default();
                let address = format!("{}?{}", asked.path, asked.query);
                vec![
                    moment::text(at),
                    asked.method.clone(),
                    address.trim_end_matches('?').to_owned(),
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
        let kinds: Vec<Vec<String>> = Kind::ALL
            .iter()
            .map(|kind| vec![kind.name(), self.world.count(*kind).to_string()])
            .collect();
        body += &table("Records", &["Kind", "Count"], &kinds);
        page("BMS simulator", &body)
    }
}

fn too_many(seconds: u64) -> Reply {
    // The vendor sends no header that says how long.
    let message = format!("The limit of calls is reached; try again in {seconds} seconds.");
    Refused::new(429, message).with_status(429).reply()
}
