//! Companies of the directory: the list, its export, and one of them.

use super::mappings::{after, asked, line};
use super::members::csv_cell;
use super::reading::shell;
use crate::answer::{Answer, header, page};
use crate::context::{Ctx, Form};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::Link;
use crate::view::console::{Choice, CompaniesPage, CompanyLine, CompanyPage, SiteLine, thousands};
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_DISPOSITION;
use engine::directory::CompanyCard;
use engine::directory::mappings::CompanyFilter;
use futures_util::stream;
use kernel::CompanyId;
use model::directory::{CompanyState, MappingRefusal, PsaConnection};

/// Companies on a page.
const PAGE: usize = 50;
/// Rows that one step of an export reads.
const STEP: usize = 200;
const NAV: &str = "/console/companies";

const fn state(state: CompanyState) -> (&'static str, &'static str) {
    match state {
        CompanyState::Active => ("Active", "good"),
        CompanyState::Deactivated => ("Deactivated", ""),
    }
}

fn filter(query: &Form) -> CompanyFilter {
    CompanyFilter {
        text: query.get("q").trim().chars().take(100).collect(),
        state: CompanyState::parse(query.get("state")),
        mapped: asked(query.get("mapped")),
    }
}

const fn mapped_word(asked: Option<bool>) -> &'static str {
    match asked {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    }
}

fn filter_query(filter: &CompanyFilter) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    let pairs = [
        ("q", filter.text.as_str()),
        ("state", filter.state.map_or("", CompanyState::as_str)),
        ("mapped", mapped_word(filter.mapped)),
    ];
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        out.append_pair(name, value);
    }
    out.finish()
}

/// What a company is mapped to, a connection each.
fn mapped_to(card: &CompanyCard) -> Vec<String> {
    card.mappings
        .iter()
        .map(|(connection, mapping)| {
            let (heading, name) = (connection.heading(), mapping.psa_name());
            match mapping.site_name() {
                Some(site) => format!("{heading}: {name}, site {site}"),
                None => format!("{heading}: {name}"),
            }
        })
        .collect()
}

fn imports(connections: &[PsaConnection]) -> Vec<Link> {
    let link = |c: &PsaConnection| {
        Link::new(
            format!("/console/psa/{}/companies/import", c.id),
            format!("Import from {}", c.heading()),
        )
    };
    connections.iter().take(3).map(link).collect()
}

/// `GET /console/companies`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let (engine, admin, query) = (&ctx.app.engine, &ctx.who.1, ctx.query());
    let (filter, from) = (filter(&query), query.get("after"));
    let found = engine.list_companies(admin, &filter, from, PAGE).await?;
    let total = engine.count_companies(admin, &filter).await?;
    let said = filter_query(&filter);
    let view = CompaniesPage {
        shell: shell(&ctx, NAV).await?,
        imports: imports(&engine.mapped_connections(admin).await?),
        query: filter.text.clone(),
        states: Choice::of(
            [
                ("", "Any state"),
                ("active", "Active"),
                ("deactivated", "Deactivated"),
            ],
            filter.state.map_or("", CompanyState::as_str),
        ),
        mapped: Choice::of(
            [
                ("", "Mapped or not"),
                ("yes", "Mapped"),
                ("no", "Not mapped"),
            ],
            mapped_word(filter.mapped),
        ),
        filtered: !said.is_empty(),
        rows: found
            .rows
            .iter()
            .map(|card| {
                let (state, tone) = state(card.company.state);
                CompanyLine {
                    id: card.company.id.to_string(),
                    name: card.company.name.as_str().to_owned(),
                    state,
                    tone,
                    mapped_to: mapped_to(card),
                    contacts: thousands(card.contacts),
                }
            })
            .collect(),
        total: match total {
            0 => "No companies".into(),
            1 => "One company".into(),
            n => format!("{} companies", thousands(n)),
        },
        first: (!from.is_empty()).then(|| format!("?{said}")),
        next: found.next.map(|place| after(&said, &place)),
        filter: said,
    };
    page(200, &view)
}

/// `GET /console/companies.csv`: all that the filter finds, sent as it is read.
pub async fn export(ctx: Ctx<Master>) -> Answer {
    let state_of = (ctx.app.clone(), ctx.who.1.clone(), filter(&ctx.query()));
    let start = (state_of, Some(String::new()), true);
    let rows = stream::try_unfold(start, |(held, place, first)| async move {
        let Some(place) = place else {
            return Ok::<_, std::io::Error>(None);
        };
        let (app, admin, filter) = &held;
        let part = app
            .engine
            .list_companies(admin, filter, &place, STEP)
            .await
            .map_err(|broken| std::io::Error::other(broken.to_string()))?;
        let mut text = String::new();
        if first {
            text.push_str("company,state,mapped_to,contacts,since,id\r\n");
        }
        for card in &part.rows {
            let cells = [
                card.company.name.as_str().to_owned(),
                card.company.state.as_str().to_owned(),
                mapped_to(card).join("; "),
                card.contacts.to_string(),
                card.company.created_at.rfc3339(),
                card.company.id.to_string(),
            ];
            let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        Ok(Some((Bytes::from(text), (held, part.next, false))))
    });
    let response = crate::answer::bytes("text/csv; charset=utf-8", Body::from_stream(rows));
    Ok(header(
        response,
        CONTENT_DISPOSITION,
        "attachment; filename=\"companies.csv\"",
    ))
}

/// `GET /console/companies/{company}`.
pub async fn show_one(ctx: Ctx<Master>) -> Answer {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let id: CompanyId = ctx
        .placeholder("company")
        .parse()
        .map_err(|_| Failed::of(&MappingRefusal::UnknownCompany))?;
    let folder = engine.get_company(admin, id).await?;
    let card = &folder.card;
    let connections = engine.mapped_connections(admin).await?;
    let (state, tone) = state(card.company.state);
    let view = CompanyPage {
        shell: shell(&ctx, NAV).await?,
        id: id.to_string(),
        name: card.company.name.as_str().to_owned(),
        state,
        tone,
        contacts: thousands(card.contacts),
        since: card.company.created_at.for_people(),
        mappings: card.mappings.iter().map(|(c, m)| line(c, m)).collect(),
        map_at: connections
            .iter()
            .map(|c| {
                Link::new(
                    format!("/console/psa/{}/companies/map?company={id}", c.id),
                    format!("Map it at {}", c.heading()),
                )
            })
            .collect(),
        sites: folder
            .sites
            .iter()
            .map(|site| SiteLine {
                name: site.name.clone(),
                address: site.address.join(", "),
                main: site.main,
                active: site.active,
            })
            .collect(),
    };
    page(200, &view)
}
