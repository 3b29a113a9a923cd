//! The authorization endpoint.

use crate::identity::Signed;
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{FamilyId, IdentityId, Refusal, RefusalKind, Scope, Secret};
use model::access::{EntryRefusal, ModuleInstance};
use model::federation::{
    AttemptPlace, AuthMethod, AuthorizationCode, Client, Family, GrantType, WORKED,
    redirect_matches,
};
use model::identity::{Affiliation, Destination, SignInRefusal};
use model::operation::{Actor, AuditDraft};
use protocol::oidc::authorize::{Request, read_asker, read_request};
use protocol::oidc::redirect::{with_code, with_fault};
use protocol::oidc::{Fault, FaultCode, Parameters};

/// What the browser does next.
#[derive(Debug)]
pub enum Authorized {
    /// Go to this address at the client, with a code or an error.
    Redirect(String),
    /// Sign in first; the token of the flow.
    SignIn(Secret<String>),
    /// She may not enter: show why.
    Refused {
        /// Why.
        refusal: EntryRefusal,
        /// The module.
        module: String,
        /// The address that tells the module `access_denied`.
        back: String,
    },
}

/// Why nothing is sent to the redirect address: it cannot be trusted (RFC 9700, 4.11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorizeRefusal {
    /// The request cannot be read.
    Malformed(Fault),
    /// No such client.
    UnknownClient,
    /// The redirect address is not registered.
    RedirectUri,
    /// Too many sign-ins were begun from this address.
    Slow(SignInRefusal),
}

impl Refusal for AuthorizeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "invalid_request",
            Self::UnknownClient => "client_unknown",
            Self::RedirectUri => "redirect_uri_not_registered",
            Self::Slow(refusal) => refusal.code(),
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Slow(refusal) => refusal.sentence(),
            Self::Malformed(fault) => format!(
                "The module sent a request that cannot be read: {}.",
                fault.description
            ),
            Self::UnknownClient => "The module that sent you here is not registered.".into(),
            Self::RedirectUri => {
                "The module wants you sent to an address that is not registered for it.".into()
            }
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::Slow(refusal) => return refusal.remedy(),
            Self::Malformed(_) => "Open the module again. If this comes back, its maker has to mend the request.",
            Self::UnknownClient => "Open the module from My Modules. Its administrator can compare client_id on both sides.",
            Self::RedirectUri => "Open the module from My Modules. Its administrator can register the address, letter by letter.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Slow(refusal) => refusal.kind(),
            _ => RefusalKind::Invalid,
        }
    }
}

struct Asked {
    client: Client,
    instance: ModuleInstance,
    redirect_uri: String,
    request: Request,
}

impl Engine {
    /// Answers an authorization request, given as its encoded parameters.
    ///
    /// # Errors
    /// [`AuthorizeRefusal`] for what must not be redirected.
    #[allow(
        clippy::disallowed_methods,
        reason = "the client's registration gives the scope"
    )]
    pub async fn authorize(
        &self,
        encoded: &[u8],
        signed: Option<&Signed>,
        visitor: &Visitor,
    ) -> Result<Authorized, Failure<AuthorizeRefusal>> {
        let no = Failure::Refused;
        let malformed = |f| no(AuthorizeRefusal::Malformed(f));
        let parameters = Parameters::parse(encoded).map_err(malformed)?;
        let asker = read_asker(&parameters).map_err(malformed)?;
        let mut tx = self.db.read().await?;
        let client = store::federation::clients::find(&mut tx, asker.client_id)
            .await?
            .ok_or(no(AuthorizeRefusal::UnknownClient))?;
        if !redirect_matches(
            &client.redirect_uris,
            asker.redirect_uri,
            client.auth_method == AuthMethod::None,
        ) {
            let detail = format!(
                "the redirect address {} is not registered",
                asker.redirect_uri
            );
            let code = AuthorizeRefusal::RedirectUri.code();
            self.note_attempt(&client, AttemptPlace::Authorize, code, detail);
            return Err(no(AuthorizeRefusal::RedirectUri));
        }
        let instance = match client.instance_id {
            Some(id) => {
                store::access::modules::find_instance(&mut tx, Scope::of(client.partner_id), id)
                    .await?
            }
            None => None,
        };
        drop(tx);
        let issuer = &self.settings().issuer;
        let state = parameters.get("state").map(str::to_owned);
        let told = client.clone();
        let fault = |f: Fault| {
            let code = f.code.as_str();
            self.note_attempt(&told, AttemptPlace::Authorize, code, f.description);
            Ok(Authorized::Redirect(with_fault(
                asker.redirect_uri,
                &f,
                state.as_deref(),
                issuer,
            )))
        };
        let Some(instance) =
            instance.filter(|_| client.grant_types.contains(&GrantType::AuthorizationCode))
        else {
            return fault(Fault::new(
                FaultCode::UnauthorizedClient,
                "this client may not use the authorization code grant",
            ));
        };
        let request = match read_request(&parameters) {
            Ok(request) => request,
            Err(f) => return fault(f),
        };
        let asked = Asked {
            client,
            instance,
            redirect_uri: asker.redirect_uri.to_owned(),
            request,
        };
        match self
            .decide_authorization(&asked, signed, &parameters, visitor)
            .await?
        {
            Ok(authorized) => {
                let (code, detail) = match &authorized {
                    Authorized::Redirect(_) => (WORKED, "a code was sent to the redirect address"),
                    Authorized::SignIn(_) => (WORKED, "somebody was asked to sign in"),
                    Authorized::Refused { refusal, .. } => {
                        (refusal.code(), "somebody signed in who may not enter")
                    }
                };
                self.note_attempt(&told, AttemptPlace::Authorize, code, detail);
                Ok(authorized)
            }
            Err(f) => fault(f),
        }
    }

    async fn decide_authorization(
        &self,
        asked: &Asked,
        signed: Option<&Signed>,
        parameters: &Parameters,
        visitor: &Visitor,
    ) -> Result<Result<Authorized, Fault>, Failure<AuthorizeRefusal>> {
        let address = &visitor.address;
        let request = &asked.request;
        let login_required = Fault::new(FaultCode::LoginRequired, "the person has to sign in");
        let issuer = &self.settings().issuer;
        let back = with_fault(
            &asked.redirect_uri,
            &login_required,
            request.state.as_deref(),
            issuer,
        );
        let hinted = self
            .hinted_identity(request.id_token_hint.as_deref(), &asked.client)
            .await?;
        let destination = |left_out: &[&str]| Destination::Authorize {
            query: parameters.encode_without(left_out),
            client_id: asked.client.id,
            partner_id: asked.client.partner_id,
            continue_to: asked.instance.display_name.as_str().to_owned(),
            hint: hinted.map(|id| (id, back.clone())),
        };
        let fresh = signed
            .filter(|s| !request.prompt.login && !s.session.too_old(request.max_age, self.now()))
            .filter(|s| hinted.is_none_or(|id| id == s.identity.id));
        let Some(signed) = fresh else {
            if request.prompt.none {
                return Ok(Err(login_required));
            }
            // Proofs that were asked for anew are not asked for again when she comes back from
            // them: the ID token's auth_time tells the module how new they are.
            let destination = destination(&["prompt", "id_token_hint", "max_age"]);
            let typed = request.login_hint.as_deref().unwrap_or_default();
            let token = self
                .begin_sign_in(destination, asked.instance.population, typed, visitor)
                .await
                .map_err(|f| match f {
                    Failure::Refused(refusal) => Failure::Refused(AuthorizeRefusal::Slow(refusal)),
                    Failure::Broken(broken) => Failure::Broken(broken),
                })?;
            return Ok(Ok(Authorized::SignIn(token)));
        };
        let mut tx = self.db.read().await?;
        let mut places =
            store::identity::affiliations::of_identity(&mut tx, signed.identity.id).await?;
        places.retain(|a| a.partner_id == asked.client.partner_id);
        let current = places
            .iter()
            .find(|a| a.id == signed.affiliation.id)
            .cloned();
        let usable = places.iter().filter(|a| a.usable()).count();
        if usable > 1 && (request.prompt.select_account || current.is_none()) {
            drop(tx);
            if request.prompt.none {
                return Ok(Err(Fault::new(
                    FaultCode::AccountSelectionRequired,
                    "the person has to choose an account",
                )));
            }
            return Ok(Ok(Authorized::SignIn(
                self.begin_choice(signed, destination(&["prompt", "id_token_hint"]))
                    .await?,
            )));
        }
        let place = current.or_else(|| {
            places
                .iter()
                .find(|a| a.usable())
                .or(places.first())
                .cloned()
        });
        let outcome = self
            .may_enter(&mut tx, &signed.identity, place.as_ref(), &asked.instance)
            .await?;
        drop(tx);
        match (outcome, place) {
            (Ok(_), Some(place)) => match self.issue_code(asked, signed, place, address).await? {
                Some(url) => Ok(Ok(Authorized::Redirect(url))),
                // Signed out at this very moment, in another tab.
                None => Ok(Err(login_required)),
            },
            (outcome, _) => {
                let refusal = outcome.err().unwrap_or(EntryRefusal::NotAtPartner);
                let denied = Fault::new(
                    FaultCode::AccessDenied,
                    "the person may not enter this module",
                );
                if request.prompt.none {
                    return Ok(Err(denied));
                }
                self.record_refused_entry(asked, signed, refusal, address)
                    .await?;
                let back = with_fault(
                    &asked.redirect_uri,
                    &denied,
                    request.state.as_deref(),
                    &self.settings().issuer,
                );
                Ok(Ok(Authorized::Refused {
                    refusal,
                    module: asked.instance.display_name.as_str().to_owned(),
                    back,
                }))
            }
        }
    }

    /// Whom the hint names. One that is not ours, or not for this client, names nobody.
    async fn hinted_identity(
        &self,
        hint: Option<&str>,
        client: &Client,
    ) -> Result<Option<IdentityId>, Broken> {
        let claims = hint.and_then(|h| self.read_id_token_hint(h));
        let named = claims
            .filter(|c| c.aud == client.oauth_client_id)
            .and_then(|c| c.sub.parse().ok());
        let Some(id) = named else { return Ok(None) };
        let mut tx = self.db.read().await?;
        let place = store::identity::affiliations::find(&mut tx, id).await?;
        Ok(place.map(|p| p.identity_id))
    }

    async fn record_refused_entry(
        &self,
        asked: &Asked,
        signed: &Signed,
        refusal: EntryRefusal,
        address: &str,
    ) -> Result<(), Broken> {
        let actor = Actor::Person(signed.affiliation.id.to_string());
        let draft = AuditDraft::new(
            Some(asked.client.partner_id),
            actor,
            "module.refused",
            asked.instance.id,
        )
        .because(refusal.code())
        .from_address(address);
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine.record(tx, draft);
                    Ok::<_, Broken>(())
                })
            })
            .await?;
        Ok(())
    }

    async fn issue_code(
        &self,
        asked: &Asked,
        signed: &Signed,
        place: Affiliation,
        address: &str,
    ) -> Result<Option<String>, Broken> {
        let (now, lifetimes) = (self.now(), self.settings().tokens);
        let scopes: Vec<String> = asked
            .request
            .scopes
            .iter()
            .filter(|s| asked.client.scopes.contains(s))
            .cloned()
            .collect();
        let refreshable = asked.client.grant_types.contains(&GrantType::RefreshToken);
        let offline = refreshable && scopes.iter().any(|s| s == "offline_access");
        let family = Family {
            id: FamilyId::new(now, self.chance()),
            partner_id: asked.client.partner_id,
            client_id: asked.client.id,
            affiliation_id: place.id,
            session_id: signed.session.id,
            scopes,
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
        let draft = AuditDraft::new(
            Some(asked.client.partner_id),
            Actor::Person(place.id.to_string()),
            "module.entered",
            asked.instance.id,
        )
        .from_address(address);
        let (engine, hash, session) = (self.clone(), self.digest(&token), signed.session.id);
        let subject = place.id.to_string();
        let issued = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::identity::sessions::hold(tx, session).await? {
                        return Ok::<_, Broken>(false);
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
        let url = with_code(
            &asked.redirect_uri,
            &token,
            asked.request.state.as_deref(),
            &self.settings().issuer,
        );
        Ok(issued.then_some(url))
    }
}
