//! Import of companies: selecting over many pages, what is set for them, preview, the deed. The form
//! carries what was selected, so all of it works without scripts.

use super::mappings::{
    NAV, asked, connection, head, read_sites, rule_fault, rule_of, shown_switches, site_choices,
    site_of, switches_of, told,
};
use super::reading::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{
    CandidateLine, Choice, MappingImportPage, MappingParametersPage, MappingPreviewPage,
    ParameterLine, PreviewLine, thousands,
};
use crate::view::{Notice, Tone};
use engine::Failure;
use engine::directory::mappings::{
    Candidate, CandidateFilter, ChosenCompany, ImportOutcome, ImportedRow, PsaCompanyWords,
};
use kernel::Refusal;
use model::directory::{
    IntegrationRule, MOST_MAPPED_AT_ONCE, MappingDraft, MappingRefusal, MappingSwitches,
    PsaConnection, PsaSetUp, decide_switches,
};
use std::collections::BTreeSet;

/// Companies on a page.
const PAGE: usize = 50;
/// Most companies that are set one by one: a form has room for so many fields.
const MOST_EACH: usize = 30;

fn ids(text: &str) -> impl Iterator<Item = i64> {
    text.split(',').filter_map(|id| id.trim().parse().ok())
}

fn text(ids: &BTreeSet<i64>) -> String {
    let parts: Vec<String> = ids.iter().map(i64::to_string).collect();
    parts.join(",")
}

/// What is selected on all pages, after this page was sent.
fn chosen(form: &Form) -> BTreeSet<i64> {
    let mut chosen: BTreeSet<i64> = ids(form.get("chosen")).collect();
    for shown in ids(form.get("shown")) {
        chosen.remove(&shown);
    }
    chosen.extend(form.all("pick").filter_map(|id| id.parse::<i64>().ok()));
    chosen
}

fn filter(form: &Form) -> CandidateFilter {
    // A page that was not sent yet shows what is left to do.
    let mapped = match form.has("mapped") {
        true => asked(form.get("mapped")),
        false => Some(false),
    };
    CandidateFilter {
        words: PsaCompanyWords {
            text: form.get("q").trim().chars().take(100).collect(),
            mapped,
        },
        kind: form.get("type").parse().ok(),
        status: form.get("status").parse().ok(),
        left_out: form.get("hidden") == "yes",
    }
}

/// Where a page begins: `ID KEY`.
fn place(text: &str) -> (String, i64) {
    let start = || (String::new(), i64::MIN);
    match text.split_once(' ') {
        Some((id, key)) => id
            .parse()
            .map_or_else(|_| start(), |id| (key.to_owned(), id)),
        None => start(),
    }
}

fn set_up_choices(any: &str, rows: &[PsaSetUp], chosen: Option<i64>) -> Vec<Choice> {
    let any = [(String::new(), any.to_owned())];
    let named = rows.iter().map(|r| (r.id.to_string(), r.name.clone()));
    let chosen = chosen.map(|id| id.to_string()).unwrap_or_default();
    Choice::of(any.into_iter().chain(named), &chosen)
}

fn candidate_line(row: Candidate, chosen: &BTreeSet<i64>) -> CandidateLine {
    let company = row.company;
    let kinds: Vec<String> = company.types.iter().map(|t| t.name.clone()).collect();
    CandidateLine {
        id: company.id.to_string(),
        ticked: chosen.contains(&company.id),
        name: company.name,
        identifier: company.identifier,
        kinds: kinds.join(", "),
        status: company.status.map(|s| s.name).unwrap_or_default(),
        left_out: row.left_out.map(|l| l.to_string()).unwrap_or_default(),
        mapped_to: row
            .mapped_to
            .into_iter()
            .map(|to| match to.site {
                Some(site) => format!("{} (site {site})", to.name),
                None => to.name,
            })
            .collect(),
    }
}

/// The page of the selection.
async fn select(
    ctx: &Ctx<Master>,
    connection: &PsaConnection,
    form: &Form,
    chosen: &BTreeSet<i64>,
    from: (String, i64),
) -> Result<MappingImportPage, Failed> {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let filter = filter(form);
    let first = from.1 == i64::MIN && from.0.is_empty();
    let found = engine.list_candidates(admin, connection.id, &filter, from, PAGE);
    let found = found.await?;
    let choices = engine.psa_choices(admin, connection.id).await?;
    let mapped = match filter.words.mapped {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    };
    let selectable = found.rows.iter().filter(|r| r.left_out.is_none());
    Ok(MappingImportPage {
        shell: shell(ctx, NAV).await?,
        notice: None,
        head: head(connection),
        types: set_up_choices("Any type", &choices.types, filter.kind),
        statuses: set_up_choices("Any status", &choices.statuses, filter.status),
        mapped: Choice::of(
            [
                ("no", "Not mapped"),
                ("yes", "Mapped"),
                ("", "Mapped or not"),
            ],
            mapped,
        ),
        hidden: filter.left_out,
        filtered: !filter.words.text.is_empty()
            || filter.kind.is_some()
            || filter.status.is_some()
            || filter.words.mapped != Some(false),
        query: filter.words.text,
        chosen: text(chosen),
        chosen_count: thousands(i64::try_from(chosen.len()).unwrap_or(i64::MAX)),
        shown: text(&selectable.map(|r| r.company.id).collect()),
        more: found.next.is_some(),
        place: found
            .next
            .map_or_else(String::new, |(key, id)| format!("{id} {key}")),
        first,
        rows: found
            .rows
            .into_iter()
            .map(|row| candidate_line(row, chosen))
            .collect(),
    })
}

/// `GET /console/psa/{connection}/companies/import`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let (connection, query) = (connection(&ctx).await?, ctx.query());
    let start = (String::new(), i64::MIN);
    let view = select(&ctx, &connection, &query, &BTreeSet::new(), start).await?;
    page(200, &view)
}

/// What is set for one company, where it has something of its own; else what holds for all.
fn draft(form: &Form, id: i64, all: MappingSwitches) -> Result<MappingDraft, MappingRefusal> {
    let of = |name: &str| form.get(&format!("{name}-{id}"));
    let mut switches = all;
    match of("tickets") {
        "" => {}
        "no" => switches.creates_tickets = false,
        rule => {
            switches.creates_tickets = true;
            switches.rule = rule_of(rule)?;
        }
    }
    if let Some(on) = asked(of("configurations")) {
        switches.syncs_configurations = on;
    }
    Ok(MappingDraft {
        psa_company: id,
        psa_site: site_of(of("site"))?,
        switches,
    })
}

fn drafts(form: &Form, chosen: &BTreeSet<i64>) -> Result<Vec<MappingDraft>, MappingRefusal> {
    let all = switches_of(form)?;
    chosen.iter().map(|id| draft(form, *id, all)).collect()
}

fn parameter_line(form: &Form, company: ChosenCompany, rules: &[IntegrationRule]) -> ParameterLine {
    let of = |name: &str| form.get(&format!("{name}-{}", company.id));
    let by_rule = rules
        .iter()
        .map(|r| (r.id.to_string(), format!("By {}", r.name.as_str())));
    let fixed = [("", "As for all"), ("no", "No tickets")]
        .map(|(value, text)| (value.to_owned(), text.to_owned()));
    ParameterLine {
        id: company.id.to_string(),
        sites: site_choices(&company.sites, site_of(of("site")).unwrap_or_default()),
        tickets: Choice::of(fixed.into_iter().chain(by_rule), of("tickets")),
        configurations: Choice::of(
            [("", "As for all"), ("yes", "On"), ("no", "Off")],
            of("configurations"),
        ),
        name: company.name,
    }
}

/// The page of what is set.
async fn parameters(
    ctx: &Ctx<Master>,
    connection: &PsaConnection,
    form: &Form,
    chosen: &BTreeSet<i64>,
) -> Result<MappingParametersPage, Failed> {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let rules = engine.rules_for_mapping(admin, connection.id).await?;
    let mut rows = Vec::new();
    if chosen.len() <= MOST_EACH {
        let list: Vec<i64> = chosen.iter().copied().collect();
        let companies = engine.chosen_companies(admin, connection.id, &list, true);
        for company in companies.await? {
            rows.push(parameter_line(form, company, &rules));
        }
    }
    Ok(MappingParametersPage {
        shell: shell(ctx, NAV).await?,
        notice: None,
        head: head(connection),
        chosen: text(chosen),
        count: match chosen.len() {
            1 => "One company".into(),
            n => format!("{n} companies"),
        },
        switches: shown_switches(form, &rules),
        rows,
    })
}

fn preview_line(connection: &PsaConnection, row: &ImportedRow, done: bool) -> PreviewLine {
    let at = format!("/console/psa/{}/companies", connection.id);
    let plain = PreviewLine {
        id: row.draft.psa_company.to_string(),
        name: row.psa_name.clone(),
        site: row.site_name.clone(),
        ..PreviewLine::default()
    };
    match &row.outcome {
        ImportOutcome::Imported { name, .. } => PreviewLine {
            outcome: if done {
                "Was imported"
            } else {
                "Becomes a company"
            }
            .into(),
            tone: "good",
            detail: name.clone(),
            ..plain
        },
        ImportOutcome::Already { mapping, name, .. } => PreviewLine {
            outcome: "Is mapped already".into(),
            tone: "info",
            detail: name.clone(),
            href: format!("{at}/{mapping}"),
            link: "Edit that mapping",
            ..plain
        },
        ImportOutcome::Refused(refusal) => {
            let (href, link) = match refusal {
                MappingRefusal::NameTaken { company, .. } => {
                    let psa = row.draft.psa_company;
                    (
                        format!("{at}/map?company={company}&psa={psa}"),
                        "Map it to that company",
                    )
                }
                _ => (String::new(), ""),
            };
            PreviewLine {
                outcome: "Stays out".into(),
                tone: "bad",
                detail: told(refusal),
                href,
                link,
                ..plain
            }
        }
    }
}

/// How many were imported, were mapped already, and stay out.
fn count(rows: &[ImportedRow]) -> (usize, usize, usize) {
    let of = |fits: fn(&ImportOutcome) -> bool| rows.iter().filter(|r| fits(&r.outcome)).count();
    (
        of(|o| matches!(o, ImportOutcome::Imported { .. })),
        of(|o| matches!(o, ImportOutcome::Already { .. })),
        of(|o| matches!(o, ImportOutcome::Refused(_))),
    )
}

fn summary((made, already, refused): (usize, usize, usize), done: bool) -> String {
    let verb = match (done, made) {
        (true, 1) => "1 was imported".to_owned(),
        (true, n) => format!("{n} were imported"),
        (false, 1) => "1 becomes a company".to_owned(),
        (false, n) => format!("{n} become companies"),
    };
    let is = |n: usize| if n == 1 { "is" } else { "are" };
    let stay = if refused == 1 { "stays" } else { "stay" };
    format!(
        "{verb}, {already} {} mapped already, {refused} {stay} out.",
        is(already)
    )
}

/// What the preview's form carries on: the selection and all that was set.
fn carried(form: &Form, chosen: &BTreeSet<i64>) -> Vec<(String, String)> {
    let kept = |name: &str| {
        matches!(name, "tickets" | "rule" | "configurations")
            || ["site-", "tickets-", "configurations-"]
                .iter()
                .any(|p| name.starts_with(p))
    };
    let set = form
        .pairs()
        .filter(|(name, value)| kept(name) && !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.chars().take(100).collect()));
    [("chosen".to_owned(), text(chosen))]
        .into_iter()
        .chain(set)
        .collect()
}

async fn result(
    ctx: &Ctx<Master>,
    connection: &PsaConnection,
    rows: &[ImportedRow],
    done: bool,
    carried: Vec<(String, String)>,
) -> Answer {
    let counts = count(rows);
    let view = MappingPreviewPage {
        shell: shell(ctx, NAV).await?,
        notice: None,
        head: head(connection),
        done,
        summary: summary(counts, done),
        rows: rows
            .iter()
            .map(|row| preview_line(connection, row, done))
            .collect(),
        made: counts.0,
        carried,
    };
    page(200, &view)
}

/// The settings again, with what is wrong.
async fn not_so(
    ctx: &Ctx<Master>,
    connection: &PsaConnection,
    form: &Form,
    chosen: &BTreeSet<i64>,
    refusal: &MappingRefusal,
) -> Answer {
    if matches!(refusal, MappingRefusal::UnknownConnection) {
        return Err(Failed::of(refusal));
    }
    let mut view = parameters(ctx, connection, form, chosen).await?;
    match rule_fault(refusal) {
        Some(text) => view.switches.rule_fault = Some(text),
        None => view.notice = Some(Notice::new(Tone::Bad, told(refusal))),
    }
    page(422, &view)
}

/// Preview, or the deed.
async fn run(
    ctx: &Ctx<Master>,
    connection: &PsaConnection,
    form: &Form,
    chosen: &BTreeSet<i64>,
) -> Answer {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let drafts = match drafts(form, chosen) {
        Ok(drafts) => drafts,
        Err(refusal) => return not_so(ctx, connection, form, chosen, &refusal).await,
    };
    // What is set for all is looked at as a whole, before each company's row would say the same.
    let ticketed = drafts
        .iter()
        .find(|d| decide_switches(&d.switches, true).is_err());
    if ticketed.is_some() {
        return not_so(ctx, connection, form, chosen, &MappingRefusal::RuleRequired).await;
    }
    let deed = form.get("do") == "import";
    let rows = match deed {
        true => {
            engine
                .import_psa_companies(admin, connection.id, drafts)
                .await
        }
        false => {
            engine
                .preview_company_import(admin, connection.id, &drafts)
                .await
        }
    };
    let rows = match rows {
        Ok(rows) => rows,
        Err(Failure::Refused(refusal)) => {
            return not_so(ctx, connection, form, chosen, &refusal).await;
        }
        Err(Failure::Broken(broken)) => return Err(broken.into()),
    };
    let (made, already, refused) = count(&rows);
    if deed && refused == 0 {
        return Ok(see_other(&format!(
            "/console/psa/{}/companies?done=imported&n={made}&already={already}",
            connection.id
        )));
    }
    result(ctx, connection, &rows, deed, carried(form, chosen)).await
}

/// `POST /console/psa/{connection}/companies/import`.
pub async fn go_on(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let connection = connection(&ctx).await?;
    let mut chosen = chosen(&form);
    let word = form.get("do");
    let start = (String::new(), i64::MIN);
    if matches!(word, "parameters" | "preview" | "import" | "read_sites") {
        let refusal = match chosen.len() {
            0 => Some(MappingRefusal::NothingChosen),
            n if n > MOST_MAPPED_AT_ONCE => Some(MappingRefusal::TooMany),
            _ => None,
        };
        if let Some(refusal) = refusal {
            let mut view = select(&ctx, &connection, &form, &chosen, start).await?;
            view.notice = Some(Notice::new(Tone::Bad, told(&refusal)));
            return page(422, &view);
        }
    }
    match word {
        "parameters" => page(200, &parameters(&ctx, &connection, &form, &chosen).await?),
        "read_sites" => {
            let some: Vec<i64> = chosen.iter().copied().take(MOST_EACH).collect();
            let notice = read_sites(&ctx, connection.id, &some).await?;
            let mut view = parameters(&ctx, &connection, &form, &chosen).await?;
            view.notice = Some(notice);
            page(200, &view)
        }
        "preview" | "import" => run(&ctx, &connection, &form, &chosen).await,
        _ => {
            let mut notice = None;
            let from = match word {
                "next" => place(form.get("place")),
                "all" => {
                    let (engine, filter) = (&ctx.app.engine, filter(&form));
                    let all = engine.all_candidates(&ctx.who.1, connection.id, &filter);
                    let all = all.await?;
                    if all.len() == MOST_MAPPED_AT_ONCE {
                        notice = Some(MappingRefusal::TooMany.sentence());
                    }
                    chosen.extend(all);
                    start
                }
                "none" => {
                    chosen.clear();
                    start
                }
                _ => start,
            };
            let mut view = select(&ctx, &connection, &form, &chosen, from).await?;
            view.notice = notice.map(|text| Notice::new(Tone::Info, text));
            page(200, &view)
        }
    }
}
