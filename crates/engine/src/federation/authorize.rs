//! The authorization endpoint.

use super::push::{LINK_REQUEST, TENANT_CHOICE, check_request};
use super::subject::Hinted;
use crate::access::TenantChoice;
use crate::identity::Signed;
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{Language, Refusal, RefusalKind, Scope, Secret, Value};
use model::access::{EntryRefusal, LinkRefusal, ModuleInstance};
use model::federation::{
    AttemptPlace, AuthMethod, CODE_SENT, Client, GrantType, Purpose, SENT_TO_SIGN_IN, WORKED,
    redirect_matches,
};
use model::identity::{Affiliation, Destination, SignInRefusal, acr_of};
use model::operation::{Actor, AuditDraft};
use protocol::oidc::authorize::{
    Request, ResponseMode, read_asker, read_request, read_response_mode,
};
use protocol::oidc::redirect::{Outgoing, Way};
use protocol::oidc::{Fault, FaultCode, Parameters, push};
use unified_login::LinkRequest;

/// What the browser does next.
#[derive(Debug)]
pub enum Authorized {
    /// This goes to the client, with a code or an error.
    Answer(Outgoing),
    /// Sign in first; the token of the flow.
    SignIn(Secret<String>),
    /// She has accounts at several tenants of the module and chooses.
    Choose {
        /// The module.
        module: String,
        /// Each tenant's name, and the query that leads on with it.
        tenants: Vec<(String, String)>,
    },
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
    /// The pushed request has ended, was used before, or is another client's.
    Pushed,
    /// Too many sign-ins were begun from this address.
    Slow(SignInRefusal),
}

impl Refusal for AuthorizeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "invalid_request",
            Self::UnknownClient => "client_unknown",
            Self::RedirectUri => "redirect_uri_not_registered",
            Self::Pushed => "pushed_request_over",
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
            Self::Pushed => "The request that the module handed in is over.".into(),
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::Slow(refusal) => return refusal.remedy(),
            Self::Malformed(_) => "Open the module again. If this comes back, its maker has to mend the request.",
            Self::UnknownClient => "Open the module from My Modules. Its administrator can compare client_id on both sides.",
            Self::Pushed => "Open the module again: such a request is good once, and for a minute.",
            Self::RedirectUri => "Open the module from My Modules. Its administrator can register the address, letter by letter.",
        }
        .into()
    }
    fn values(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::Slow(refusal) => refusal.values(),
            Self::Malformed(fault) => vec![("detail", fault.description.into())],
            _ => Vec::new(),
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Slow(refusal) => refusal.kind(),
            _ => RefusalKind::Invalid,
        }
    }
}

/// A request that was read, with who asks.
pub(crate) struct Asked {
    pub client: Client,
    pub instance: ModuleInstance,
    pub redirect_uri: String,
    pub request: Request,
    pub mode: ResponseMode,
    pub parameters: Parameters,
    pub pushed: bool,
    /// What is to be linked, where that is what the request is for.
    pub link_request: Option<LinkRequest>,
}

impl Asked {
    pub fn way<'a>(&'a self, issuer: &'a str) -> Way<'a> {
        Way {
            redirect_uri: &self.redirect_uri,
            state: self.request.state.as_deref(),
            issuer,
            mode: self.mode,
        }
    }
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
        let mut parameters = Parameters::parse(encoded).map_err(malformed)?;
        let client_id = parameters.need("client_id", "client_id is missing");
        let mut tx = self.db.read().await?;
        let client = store::federation::clients::find(&mut tx, client_id.map_err(malformed)?)
            .await?
            .ok_or(no(AuthorizeRefusal::UnknownClient))?;
        let mut pushed = false;
        if self.settings().protocol.pushed_requests
            && let Some(name) = push::name_of(&parameters)
        {
            drop(tx);
            // What stands beside the name does not count (RFC 9101, 6.3).
            let Some(kept) = self.take_pushed(&client, name).await? else {
                let detail = "the pushed request has ended, or was used before";
                let code = AuthorizeRefusal::Pushed.code();
                self.note_attempt(&client, AttemptPlace::Authorize, code, detail);
                return Err(no(AuthorizeRefusal::Pushed));
            };
            (parameters, pushed) = (kept, true);
            tx = self.db.read().await?;
        }
        let asker = read_asker(&parameters).map_err(malformed)?;
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
        let told = client.clone();
        let (redirect_uri, state) = (
            asker.redirect_uri.to_owned(),
            parameters.get("state").map(str::to_owned),
        );
        let way = Way {
            redirect_uri: &redirect_uri,
            state: state.as_deref(),
            issuer: &self.settings().issuer,
            mode: read_response_mode(&parameters),
        };
        let fault = |f: Fault| {
            let code = f.code.as_str();
            self.note_attempt(&told, AttemptPlace::Authorize, code, f.description);
            Ok(Authorized::Answer(way.with_fault(&f)))
        };
        let Some(instance) =
            instance.filter(|_| client.grant_types.contains(&GrantType::AuthorizationCode))
        else {
            return fault(Fault::new(
                FaultCode::UnauthorizedClient,
                "this client may not use the authorization code grant",
            ));
        };
        if client.options.require_pushed_requests && !pushed {
            return fault(Fault::new(
                FaultCode::InvalidRequest,
                "this client must push its requests (RFC 9126)",
            ));
        }
        let request = match read_request(&parameters) {
            Ok(request) => request,
            Err(f) => return fault(f),
        };
        if let Err(f) = check_request(&client, &request) {
            return fault(f);
        }
        let link_request = match parameters.get(LINK_REQUEST).map(LinkRequest::read) {
            None => None,
            Some(Ok(link_request)) if pushed => Some(link_request),
            // What stands in a browser's address may have been put there by anybody.
            Some(_) => {
                let code = LinkRefusal::NotPushed.code();
                return fault(Fault::new(FaultCode::InvalidRequest, code));
            }
        };
        let asked = Asked {
            client,
            instance,
            redirect_uri: redirect_uri.clone(),
            request,
            mode: way.mode,
            parameters,
            pushed,
            link_request,
        };
        match self.decide_authorization(&asked, signed, visitor).await? {
            Ok(authorized) => {
                let (code, detail) = match &authorized {
                    Authorized::Answer(_) => (WORKED, CODE_SENT),
                    Authorized::SignIn(_) => (WORKED, SENT_TO_SIGN_IN),
                    Authorized::Choose { .. } => (WORKED, "a choice of tenants was shown"),
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
        visitor: &Visitor,
    ) -> Result<Result<Authorized, Fault>, Failure<AuthorizeRefusal>> {
        let address = &visitor.address;
        let request = &asked.request;
        let login_required = Fault::new(FaultCode::LoginRequired, "the person has to sign in");
        let way = asked.way(&self.settings().issuer);
        let hinted = self
            .hinted_person(request.id_token_hint.as_deref(), &asked.client, signed)
            .await?;
        let fresh = signed
            .filter(|s| !request.prompt.login && !s.session.too_old(request.max_age, self.now()))
            .filter(|s| match hinted {
                Hinted::Nobody => true,
                Hinted::Person(id) => id == s.identity.id,
                Hinted::SomebodyElse => false,
            });
        let Some(signed) = fresh else {
            if request.prompt.none {
                return Ok(Err(login_required));
            }
            // Proofs that were asked for anew are not asked for again when she comes back from
            // them: the ID token's auth_time tells the module how new they are.
            let destination = self
                .destination(asked, &["prompt", "id_token_hint", "max_age"], hinted)
                .await?;
            let typed = request.login_hint.as_deref().unwrap_or_default();
            let wished = request.ui_locales.as_deref().and_then(Language::listed);
            let token = self
                .begin_wishing(
                    destination,
                    asked.instance.population,
                    typed,
                    wished,
                    visitor,
                )
                .await
                .map_err(|f| match f {
                    Failure::Refused(refusal) => Failure::Refused(AuthorizeRefusal::Slow(refusal)),
                    Failure::Broken(broken) => Failure::Broken(broken),
                })?;
            return Ok(Ok(Authorized::SignIn(token)));
        };
        let essential = &request.claims.essential_acr;
        let acr = acr_of(&signed.session.methods);
        if !essential.is_empty() && !essential.iter().any(|wanted| wanted == acr) {
            return Ok(Err(Fault::new(
                FaultCode::UnmetAuthenticationRequirements,
                "the essential acr cannot be met",
            )));
        }
        let mut tx = self.db.read().await?;
        let mut places =
            store::identity::affiliations::of_identity(&mut tx, signed.identity.id).await?;
        places.retain(|a| a.partner_id == asked.client.partner_id);
        // Asked for by her name for this client: this person and place or nobody (Core 5.5.1).
        if let Some(sub) = &request.claims.sub {
            places.retain(|a| self.subject_of(&asked.client, a.id) == *sub);
            if places.is_empty() {
                return Ok(Err(login_required));
            }
        }
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
            let destination = self
                .destination(asked, &["prompt", "id_token_hint"], hinted)
                .await?;
            return Ok(Ok(Authorized::SignIn(
                self.begin_choice(signed, destination).await?,
            )));
        }
        let place = current.or_else(|| {
            places
                .iter()
                .find(|a| a.usable())
                .or(places.first())
                .cloned()
        });
        if let Some(link_request) = &asked.link_request {
            drop(tx);
            return self
                .authorize_link(asked, signed, place, link_request, address)
                .await;
        }
        let outcome = self
            .may_enter(&mut tx, &signed.identity, place.as_ref(), &asked.instance)
            .await?;
        drop(tx);
        match (outcome, place) {
            (Ok(_), Some(place)) => self.enter_tenant(asked, signed, place, address).await,
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
                let back = self.way_back(&way.with_fault(&denied));
                Ok(Ok(Authorized::Refused {
                    refusal,
                    module: asked.instance.display_name.as_str().to_owned(),
                    back,
                }))
            }
        }
    }

    /// She may enter: as which account, of which tenant, is what is left.
    async fn enter_tenant(
        &self,
        asked: &Asked,
        signed: &Signed,
        place: Affiliation,
        address: &str,
    ) -> Result<Result<Authorized, Fault>, Failure<AuthorizeRefusal>> {
        let mut tx = self.db.read().await?;
        let wished = asked.parameters.get(TENANT_CHOICE);
        let wished = wished.and_then(|text| text.parse().ok());
        let choice = self
            .choose_tenant(&mut tx, &asked.instance, &signed.identity, &place, wished)
            .await?;
        drop(tx);
        let purpose = match choice {
            TenantChoice::Enter(purpose) => purpose,
            TenantChoice::Refused(refusal) => {
                return Ok(Err(Fault::new(FaultCode::AccessDenied, refusal.code())));
            }
            TenantChoice::Choose(_) if asked.request.prompt.none => {
                return Ok(Err(Fault::new(
                    FaultCode::AccountSelectionRequired,
                    "the person has to choose an account",
                )));
            }
            TenantChoice::Choose(links) => {
                let mut tenants = Vec::with_capacity(links.len());
                for link in links {
                    let chosen = link.id.to_string();
                    let rest = asked.parameters.clone().with(TENANT_CHOICE, &chosen);
                    let rest = rest.encode_without(&["prompt", "id_token_hint"]);
                    let query = match asked.pushed {
                        true => self.push_rest(&asked.client, rest).await?,
                        false => rest,
                    };
                    tenants.push((link.tenant.name, query));
                }
                let module = asked.instance.display_name.as_str().to_owned();
                return Ok(Ok(Authorized::Choose { module, tenants }));
            }
        };
        Ok(self
            .code_or_sign_in(asked, signed, place, purpose, address)
            .await?)
    }

    async fn code_or_sign_in(
        &self,
        asked: &Asked,
        signed: &Signed,
        place: Affiliation,
        purpose: Purpose,
        address: &str,
    ) -> Result<Result<Authorized, Fault>, Broken> {
        let issued = self
            .issue_code(asked, signed, place, purpose, address)
            .await?;
        Ok(match issued {
            Some(answer) => Ok(Authorized::Answer(answer)),
            // Signed out at this very moment, in another tab.
            None => Err(Fault::new(
                FaultCode::LoginRequired,
                "the person has to sign in",
            )),
        })
    }

    /// She has proved herself for a link: whether it may be is said now, and once more when the
    /// module comes with the code. A refusal goes back to the module, which shows it where the link
    /// was asked for.
    async fn authorize_link(
        &self,
        asked: &Asked,
        signed: &Signed,
        place: Option<Affiliation>,
        request: &LinkRequest,
        address: &str,
    ) -> Result<Result<Authorized, Fault>, Failure<AuthorizeRefusal>> {
        let decided = self
            .may_link(signed, place.as_ref(), &asked.instance, request)
            .await?;
        match (decided, place) {
            (Ok(()), Some(place)) => {
                let purpose = Purpose::Linking(request.clone());
                Ok(self
                    .code_or_sign_in(asked, signed, place, purpose, address)
                    .await?)
            }
            (decided, _) => {
                let refusal = decided.err().unwrap_or(LinkRefusal::HubInactive);
                let actor = Actor::Person(signed.affiliation.id.to_string());
                let partner = asked.client.partner_id;
                let draft = AuditDraft::new(
                    Some(partner),
                    actor,
                    "module_link.refused",
                    asked.instance.id,
                )
                .because(refusal.code())
                .from_address(address);
                self.note_alone(draft).await?;
                Ok(Err(Fault::new(FaultCode::AccessDenied, refusal.code())))
            }
        }
    }

    /// Writes an entry that goes with no change.
    pub(crate) async fn note_alone(&self, draft: AuditDraft) -> Result<(), Broken> {
        let engine = self.clone();
        let write = self.db.write(move |tx| {
            Box::pin(async move {
                engine.record(tx, draft);
                Ok::<_, Broken>(())
            })
        });
        write.await
    }

    /// Where the sign-in leads: back to this request without what it has answered.
    #[allow(
        clippy::disallowed_methods,
        reason = "the client's registration gives the scope"
    )]
    async fn destination(
        &self,
        asked: &Asked,
        left_out: &[&str],
        hinted: Hinted,
    ) -> Result<Destination, Broken> {
        let rest = asked.parameters.encode_without(left_out);
        let query = if asked.pushed {
            self.push_rest(&asked.client, rest).await?
        } else {
            rest
        };
        let somebody_else = Fault::new(FaultCode::LoginRequired, "the person has to sign in");
        let way = asked.way(&self.settings().issuer);
        let back = self.way_back(&way.with_fault(&somebody_else));
        let mut tx = self.db.read().await?;
        let scope = Scope::of(asked.client.partner_id);
        let links = store::access::links::of_instance(&mut tx, scope, asked.instance.id).await?;
        drop(tx);
        let inactive = (!links.is_empty()).then(|| {
            let code = LinkRefusal::HubInactive.code();
            let denied = Fault::new(FaultCode::AccessDenied, code);
            self.way_back(&way.with_fault(&denied))
        });
        Ok(Destination::Authorize {
            inactive,
            query,
            client_id: asked.client.id,
            partner_id: asked.client.partner_id,
            continue_to: asked.instance.display_name.as_str().to_owned(),
            hint: match hinted {
                Hinted::Person(id) => Some((id, back)),
                Hinted::Nobody | Hinted::SomebodyElse => None,
            },
        })
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
        self.note_alone(draft).await
    }
}
