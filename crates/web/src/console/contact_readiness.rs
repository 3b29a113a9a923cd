//! "Why can't she get in?": for any address that is typed, and for all contacts.

use super::contact::cause;
use super::contacts::{after, csv, listed, outcomes, place, with_query};
use super::reading::shell;
use crate::answer::{Answer, page};
use crate::context::{Ctx, Form};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{
    AddressAnswerLines, AddressFoundLine, ContactReadinessPage, ReadinessCount, ReadinessLine,
    thousands,
};
use crate::view::{Field, initials};
use engine::directory::contacts::{ProfileNames, ReadinessCounts};
use kernel::{EmailAddress, Refusal};
use model::directory::{ContactFilter, ContactRefusal, ContactRow, ReadinessFilter};

const PATH: &str = "/console/contacts/readiness";

fn filter(query: &Form) -> ContactFilter {
    ContactFilter {
        readiness: ReadinessFilter::parse(query.get("show")),
        ..ContactFilter::default()
    }
}

fn line(row: &ContactRow, names: &ProfileNames) -> ReadinessLine {
    let (name, found) = (row.contact.display_name(), row.readiness());
    let why: Vec<_> = found.causes.iter().map(ContactRefusal::title).collect();
    let first = found.first();
    ReadinessLine {
        href: format!("/console/contacts/{}", row.contact.id),
        initials: initials(&name),
        name,
        email: row
            .contact
            .emails
            .first()
            .cloned()
            .unwrap_or_else(|| "No email".into()),
        open: found.ready(),
        why: match found.ready() {
            true => names.of(&row.contact.profile).to_owned(),
            false => why.join(", "),
        },
        remedy: first.map_or_else(String::new, Refusal::remedy),
        code: first.map_or_else(String::new, |c| c.code().to_owned()),
    }
}

fn counts(found: &ReadinessCounts) -> Vec<ReadinessCount> {
    let number = |n: usize| thousands(i64::try_from(n).unwrap_or(i64::MAX));
    let mut all = vec![ReadinessCount {
        text: "Gets in".into(),
        tone: "good",
        count: number(found.ready),
        remedy: String::new(),
        href: format!("{PATH}?show=ready"),
    }];
    let causes = found.causes.iter().filter(|(_, n)| *n > 0);
    all.extend(causes.map(|(code, n)| ReadinessCount {
        text: ContactRefusal::title_of(code).into(),
        tone: if *code == "contact_revoked" {
            "warn"
        } else {
            "bad"
        },
        count: number(*n),
        remedy: String::new(),
        href: format!("{PATH}?show={code}"),
    }));
    all
}

/// What comes of the address that was typed.
async fn answer(ctx: &Ctx<Master>, typed: &str) -> Result<AddressAnswerLines, Failed> {
    let found = ctx.app.engine.why_not(&ctx.who.1, typed).await?;
    let someone = |one: &engine::directory::contacts::AddressFound| AddressFoundLine {
        href: one
            .contact
            .map_or_else(String::new, |id| format!("/console/contacts/{id}")),
        name: one.name.clone(),
        open: one.readiness.ready(),
        causes: one.readiness.causes.iter().map(cause).collect(),
    };
    Ok(AddressAnswerLines {
        found: found.found.iter().map(someone).collect(),
        cause: found.outcome.as_ref().err().map(cause),
        email: found.email,
    })
}

/// `GET /console/contacts/readiness`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let typed = query.shown("email");
    let typed = typed.trim();
    let (email, answered) = match EmailAddress::parse(typed) {
        _ if typed.is_empty() => (Field::default(), None),
        Ok(_) => (Field::of(typed), Some(answer(&ctx, typed).await?)),
        Err(fault) => (Field::at_fault(typed, fault.to_string()), None),
    };
    let status = if email.fault.is_some() { 422 } else { 200 };
    let (filter, start) = (filter(&query), place(&query));
    let said = match filter.readiness {
        Some(show) => format!("show={}", show.as_str()),
        None => String::new(),
    };
    let found = listed(&ctx, &filter, start).await?;
    let counted = engine
        .count_contact_readiness(admin, &ContactFilter::default())
        .await?;
    let nobody = counted.ready + counted.causes.iter().map(|(_, n)| n).sum::<usize>() == 0;
    let names = engine.contact_profiles(admin).await?;
    let last = found.rows.last().filter(|_| found.more);
    let view = ContactReadinessPage {
        shell: shell(&ctx, PATH).await?,
        email,
        answer: answered,
        counts: counts(&counted),
        shows: outcomes(filter.readiness.map_or("", ReadinessFilter::as_str)),
        rows: found.rows.iter().map(|row| line(row, &names)).collect(),
        empty: nobody,
        first: start.map(|_| with_query(PATH, &said)),
        next: last.map(|row| after(PATH, &said, row.contact.id)),
        filter: said,
    };
    page(status, &view)
}

/// `GET /console/contacts/readiness.csv`.
pub async fn export(ctx: Ctx<Master>) -> Answer {
    let names = ctx.app.engine.contact_profiles(&ctx.who.1).await?;
    csv(&ctx, filter(&ctx.query()), names, "contact-readiness.csv")
}
