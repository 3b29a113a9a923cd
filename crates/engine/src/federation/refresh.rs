//! Refresh with rotation; reuse ends the family (RFC 9700, 4.14.2).

use super::issue::{Extent, Target};
use crate::{Broken, Engine, Failure};
use kernel::Secret;
use model::federation::{Client, Family, FamilyEnd, RefreshVerdict, judge_refresh};
use protocol::oidc::token::TokenAnswer;
use protocol::oidc::{Fault, FaultCode};

const BAD_REFRESH: Fault = Fault::new(
    FaultCode::InvalidGrant,
    "the refresh token is not valid for this client, or no longer",
);

impl Engine {
    pub(crate) async fn refresh(
        &self,
        client: Client,
        token: Secret<String>,
        scopes: Vec<String>,
        resources: Vec<String>,
    ) -> Result<TokenAnswer, Failure<Fault>> {
        let (engine, now, hash) = (self.clone(), self.now(), self.digest(token.reveal()));
        let bad = || Failure::Refused(BAD_REFRESH);
        // Whether she may still come in is decided before the token is used up: a "no" that passes,
        // or a fault of ours, must not look like a thief's second use afterwards.
        let mut tx = self.db.read().await?;
        let known = store::federation::families::find_refresh(&mut tx, hash)
            .await?
            .ok_or_else(bad)?;
        let family = store::federation::families::find(&mut tx, known.family_id)
            .await?
            .ok_or_else(bad)?;
        if family.client_id != client.id {
            return Err(bad());
        }
        let target = Target::of(&family.resources, resources).map_err(Failure::Refused)?;
        let session = store::identity::sessions::find(&mut tx, family.session_id).await?;
        // Without offline_access the tokens end with the session, however it ended.
        if !family.offline && !session.is_some_and(|s| s.alive(now, self.settings().sessions)) {
            return Err(bad());
        }
        let granted = if scopes.is_empty() {
            family.scopes.clone()
        } else {
            scopes.clone()
        };
        let person = match known.used_at {
            Some(_) => None,
            None => Some(
                self.admit(&mut tx, &client, &family, &granted)
                    .await?
                    .ok_or_else(bad)?,
            ),
        };
        drop(tx);
        let next = self.chance().token();
        let next_hash = self.digest(&next);
        let (owner, wanted) = (client.clone(), scopes.clone());
        let turned: Result<Family, Fault> = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let Some(token) = store::federation::families::find_refresh(tx, hash).await?
                    else {
                        return Ok::<_, Broken>(Err(BAD_REFRESH));
                    };
                    let Some(family) =
                        store::federation::families::find(tx, token.family_id).await?
                    else {
                        return Ok(Err(BAD_REFRESH));
                    };
                    match judge_refresh(&token, &family, owner.id, now) {
                        RefreshVerdict::Refuse => return Ok(Err(BAD_REFRESH)),
                        RefreshVerdict::Rotate
                            if wanted.iter().any(|s| !family.scopes.contains(s)) =>
                        {
                            return Ok(Err(Fault::new(
                                FaultCode::InvalidScope,
                                "the scope is wider than what was granted",
                            )));
                        }
                        RefreshVerdict::Rotate
                            if store::federation::families::use_refresh(tx, hash, now).await? => {}
                        // Used before, or by a request that was faster: somebody has a copy.
                        RefreshVerdict::Rotate | RefreshVerdict::EndFamily => {
                            engine
                                .end_family(tx, &family, FamilyEnd::RefreshReplayed, &owner)
                                .await?;
                            return Ok(Err(BAD_REFRESH));
                        }
                    }
                    engine.insert_refresh(tx, next_hash, &family).await?;
                    Ok(Ok(family))
                })
            })
            .await?;
        let family = turned.map_err(Failure::Refused)?;
        let person = person.ok_or_else(bad)?;
        let extent = Extent {
            scopes: granted,
            target,
        };
        Ok(self.issue_tokens(&client, &family, &person, &extent, None, Some(next))?)
    }
}
