//! Readiness of a module: for everybody, or for one group.

use super::members::csv_cell;
use super::reading::{groups, page_number, shell};
use crate::answer::{Answer, header, page};
use crate::context::{Ctx, Form};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{
    Choice, Pager, ReadinessCount, ReadinessLine, ReadinessPage, thousands,
};
use crate::view::initials;
use axum::http::header::CONTENT_DISPOSITION;
use engine::access::{GroupRefusal, ModuleReadiness, Ready, Show};
use kernel::{GroupId, InstanceId, Refusal};
use model::access::{EntryRefusal, GrantPath};
use model::identity::AffiliationId;

/// People on a page.
const PAGE: usize = 50;
/// People of one export.
const EXPORT: usize = 1_000_000;

fn show_of(word: &str) -> Show {
    match word {
        "yes" => Show::Open,
        "no" => Show::Refused,
        code => EntryRefusal::ALL
            .into_iter()
            .find(|r| r.code() == code)
            .map_or(Show::All, Show::By),
    }
}

fn query_of(module: InstanceId, group: Option<GroupId>, show: &str) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    out.append_pair("module", &module.to_string());
    if let Some(group) = group {
        out.append_pair("group", &group.to_string());
    }
    if !show.is_empty() {
        out.append_pair("show", show);
    }
    out.finish()
}

async fn check(
    ctx: &Ctx<Master>,
    query: &Form,
    skip: usize,
    limit: usize,
) -> Result<Option<(ModuleReadiness, Option<GroupId>)>, Failed> {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let module = match query.get("module").parse::<InstanceId>() {
        Ok(id) => id,
        Err(_) => match engine.list_modules(admin).await?.first() {
            Some(first) => first.id,
            None => return Ok(None),
        },
    };
    let group = query.get("group").parse().ok();
    let show = show_of(query.get("show"));
    let found = engine
        .readiness(admin, module, group, show, skip, limit)
        .await?
        .ok_or_else(|| Failed::of(&GroupRefusal::Unknown).titled("There is no such module"))?;
    Ok(Some((found, group)))
}

fn line(ready: &Ready) -> ReadinessLine {
    let name = ready.person.display_name.as_str();
    let (why, remedy, code) = match &ready.outcome {
        Ok(entry) => match &entry.via {
            GrantPath::Direct => ("Granted to her".to_owned(), String::new(), String::new()),
            GrantPath::Trial => (
                "Tries the login out".to_owned(),
                String::new(),
                String::new(),
            ),
            GrantPath::Group(_, group) => (
                format!("By the group {group}"),
                String::new(),
                String::new(),
            ),
        },
        Err(refusal) => (
            refusal.sentence(),
            refusal.remedy(),
            refusal.code().to_owned(),
        ),
    };
    ReadinessLine {
        href: match ready.person.id {
            AffiliationId::Member(id) => format!("/console/members/{id}"),
            AffiliationId::EndUser(_) => String::new(),
        },
        initials: initials(name),
        name: name.into(),
        email: ready.person.email.as_str().into(),
        open: ready.outcome.is_ok(),
        why,
        remedy,
        code,
    }
}

/// `GET /console/readiness`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let number = page_number(&query);
    let skip = usize::try_from(number - 1).unwrap_or(0) * PAGE;
    let shell = shell(&ctx, "/console/readiness").await?;
    let Some((found, group)) = check(&ctx, &query, skip, PAGE).await? else {
        return page(
            200,
            &ReadinessPage {
                shell,
                ..ReadinessPage::default()
            },
        );
    };
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let module = found.instance.id;
    let said = |show: &str| format!("/console/readiness?{}", query_of(module, group, show));
    let count = |n: usize| thousands(i64::try_from(n).unwrap_or(i64::MAX));
    let mut counts = vec![ReadinessCount {
        text: "Gets in".into(),
        tone: "good",
        count: count(found.open),
        remedy: String::new(),
        href: said("yes"),
    }];
    counts.extend(found.refused.iter().map(|(refusal, n)| ReadinessCount {
        text: refusal.sentence(),
        tone: "bad",
        count: count(*n),
        remedy: refusal.remedy(),
        href: said(refusal.code()),
    }));
    let modules = engine.list_modules(admin).await?.into_iter().map(|m| {
        let name = m.display_name.as_str().to_owned();
        (m.id.to_string(), name)
    });
    let everybody = [(String::new(), "Everybody".to_owned())];
    let named = groups(&ctx.app, admin).await?.into_iter();
    let named = named.map(|g| (g.group.id.to_string(), g.group.name.as_str().to_owned()));
    let fixed = [("", "All outcomes"), ("yes", "Gets in"), ("no", "Does not")]
        .map(|(v, t)| (v.to_owned(), t.to_owned()));
    let refusals = EntryRefusal::ALL
        .iter()
        .map(|r| (r.code().to_owned(), r.sentence()));
    let said_now = query_of(module, group, query.get("show"));
    let total = i64::try_from(found.matching).unwrap_or(i64::MAX);
    let view = ReadinessPage {
        shell,
        modules: Choice::of(modules, &module.to_string()),
        groups: Choice::of(
            everybody.into_iter().chain(named),
            &group.map_or_else(String::new, |g| g.to_string()),
        ),
        shows: Choice::of(fixed.into_iter().chain(refusals), query.get("show")),
        module: found.instance.display_name.as_str().into(),
        counts,
        rows: found.page.iter().map(line).collect(),
        pager: Pager::of(
            "/console/readiness",
            &said_now,
            number,
            i64::try_from(PAGE).unwrap_or(50),
            total,
        ),
        filter: said_now,
    };
    page(200, &view)
}

/// `GET /console/readiness.csv`.
pub async fn export(ctx: Ctx<Master>) -> Answer {
    let Some((found, _)) = check(&ctx, &ctx.query(), 0, EXPORT).await? else {
        return Err(Failed::not_found());
    };
    let mut text = String::from("email,name,gets_in,code,why,remedy\r\n");
    for ready in &found.page {
        let line = line(ready);
        let cells = [
            line.email.as_str(),
            &line.name,
            if line.open { "yes" } else { "no" },
            &line.code,
            &line.why,
            &line.remedy,
        ];
        text.push_str(&cells.map(csv_cell).join(","));
        text.push_str("\r\n");
    }
    let response = crate::answer::bytes("text/csv; charset=utf-8", text);
    Ok(header(
        response,
        CONTENT_DISPOSITION,
        "attachment; filename=\"readiness.csv\"",
    ))
}
