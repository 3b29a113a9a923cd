//! A code becomes tokens.

use super::issue::{Admitted, Extent, Target};
use crate::access::Linked;
use crate::{Broken, Engine, Failure};
use kernel::{Refusal as _, Secret};
use model::federation::{
    AuthorizationCode, Client, Family, FamilyEnd, GrantType, Purpose, RefreshToken,
};
use model::operation::{Actor, AuditDraft};
use protocol::oidc::token::TokenAnswer;
use protocol::oidc::{Fault, FaultCode, pkce};
use store::Tx;
use unified_login::LinkRequest;

fn linking(family: &Family) -> bool {
    matches!(family.purpose, Purpose::Linking(_))
}

/// One text for every reason, so that a thief learns nothing (RFC 6749, 5.2).
pub(crate) const BAD_CODE: Fault = Fault::new(
    FaultCode::InvalidGrant,
    "the code is not valid for this client, or no longer",
);

impl Engine {
    /// Exchanges a code. A second try with a used code ends everything that came of the first
    /// (attack: code replay); so does a wrong verifier, since a thief must not try twice.
    pub(crate) async fn exchange_code(
        &self,
        client: Client,
        code: Secret<String>,
        redirect_uri: String,
        verifier: Secret<String>,
        resources: Vec<String>,
    ) -> Result<TokenAnswer, Failure<Fault>> {
        let (engine, now, hash) = (self.clone(), self.now(), self.digest(code.reveal()));
        let refresh = client
            .grant_types
            .contains(&GrantType::RefreshToken)
            .then(|| self.chance().token());
        let refresh_hash = refresh.as_ref().map(|r| self.digest(r));
        let owner = client.clone();
        let taken: Result<(AuthorizationCode, Family, Target), Fault> = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let Some(code) = store::federation::codes::find(tx, hash).await? else {
                        return Ok::<_, Broken>(Err(BAD_CODE));
                    };
                    // Another client's try must not touch what is not its own.
                    if code.client_id != owner.id {
                        return Ok(Err(BAD_CODE));
                    }
                    let Some(family) =
                        store::federation::families::find(tx, code.family_id).await?
                    else {
                        return Ok(Err(BAD_CODE));
                    };
                    // A wish that cannot be met leaves the code as it is, for a better one.
                    let target = match Target::of(&family.resources, resources) {
                        Ok(target) => target,
                        Err(fault) => return Ok(Err(fault)),
                    };
                    let first = store::federation::codes::use_up(tx, hash, now).await?;
                    let fits = redirect_uri == code.redirect_uri
                        && pkce::matches(
                            verifier.reveal(),
                            &code.code_challenge,
                            vault::digest::sha256,
                        );
                    if !first || !fits {
                        engine
                            .end_family(tx, &family, FamilyEnd::CodeReplayed, &owner)
                            .await?;
                        return Ok(Err(BAD_CODE));
                    }
                    if now >= code.expires_at || !family.alive(now) {
                        return Ok(Err(BAD_CODE));
                    }
                    if let (Some(hash), false) = (refresh_hash, linking(&family)) {
                        engine.insert_refresh(tx, hash, &family).await?;
                    }
                    Ok(Ok((code, family, target)))
                })
            })
            .await?;
        let (code, family, target) = taken.map_err(Failure::Refused)?;
        if let Purpose::Linking(request) = &family.purpose {
            return self
                .exchange_link(&client, &family, request, target, code.nonce.as_deref())
                .await;
        }
        let scopes = family.scopes.clone();
        let extent = Extent { scopes, target };
        self.issue_for_person(&client, &family, &extent, code.nonce.as_deref(), refresh)
            .await
    }

    /// The code of a link: what was asked for becomes true, and the tokens say who proved herself.
    async fn exchange_link(
        &self,
        client: &Client,
        family: &Family,
        request: &LinkRequest,
        target: Target,
        nonce: Option<&str>,
    ) -> Result<TokenAnswer, Failure<Fault>> {
        let linked = match self.complete_link(client, family, request).await? {
            Ok(linked) => linked,
            Err(refusal) => {
                return Err(Failure::Refused(Fault::new(
                    FaultCode::InvalidGrant,
                    refusal.code(),
                )));
            }
        };
        let mut tx = self.db.read().await?;
        let place = store::identity::affiliations::find(&mut tx, family.affiliation_id).await?;
        drop(tx);
        let person = Admitted::unnamed(place.ok_or(Failure::Refused(BAD_CODE))?);
        let scopes = vec!["openid".to_owned()];
        let extent = Extent { scopes, target };
        let mut answer = self.issue_tokens(client, family, &person, &extent, nonce, None)?;
        match linked {
            Linked::Tenant(link) => answer.module_link = Some(link),
            Linked::Account(bond) => answer.account_link = Some(bond),
        }
        Ok(answer)
    }

    /// Ends a family in the caller's transaction, with its audit entry.
    pub(crate) async fn end_family(
        &self,
        tx: &mut Tx,
        family: &Family,
        why: FamilyEnd,
        client: &Client,
    ) -> Result<(), Broken> {
        if store::federation::families::end(tx, family.id, why, self.now()).await? {
            let actor = Actor::Client(client.oauth_client_id.clone());
            let draft = AuditDraft::new(
                Some(family.partner_id),
                actor,
                "token_family.ended",
                family.id,
            )
            .because(why.as_str());
            self.record(tx, draft);
        }
        Ok(())
    }

    /// Adds a refresh token in the caller's transaction; it never outlives its family.
    pub(crate) async fn insert_refresh(
        &self,
        tx: &mut Tx,
        hash: [u8; 32],
        family: &Family,
    ) -> Result<(), Broken> {
        let expires_at = (self.now() + self.settings().tokens.refresh_idle).min(family.expires_at);
        let token = RefreshToken {
            family_id: family.id,
            expires_at,
            used_at: None,
        };
        Ok(store::federation::families::insert_refresh(tx, hash, &token).await?)
    }
}
