//! Who asks: a token that the hub signed for this endpoint and one tenant.

use axum::http::{HeaderMap, header};
use serde_json::Value;

use super::ScimFault;
use crate::provider::VerifyFault;
use crate::token::claims::{SKEW, date};
use crate::unified::UnifiedLogin;

/// Longest life of a token, in seconds; a longer one was not made for one request.
const LONGEST: u64 = 600;

impl UnifiedLogin {
    /// The tenant that the request is about. Everything of the token must fit: its type, so that no
    /// other token of the hub passes; the address of this endpoint; a link that holds; a short life.
    pub(super) async fn bearer(&self, headers: &HeaderMap) -> Result<String, ScimFault> {
        let line = headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok());
        let token = line.and_then(|line| {
            let (kind, token) = line.split_once(' ')?;
            kind.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let token = token.ok_or(ScimFault::Stranger)?;
        let verified = self.inner.party.inner.provider.verify(token).await;
        let verified = verified.map_err(|fault| match fault {
            VerifyFault::Token(fault) => {
                tracing::warn!(fault = %fault, "a SCIM request with a token that is not the hub's");
                ScimFault::Stranger
            }
            VerifyFault::Provider(fault) => ScimFault::Later(fault.to_string()),
        })?;
        if verified.typ.as_deref() != Some("at+jwt") {
            return Err(ScimFault::Stranger);
        }
        let claims = verified.claims;
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let moment = |name: &str| date(&claims, name).ok().flatten();
        let (Some(issued), Some(ends)) = (moment("iat"), moment("exp")) else {
            return Err(ScimFault::Stranger);
        };
        let now = crate::clock::now();
        let short = ends > issued && ends - issued <= LONGEST;
        let timely = issued <= now.saturating_add(SKEW) && now < ends.saturating_add(SKEW);
        let here = text("iss") == Some(&self.inner.party.inner.settings.issuer)
            && text("aud") == self.inner.manifest.scim.as_deref();
        let (Some(tenant), Some(link)) = (text("tenant"), text("link")) else {
            return Err(ScimFault::Stranger);
        };
        let known = self.inner.policies.of(tenant);
        let linked = known.active().is_some_and(|held| held.id == link);
        if !(short && timely && here && linked) {
            tracing::warn!(
                tenant,
                link,
                short,
                timely,
                here,
                linked,
                "a SCIM token does not fit"
            );
            return Err(ScimFault::Stranger);
        }
        Ok(tenant.to_owned())
    }
}
