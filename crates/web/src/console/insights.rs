//! Insights: what is worth a look at each linked module, and what mends it.

use super::members::csv_cell;
use super::reading::shell;
use crate::answer::{Answer, bytes, header, page};
use crate::context::Ctx;
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{InsightCard, InsightPerson, InsightRow, InsightsPage};
use axum::http::header::CONTENT_DISPOSITION;
use engine::access::{InsightLine, LinkInsights};
use kernel::LinkId;
use model::access::{Insight, Mend, Weight};
use model::identity::AffiliationId;

/// People or accounts that a page names.
const NAMED: usize = 200;

const fn tone(weight: Weight) -> (&'static str, &'static str) {
    match weight {
        Weight::Act => ("Act", "bad"),
        Weight::Look => ("Look", "warn"),
        Weight::Know => ("Know", "info"),
    }
}

fn mend_at(insight: Insight, of: &LinkInsights) -> String {
    let (instance, link) = (of.link.instance_id, of.link.id);
    match insight.mend() {
        Mend::People => format!("/console/modules/{instance}/people?link={link}"),
        Mend::Policy => format!("/console/modules/{instance}/login?link={link}"),
        Mend::MembersWithoutFactor => "/console/members?factor=no".into(),
        Mend::Readiness => format!("/console/readiness?module={instance}&show=yes"),
    }
}

/// Whether an insight is about people or accounts that can be listed.
const fn names(insight: Insight) -> bool {
    !matches!(
        insight,
        Insight::Owed(_) | Insight::Refused(_) | Insight::Silent(_) | Insight::Exceptions { .. }
    )
}

fn card(of: &LinkInsights) -> InsightCard {
    let facts = &of.facts;
    let share = match facts.people {
        0 => String::new(),
        people => format!("{} of {people}", facts.with_factor),
    };
    InsightCard {
        href: format!("/console/modules/{}", of.link.instance_id),
        module: of.module.clone(),
        tenant: of.link.tenant.name.clone(),
        people: facts.people,
        share,
        admins: facts.admins,
        exceptions: facts.exceptions,
        read: facts
            .imported_at
            .map_or_else(String::new, |t| t.for_people()),
        rows: of
            .found
            .iter()
            .map(|insight| {
                let (weight, tone) = tone(insight.weight());
                InsightRow {
                    weight,
                    tone,
                    sentence: insight.sentence(),
                    remedy: insight.remedy(),
                    mend: mend_at(*insight, of),
                    who: if names(*insight) {
                        format!(
                            "/console/insights?link={}&about={}#who",
                            of.link.id,
                            insight.code()
                        )
                    } else {
                        String::new()
                    },
                }
            })
            .collect(),
    }
}

fn person(line: &InsightLine) -> InsightPerson {
    InsightPerson {
        href: match line.person {
            Some(AffiliationId::Member(id)) => format!("/console/members/{id}"),
            _ => String::new(),
        },
        initials: crate::view::initials(&line.name),
        name: line.name.clone(),
        email: line.email.clone(),
        last_used: line
            .last_used_at
            .map_or_else(String::new, |t| t.for_people()),
    }
}

/// `GET /console/insights`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let engine = &ctx.app.engine;
    let all = engine.insights(&ctx.who.1).await?;
    let mut view = InsightsPage {
        shell: shell(&ctx, "/console/insights").await?,
        cards: all.iter().map(card).collect(),
        ..InsightsPage::default()
    };
    let chosen = query.get("link").parse::<LinkId>().ok();
    let chosen = chosen.and_then(|id| all.iter().find(|l| l.link.id == id));
    let about = query.get("about");
    let insight = chosen.and_then(|l| l.found.iter().find(|i| i.code() == about));
    if let (Some(of), Some(insight)) = (chosen, insight.filter(|i| names(**i))) {
        let lines = engine.insight_lines(&ctx.who.1, of.link.id, about).await?;
        let lines = lines.unwrap_or_default();
        view.about = format!("{} · {}", of.module, insight.sentence());
        view.export = format!("/console/insights.csv?link={}&about={about}", of.link.id);
        view.more = lines.len().saturating_sub(NAMED);
        view.people = lines.iter().take(NAMED).map(person).collect();
    }
    page(200, &view)
}

/// `GET /console/insights.csv`: whom or what one insight is about, whole.
pub async fn export(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let link = query.get("link").parse::<LinkId>();
    let link = link.map_err(|_| Failed::not_found())?;
    let engine = &ctx.app.engine;
    let lines = engine
        .insight_lines(&ctx.who.1, link, query.get("about"))
        .await?
        .ok_or_else(Failed::not_found)?;
    let mut text = String::from("name,email,person,last_used\r\n");
    for line in &lines {
        let person = line.person.map_or_else(String::new, |p| p.to_string());
        let last = line.last_used_at.map_or_else(String::new, |t| t.rfc3339());
        let cells = [line.name.as_str(), &line.email, &person, &last];
        text.push_str(&cells.map(csv_cell).join(","));
        text.push_str("\r\n");
    }
    Ok(header(
        bytes("text/csv; charset=utf-8", text),
        CONTENT_DISPOSITION,
        "attachment; filename=\"insights.csv\"",
    ))
}
