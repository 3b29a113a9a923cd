//! Pushed authorization requests (RFC 9126): the client hands its request in directly, and the browser
//! carries a name of it alone.

use crate::{Broken, Engine, Failure};
use kernel::Span;
use model::federation::{AttemptPlace, AuthMethod, Client, GrantType, WORKED, redirect_matches};
use protocol::oidc::authorize::{Request, read_request};
use protocol::oidc::push::{LIFETIME, PREFIX, PROOF, PushAnswer, check};
use protocol::oidc::{Fault, FaultCode, Parameters};
use unified_login::LinkRequest;
use vault::Place;

/// The parameter by which a module asks for a link.
pub(crate) const LINK_REQUEST: &str = "link_request";
/// The parameter that names the tenant somebody has chosen.
pub(crate) const TENANT_CHOICE: &str = "link";

/// How long the rest of a request waits while the person signs in: as long as a sign-in may take.
const WHILE_SIGNING_IN: Span = Span::minutes(15);

/// What a client must be allowed, beyond what every request must say.
pub(crate) fn check_request(client: &Client, request: &Request) -> Result<(), Fault> {
    if request
        .resources
        .iter()
        .any(|r| !client.options.resources.contains(r))
    {
        return Err(Fault::new(
            FaultCode::InvalidTarget,
            "this client may not ask for this resource",
        ));
    }
    Ok(())
}

impl Engine {
    /// Takes a pushed request, given as its encoded form and its `Authorization` header. Everything
    /// that would be refused later is refused now, and told to the client alone.
    ///
    /// # Errors
    /// The [`Fault`] of the answer.
    pub async fn push_request(
        &self,
        authorization: Option<&str>,
        form: &[u8],
    ) -> Result<PushAnswer, Failure<Fault>> {
        if !self.settings().protocol.pushed_requests {
            let fault = Fault::new(FaultCode::InvalidRequest, "pushed requests are turned off");
            return Err(Failure::Refused(fault));
        }
        let parameters = Parameters::parse(form).map_err(Failure::Refused)?;
        let place = AttemptPlace::Push;
        let client = self
            .authenticate_client(place, authorization, &parameters)
            .await?;
        match check_pushed(&client, &parameters) {
            Ok(()) => {
                let detail = "a request was pushed";
                self.note_attempt(&client, place, WORKED, detail);
            }
            Err((fault, detail)) => {
                let detail = detail.map_or(fault.description.into(), std::borrow::Cow::Owned);
                self.note_attempt(&client, place, fault.code.as_str(), detail);
                return Err(Failure::Refused(fault));
            }
        }
        let mut kept = parameters.with("client_id", &client.oauth_client_id);
        if kept.get(LINK_REQUEST).is_some() {
            // Whoever links proves herself at this moment, whatever session the browser has; and what
            // the module can do is asked while it is there to ask.
            kept = kept.with("prompt", "login");
            if let Err(Failure::Broken(broken)) = self.read_manifest_of(&client).await {
                return Err(Failure::Broken(broken));
            }
        }
        let name = self
            .keep_request(
                &client,
                kept.encode_without(&PROOF),
                Span::seconds(LIFETIME),
            )
            .await?;
        Ok(PushAnswer {
            request_uri: format!("{PREFIX}{name}"),
            expires_in: LIFETIME,
        })
    }

    /// Keeps the parameters of a request sealed under a new name.
    async fn keep_request(
        &self,
        client: &Client,
        encoded: String,
        span: Span,
    ) -> Result<String, Broken> {
        let name = self.chance().token();
        let (hash, until) = (self.digest(&name), self.now() + span);
        let sealed = self
            .sealer
            .seal(place(&hash), encoded.as_bytes(), self.chance())?;
        let id = client.id;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::federation::pushed::insert(tx, hash, id, sealed, until).await
                })
            })
            .await?;
        Ok(name)
    }

    /// The query that leads back to a pushed request after a sign-in: its first name was used up.
    pub(crate) async fn push_rest(
        &self,
        client: &Client,
        encoded: String,
    ) -> Result<String, Broken> {
        let name = self.keep_request(client, encoded, WHILE_SIGNING_IN).await?;
        Ok(Parameters::default()
            .with("client_id", &client.oauth_client_id)
            .with("request_uri", &format!("{PREFIX}{name}"))
            .encode_without(&[]))
    }

    /// The parameters of a pushed request, which is used up by it; none when it has ended, was used,
    /// or is another client's.
    pub(crate) async fn take_pushed(
        &self,
        client: &Client,
        name: &str,
    ) -> Result<Option<Parameters>, Broken> {
        let (hash, id, now) = (self.digest(name), client.id, self.now());
        let sealed = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    Ok::<_, Broken>(store::federation::pushed::take(tx, hash, id, now).await?)
                })
            })
            .await?;
        let Some(sealed) = sealed else {
            return Ok(None);
        };
        let encoded = self.sealer.open(place(&hash), &sealed)?;
        Parameters::parse(&encoded)
            .map(Some)
            .map_err(|_| Broken::Damaged("pushed request"))
    }
}

fn place(hash: &[u8; 32]) -> Place<'_> {
    Place {
        table: "pushed_request",
        column: "sealed_parameters",
        row: hash,
    }
}

/// The fault, and in plain words what the administrator may mend where that says more.
fn check_pushed(client: &Client, parameters: &Parameters) -> Result<(), (Fault, Option<String>)> {
    let plain = |fault| (fault, None);
    check(parameters, &client.oauth_client_id).map_err(plain)?;
    let asked = parameters
        .need("redirect_uri", "redirect_uri is missing")
        .map_err(plain)?;
    let public = client.auth_method == AuthMethod::None;
    if !redirect_matches(&client.redirect_uris, asked, public) {
        let fault = Fault::new(
            FaultCode::InvalidRequest,
            "redirect_uri is not registered for this client",
        );
        let detail = format!("the redirect address {asked} is not registered");
        return Err((fault, Some(detail)));
    }
    if client.instance_id.is_none() || !client.grant_types.contains(&GrantType::AuthorizationCode) {
        return Err(plain(Fault::new(
            FaultCode::UnauthorizedClient,
            "this client may not use the authorization code grant",
        )));
    }
    if let Some(text) = parameters.get(LINK_REQUEST) {
        let bad = |_| Fault::new(FaultCode::InvalidRequest, "link_request cannot be read");
        LinkRequest::read(text).map_err(bad).map_err(plain)?;
    }
    let request = read_request(parameters).map_err(plain)?;
    check_request(client, &request).map_err(plain)
}
