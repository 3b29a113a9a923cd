//! API keys themselves: looked at and revoked. A key makes no keys and changes none, since it could
//! give itself every right.

use super::body::answer;
use super::key::{Key, KeysRead, KeysRevoke};
use super::paging::{PageOf, limit, place};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::operation::ApiKeyCard;
use kernel::{ApiKeyId, Timestamp};
use model::operation::ApiKeyRefusal;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An API key.
#[derive(Serialize, ToSchema)]
pub struct ApiKeyView {
    /// The id.
    #[schema(example = "key_0193e1c0a4b87d6f9b2a4c5d6e7f8091")]
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Its last four characters.
    pub hint: String,
    /// What it may do.
    #[schema(example = json!(["members:read"]))]
    pub scopes: Vec<String>,
    /// Where it may be used from; empty for where members may come from.
    pub networks: Vec<String>,
    /// Who made it.
    pub created_by: String,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it ends by itself.
    #[schema(format = DateTime)]
    pub expires_at: Option<String>,
    /// When it was revoked.
    #[schema(format = DateTime)]
    pub revoked_at: Option<String>,
    /// When it was last used, to ten minutes.
    #[schema(format = DateTime)]
    pub last_used_at: Option<String>,
}

impl From<ApiKeyCard> for ApiKeyView {
    fn from(card: ApiKeyCard) -> Self {
        let key = card.key;
        Self {
            id: key.id.to_string(),
            name: key.name.as_str().into(),
            hint: key.hint,
            scopes: key.scopes.iter().map(ToString::to_string).collect(),
            networks: key.networks.iter().map(ToString::to_string).collect(),
            created_by: key.created_by.to_string(),
            created_at: key.created_at.rfc3339(),
            expires_at: key.expires_at.map(Timestamp::rfc3339),
            revoked_at: key.revoked_at.map(Timestamp::rfc3339),
            last_used_at: key.last_used_at.map(Timestamp::rfc3339),
        }
    }
}

/// Which page of keys.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct KeyQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// API keys, newest first, by the page; those that are over stay for 90 days.
#[utoipa::path(get, path = "/api/v1/api-keys", operation_id = "list_api_keys", tag = "API keys",
    params(KeyQuery), responses((status = 200, description = "A page of keys", body = PageOf<ApiKeyView>)))]
pub async fn list(ctx: Ctx<Key<KeysRead>>) -> Answer {
    let asked: KeyQuery = ctx.asked()?;
    let limit = limit(asked.limit)?;
    let before: Option<ApiKeyId> = place(asked.cursor.as_deref(), |t| t.parse().ok())?;
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let cards = engine.list_api_keys(admin, before, limit + 1).await?;
    let id = |card: &ApiKeyCard| card.key.id.to_string();
    answer(200, &PageOf::of(cards, limit, id, ApiKeyView::from))
}

fn id_of<S>(ctx: &Ctx<Key<S>>) -> Result<ApiKeyId, Failed> {
    ctx.placeholder("key")
        .parse()
        .map_err(|_| Failed::of(&ApiKeyRefusal::Unknown))
}

/// One API key.
#[utoipa::path(get, path = "/api/v1/api-keys/{key}", operation_id = "get_api_key", tag = "API keys",
    responses((status = 200, description = "The key", body = ApiKeyView)))]
pub async fn get(ctx: Ctx<Key<KeysRead>>) -> Answer {
    let card = ctx
        .app
        .engine
        .get_api_key(ctx.who.admin(), id_of(&ctx)?)
        .await?;
    answer(200, &ApiKeyView::from(card))
}

/// Revokes an API key at once; it may be the one of this request.
#[utoipa::path(delete, path = "/api/v1/api-keys/{key}", operation_id = "revoke_api_key", tag = "API keys",
    responses((status = 200, description = "The key", body = ApiKeyView)))]
pub async fn revoke(ctx: Ctx<Key<KeysRevoke>>) -> Answer {
    ctx.no_body()?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    ctx.app.engine.revoke_api_key(admin, id).await?;
    let card = ctx.app.engine.get_api_key(admin, id).await?;
    answer(200, &ApiKeyView::from(card))
}
