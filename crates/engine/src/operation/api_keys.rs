//! Keys of the JSON API: made, changed and revoked by masters.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{ApiKeyId, MemberId, Secret};
use model::identity::{AffiliationState, HubRole};
use model::operation::{ApiKey, ApiKeyDraft, ApiKeyRefusal, KEY_PREFIX, MOST_KEYS};
use store::Tx;

/// A key that was just made, with its text, which is shown this once.
#[derive(Debug)]
pub struct ApiKeyMade {
    /// The key.
    pub key: ApiKey,
    /// Its text.
    pub text: Secret<String>,
}

/// A key as its partner sees it.
#[derive(Clone, Debug)]
pub struct ApiKeyCard {
    /// The key.
    pub key: ApiKey,
    /// The name of who made it; none when she was removed.
    pub made_by: Option<String>,
    /// Whether she is a master still.
    pub maker_is_master: bool,
}

impl Engine {
    /// Makes a key. Its text is in the answer and nowhere else afterwards. The page asks for a new
    /// proof by a factor before it calls this.
    ///
    /// # Errors
    /// [`ApiKeyRefusal`].
    pub async fn make_api_key(
        &self,
        admin: &Administrator,
        draft: ApiKeyDraft,
    ) -> Result<ApiKeyMade, Failure<ApiKeyRefusal>> {
        let by = admin.member.ok_or(Failure::Refused(ApiKeyRefusal::ByKey))?;
        let now = self.now();
        draft.check(now).map_err(Failure::Refused)?;
        let text = format!("{KEY_PREFIX}{}", self.chance().token());
        let key = ApiKey {
            id: ApiKeyId::new(now, self.chance()),
            partner_id: admin.scope.partner(),
            name: draft.name,
            hint: text.chars().skip(text.len() - 4).collect(),
            scopes: draft.scopes,
            networks: draft.networks,
            created_at: now,
            created_by: by,
            expires_at: draft.expires_at,
            revoked_at: None,
            last_used_at: None,
        };
        let (engine, admin, hash) = (self.clone(), admin.clone(), self.digest(&text));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    use store::operation::api_keys;
                    let most = i64::try_from(MOST_KEYS).unwrap_or(i64::MAX);
                    if api_keys::count_live(tx, admin.scope, now).await? >= most {
                        return Err(Failure::Refused(ApiKeyRefusal::TooMany));
                    }
                    api_keys::insert(tx, &key, hash).await?;
                    let draft = admin.did("api_key.made", key.id).change("", in_words(&key));
                    engine.record(tx, draft);
                    Ok(ApiKeyMade {
                        key,
                        text: text.into(),
                    })
                })
            })
            .await
    }

    /// Changes name, rights, networks and end of a key. It counts from its next call.
    ///
    /// # Errors
    /// [`ApiKeyRefusal`].
    pub async fn change_api_key(
        &self,
        admin: &Administrator,
        id: ApiKeyId,
        draft: ApiKeyDraft,
    ) -> Result<(), Failure<ApiKeyRefusal>> {
        if admin.member.is_none() {
            return Err(Failure::Refused(ApiKeyRefusal::ByKey));
        }
        let now = self.now();
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let before = known(tx, &admin, id).await?;
                    // An end that has come already may stay as it is.
                    let checked = ApiKeyDraft {
                        expires_at: draft
                            .expires_at
                            .filter(|_| draft.expires_at != before.expires_at),
                        ..draft.clone()
                    };
                    checked.check(now).map_err(Failure::Refused)?;
                    let after = ApiKey {
                        name: draft.name,
                        scopes: draft.scopes,
                        networks: draft.networks,
                        expires_at: draft.expires_at,
                        ..before.clone()
                    };
                    if after == before {
                        return Ok(());
                    }
                    if !store::operation::api_keys::update(tx, admin.scope, &after).await? {
                        return Err(Failure::Refused(ApiKeyRefusal::Revoked));
                    }
                    let draft = admin
                        .did("api_key.changed", id)
                        .change(in_words(&before), in_words(&after));
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }

    /// Ends a key at once.
    ///
    /// # Errors
    /// [`ApiKeyRefusal::Unknown`], `Revoked`.
    pub async fn revoke_api_key(
        &self,
        admin: &Administrator,
        id: ApiKeyId,
    ) -> Result<(), Failure<ApiKeyRefusal>> {
        let (engine, admin, now) = (self.clone(), admin.clone(), self.now());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let key = known(tx, &admin, id).await?;
                    if !store::operation::api_keys::revoke(tx, admin.scope, id, now).await? {
                        return Err(Failure::Refused(ApiKeyRefusal::Revoked));
                    }
                    let draft = admin.did("api_key.revoked", id);
                    engine.record(tx, draft.change(in_words(&key), ""));
                    Ok(())
                })
            })
            .await
    }

    /// Keys of the partner, the newest first, those that are over among them; older than an id.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_api_keys(
        &self,
        admin: &Administrator,
        before: Option<ApiKeyId>,
        limit: i64,
    ) -> Result<Vec<ApiKeyCard>, Broken> {
        let mut tx = self.db.read().await?;
        let keys = store::operation::api_keys::list(&mut tx, admin.scope, before, limit).await?;
        let mut cards = Vec::with_capacity(keys.len());
        for key in keys {
            cards.push(card(&mut tx, admin, key).await?);
        }
        Ok(cards)
    }

    /// One key.
    ///
    /// # Errors
    /// [`ApiKeyRefusal::Unknown`].
    pub async fn get_api_key(
        &self,
        admin: &Administrator,
        id: ApiKeyId,
    ) -> Result<ApiKeyCard, Failure<ApiKeyRefusal>> {
        let mut tx = self.db.read().await?;
        let key = known(&mut tx, admin, id).await?;
        Ok(card(&mut tx, admin, key).await?)
    }
}

async fn known(
    tx: &mut Tx,
    admin: &Administrator,
    id: ApiKeyId,
) -> Result<ApiKey, Failure<ApiKeyRefusal>> {
    store::operation::api_keys::find(tx, admin.scope, id)
        .await?
        .ok_or(Failure::Refused(ApiKeyRefusal::Unknown))
}

async fn card(tx: &mut Tx, admin: &Administrator, key: ApiKey) -> Result<ApiKeyCard, Broken> {
    let maker: MemberId = key.created_by;
    let row = store::identity::member_list::find(tx, admin.scope, maker).await?;
    Ok(ApiKeyCard {
        maker_is_master: row.as_ref().is_some_and(|r| {
            r.member.hub_role == HubRole::Master && r.member.state == AffiliationState::Active
        }),
        made_by: row.map(|r| r.display_name.as_str().to_owned()),
        key,
    })
}

/// A key in the audit log: everything but its text.
fn in_words(key: &ApiKey) -> String {
    serde_json::json!({
        "name": key.name.as_str(),
        "scopes": key.scopes.iter().map(|s| s.as_str()).collect::<Vec<_>>(),
        "networks": key.networks.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "expires_at": key.expires_at.map(kernel::Timestamp::rfc3339),
    })
    .to_string()
}
