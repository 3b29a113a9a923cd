//! Links of modules with their tenants. A link is made by a module and a master together, never by a
//! program; what hangs on it is changed here as in the console.

use super::body::{answer, short};
use super::key::{Key, LinksRead, LinksWrite};
use super::member_state::{Done, done};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::access::{AccountsFilter, Hand, LinkPolicyRefusal, ProvisionFilter, ShutOutRow};
use kernel::{LinkId, Timestamp};
use model::access::{ModuleLink, ProvisionState};
use serde::{Deserialize, Serialize};
use unified_login::Confirmed;
use utoipa::{IntoParams, ToSchema};

/// A link of a module with a tenant.
#[derive(Serialize, ToSchema)]
pub struct LinkCard {
    /// The id.
    #[schema(example = "lnk_0193e1c0a4b87d6f9b2a4c5d6e7f8091")]
    pub id: String,
    /// The module.
    #[schema(example = "ins_0193e1c0a4b87d6f9b2a4c5d6e7f8091")]
    pub module: String,
    /// The module's id of the tenant.
    pub tenant: String,
    /// The tenant's name.
    pub tenant_name: String,
    /// The region it lives in.
    pub region: Option<String>,
    /// `active` or `suspended`.
    pub state: String,
    /// Who proved the hub's side.
    pub linked_by: String,
    /// Who proved the module's side.
    pub module_admin: String,
    /// When.
    #[schema(format = DateTime)]
    pub linked_at: String,
    /// When the module last asked for its policy.
    #[schema(format = DateTime)]
    pub last_seen_at: Option<String>,
    /// When the module's people were last read.
    #[schema(format = DateTime)]
    pub accounts_read_at: Option<String>,
}

impl From<&ModuleLink> for LinkCard {
    fn from(link: &ModuleLink) -> Self {
        Self {
            id: link.id.to_string(),
            module: link.instance_id.to_string(),
            tenant: link.tenant.id.clone(),
            tenant_name: link.tenant.name.clone(),
            region: link.tenant.region.clone(),
            state: link.state.as_str().into(),
            linked_by: link.linked_by.clone(),
            module_admin: link.module_admin.clone(),
            linked_at: link.linked_at.rfc3339(),
            last_seen_at: link.last_seen_at.map(Timestamp::rfc3339),
            accounts_read_at: link.imported_at.map(Timestamp::rfc3339),
        }
    }
}

/// All links.
#[derive(Serialize, ToSchema)]
pub struct LinkCards {
    /// The links, in the order in which they were made.
    pub data: Vec<LinkCard>,
}

/// Somebody who could log in in no way any more if Require were on.
#[derive(Serialize, ToSchema)]
pub struct ShutOutCard {
    /// The module's id of her account.
    pub account: String,
    /// Her name there.
    pub name: String,
    /// Her address there.
    pub email: String,
    /// Why.
    pub reason: String,
    /// What helps.
    pub remedy: String,
}

impl From<ShutOutRow> for ShutOutCard {
    fn from(row: ShutOutRow) -> Self {
        Self {
            account: row.account,
            name: row.name,
            email: row.email,
            reason: row.reason,
            remedy: row.remedy,
        }
    }
}

/// Everybody whom Require would shut out.
#[derive(Serialize, ToSchema)]
pub struct ShutOutCards {
    /// They.
    pub data: Vec<ShutOutCard>,
}

/// An account of the module.
#[derive(Serialize, ToSchema)]
pub struct AccountCard {
    /// The module's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub email: String,
    /// Keys of its roles there.
    pub roles: Vec<String>,
    /// Whether it is active there.
    pub active: bool,
    /// Why it is exempt from Require; none when it is not.
    pub exempt: Option<String>,
    /// Who gave it an exception; none without one.
    pub exception_by: Option<String>,
}

/// The accounts of a tenant.
#[derive(Serialize, ToSchema)]
pub struct AccountCards {
    /// They, by name.
    pub data: Vec<AccountCard>,
}

/// The id in an address.
pub(super) fn id_of<S>(ctx: &Ctx<Key<S>>) -> Result<LinkId, Failed> {
    let no = |_| Failed::of(&LinkPolicyRefusal::NoLink);
    ctx.placeholder("link").parse().map_err(no)
}

/// The hand of the program.
pub(super) fn hand<S: super::key::Needs>(ctx: &Ctx<Key<S>>) -> Hand {
    Hand::Administrator(ctx.who.admin().clone())
}

/// The links of the partner, in any state.
#[utoipa::path(get, path = "/api/v1/links", operation_id = "list_links", tag = "Links",
    responses((status = 200, description = "The links", body = LinkCards)))]
pub async fn list(ctx: Ctx<Key<LinksRead>>) -> Answer {
    let views = ctx.app.engine.links(ctx.who.admin(), None).await?;
    let data = views.iter().map(|v| LinkCard::from(&v.link)).collect();
    answer(200, &LinkCards { data })
}

/// What ending a link may take along.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Ending {
    /// Says yes to everything going off that hangs on Log In; without it, that is refused.
    #[serde(default)]
    pub confirm_also_off: bool,
}

/// Ends a link: nobody logs in through the hub at that tenant any more, and its policy is off.
#[utoipa::path(delete, path = "/api/v1/links/{link}", operation_id = "end_link", tag = "Links",
    params(Ending),
    responses((status = 200, description = "It is ended", body = Done)))]
pub async fn end(ctx: Ctx<Key<LinksWrite>>) -> Answer {
    ctx.no_body()?;
    let (hand, id) = (hand(&ctx), id_of(&ctx)?);
    let ending: Ending = ctx.asked()?;
    let confirmed = Confirmed {
        also_off: ending.confirm_also_off,
        ..Confirmed::default()
    };
    ctx.app.engine.unlink(&hand, id, confirmed).await?;
    done()
}

/// Whom turning Require on would shut out at this moment.
#[utoipa::path(get, path = "/api/v1/links/{link}/shut-out", operation_id = "list_shut_out", tag = "Links",
    responses((status = 200, description = "They, with what helps", body = ShutOutCards)))]
pub async fn shut_out(ctx: Ctx<Key<LinksRead>>) -> Answer {
    let rows = ctx.app.engine.shut_out(&hand(&ctx), id_of(&ctx)?).await?;
    let data = rows.into_iter().map(Into::into).collect();
    answer(200, &ShutOutCards { data })
}

/// The accounts of a tenant, as they were last read, with exemptions and exceptions.
#[utoipa::path(get, path = "/api/v1/links/{link}/accounts", operation_id = "list_module_accounts", tag = "Links",
    responses((status = 200, description = "The accounts", body = AccountCards)))]
pub async fn accounts(ctx: Ctx<Key<LinksRead>>) -> Answer {
    let (hand, id) = (hand(&ctx), id_of(&ctx)?);
    let filter = AccountsFilter::default();
    let rows = ctx.app.engine.accounts_of_link(&hand, id, &filter).await?;
    let data = rows.into_iter().map(|row| AccountCard {
        id: row.account.remote_id,
        name: row.account.display_name,
        email: row.account.email,
        roles: row.account.roles,
        active: row.account.active,
        exempt: row.exemption.map(|e| e.reason().to_owned()),
        exception_by: row.exception.map(|e| e.given_by),
    });
    answer(
        200,
        &AccountCards {
            data: data.collect(),
        },
    )
}

/// Has the accounts of a tenant read again; they are there a moment later.
#[utoipa::path(post, path = "/api/v1/links/{link}/accounts/read", operation_id = "read_module_accounts", tag = "Links",
    responses((status = 200, description = "It is asked for", body = Done)))]
pub async fn read_accounts(ctx: Ctx<Key<LinksWrite>>) -> Answer {
    ctx.no_body()?;
    let (hand, id) = (hand(&ctx), id_of(&ctx)?);
    ctx.app.engine.ask_for_accounts(&hand, id).await?;
    done()
}

async fn set_exception(ctx: Ctx<Key<LinksWrite>>, on: bool) -> Answer {
    ctx.no_body()?;
    let (hand, id) = (hand(&ctx), id_of(&ctx)?);
    let account = ctx.placeholder("account");
    if account.len() > 255 || account.chars().any(char::is_control) {
        return Err(Failed::of(&LinkPolicyRefusal::NoAccount));
    }
    let engine = &ctx.app.engine;
    engine.set_exception(&hand, id, account, on).await?;
    done()
}

/// Gives an account an exception from Require.
#[utoipa::path(put, path = "/api/v1/links/{link}/exceptions/{account}", operation_id = "give_exception", tag = "Links",
    responses((status = 200, description = "It may log in locally", body = Done)))]
pub async fn give_exception(ctx: Ctx<Key<LinksWrite>>) -> Answer {
    set_exception(ctx, true).await
}

/// Takes an exception back.
#[utoipa::path(delete, path = "/api/v1/links/{link}/exceptions/{account}", operation_id = "take_exception", tag = "Links",
    responses((status = 200, description = "It is taken back", body = Done)))]
pub async fn take_exception(ctx: Ctx<Key<LinksWrite>>) -> Answer {
    set_exception(ctx, false).await
}

/// Somebody whose account the hub looks after.
#[derive(Serialize, ToSchema)]
pub struct ProvisionCard {
    /// Her id at the hub.
    #[schema(example = "mem_0193e1c0a4b87d6f9b2a4c5d6e7f8091")]
    pub member: String,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// `in_step`, `waiting`, `running`, `owed`, `refused` or `kept`.
    pub state: String,
    /// What came of it last, in a word; none before it was looked at.
    pub outcome: Option<String>,
    /// The same in a sentence.
    pub detail: Option<String>,
    /// The module's own words, or why it is tried again.
    pub fault: String,
    /// When the module was read to have done it.
    #[schema(format = DateTime)]
    pub proved_at: Option<String>,
}

/// The people of a link.
#[derive(Serialize, ToSchema)]
pub struct ProvisionCards {
    /// They, at most two hundred.
    pub data: Vec<ProvisionCard>,
}

/// Whose account at the module is as it should be, and what it owes. The first two hundred of a state.
#[utoipa::path(get, path = "/api/v1/links/{link}/provisioning", operation_id = "list_provisioning", tag = "Links",
    params(ProvisionQuery),
    responses((status = 200, description = "The people", body = ProvisionCards)))]
pub async fn provisioning(ctx: Ctx<Key<LinksRead>>) -> Answer {
    let (hand, id) = (hand(&ctx), id_of(&ctx)?);
    let asked: ProvisionQuery = ctx.asked()?;
    let filter = ProvisionFilter {
        state: asked.state.as_deref().and_then(ProvisionState::parse),
        text: short("q", asked.q, 100)?,
    };
    let engine = &ctx.app.engine;
    let found = engine.provisioning(&hand, id, &filter, None, 200).await?;
    let data = found.rows.into_iter().map(|row| ProvisionCard {
        member: row.affiliation_id.to_string(),
        name: row.name,
        email: row.email,
        state: row.state.as_str().into(),
        outcome: row.outcome.map(|o| o.as_str().to_owned()),
        detail: row.outcome.map(|o| o.sentence()),
        fault: row.fault,
        proved_at: row.proved_at.map(Timestamp::rfc3339),
    });
    answer(
        200,
        &ProvisionCards {
            data: data.collect(),
        },
    )
}

/// Which people.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProvisionQuery {
    /// A state; everybody without one.
    pub state: Option<String>,
    /// A part of a name or address.
    pub q: Option<String>,
}

/// Tries again at once for everybody whose account is not as it should be.
#[utoipa::path(post, path = "/api/v1/links/{link}/provisioning/retry", operation_id = "retry_provisioning", tag = "Links",
    responses((status = 200, description = "It is tried again", body = Done)))]
pub async fn retry_provisioning(ctx: Ctx<Key<LinksWrite>>) -> Answer {
    ctx.no_body()?;
    let (hand, id) = (hand(&ctx), id_of(&ctx)?);
    ctx.app.engine.retry_provisioning(&hand, id, None).await?;
    done()
}
