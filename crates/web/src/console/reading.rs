//! Reading what the console's addresses and forms say.

use crate::app::App;
use crate::context::{Ctx, Form};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::Field;
use crate::view::console::{Choice, MemberLine};
use crate::view::hub::Shell;
use crate::view::initials;
use crate::words::ENGLISH;
use engine::access::GroupRow;
use engine::identity::Administrator;
use kernel::Timestamp;
use model::identity::{HubRole, MemberFilter, MemberOrder, MemberRow, MemberStanding};

/// The frame of a page of the console.
pub async fn shell(ctx: &Ctx<Master>, current: &str) -> Result<Shell, Failed> {
    let (shell, _) = crate::hub::shell(ENGLISH.clone(), &ctx.app, &ctx.who.0, current).await?;
    Ok(shell)
}

/// The groups of the partner, for choosing.
pub async fn groups(app: &App, admin: &Administrator) -> Result<Vec<GroupRow>, Failed> {
    Ok(app.engine.list_groups(admin, "", "", 1_000).await?)
}

/// The number of a page, from 1.
pub fn page_number(query: &Form) -> i64 {
    query.get("page").parse().unwrap_or(1).clamp(1, 1_000_000)
}

/// The filter that a query says. Words that are not known filter nothing.
pub fn filter(query: &Form) -> MemberFilter {
    MemberFilter {
        text: query.get("q").trim().chars().take(100).collect(),
        standing: MemberStanding::parse(query.get("standing")),
        role: HubRole::parse(query.get("role")),
        group: query.get("group").parse().ok(),
        factor: match query.get("factor") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
    }
}

/// The order that a query says.
pub fn order(query: &Form) -> MemberOrder {
    MemberOrder::parse(query.get("order")).unwrap_or_default()
}

/// The query that says a filter.
pub fn filter_query(filter: &MemberFilter, order: MemberOrder) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    if !filter.text.is_empty() {
        out.append_pair("q", &filter.text);
    }
    if let Some(standing) = filter.standing {
        out.append_pair("standing", standing.as_str());
    }
    if let Some(role) = filter.role {
        out.append_pair("role", role.as_str());
    }
    if let Some(group) = filter.group {
        out.append_pair("group", &group.to_string());
    }
    if let Some(factor) = filter.factor {
        out.append_pair("factor", if factor { "yes" } else { "no" });
    }
    if order != MemberOrder::default() {
        out.append_pair("order", order.as_str());
    }
    out.finish()
}

/// The colour of a standing.
pub const fn tone(standing: MemberStanding) -> &'static str {
    match standing {
        MemberStanding::Active => "good",
        MemberStanding::Invited => "info",
        MemberStanding::Deactivated => "",
        MemberStanding::BeingDeleted => "bad",
    }
}

/// A moment in words, or `never`.
pub fn when(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "never".into(), Timestamp::for_people)
}

/// The roles, one of them chosen.
pub fn roles(chosen: &str) -> Vec<Choice> {
    let roles = HubRole::ALL.iter().rev().map(|r| (r.as_str(), r.title()));
    Choice::of(roles, chosen)
}

/// A member as the list shows her.
pub fn line(row: &MemberRow) -> MemberLine {
    let standing = row.standing();
    let name = row.display_name.as_str();
    MemberLine {
        id: row.member.id.to_string(),
        initials: initials(name),
        name: name.into(),
        email: row.email.as_str().into(),
        username: row
            .member
            .username
            .as_ref()
            .map_or_else(String::new, |u| u.as_str().into()),
        role: if row.member.root {
            format!("{} · root", row.member.hub_role.title())
        } else {
            row.member.hub_role.title().into()
        },
        standing: standing.title(),
        tone: tone(standing),
        has_factor: row.has_factor,
        last_sign_in: when(row.last_sign_in_at),
    }
}

/// Reads a field; what was typed and what is wrong with it go into the form.
pub fn read<T, F: std::fmt::Display>(
    form: &Form,
    name: &str,
    parse: impl FnOnce(&str) -> Result<T, F>,
) -> (Option<T>, Field) {
    match parse(form.get(name)) {
        Ok(value) => (Some(value), Field::of(form.shown(name))),
        Err(fault) => (None, Field::at_fault(form.shown(name), fault.to_string())),
    }
}
