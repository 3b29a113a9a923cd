//! One call at a module's SCIM endpoint, with a token that the hub signs for it.

use crate::outside::{ModuleAnswer, ModuleCall, Outside};
use crate::{Broken, Engine};
use kernel::{Scope, Span};
use model::access::ModuleLink;
use model::federation::Client;
use scim::client::Request;
use serde_json::json;
use unified_login::Manifest;

/// How long a token of the hub for a module is good: for the call that carries it.
const TOKEN_SPAN: Span = Span::minutes(5);

/// Where a link's module takes SCIM, and by which client it knows the hub's word.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub link: ModuleLink,
    pub manifest: Manifest,
    pub client: Client,
    pub base: String,
}

impl Engine {
    /// The SCIM endpoint of a link; none when its module has none.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    pub(crate) async fn endpoint_of(
        &self,
        tx: &mut store::Tx,
        link: ModuleLink,
    ) -> Result<Option<Endpoint>, Broken> {
        let scope = Scope::of(link.partner_id);
        let manifest = store::access::links::manifest(tx, scope, link.instance_id).await?;
        let client = store::federation::clients::of_instance(tx, scope, link.instance_id).await?;
        let Some(((manifest, _), client)) = manifest.zip(client) else {
            return Ok(None);
        };
        let base = manifest.scim.clone();
        Ok(base.map(|base| Endpoint {
            link,
            manifest,
            client,
            base: base.trim_end_matches('/').to_owned(),
        }))
    }

    /// Sends a request. The token names the tenant, so that whatever the path says, nothing of
    /// another tenant can be meant.
    pub(crate) async fn call_scim(
        &self,
        endpoint: &Endpoint,
        request: Request,
        outside: &dyn Outside,
    ) -> Result<Result<ModuleAnswer, String>, Broken> {
        let now = self.now();
        let claims = json!({
            "iss": self.settings().issuer,
            "aud": endpoint.base,
            "iat": now.unix_seconds(),
            "exp": (now + TOKEN_SPAN).unix_seconds(),
            "jti": self.chance().token(),
            "link": endpoint.link.id.to_string(),
            "tenant": endpoint.link.tenant.id,
        });
        let key = self.signing_key(&endpoint.client.id_token_alg)?;
        let query = match request.query.is_empty() {
            true => String::new(),
            false => format!("?{}", request.query),
        };
        let call = ModuleCall {
            method: request.method,
            url: format!("{}{}{query}", endpoint.base, request.path),
            bearer: key.sign("at+jwt", &claims)?.into(),
            if_match: request.if_match,
            body: request.body,
        };
        Ok(outside.call_module(&call).await)
    }
}
