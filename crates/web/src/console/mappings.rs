//! Selected Companies: the mappings of a connection, their export, and one of them.

use super::members::csv_cell;
use super::reading::shell;
use crate::answer::{Answer, header, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{
    Choice, MappingLine, MappingPage, MappingsPage, PsaHead, SwitchFields, thousands,
};
use crate::view::{Notice, Tone};
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_DISPOSITION;
use engine::Failure;
use engine::directory::mappings::{
    MappingCard, MappingChange, MappingFilter, MappingStanding, MappingWords, MirrorSite,
    SitesRefusal,
};
use futures_util::stream;
use kernel::{MappingId, PsaConnectionId, Refusal, RuleId};
use model::directory::{
    CompanyMapping, IntegrationRule, MappingRefusal, MappingSwitches, PsaConnection,
};

/// Mappings on a page.
const PAGE: usize = 50;
/// Rows that one step of an export reads.
const STEP: usize = 500;
/// The page under which all of this stands in the navigation.
pub(super) const NAV: &str = "/console/psa";

/// The connection that an address names.
pub(super) fn connection_of(ctx: &Ctx<Master>) -> Result<PsaConnectionId, Failed> {
    ctx.placeholder("connection")
        .parse()
        .map_err(|_| Failed::of(&MappingRefusal::UnknownConnection))
}

/// The connection itself, for the head of a page.
pub(super) async fn connection(ctx: &Ctx<Master>) -> Result<PsaConnection, Failed> {
    let id = connection_of(ctx)?;
    Ok(ctx.app.engine.mapped_connection(&ctx.who.1, id).await?)
}

/// The head of a page of a connection.
pub(super) fn head(connection: &PsaConnection) -> PsaHead {
    super::psa_connection::head(connection, "/companies")
}

/// What a refusal says to somebody at a form.
pub(super) fn told(refusal: &dyn Refusal) -> String {
    format!("{} {}", refusal.sentence(), refusal.remedy())
}

/// Why the rule of a form is refused, where it is the rule that is.
pub(super) fn rule_fault(refusal: &MappingRefusal) -> Option<String> {
    let of_rule = matches!(
        refusal,
        MappingRefusal::RuleRequired | MappingRefusal::UnknownRule
    );
    of_rule.then(|| told(refusal))
}

/// The rules to choose from.
pub(super) fn rule_choices(rules: &[IntegrationRule], chosen: &str) -> Vec<Choice> {
    let named = rules
        .iter()
        .map(|r| (r.id.to_string(), r.name.as_str().to_owned()));
    Choice::of(
        [(String::new(), "None".to_owned())]
            .into_iter()
            .chain(named),
        chosen,
    )
}

/// The sites to choose from; one that is chosen and not among them is named by its number.
pub(super) fn site_choices(sites: &[MirrorSite], chosen: Option<i64>) -> Vec<Choice> {
    let named = sites
        .iter()
        .map(|s| (s.site.id.to_string(), s.site.name.clone()));
    let whole = [(String::new(), "The whole company".to_owned())];
    let mut all: Vec<(String, String)> = whole.into_iter().chain(named).collect();
    let chosen = chosen.map(|id| id.to_string()).unwrap_or_default();
    if !all.iter().any(|(id, _)| *id == chosen) {
        all.push((chosen.clone(), format!("Site #{chosen}")));
    }
    Choice::of(all, &chosen)
}

/// A site that a form names; an empty text is the whole company.
pub(super) fn site_of(text: &str) -> Result<Option<i64>, MappingRefusal> {
    match text.trim() {
        "" => Ok(None),
        text => match text.parse::<i64>() {
            Ok(id) if id > 0 => Ok(Some(id)),
            _ => Err(MappingRefusal::UnknownSite(0)),
        },
    }
}

/// A rule that a form names; an empty text is none.
pub(super) fn rule_of(text: &str) -> Result<Option<RuleId>, MappingRefusal> {
    match text {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| MappingRefusal::UnknownRule),
    }
}

/// The switches that a form says.
pub(super) fn switches_of(form: &Form) -> Result<MappingSwitches, MappingRefusal> {
    Ok(MappingSwitches {
        creates_tickets: form.get("tickets") == "yes",
        rule: rule_of(form.get("rule"))?,
        syncs_configurations: form.get("configurations") == "yes",
    })
}

/// The switches of a form as they were sent.
pub(super) fn shown_switches(form: &Form, rules: &[IntegrationRule]) -> SwitchFields {
    SwitchFields {
        tickets: form.get("tickets") == "yes",
        rules: rule_choices(rules, form.get("rule")),
        rule_fault: None,
        configurations: form.get("configurations") == "yes",
    }
}

/// Asks the PSA for the sites of companies; what is said afterwards.
pub(super) async fn read_sites(
    ctx: &Ctx<Master>,
    connection: PsaConnectionId,
    companies: &[i64],
) -> Result<Notice, Failed> {
    let mut found = 0;
    for company in companies {
        let read = ctx
            .app
            .engine
            .read_psa_sites(&ctx.who.1, connection, *company);
        match read.await {
            Ok(count) => found += count,
            Err(Failure::Broken(broken)) => return Err(broken.into()),
            Err(Failure::Refused(SitesRefusal::Mapping(
                refusal @ MappingRefusal::UnknownConnection,
            ))) => return Err(Failed::of(&refusal)),
            Err(Failure::Refused(refusal)) => {
                let text = format!("The sites could not be read. {}", told(&refusal));
                return Ok(Notice::new(Tone::Warn, text));
            }
        }
    }
    Ok(match found {
        0 => Notice::new(Tone::Info, "The PSA has no sites there."),
        1 => Notice::new(Tone::Good, "One site was read from the PSA."),
        n => Notice::new(Tone::Good, format!("{n} sites were read from the PSA.")),
    })
}

const fn tone(standing: MappingStanding) -> &'static str {
    match standing {
        MappingStanding::InStep => "good",
        MappingStanding::Hidden => "warn",
        MappingStanding::Gone => "bad",
    }
}

/// Why a mapping is not in step; empty where it is.
fn trouble(card: &MappingCard) -> String {
    match (&card.left_out, card.site_gone) {
        (Some(because), _) => format!("It {because}."),
        (None, true) => "Its site is not in the PSA any more, or switched off there.".into(),
        (None, false) => String::new(),
    }
}

/// A mapping as lists show it.
pub(super) fn line(connection: &PsaConnection, card: &MappingCard) -> MappingLine {
    let mapping = &card.listed.mapping;
    MappingLine {
        id: mapping.id.to_string(),
        href: format!("/console/psa/{}/companies/{}", connection.id, mapping.id),
        connection: connection.heading(),
        company_id: mapping.company_id.to_string(),
        company: card.listed.company.clone(),
        psa_name: card.psa_name().to_owned(),
        psa_id: mapping.psa_company.to_string(),
        site: card.site_name().unwrap_or_default(),
        tickets: mapping.creates_tickets,
        rule: card.listed.rule.clone(),
        configurations: mapping.syncs_configurations,
        standing: card.standing().title(),
        tone: tone(card.standing()),
        trouble: trouble(card),
    }
}

const fn yes_no(asked: Option<bool>) -> &'static str {
    match asked {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    }
}

pub(super) fn asked(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn filter(query: &Form) -> MappingFilter {
    MappingFilter {
        words: MappingWords {
            text: query.get("q").trim().chars().take(100).collect(),
            tickets: asked(query.get("tickets")),
            configurations: asked(query.get("configurations")),
        },
        standing: MappingStanding::parse(query.get("standing")),
    }
}

fn filter_query(filter: &MappingFilter) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    let pairs = [
        ("q", filter.words.text.as_str()),
        (
            "standing",
            filter.standing.map_or("", MappingStanding::as_str),
        ),
        ("tickets", yes_no(filter.words.tickets)),
        ("configurations", yes_no(filter.words.configurations)),
    ];
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        out.append_pair(name, value);
    }
    out.finish()
}

/// The query of a page that goes on after a place.
pub(super) fn after(filter: &str, place: &str) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    out.append_pair("after", place);
    match filter {
        "" => format!("?{}", out.finish()),
        filter => format!("?{filter}&{}", out.finish()),
    }
}

/// What the form needs that maps again what was deleted.
fn undo_query(was: &CompanyMapping) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    out.append_pair("done", "deleted")
        .append_pair("company", &was.company_id.to_string())
        .append_pair("psa", &was.psa_company.to_string());
    if let Some(site) = was.psa_site {
        out.append_pair("site", &site.to_string());
    }
    if let Some(rule) = was.rule_id {
        out.append_pair("rule", &rule.to_string());
    }
    for (name, on) in [
        ("tickets", was.creates_tickets),
        ("configurations", was.syncs_configurations),
        ("follows", was.follows),
    ] {
        if on {
            out.append_pair(name, "yes");
        }
    }
    out.finish()
}

fn undo(query: &Form) -> Vec<(&'static str, String)> {
    if query.get("done") != "deleted" || query.get("company").is_empty() {
        return Vec::new();
    }
    [
        "company",
        "psa",
        "site",
        "rule",
        "tickets",
        "configurations",
        "follows",
    ]
    .into_iter()
    .filter(|name| query.has(name))
    .map(|name| (name, query.shown(name)))
    .collect()
}

fn notice(query: &Form) -> Option<Notice> {
    let number = |name: &str| query.get(name).parse::<u32>().unwrap_or(0);
    let good = |text: String| Some(Notice::new(Tone::Good, text));
    match query.get("done") {
        "imported" => {
            let new = match number("n") {
                1 => "One company was imported and mapped.".to_owned(),
                n => format!("{n} companies were imported and mapped."),
            };
            good(match number("already") {
                0 => new,
                n => format!("{new} {n} had been mapped before, and stayed as they were."),
            })
        }
        "mapped" => good("The two companies are mapped.".into()),
        "deleted" => good("The mapping was deleted.".into()),
        _ => None,
    }
}

/// `GET /console/psa/{connection}/companies`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let (query, connection) = (ctx.query(), connection(&ctx).await?);
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    // While a deletion can be undone, the address carries what was deleted, and no filter.
    let undo = undo(&query);
    let filter = match undo.is_empty() {
        true => filter(&query),
        false => MappingFilter::default(),
    };
    let from = query.get("after");
    let found = engine.list_mappings(admin, connection.id, &filter, from, PAGE);
    let found = found.await?;
    let counts = engine.count_mappings(admin, connection.id).await?;
    let said = filter_query(&filter);
    let standings = MappingStanding::ALL.iter().map(|s| (s.as_str(), s.title()));
    let view = MappingsPage {
        shell: shell(&ctx, NAV).await?,
        notice: notice(&query),
        head: head(&connection),
        all: thousands(counts.all),
        with_tickets: thousands(counts.tickets),
        with_configurations: thousands(counts.configurations),
        query: filter.words.text.clone(),
        standings: Choice::of(
            [("", "Any state")].into_iter().chain(standings),
            filter.standing.map_or("", MappingStanding::as_str),
        ),
        tickets: Choice::of(
            [
                ("", "Tickets: any"),
                ("yes", "With tickets"),
                ("no", "Without tickets"),
            ],
            yes_no(filter.words.tickets),
        ),
        configurations: Choice::of(
            [
                ("", "Configurations: any"),
                ("yes", "With configurations"),
                ("no", "Without configurations"),
            ],
            yes_no(filter.words.configurations),
        ),
        filtered: !said.is_empty(),
        rows: found.rows.iter().map(|c| line(&connection, c)).collect(),
        first: (!from.is_empty()).then(|| format!("?{said}")),
        next: found.next.map(|place| after(&said, &place)),
        filter: said,
        undo,
    };
    page(200, &view)
}

/// `GET /console/psa/{connection}/companies.csv`: all that the filter finds, sent as it is read.
pub async fn export(ctx: Ctx<Master>) -> Answer {
    let (connection, filter) = (connection(&ctx).await?, filter(&ctx.query()));
    let state = (ctx.app.clone(), ctx.who.1.clone(), connection.id, filter);
    let start = (state, Some(String::new()), true);
    let rows = stream::try_unfold(start, |(state, place, first)| async move {
        let Some(place) = place else {
            return Ok::<_, std::io::Error>(None);
        };
        let (app, admin, connection, filter) = &state;
        let part = app
            .engine
            .list_mappings(admin, *connection, filter, &place, STEP)
            .await
            .map_err(|failure| std::io::Error::other(format!("{failure:?}")))?;
        let mut text = String::new();
        if first {
            text.push_str("company,company_id,psa_name,psa_id,site,site_id,tickets,rule,configurations,state,mapping_id\r\n");
        }
        for card in &part.rows {
            push_row(&mut text, card);
        }
        Ok(Some((Bytes::from(text), (state, part.next, false))))
    });
    let response = crate::answer::bytes("text/csv; charset=utf-8", Body::from_stream(rows));
    Ok(header(
        response,
        CONTENT_DISPOSITION,
        "attachment; filename=\"company-mapping.csv\"",
    ))
}

fn push_row(text: &mut String, card: &MappingCard) {
    let mapping = &card.listed.mapping;
    let cells = [
        card.listed.company.clone(),
        mapping.company_id.to_string(),
        card.psa_name().to_owned(),
        mapping.psa_company.to_string(),
        card.site_name().unwrap_or_default(),
        mapping
            .psa_site
            .map(|id| id.to_string())
            .unwrap_or_default(),
        yes_no(Some(mapping.creates_tickets)).to_owned(),
        card.listed.rule.clone(),
        yes_no(Some(mapping.syncs_configurations)).to_owned(),
        card.standing().as_str().to_owned(),
        mapping.id.to_string(),
    ];
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

fn id_of(ctx: &Ctx<Master>) -> Result<MappingId, Failed> {
    ctx.placeholder("mapping")
        .parse()
        .map_err(|_| Failed::of(&MappingRefusal::Unknown))
}

/// The page of a mapping as it stands.
async fn view(ctx: &Ctx<Master>, id: MappingId) -> Result<MappingPage, Failed> {
    let connection = connection(ctx).await?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let card = engine.get_mapping(admin, connection.id, id).await?;
    let mapping = &card.listed.mapping;
    let sites = engine.list_psa_sites(admin, connection.id, mapping.psa_company);
    let sites = sites.await?;
    let rules = engine.rules_for_mapping(admin, connection.id).await?;
    let rule = mapping.rule_id.map(|r| r.to_string()).unwrap_or_default();
    let shown = line(&connection, &card);
    Ok(MappingPage {
        shell: shell(ctx, NAV).await?,
        head: head(&connection),
        trouble: trouble(&card),
        id: shown.id,
        company_id: shown.company_id,
        company: shown.company,
        psa_name: shown.psa_name,
        psa_id: shown.psa_id,
        sites: site_choices(&sites, mapping.psa_site),
        switches: SwitchFields {
            tickets: mapping.creates_tickets,
            rules: rule_choices(&rules, &rule),
            rule_fault: None,
            configurations: mapping.syncs_configurations,
        },
        follows: mapping.follows,
        ..MappingPage::default()
    })
}

/// `GET /console/psa/{connection}/companies/{mapping}`.
pub async fn show_one(ctx: Ctx<Master>) -> Answer {
    let mut view = view(&ctx, id_of(&ctx)?).await?;
    if ctx.query().get("done") == "saved" {
        view.notice = Some(Notice::new(Tone::Good, "Saved."));
    }
    page(200, &view)
}

/// The page with what was typed.
async fn typed(ctx: &Ctx<Master>, id: MappingId, form: &Form) -> Result<MappingPage, Failed> {
    let mut view = view(ctx, id).await?;
    for choice in view.sites.iter_mut() {
        choice.chosen = choice.value == form.get("site");
    }
    for choice in view.switches.rules.iter_mut() {
        choice.chosen = choice.value == form.get("rule");
    }
    view.switches.tickets = form.get("tickets") == "yes";
    view.switches.configurations = form.get("configurations") == "yes";
    view.follows = form.get("follows") == "yes";
    Ok(view)
}

async fn refused(ctx: &Ctx<Master>, id: MappingId, form: &Form, no: &MappingRefusal) -> Answer {
    if matches!(
        no,
        MappingRefusal::Unknown | MappingRefusal::UnknownConnection
    ) {
        return Err(Failed::of(no));
    }
    let mut view = typed(ctx, id, form).await?;
    match rule_fault(no) {
        Some(text) => view.switches.rule_fault = Some(text),
        None => view.site_fault = Some(told(no)),
    }
    page(422, &view)
}

/// `POST /console/psa/{connection}/companies/{mapping}`: save, delete, or read the sites.
pub async fn change(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let (connection, id) = (connection_of(&ctx)?, id_of(&ctx)?);
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let own = format!("/console/psa/{connection}/companies/{id}");
    match form.get("do") {
        "delete" if form.get("sure") == "yes" => {
            let was = engine.delete_mapping(admin, connection, id).await?;
            let query = undo_query(&was);
            return Ok(see_other(&format!(
                "/console/psa/{connection}/companies?{query}"
            )));
        }
        "delete" => return Ok(see_other(&format!("{own}#delete"))),
        "read_sites" => {
            let card = engine.get_mapping(admin, connection, id).await?;
            let company = card.listed.mapping.psa_company;
            let notice = read_sites(&ctx, connection, &[company]).await?;
            let mut view = typed(&ctx, id, &form).await?;
            view.notice = Some(notice);
            return page(200, &view);
        }
        _ => {}
    }
    let change = || {
        Ok(MappingChange {
            psa_site: site_of(form.get("site"))?,
            switches: switches_of(&form)?,
            follows: form.get("follows") == "yes",
        })
    };
    let change = match change() {
        Ok(change) => change,
        Err(refusal) => return refused(&ctx, id, &form, &refusal).await,
    };
    match engine.change_mapping(admin, connection, id, change).await {
        Ok(()) => Ok(see_other(&format!("{own}?done=saved"))),
        Err(Failure::Refused(refusal)) => refused(&ctx, id, &form, &refusal).await,
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
