//! RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0).

use crate::identity::Signed;
use crate::{Engine, Failure};
use kernel::{Refusal, RefusalKind, Value};
use protocol::oidc::logout::read_end_session;
use protocol::oidc::redirect::with_parameters;
use protocol::oidc::{Fault, Parameters};

/// A logout request that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndSessionAsked {
    /// True when the hint proves that the asking module knows this very session: no question then.
    pub certain: bool,
    /// Where to go afterwards, checked against the client's registration.
    pub return_to: Option<String>,
    /// The name of the module that asked.
    pub module: Option<String>,
}

/// Why a logout request is not followed as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndSessionRefusal {
    /// It cannot be read.
    Malformed(Fault),
    /// The return address is not registered for the client (attack: open redirect).
    ReturnAddress,
}

impl Refusal for EndSessionRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "invalid_request",
            Self::ReturnAddress => "post_logout_redirect_uri_not_registered",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Malformed(fault) => format!(
                "The module sent a request that cannot be read: {}.",
                fault.description
            ),
            Self::ReturnAddress => {
                "The module wants you sent to an address that is not registered for it.".into()
            }
        }
    }
    fn remedy(&self) -> String {
        "You can sign out here. The module's administrator can register the address, letter by letter.".into()
    }
    fn values(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::Malformed(fault) => vec![("detail", fault.description.into())],
            _ => Vec::new(),
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Invalid
    }
}

impl Engine {
    /// Reads a logout request and checks where it wants to return to.
    ///
    /// # Errors
    /// [`EndSessionRefusal`].
    #[allow(
        clippy::disallowed_methods,
        reason = "the client's registration gives the scope"
    )]
    pub async fn asked_to_end(
        &self,
        encoded: &[u8],
        signed: Option<&Signed>,
    ) -> Result<EndSessionAsked, Failure<EndSessionRefusal>> {
        let malformed = |f| Failure::Refused(EndSessionRefusal::Malformed(f));
        let parameters = Parameters::parse(encoded).map_err(malformed)?;
        let asked = read_end_session(&parameters).map_err(malformed)?;
        let hint = asked
            .id_token_hint
            .as_deref()
            .and_then(|h| self.read_id_token_hint(h));
        let id = hint
            .as_ref()
            .map(|h| h.aud.clone())
            .or(asked.client_id.clone());
        let mut tx = self.db.read().await?;
        let client = match &id {
            // A client_id that contradicts the hint is not believed.
            Some(id) if asked.client_id.as_ref().is_none_or(|c| c == id) => {
                store::federation::clients::find(&mut tx, id).await?
            }
            _ => None,
        };
        let mut module = None;
        if let Some((client, instance)) =
            client.as_ref().and_then(|c| c.instance_id.map(|i| (c, i)))
        {
            let found = store::access::modules::find_instance(
                &mut tx,
                kernel::Scope::of(client.partner_id),
                instance,
            )
            .await?;
            module = found.map(|i| i.display_name.as_str().to_owned());
        }
        let return_to = match (asked.post_logout_redirect_uri, &client) {
            (None, _) => None,
            (Some(uri), Some(client)) if client.post_logout_redirect_uris.contains(&uri) => {
                Some(match &asked.state {
                    Some(state) => with_parameters(&uri, &[("state", state)]),
                    None => uri,
                })
            }
            _ => return Err(Failure::Refused(EndSessionRefusal::ReturnAddress)),
        };
        let certain = match (&hint, signed) {
            (Some(hint), Some(signed)) => hint.sid == signed.session.id.to_string(),
            _ => false,
        };
        Ok(EndSessionAsked {
            certain,
            return_to,
            module,
        })
    }
}
