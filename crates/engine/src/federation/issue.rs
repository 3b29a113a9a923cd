//! Making tokens.

use crate::{Broken, Engine, Failure};
use kernel::{Scope, Timestamp};
use model::access::{ModuleInstance, PersonClaims, claims_for};
use model::federation::{Client, Family, Purpose};
use model::identity::{Affiliation, Identity, acr_of};
use protocol::oidc::token::{AccessTokenClaims, IdTokenClaims, TokenAnswer};
use protocol::oidc::{Fault, FaultCode};
use store::Tx;

/// A person whose entry was decided a moment ago, with what her module is told of her.
pub(crate) struct Admitted {
    pub affiliation: Affiliation,
    /// Those of the scopes that were granted.
    pub claims: PersonClaims,
    /// Those that the client may be told of her at all; a claim asked for by name is one of them.
    pub wider: PersonClaims,
}

impl Admitted {
    /// Somebody of whom nothing is told but that she proved herself.
    pub fn unnamed(affiliation: Affiliation) -> Self {
        Self {
            affiliation,
            claims: PersonClaims::new(),
            wider: PersonClaims::new(),
        }
    }

    /// The claims of the scopes and those asked for by name.
    pub fn with(&self, asked: &[String]) -> PersonClaims {
        let mut claims = self.claims.clone();
        for name in asked {
            if let Some(value) = self.wider.get(name) {
                claims.insert(name.clone(), value.clone());
            }
        }
        claims
    }
}

/// How far tokens reach.
pub(crate) struct Extent {
    /// Their scopes.
    pub scopes: Vec<String>,
    /// What they are for.
    pub target: Target,
}

/// Which of the granted resources a token is for.
pub(crate) enum Target {
    /// All of them, and the hub's own endpoints where the scopes open them.
    Granted(Vec<String>),
    /// Some, asked for by name: nothing else.
    Narrowed(Vec<String>),
}

impl Target {
    /// The target of a request: what it asks for must have been granted (RFC 8707, 2.2).
    pub fn of(granted: &[String], asked: Vec<String>) -> Result<Self, Fault> {
        if asked.is_empty() {
            Ok(Self::Granted(granted.to_vec()))
        } else if asked.iter().all(|r| granted.contains(r)) {
            Ok(Self::Narrowed(asked))
        } else {
            Err(Fault::new(
                FaultCode::InvalidTarget,
                "the resource is not one that was granted",
            ))
        }
    }
}

impl Engine {
    /// Decides anew whether the person of a family may enter. Tokens stop with the first refresh
    /// after a grant was taken back or a login deactivated.
    #[allow(
        clippy::disallowed_methods,
        reason = "the family's partner is the scope"
    )]
    pub(crate) async fn let_in_again(
        &self,
        tx: &mut Tx,
        client: &Client,
        family: &Family,
    ) -> Result<Option<(Identity, Affiliation, ModuleInstance)>, Broken> {
        let scope = Scope::of(family.partner_id);
        let found = store::identity::affiliations::find(tx, family.affiliation_id).await?;
        let Some(affiliation) = found else {
            return Ok(None);
        };
        let found = store::identity::identities::find(tx, affiliation.identity_id).await?;
        let (Some(identity), Some(id)) = (found, client.instance_id) else {
            return Ok(None);
        };
        let found = store::access::modules::find_instance(tx, scope, id).await?;
        let Some(instance) = found else {
            return Ok(None);
        };
        // Who proved herself for a link has not entered by that.
        if matches!(family.purpose, Purpose::Linking(_)) {
            return Ok(None);
        }
        let entry = self.may_enter(tx, &identity, Some(&affiliation), &instance);
        Ok(entry
            .await?
            .is_ok()
            .then_some((identity, affiliation, instance)))
    }

    /// The same, with her claims for these scopes.
    #[allow(
        clippy::disallowed_methods,
        reason = "the family's partner is the scope"
    )]
    pub(crate) async fn admit(
        &self,
        tx: &mut Tx,
        client: &Client,
        family: &Family,
        scopes: &[String],
    ) -> Result<Option<Admitted>, Broken> {
        let Some((identity, affiliation, instance)) = self.let_in_again(tx, client, family).await?
        else {
            return Ok(None);
        };
        let told = &instance.claims;
        let mut groups = Vec::new();
        if told.groups.is_some() || told.roles.is_some() {
            let scope = Scope::of(family.partner_id);
            let found = store::access::groups::of_affiliation(tx, scope, affiliation.id).await?;
            groups.extend(found.iter().map(|g| g.name.as_str().to_owned()));
        }
        let mut claims = claims_for(&identity, &affiliation, &groups, told, scopes);
        let Some(tenant) = self.tenant_of(tx, family, &identity, &affiliation).await? else {
            return Ok(None);
        };
        if let Some((link, account)) = tenant {
            if let Some(role) = self.role_at(tx, &link, affiliation.id).await? {
                claims.insert("role".into(), role.into());
            }
            claims.insert("tenant".into(), link.tenant.id.into());
            if let Some(account) = account {
                claims.insert("account".into(), account.into());
            }
        }
        let asked = &family.asked_claims;
        let wider = if asked.id_token.is_empty() && asked.userinfo.is_empty() {
            PersonClaims::new()
        } else {
            claims_for(&identity, &affiliation, &groups, told, &client.scopes)
        };
        Ok(Some(Admitted {
            affiliation,
            claims,
            wider,
        }))
    }

    pub(crate) async fn issue_for_person(
        &self,
        client: &Client,
        family: &Family,
        extent: &Extent,
        nonce: Option<&str>,
        refresh_token: Option<String>,
    ) -> Result<TokenAnswer, Failure<Fault>> {
        let denied = Fault::new(
            FaultCode::InvalidGrant,
            "the person may no longer enter this module",
        );
        let mut tx = self.db.read().await?;
        let admitted = self.admit(&mut tx, client, family, &extent.scopes).await?;
        drop(tx);
        let person = admitted.ok_or(Failure::Refused(denied))?;
        Ok(self.issue_tokens(client, family, &person, extent, nonce, refresh_token)?)
    }

    pub(crate) fn issue_tokens(
        &self,
        client: &Client,
        family: &Family,
        person: &Admitted,
        extent: &Extent,
        nonce: Option<&str>,
        refresh_token: Option<String>,
    ) -> Result<TokenAnswer, Broken> {
        let sub = self.subject_of(client, person.affiliation.id);
        let access_token = self.sign_access_token(client, &sub, extent, Some(family))?;
        let id_token = if extent.scopes.iter().any(|s| s == "openid") {
            let claims = person.with(&family.asked_claims.id_token);
            Some(self.sign_id_token(client, family, &sub, &claims, nonce, &access_token)?)
        } else {
            None
        };
        Ok(TokenAnswer {
            access_token,
            token_type: "Bearer",
            expires_in: self.settings().tokens.access.as_seconds_up(),
            id_token,
            refresh_token,
            scope: extent.scopes.join(" "),
            module_link: None,
            account_link: None,
        })
    }

    pub(crate) fn sign_access_token(
        &self,
        client: &Client,
        sub: &str,
        extent: &Extent,
        family: Option<&Family>,
    ) -> Result<String, Broken> {
        let now: Timestamp = self.now();
        let jti = self.chance().token();
        let family = family.map(|f| f.id.to_string());
        let issuer = self.settings().issuer.as_str();
        let scopes = &extent.scopes;
        let audience: Vec<&str> = match &extent.target {
            Target::Granted(all) if all.is_empty() => vec![issuer, &client.oauth_client_id],
            Target::Granted(all) => {
                let own = scopes.iter().any(|s| s == "openid").then_some(issuer);
                all.iter().map(String::as_str).chain(own).collect()
            }
            Target::Narrowed(some) => some.iter().map(String::as_str).collect(),
        };
        let claims = AccessTokenClaims {
            iss: &self.settings().issuer,
            sub,
            aud: &audience,
            exp: (now + self.settings().tokens.access).unix_seconds(),
            iat: now.unix_seconds(),
            jti: &jti,
            client_id: &client.oauth_client_id,
            scope: &scopes.join(" "),
            family: family.as_deref(),
        };
        Ok(self
            .signing_key(&client.id_token_alg)?
            .sign("at+jwt", &claims)?)
    }

    fn sign_id_token(
        &self,
        client: &Client,
        family: &Family,
        sub: &str,
        person: &PersonClaims,
        nonce: Option<&str>,
        access_token: &str,
    ) -> Result<String, Broken> {
        let now = self.now();
        let methods: Vec<&str> = family.methods.iter().map(|m| m.as_str()).collect();
        let at_hash =
            (client.id_token_alg != "EdDSA").then(|| vault::digest::half_hash(access_token));
        let claims = IdTokenClaims {
            iss: &self.settings().issuer,
            sub,
            aud: &client.oauth_client_id,
            exp: (now + self.settings().tokens.id).unix_seconds(),
            iat: now.unix_seconds(),
            auth_time: family.auth_time.unix_seconds(),
            nonce,
            acr: acr_of(&family.methods),
            amr: &methods,
            sid: &family.session_id.to_string(),
            at_hash: at_hash.as_deref(),
            person,
        };
        Ok(self
            .signing_key(&client.id_token_alg)?
            .sign("JWT", &claims)?)
    }
}
