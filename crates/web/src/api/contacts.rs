//! Contacts: the list, one of them, her profile, a mail to her, her second factors.

use super::body::{Faults, answer, short};
use super::key::{ContactsFactors, ContactsRead, ContactsWrite, Key, Needs};
use super::member_state::{Done, done};
use super::paging::{PageOf, limit, place};
use super::problem::{FieldFault, invalid};
use super::words::ContactStanding;
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::Failure;
use engine::directory::contacts::{AddressView, ContactView, Relation};
use kernel::{CompanyId, ContactId, Refusal, Timestamp};
use model::directory::{
    ContactChangeRefusal, ContactFilter, ContactRefusal, ContactRow, Profile, ProfileFilter,
    Readiness, ReadinessFilter,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Something that stands in a contact's way.
#[derive(Serialize, ToSchema)]
pub struct ContactCause {
    /// The code.
    #[schema(example = "contact_revoked")]
    pub code: String,
    /// What she would be told.
    pub detail: String,
    /// What mends it.
    pub remedy: String,
}

impl From<&ContactRefusal> for ContactCause {
    fn from(cause: &ContactRefusal) -> Self {
        Self {
            code: cause.code().into(),
            detail: cause.sentence(),
            remedy: cause.remedy(),
        }
    }
}

pub(super) fn causes(found: &Readiness) -> Vec<ContactCause> {
    found.causes.iter().map(Into::into).collect()
}

/// A contact of the list.
#[derive(Serialize, ToSchema)]
pub struct ContactSummary {
    /// The id.
    #[schema(example = "con_0193e1c0a4b87d6f9b2a4c5d6e7f8091")]
    pub id: String,
    /// Her name.
    pub name: String,
    /// Her default address; null where the PSA has none.
    pub email: Option<String>,
    /// The company of her best record; null where there is none.
    pub company: Option<String>,
    /// At how many companies she is.
    pub companies: i64,
    /// Her profile: `revoked`, `admin`, or the id of one.
    #[schema(example = "revoked")]
    pub profile: String,
    /// Whether she gets invoices.
    pub bill_to: bool,
    /// How her records in the PSA stand.
    pub state: ContactStanding,
    /// Whether she gets in.
    pub gets_in: bool,
    /// What stands in her way, what counts first before the rest.
    pub causes: Vec<ContactCause>,
    /// Goes into a change.
    pub version: i64,
    /// When the PSA's last change came in.
    #[schema(format = DateTime)]
    pub synced_at: String,
}

impl From<ContactRow> for ContactSummary {
    fn from(row: ContactRow) -> Self {
        let readiness = row.readiness();
        let name = row.contact.display_name();
        let contact = row.contact;
        Self {
            id: contact.id.to_string(),
            name,
            email: contact.emails.into_iter().next(),
            company: Some(row.company).filter(|c| !c.is_empty()),
            companies: row.companies,
            profile: Profile::kept(&contact.profile).to_string(),
            bill_to: contact.bill_to,
            state: contact.state.into(),
            gets_in: readiness.ready(),
            causes: causes(&readiness),
            version: contact.version,
            synced_at: contact.synced_at.rfc3339(),
        }
    }
}

/// An address of a contact, and what comes of her with it.
#[derive(Serialize, ToSchema)]
pub struct ContactAddress {
    /// The address as the PSA has it.
    pub email: String,
    /// Whether she gets in with it.
    pub gets_in: bool,
    /// What stands in her way.
    pub causes: Vec<ContactCause>,
}

/// A record in a PSA, and the company that it relates her to.
#[derive(Serialize, ToSchema)]
pub struct ContactRelation {
    /// The company here.
    pub company: String,
    /// Its name.
    pub company_name: String,
    /// The site; null where there is none.
    pub site: Option<String>,
    /// The connection.
    pub connection: String,
    /// The record's id in the PSA.
    pub psa_id: i64,
    /// How the record stands.
    pub state: ContactStanding,
    /// Whether she is the first of the company.
    pub main: bool,
    /// Whether she gets the company's invoices.
    pub bill_to: bool,
}

impl From<&Relation> for ContactRelation {
    fn from(one: &Relation) -> Self {
        Self {
            company: one.source.company_id.to_string(),
            company_name: one.company.clone(),
            site: Some(one.site.clone()).filter(|s| !s.is_empty()),
            connection: one.connection.clone(),
            psa_id: one.source.psa_id,
            state: one.source.state.into(),
            main: one.source.main,
            bill_to: one.source.bill_to,
        }
    }
}

/// Her login.
#[derive(Serialize, ToSchema)]
pub struct ContactLogin {
    /// The end user.
    pub end_user: String,
    /// `invited`, `active`, `deactivated` or `withdrawn`.
    pub state: String,
    /// Whether she has a second factor.
    pub has_second_factor: bool,
}

/// A contact with what stands around her.
#[derive(Serialize, ToSchema)]
pub struct ContactDetail {
    /// The id.
    pub id: String,
    /// Her name.
    pub name: String,
    /// Her title in the PSA.
    pub title: String,
    /// Her addresses, the default first.
    pub addresses: Vec<ContactAddress>,
    /// Her records and their companies.
    pub companies: Vec<ContactRelation>,
    /// Her profile: `revoked`, `admin`, or the id of one.
    pub profile: String,
    /// What it allows.
    #[schema(example = json!(["see_invoices", "pay_invoices"]))]
    pub allows: Vec<String>,
    /// The profile that an undo would give back; null where there is nothing to undo.
    pub undo_gives: Option<String>,
    /// How her records stand, the best of them.
    pub state: ContactStanding,
    /// Whether she gets in with her default address.
    pub gets_in: bool,
    /// What stands in her way, what counts first before the rest.
    pub causes: Vec<ContactCause>,
    /// Her login; null before she has one.
    pub login: Option<ContactLogin>,
    /// When the last access mail went.
    #[schema(format = DateTime)]
    pub mailed_at: Option<String>,
    /// Goes into a change.
    pub version: i64,
    /// When the PSA's last change came in.
    #[schema(format = DateTime)]
    pub synced_at: String,
}

impl From<ContactView> for ContactDetail {
    fn from(found: ContactView) -> Self {
        let contact = &found.contact;
        let address = |one: &AddressView| ContactAddress {
            email: one.email.clone(),
            gets_in: one.readiness.ready(),
            causes: causes(&one.readiness),
        };
        Self {
            id: contact.id.to_string(),
            name: contact.display_name(),
            title: contact.title.clone(),
            addresses: found.addresses.iter().map(address).collect(),
            companies: found.relations.iter().map(Into::into).collect(),
            profile: Profile::kept(&contact.profile).to_string(),
            allows: found.allows.iter().map(|s| s.as_str().into()).collect(),
            undo_gives: found.undo.map(|(profile, _)| profile),
            state: contact.state.into(),
            gets_in: found.readiness.ready(),
            causes: causes(&found.readiness),
            login: found.login.map(|login| ContactLogin {
                end_user: login.end_user.to_string(),
                state: login.state.as_str().into(),
                has_second_factor: login.has_factor,
            }),
            mailed_at: found.mailed_at.map(Timestamp::rfc3339),
            version: contact.version,
            synced_at: contact.synced_at.rfc3339(),
        }
    }
}

/// Which contacts.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ContactQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Words, each of which is part of her name, an address or a company of hers.
    #[param(max_length = 100)]
    q: Option<String>,
    /// At this company.
    #[param(value_type = Option<String>, pattern = "^com_[0-9a-f]{32}$")]
    company: Option<CompanyId>,
    /// With this profile: `revoked`, `admin`, the id of one, or `given` for any that gives access.
    #[param(max_length = 100)]
    profile: Option<String>,
    /// How their records stand.
    state: Option<ContactStanding>,
    /// Who gets invoices, or does not.
    bill_to: Option<bool>,
    /// What comes of them: `ready`, `not_ready`, or the code of what stands in their way first.
    #[param(max_length = 100)]
    outcome: Option<String>,
}

fn unknown_word(parameter: &str, detail: &str) -> Failed {
    invalid(vec![FieldFault {
        pointer: None,
        parameter: Some(parameter.into()),
        detail: detail.into(),
    }])
}

pub(super) fn profile_filter(text: &str) -> Option<ProfileFilter> {
    match text {
        "given" => Some(ProfileFilter::Given),
        text => Profile::parse(text).map(ProfileFilter::Is),
    }
}

/// What a text means, where one is given.
fn word<T>(
    parameter: &str,
    text: Option<String>,
    read: impl Fn(&str) -> Option<T>,
    detail: &str,
) -> Result<Option<T>, Failed> {
    match text {
        None => Ok(None),
        Some(text) => match read(&text) {
            Some(value) => Ok(Some(value)),
            None => Err(unknown_word(parameter, detail)),
        },
    }
}

pub(super) const PROFILE_WORDS: &str = "A profile is revoked, admin, or the id of one.";
pub(super) const OUTCOME_WORDS: &str = "An outcome is ready, not_ready, or the code of a cause.";

/// A page of contacts, by name.
pub(super) async fn page<S: Needs>(
    ctx: &Ctx<Key<S>>,
    filter: &ContactFilter,
    asked: Option<i64>,
    cursor: Option<&str>,
) -> Result<PageOf<ContactSummary>, Failed> {
    let limit = limit(asked)?;
    let after: Option<ContactId> = place(cursor, |t| t.parse().ok())?;
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let page = match engine.list_contacts(admin, filter, after, limit + 1).await {
        Ok(page) => page,
        // A row that is gone is no place to go on from.
        Err(Failure::Refused(_)) => {
            return Err(place::<()>(Some("!"), |_| None)
                .err()
                .unwrap_or_else(super::problem::not_found));
        }
        Err(Failure::Broken(broken)) => return Err(broken.into()),
    };
    let id = |row: &ContactRow| row.contact.id.to_string();
    Ok(PageOf::of(page.rows, limit, id, ContactSummary::from))
}

/// Contacts by name, filtered, by the page.
#[utoipa::path(get, path = "/api/v1/contacts", operation_id = "list_contacts", tag = "Contacts",
    params(ContactQuery), responses((status = 200, description = "A page of contacts", body = PageOf<ContactSummary>)))]
pub async fn list(ctx: Ctx<Key<ContactsRead>>) -> Answer {
    let asked: ContactQuery = ctx.asked()?;
    let filter = ContactFilter {
        text: short("q", asked.q, 100)?,
        company: asked.company,
        profile: word("profile", asked.profile, profile_filter, PROFILE_WORDS)?,
        state: asked.state.map(Into::into),
        bill_to: asked.bill_to,
        readiness: word(
            "outcome",
            asked.outcome,
            ReadinessFilter::parse,
            OUTCOME_WORDS,
        )?,
    };
    let found = page(&ctx, &filter, asked.limit, asked.cursor.as_deref()).await?;
    answer(200, &found)
}

fn id_of<S>(ctx: &Ctx<Key<S>>) -> Result<ContactId, Failed> {
    ctx.placeholder("contact")
        .parse()
        .map_err(|_| Failed::of(&ContactChangeRefusal::Unknown))
}

async fn show<S: Needs>(ctx: &Ctx<Key<S>>, id: ContactId) -> Answer {
    let found = ctx.app.engine.get_contact(ctx.who.admin(), id).await?;
    answer(200, &ContactDetail::from(found))
}

/// One contact with her addresses, companies, login, and what stands in her way.
#[utoipa::path(get, path = "/api/v1/contacts/{contact}", operation_id = "get_contact", tag = "Contacts",
    responses((status = 200, description = "The contact", body = ContactDetail)))]
pub async fn get(ctx: Ctx<Key<ContactsRead>>) -> Answer {
    show(&ctx, id_of(&ctx)?).await
}

/// A profile for a contact.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactProfileIn {
    /// `revoked`, `admin`, or the id of a profile.
    #[schema(max_length = 100, example = "admin")]
    profile: String,
    /// The version of the contact that was read; another one is refused.
    version: i64,
}

/// Gives a contact another profile, where nobody has changed her since she was read.
#[utoipa::path(put, path = "/api/v1/contacts/{contact}/profile", operation_id = "set_contact_profile", tag = "Contacts",
    request_body = ContactProfileIn, responses((status = 200, description = "The contact", body = ContactDetail)))]
pub async fn set_profile(ctx: Ctx<Key<ContactsWrite>>) -> Answer {
    let asked: ContactProfileIn = ctx.json()?;
    let id = id_of(&ctx)?;
    let Some(profile) = Profile::parse(&asked.profile) else {
        let mut faults = Faults::default();
        faults.at("/profile", PROFILE_WORDS);
        return Err(faults.refusal());
    };
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    engine
        .save_contact(admin, id, asked.version, profile)
        .await?;
    show(&ctx, id).await
}

/// Which version of a contact.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactUndoIn {
    /// The version of the contact that was read; another one is refused.
    version: i64,
}

/// Gives a contact the profile back that she had before the last change.
#[utoipa::path(post, path = "/api/v1/contacts/{contact}/profile/undo", operation_id = "undo_contact_profile", tag = "Contacts",
    request_body = ContactUndoIn, responses((status = 200, description = "The contact", body = ContactDetail)))]
pub async fn undo_profile(ctx: Ctx<Key<ContactsWrite>>) -> Answer {
    let asked: ContactUndoIn = ctx.json()?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    engine.undo_contact(admin, id, asked.version).await?;
    show(&ctx, id).await
}

/// Mails a contact who gets in what she may do, and the way in: at most once in ten minutes.
#[utoipa::path(post, path = "/api/v1/contacts/{contact}/mail", operation_id = "mail_contact", tag = "Contacts",
    responses((status = 200, description = "The mail is on its way", body = Done)))]
pub async fn mail(ctx: Ctx<Key<ContactsWrite>>) -> Answer {
    ctx.no_body()?;
    let id = id_of(&ctx)?;
    ctx.app.engine.mail_contact(ctx.who.admin(), id).await?;
    done()
}

/// Takes all second factors of a contact's login away, ends her sessions, and mails her the link with
/// which she sets up new ones.
#[utoipa::path(post, path = "/api/v1/contacts/{contact}/factor-reset", operation_id = "reset_contact_factors", tag = "Contacts",
    responses((status = 200, description = "They are gone", body = Done)))]
pub async fn reset_factors(ctx: Ctx<Key<ContactsFactors>>) -> Answer {
    ctx.no_body()?;
    let id = id_of(&ctx)?;
    let engine = &ctx.app.engine;
    engine.reset_contact_factors(ctx.who.admin(), id).await?;
    done()
}
