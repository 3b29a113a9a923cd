//! `GET /console/contacts`: the list, and its export.

use super::members::csv_cell;
use super::reading::shell;
use crate::answer::{Answer, header, page};
use crate::context::{Ctx, Form};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{Choice, ContactLine, ContactsPage, thousands};
use crate::view::initials;
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_DISPOSITION;
use engine::directory::contacts::{CONTACTS_ON_A_PAGE, ProfileNames};
use engine::identity::Administrator;
use futures_util::stream;
use kernel::ContactId;
use model::directory::{
    CONTACT_CAUSES, ContactFilter, ContactRefusal, ContactRow, ContactState, Profile,
    ProfileFilter, Readiness, ReadinessFilter,
};

/// The filter that a query says. Words that are not known filter nothing.
pub(super) fn filter(query: &Form) -> ContactFilter {
    ContactFilter {
        text: query.get("q").trim().chars().take(100).collect(),
        company: query.get("company").parse().ok(),
        profile: match query.get("profile") {
            "given" => Some(ProfileFilter::Given),
            text => Profile::parse(text).map(ProfileFilter::Is),
        },
        state: ContactState::parse(query.get("state")),
        bill_to: match query.get("bill_to") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        readiness: ReadinessFilter::parse(query.get("show")),
    }
}

fn profile_word(filter: &ContactFilter) -> String {
    match filter.profile {
        None => String::new(),
        Some(ProfileFilter::Given) => "given".into(),
        Some(ProfileFilter::Is(profile)) => profile.to_string(),
    }
}

/// The query that says a filter.
pub(super) fn filter_query(filter: &ContactFilter) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            out.append_pair(name, value);
        }
    };
    add("q", &filter.text);
    let company = filter.company.map(|c| c.to_string());
    add("company", &company.unwrap_or_default());
    add("profile", &profile_word(filter));
    add("state", filter.state.map_or("", ContactState::as_str));
    add(
        "bill_to",
        filter.bill_to.map_or("", |b| if b { "yes" } else { "no" }),
    );
    add("show", filter.readiness.map_or("", ReadinessFilter::as_str));
    out.finish()
}

/// An address with a query that may be empty.
pub(super) fn with_query(path: &str, query: &str) -> String {
    match query.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{query}"),
    }
}

/// The address of the page after a contact.
pub(super) fn after(path: &str, query: &str, last: ContactId) -> String {
    let joint = if query.is_empty() { "" } else { "&" };
    format!("{path}?{query}{joint}after={last}")
}

/// What comes of her, in a few words, and the colour of that.
pub(super) fn outcome(found: &Readiness) -> (&'static str, &'static str) {
    match found.first() {
        None => ("Gets in", "good"),
        Some(ContactRefusal::Revoked) => (ContactRefusal::Revoked.title(), "warn"),
        Some(cause) => (cause.title(), "bad"),
    }
}

/// How records in PSAs stand, in words, and the colour of that.
pub(super) const fn state_words(state: ContactState) -> (&'static str, &'static str) {
    match state {
        ContactState::Active => ("In the PSA", "good"),
        ContactState::Inactive => ("Inactive in the PSA", "bad"),
        ContactState::OutOfScope => ("Not synchronised", "warn"),
        ContactState::Gone => ("Gone from the PSA", "bad"),
    }
}

/// The outcomes to choose from.
pub(super) fn outcomes(chosen: &str) -> Vec<Choice> {
    let fixed = [
        ("", "Any outcome"),
        ("ready", "Gets in"),
        ("not_ready", "Does not get in"),
    ];
    let causes = CONTACT_CAUSES
        .into_iter()
        .filter(|code| *code != "contact_missing")
        .map(|code| (code, ContactRefusal::title_of(code)));
    Choice::of(fixed.into_iter().chain(causes), chosen)
}

/// The profiles to choose from, one of them chosen.
pub(super) fn profiles(names: &ProfileNames, chosen: &str) -> Vec<Choice> {
    Choice::of(names.0.iter().cloned(), chosen)
}

fn line(row: &ContactRow, names: &ProfileNames) -> ContactLine {
    let name = row.contact.display_name();
    let (outcome, tone) = outcome(&row.readiness());
    ContactLine {
        id: row.contact.id.to_string(),
        initials: initials(&name),
        name,
        email: row.contact.emails.first().cloned().unwrap_or_default(),
        more_emails: (row.emails - 1).max(0),
        company: row.company.clone(),
        more_companies: (row.companies - 1).max(0),
        profile: names.of(&row.contact.profile).to_owned(),
        has_access: row.profile() != Profile::Revoked,
        bill_to: row.contact.bill_to,
        outcome,
        tone,
    }
}

/// The contact after which a page begins; one that is gone begins anew.
pub(super) fn place(query: &Form) -> Option<ContactId> {
    query.get("after").parse().ok()
}

/// A page of contacts; from the beginning where the contact after which it goes on is gone.
pub(super) async fn listed(
    ctx: &Ctx<Master>,
    filter: &ContactFilter,
    after: Option<ContactId>,
) -> Result<engine::directory::contacts::ContactPage, Failed> {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let page = engine.list_contacts(admin, filter, after, CONTACTS_ON_A_PAGE);
    match (page.await, after) {
        (Err(engine::Failure::Refused(_)), Some(_)) => Ok(engine
            .list_contacts(admin, filter, None, CONTACTS_ON_A_PAGE)
            .await?),
        (page, _) => Ok(page?),
    }
}

/// The page.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let (filter, start) = (filter(&query), place(&query));
    let found = listed(&ctx, &filter, start).await?;
    let names = ctx.app.engine.contact_profiles(&ctx.who.1).await?;
    let said = filter_query(&filter);
    let last = found.rows.last().filter(|_| found.more);
    let states = ContactState::ALL.map(|s| (s.as_str(), state_words(s).0));
    let mut any_profile = vec![
        (String::new(), "Any profile".to_owned()),
        ("given".to_owned(), "With access".to_owned()),
    ];
    any_profile.extend(names.0.iter().cloned());
    let view = ContactsPage {
        shell: shell(&ctx, "/console/contacts").await?,
        notice: None,
        query: filter.text.clone(),
        company: filter.company.map_or_else(String::new, |c| c.to_string()),
        profiles: Choice::of(any_profile, &profile_word(&filter)),
        states: Choice::of(
            [("", "Any state")].into_iter().chain(states),
            filter.state.map_or("", ContactState::as_str),
        ),
        bill_tos: Choice::of(
            [
                ("", "Bill-to or not"),
                ("yes", "Default bill-to"),
                ("no", "Not bill-to"),
            ],
            filter.bill_to.map_or("", |b| if b { "yes" } else { "no" }),
        ),
        outcomes: outcomes(filter.readiness.map_or("", ReadinessFilter::as_str)),
        filtered: !filter.is_empty(),
        rows: found.rows.iter().map(|row| line(row, &names)).collect(),
        total: match found.total {
            Some(1) => "One contact".into(),
            Some(n) => format!("{} contacts", thousands(n)),
            None => String::new(),
        },
        first: start.map(|_| with_query("/console/contacts", &said)),
        next: last.map(|row| after("/console/contacts", &said, row.contact.id)),
        actions: profiles(&names, "admin"),
        filter: said,
    };
    page(200, &view)
}

/// Rows that one step of an export reads.
const STEP: i64 = 500;

/// What an export of contacts holds.
pub(super) const COLUMNS: &str =
    "email,name,company,profile,bill_to,state,gets_in,code,why,remedy,last_change,id\r\n";

/// All that a filter finds as comma-separated values, sent as it is read.
pub(super) fn csv(
    ctx: &Ctx<Master>,
    filter: ContactFilter,
    names: ProfileNames,
    file: &str,
) -> Answer {
    let (app, admin) = (ctx.app.clone(), ctx.who.1.clone());
    let start = (app, admin, filter, names, None::<ContactId>, false);
    let rows = stream::try_unfold(
        start,
        |(app, admin, filter, names, after, done): (
            crate::App,
            Administrator,
            ContactFilter,
            ProfileNames,
            Option<ContactId>,
            bool,
        )| async move {
            if done {
                return Ok::<_, std::io::Error>(None);
            }
            let page = app
                .engine
                .list_contacts(&admin, &filter, after, STEP)
                .await
                .map_err(|_| std::io::Error::other("the list ended early"))?;
            let mut text = String::new();
            if after.is_none() {
                text.push_str(COLUMNS);
            }
            for row in &page.rows {
                push_row(&mut text, row, &names);
            }
            let after = page.rows.last().map(|r| r.contact.id).or(after);
            let done = !page.more;
            Ok(Some((
                Bytes::from(text),
                (app, admin, filter, names, after, done),
            )))
        },
    );
    let response = crate::answer::bytes("text/csv; charset=utf-8", Body::from_stream(rows));
    Ok(header(
        response,
        CONTENT_DISPOSITION,
        &format!("attachment; filename=\"{file}\""),
    ))
}

/// `GET /console/contacts.csv`: all that the filter finds.
pub async fn export(ctx: Ctx<Master>) -> Answer {
    let names = ctx.app.engine.contact_profiles(&ctx.who.1).await?;
    csv(&ctx, filter(&ctx.query()), names, "contacts.csv")
}

fn push_row(text: &mut String, row: &ContactRow, names: &ProfileNames) {
    use kernel::Refusal as _;
    let (contact, readiness) = (&row.contact, row.readiness());
    let first = readiness.first();
    let yes = |it: bool| if it { "yes" } else { "no" };
    let name = contact.display_name();
    let cells = [
        contact.emails.first().map_or("", String::as_str),
        &name,
        &row.company,
        names.of(&contact.profile),
        yes(contact.bill_to),
        contact.state.as_str(),
        yes(readiness.ready()),
        first.map_or("", |c| c.code()),
        first.map_or("", |c| c.title()),
        &first.map_or_else(String::new, |c| c.remedy()),
        &contact.synced_at.rfc3339(),
        &contact.id.to_string(),
    ];
    text.push_str(&cells.map(csv_cell).join(","));
    text.push_str("\r\n");
}
