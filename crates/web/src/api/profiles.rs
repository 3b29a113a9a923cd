//! Access profiles: what contacts may do in the client portal.

use super::body::{Faults, answer};
use super::key::{ContactsRead, ContactsWrite, Key, Needs};
use super::member_state::{Done, done};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::directory::contacts::{ProfileDraft, ProfileRow};
use kernel::{AccessProfileId, DisplayName};
use model::directory::{AccessSwitch, Profile, ProfileRefusal, Switches};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A profile.
#[derive(Serialize, ToSchema)]
pub struct AccessProfileView {
    /// `revoked` and `admin` are built in; others have an id.
    #[schema(example = "apr_0193e1c0a4b87d6f9b2a4c5d6e7f8091")]
    pub id: String,
    /// The name.
    pub name: String,
    /// Whether it is built in, and never changes.
    pub built_in: bool,
    /// What it allows.
    #[schema(example = json!(["see_invoices", "pay_invoices"]))]
    pub allows: Vec<String>,
    /// How many contacts have it.
    pub contacts: i64,
}

impl From<ProfileRow> for AccessProfileView {
    fn from(row: ProfileRow) -> Self {
        Self {
            id: row.profile.to_string(),
            name: row.name,
            built_in: !matches!(row.profile, Profile::Custom(_)),
            allows: row.switches.iter().map(|s| s.as_str().into()).collect(),
            contacts: row.contacts,
        }
    }
}

/// The profiles of the partner.
#[derive(Serialize, ToSchema)]
pub struct AccessProfiles {
    /// Those that are built in, then the partner's own by name.
    pub data: Vec<AccessProfileView>,
}

/// The profiles, and what each allows.
#[utoipa::path(get, path = "/api/v1/profiles", operation_id = "list_profiles", tag = "Contacts",
    responses((status = 200, description = "The profiles", body = AccessProfiles)))]
pub async fn list(ctx: Ctx<Key<ContactsRead>>) -> Answer {
    let found = ctx.app.engine.list_profiles(ctx.who.admin()).await?;
    let data = found.into_iter().map(Into::into).collect();
    answer(200, &AccessProfiles { data })
}

fn id_of<S>(ctx: &Ctx<Key<S>>) -> Result<AccessProfileId, Failed> {
    ctx.placeholder("profile")
        .parse()
        .map_err(|_| Failed::of(&ProfileRefusal::Unknown))
}

async fn show<S: Needs>(ctx: &Ctx<Key<S>>, status: u16, id: AccessProfileId) -> Answer {
    let found = ctx.app.engine.get_profile(ctx.who.admin(), id).await?;
    answer(status, &AccessProfileView::from(found))
}

/// One profile that the partner made.
#[utoipa::path(get, path = "/api/v1/profiles/{profile}", operation_id = "get_profile", tag = "Contacts",
    responses((status = 200, description = "The profile", body = AccessProfileView)))]
pub async fn get(ctx: Ctx<Key<ContactsRead>>) -> Answer {
    show(&ctx, 200, id_of(&ctx)?).await
}

/// What is kept of a profile.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessProfileIn {
    /// The name, unique at this partner.
    #[schema(min_length = 1, max_length = 120, example = "Bookkeeper")]
    name: String,
    /// What it allows: `see_invoices`, `pay_invoices`, `see_credits`, `see_tickets`, `make_tickets`,
    /// `see_quotes`, `see_contracts`.
    #[schema(min_items = 1, max_items = 20)]
    allows: Vec<String>,
}

impl AccessProfileIn {
    fn draft(self) -> Result<ProfileDraft, Failed> {
        let mut faults = Faults::default();
        let name = faults.read("/name", DisplayName::parse(&self.name));
        let mut on = Vec::new();
        for (n, word) in self.allows.iter().enumerate().take(20) {
            let switch = AccessSwitch::parse(word).ok_or("There is no such switch.");
            on.extend(faults.read(&format!("/allows/{n}"), switch));
        }
        let Some(name) = name else {
            return Err(faults.refusal());
        };
        faults.done()?;
        Ok(ProfileDraft {
            name,
            switches: Switches::of(on),
        })
    }
}

/// Makes a profile.
#[utoipa::path(post, path = "/api/v1/profiles", operation_id = "make_profile", tag = "Contacts",
    request_body = AccessProfileIn, responses((status = 201, description = "The profile", body = AccessProfileView)))]
pub async fn make(ctx: Ctx<Key<ContactsWrite>>) -> Answer {
    let draft = ctx.json::<AccessProfileIn>()?.draft()?;
    let id = ctx.app.engine.make_profile(ctx.who.admin(), draft).await?;
    show(&ctx, 201, id).await
}

/// Changes a profile, at once for everybody who has it.
#[utoipa::path(put, path = "/api/v1/profiles/{profile}", operation_id = "change_profile", tag = "Contacts",
    request_body = AccessProfileIn, responses((status = 200, description = "The profile", body = AccessProfileView)))]
pub async fn change(ctx: Ctx<Key<ContactsWrite>>) -> Answer {
    let draft = ctx.json::<AccessProfileIn>()?.draft()?;
    let id = id_of(&ctx)?;
    let admin = ctx.who.admin();
    ctx.app.engine.change_profile(admin, id, draft).await?;
    show(&ctx, 200, id).await
}

/// Deletes a profile that no contact has.
#[utoipa::path(delete, path = "/api/v1/profiles/{profile}", operation_id = "delete_profile", tag = "Contacts",
    responses((status = 200, description = "It is gone", body = Done)))]
pub async fn delete(ctx: Ctx<Key<ContactsWrite>>) -> Answer {
    ctx.no_body()?;
    let id = id_of(&ctx)?;
    ctx.app.engine.delete_profile(ctx.who.admin(), id).await?;
    done()
}
