//! Map existing: suggestions that are accepted one by one, or both companies chosen by hand.

use super::mappings::{
    NAV, connection, head, read_sites, rule_fault, shown_switches, site_choices, site_of,
    switches_of, told,
};
use super::reading::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{Choice, MappingMapPage, PairFields, SuggestionLine};
use crate::view::{Notice, Tone};
use engine::Failure;
use engine::directory::mappings::{CandidateFilter, MapDraft, PsaCompanyWords};
use kernel::CompanyId;
use model::directory::{
    MappingDraft, MappingRefusal, MappingSwitches, PsaConnection, Strength, Suggestion,
};

/// Suggestions on a page.
const SHOWN: usize = 20;
/// Companies in a list to choose from.
const CHOICES: usize = 100;

fn suggestion_line(suggestion: &Suggestion) -> SuggestionLine {
    let (strength, tone) = match suggestion.strength {
        Strength::Strong => ("Strong", "good"),
        Strength::Likely => ("Likely", "info"),
        Strength::Possible => ("Possible", ""),
    };
    let reasons: Vec<String> = suggestion.reasons.iter().map(ToString::to_string).collect();
    SuggestionLine {
        company_id: suggestion.company.to_string(),
        company: suggestion.name.clone(),
        psa_id: suggestion.psa_company.to_string(),
        psa_name: suggestion.psa_name.clone(),
        strength,
        tone,
        reasons: reasons.join("; "),
    }
}

fn wanted(form: &Form, name: &str) -> String {
    form.get(name).trim().chars().take(100).collect()
}

/// The page with suggestions and both lists.
async fn choose(
    ctx: &Ctx<Master>,
    connection: &PsaConnection,
    query: &Form,
) -> Result<MappingMapPage, Failed> {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let suggestions = engine.suggest_mappings(admin, connection.id).await?;
    let (own_text, psa_text) = (wanted(query, "q"), wanted(query, "p"));
    let most = i64::try_from(CHOICES).unwrap_or(i64::MAX);
    let own = engine.unmapped_companies(admin, connection.id, &own_text, most);
    let own = own.await?;
    let filter = CandidateFilter {
        words: PsaCompanyWords {
            text: psa_text.clone(),
            mapped: None,
        },
        ..CandidateFilter::default()
    };
    let start = (String::new(), i64::MIN);
    let psa = engine.list_candidates(admin, connection.id, &filter, start, CHOICES);
    let psa = psa.await?;
    let head_line = |found: usize| match found {
        0 => "Nothing fits".to_owned(),
        n if n >= CHOICES => format!("Choose: the first {CHOICES}, find for more"),
        _ => "Choose".to_owned(),
    };
    let none = |found: usize| [(String::new(), head_line(found))].into_iter();
    let named = own.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let of_psa = psa.rows.iter().map(|row| {
        let company = &row.company;
        let text = match row.mapped_to.is_empty() {
            true => format!("{} #{}", company.name, company.id),
            false => format!("{} #{}, mapped", company.name, company.id),
        };
        (company.id.to_string(), text)
    });
    Ok(MappingMapPage {
        shell: shell(ctx, NAV).await?,
        head: head(connection),
        more_suggestions: suggestions.len().saturating_sub(SHOWN),
        suggestions: suggestions
            .iter()
            .take(SHOWN)
            .map(suggestion_line)
            .collect(),
        query: own_text,
        companies: Choice::of(none(own.len()).chain(named), query.get("company")),
        psa_query: psa_text,
        psa_companies: Choice::of(none(psa.rows.len()).chain(of_psa), query.get("psa")),
        ..MappingMapPage::default()
    })
}

/// The two companies that a form names, where it names both.
fn both(form: &Form) -> Option<(CompanyId, i64)> {
    Some((
        form.get("company").parse().ok()?,
        form.get("psa").parse().ok()?,
    ))
}

/// The page with the two that were chosen.
async fn settings(
    ctx: &Ctx<Master>,
    connection: &PsaConnection,
    form: &Form,
    (company, psa): (CompanyId, i64),
) -> Result<MappingMapPage, Failed> {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let folder = engine.get_company(admin, company).await?;
    let one = [psa];
    let chosen = engine.chosen_companies(admin, connection.id, &one, true);
    let chosen = chosen.await?.into_iter().next();
    let (psa_name, sites) = chosen.map(|c| (c.name, c.sites)).unwrap_or_default();
    let rules = engine.rules_for_mapping(admin, connection.id).await?;
    Ok(MappingMapPage {
        shell: shell(ctx, NAV).await?,
        head: head(connection),
        pair: Some(PairFields {
            company_id: company.to_string(),
            company: folder.card.company.name.as_str().to_owned(),
            psa_id: psa.to_string(),
            psa_name,
            sites: site_choices(&sites, site_of(form.get("site")).unwrap_or_default()),
            switches: shown_switches(form, &rules),
            follows: form.get("follows") == "yes",
        }),
        ..MappingMapPage::default()
    })
}

/// `GET /console/psa/{connection}/companies/map`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let (connection, query) = (connection(&ctx).await?, ctx.query());
    let view = match both(&query).filter(|_| query.get("do") != "find") {
        Some(pair) => settings(&ctx, &connection, &query, pair).await?,
        None => {
            let mut view = choose(&ctx, &connection, &query).await?;
            view.notice = match (query.get("do"), query.get("done")) {
                ("on", _) => Some(Notice::new(Tone::Bad, "Choose a company in both lists.")),
                (_, "mapped") => Some(Notice::new(Tone::Good, "The two companies are mapped.")),
                _ => None,
            };
            view
        }
    };
    page(200, &view)
}

fn draft(form: &Form, (company, psa): (CompanyId, i64)) -> Result<MapDraft, MappingRefusal> {
    // A suggestion is accepted as it stands: nothing is switched on by it.
    let plain = form.get("do") == "accept";
    Ok(MapDraft {
        company,
        mapping: MappingDraft {
            psa_company: psa,
            psa_site: site_of(if plain { "" } else { form.get("site") })?,
            switches: match plain {
                true => MappingSwitches::default(),
                false => switches_of(form)?,
            },
        },
        follows: !plain && form.get("follows") == "yes",
    })
}

/// `POST /console/psa/{connection}/companies/map`: map, accept a suggestion, or read the sites.
pub async fn change(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let connection = connection(&ctx).await?;
    let Some(pair) = both(&form) else {
        return Err(Failed::of(&MappingRefusal::UnknownCompany));
    };
    if form.get("do") == "read_sites" {
        let notice = read_sites(&ctx, connection.id, &[pair.1]).await?;
        let mut view = settings(&ctx, &connection, &form, pair).await?;
        view.notice = Some(notice);
        return page(200, &view);
    }
    let made = match draft(&form, pair) {
        Ok(draft) => {
            let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
            engine.map_company(admin, connection.id, draft).await
        }
        Err(refusal) => Err(Failure::Refused(refusal)),
    };
    match made {
        Ok(_) if form.get("do") == "accept" => Ok(see_other(&format!(
            "/console/psa/{}/companies/map?done=mapped",
            connection.id
        ))),
        Ok(_) => Ok(see_other(&format!(
            "/console/psa/{}/companies?done=mapped",
            connection.id
        ))),
        Err(Failure::Broken(broken)) => Err(broken.into()),
        Err(Failure::Refused(
            refusal @ (MappingRefusal::UnknownCompany | MappingRefusal::UnknownConnection),
        )) => Err(Failed::of(&refusal)),
        Err(Failure::Refused(refusal)) => {
            let mut view = settings(&ctx, &connection, &form, pair).await?;
            let fault = rule_fault(&refusal);
            match (&mut view.pair, fault) {
                (Some(pair), Some(text)) => pair.switches.rule_fault = Some(text),
                _ => view.notice = Some(Notice::new(Tone::Bad, told(&refusal))),
            }
            page(422, &view)
        }
    }
}
