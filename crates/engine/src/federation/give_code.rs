//! A code is made, with the family of tokens that it opens.

use super::authorize::Asked;
use crate::identity::Signed;
use crate::{Broken, Engine};
use kernel::FamilyId;
use model::federation::{AuthorizationCode, Family, GrantType, Purpose};
use model::identity::Affiliation;
use model::operation::{Actor, AuditDraft};
use protocol::oidc::redirect::Outgoing;

impl Engine {
    /// Gives a code for somebody who may enter; none when her session has ended meanwhile.
    pub(crate) async fn issue_code(
        &self,
        asked: &Asked,
        signed: &Signed,
        place: Affiliation,
        purpose: Purpose,
        address: &str,
    ) -> Result<Option<Outgoing>, Broken> {
        let (now, lifetimes) = (self.now(), self.settings().tokens);
        let scopes: Vec<String> = asked
            .request
            .scopes
            .iter()
            .filter(|s| asked.client.scopes.contains(s))
            .cloned()
            .collect();
        let linking = matches!(purpose, Purpose::Linking(_));
        let refreshable = !linking && asked.client.grant_types.contains(&GrantType::RefreshToken);
        let offline = refreshable && scopes.iter().any(|s| s == "offline_access");
        let family = Family {
            id: FamilyId::new(now, self.chance()),
            partner_id: asked.client.partner_id,
            client_id: asked.client.id,
            affiliation_id: place.id,
            session_id: signed.session.id,
            scopes,
            resources: asked.request.resources.clone(),
            asked_claims: asked.request.claims.asked.clone(),
            auth_time: signed.session.auth_time,
            methods: signed.session.methods.clone(),
            offline,
            created_at: now,
            expires_at: if refreshable {
                now + lifetimes.refresh_absolute
            } else {
                now + lifetimes.code + lifetimes.access
            },
            ended_at: None,
            purpose,
        };
        let token = self.chance().token();
        let code = AuthorizationCode {
            family_id: family.id,
            client_id: asked.client.id,
            redirect_uri: asked.redirect_uri.clone(),
            code_challenge: asked.request.code_challenge.clone(),
            nonce: asked.request.nonce.clone(),
            expires_at: now + lifetimes.code,
        };
        let action = if linking {
            "module_link.proved"
        } else {
            "module.entered"
        };
        let draft = AuditDraft::new(
            Some(asked.client.partner_id),
            Actor::Person(place.id.to_string()),
            action,
            asked.instance.id,
        )
        .from_address(address);
        let identity = signed.identity.clone();
        let (engine, hash, session) = (self.clone(), self.digest(&token), signed.session.id);
        let subject = self.subject_of(&asked.client, place.id);
        let issued = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::identity::sessions::hold(tx, session).await? {
                        return Ok::<_, Broken>(false);
                    }
                    if let Purpose::Tenant(link) = family.purpose {
                        engine.bind_matched(tx, link, &identity, &place).await?;
                    }
                    store::federation::families::insert(tx, &family).await?;
                    store::federation::codes::insert(tx, hash, &code).await?;
                    store::federation::clients::note_session(
                        tx,
                        session,
                        family.client_id,
                        &subject,
                        now,
                    )
                    .await?;
                    engine.record(tx, draft);
                    Ok(true)
                })
            })
            .await?;
        let way = asked.way(&self.settings().issuer);
        Ok(issued.then(|| way.with_code(&token)))
    }
}
