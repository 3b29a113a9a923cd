//! The people of a linked tenant, and trying again.

use super::module::id_of;
use super::reading::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{Choice, ModulePeoplePage, ProvisionLine};
use crate::view::{Notice, Tone, initials};
use engine::access::{Hand, LinkPolicyRefusal, ProvisionFilter, ProvisionRow};
use kernel::{LinkId, MemberId};
use model::access::{LinkState, ProvisionState};
use model::identity::AffiliationId;

/// People on one page.
const SIZE: i64 = 50;

const fn title(state: ProvisionState) -> (&'static str, &'static str) {
    match state {
        ProvisionState::InStep => ("In step", "good"),
        ProvisionState::Waiting => ("Waiting", "info"),
        ProvisionState::Running => ("Under way", "info"),
        ProvisionState::Owed => ("Owed", "bad"),
        ProvisionState::Refused => ("Refused", "warn"),
        ProvisionState::Kept => ("Kept", "warn"),
    }
}

fn line(row: &ProvisionRow) -> ProvisionLine {
    let (state, tone) = title(row.state);
    let settled = matches!(row.state, ProvisionState::InStep | ProvisionState::Running);
    let mut detail = row.fault.clone();
    if row.state == ProvisionState::Waiting && row.attempts > 0 {
        let next = format!("tried again {}", row.due_at.for_people());
        detail = if detail.is_empty() {
            next
        } else {
            format!("{detail}; {next}")
        };
    }
    ProvisionLine {
        id: row.affiliation_id.to_string(),
        href: format!("/console/members/{}", row.affiliation_id),
        initials: initials(&row.name),
        name: row.name.clone(),
        email: row.email.clone(),
        state,
        tone,
        outcome: row.outcome.map_or_else(
            || "Not looked at yet.".to_owned(),
            |outcome| outcome.sentence(),
        ),
        remedy: match (settled, row.outcome) {
            (false, Some(outcome)) => outcome.remedy(),
            _ => String::new(),
        },
        detail,
        proved: row.proved_at.map_or_else(String::new, |t| t.for_people()),
        again: !settled,
    }
}

/// `GET /console/modules/{instance}/people`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let (id, query) = (id_of(&ctx)?, ctx.query());
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let folder = engine.look_at_module(admin, id).await?;
    let mut view = ModulePeoplePage {
        shell: shell(&ctx, "/console/modules").await?,
        id: id.to_string(),
        name: folder.instance.display_name.as_str().into(),
        ..ModulePeoplePage::default()
    };
    let links = engine.links(admin, Some(id)).await?;
    let wanted: Option<LinkId> = query.get("link").parse().ok();
    let mut active = links.iter().filter(|v| v.link.state == LinkState::Active);
    let first = active.clone().next();
    let chosen = wanted.and_then(|w| active.find(|v| v.link.id == w));
    let Some(link) = chosen.or(first).map(|v| &v.link) else {
        return page(200, &view);
    };
    let filter = ProvisionFilter {
        state: ProvisionState::parse(query.get("state")),
        text: query.get("q").trim().chars().take(100).collect(),
    };
    let after: Option<MemberId> = query.get("after").parse().ok();
    let hand = Hand::Administrator(admin.clone());
    let after = after.map(AffiliationId::Member);
    let found = engine
        .provisioning(&hand, link.id, &filter, after, SIZE)
        .await?;
    view.link = link.id.to_string();
    view.tenant = link.tenant.name.clone();
    view.on = link.policy.jit_provisioning || link.policy.deprovisioning;
    let count = |(state, count): &(ProvisionState, i64)| {
        format!("{count} {}", title(*state).0.to_lowercase())
    };
    view.counts = found
        .counts
        .iter()
        .map(count)
        .collect::<Vec<_>>()
        .join(" · ");
    view.unfinished = found.counts.iter().any(|(state, count)| {
        *count > 0 && !matches!(state, ProvisionState::InStep | ProvisionState::Running)
    });
    let states = ProvisionState::ALL.map(|s| (s.as_str(), title(s).0));
    let states = std::iter::once(("", "Everybody")).chain(states);
    view.states = Choice::of(states, query.get("state"));
    view.people = found.rows.iter().map(line).collect();
    view.next = found.next.map(|last| {
        let mut rest = form_urlencoded::Serializer::new(String::new());
        rest.append_pair("link", &view.link);
        rest.append_pair("q", &filter.text);
        rest.append_pair("state", query.get("state"));
        rest.append_pair("after", &last.to_string());
        format!("/console/modules/{id}/people?{}", rest.finish())
    });
    view.search = filter.text;
    if query.get("done") == "tried" {
        view.notice = Some(Notice::new(Tone::Good, "It is tried again."));
    }
    page(200, &view)
}

/// `POST /console/modules/{instance}/people`: try again, for one or for all.
pub async fn change(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let no = || Failed::of(&LinkPolicyRefusal::NoLink);
    let link: LinkId = form.get("link").parse().map_err(|_| no())?;
    let person: Option<MemberId> = match form.get("person") {
        "" => None,
        text => Some(text.parse().map_err(|_| no())?),
    };
    let hand = Hand::Administrator(ctx.who.1.clone());
    let person = person.map(AffiliationId::Member);
    let engine = &ctx.app.engine;
    engine.retry_provisioning(&hand, link, person).await?;
    Ok(see_other(&format!(
        "/console/modules/{id}/people?link={link}&done=tried"
    )))
}
