//! Client authentication (RFC 6749, 2.3.1; OpenID Connect Core 9).

use super::{Fault, FaultCode, Parameters, assertion};
use base64::Engine as _;
use kernel::Secret;

/// What a client presented.
#[derive(Clone, Debug)]
pub enum Presented {
    /// HTTP Basic.
    Basic {
        /// `client_id`.
        client_id: String,
        /// The secret.
        secret: Secret<String>,
    },
    /// In the form.
    Post {
        /// `client_id`.
        client_id: String,
        /// The secret.
        secret: Secret<String>,
    },
    /// A signed assertion (RFC 7523).
    Assertion {
        /// `client_id`, as the form or else the assertion itself says; nothing is proved yet.
        client_id: String,
        /// The assertion.
        assertion: String,
    },
    /// The id alone.
    Public {
        /// `client_id`.
        client_id: String,
    },
}

impl Presented {
    /// The `client_id`.
    pub fn client_id(&self) -> &str {
        match self {
            Self::Basic { client_id, .. }
            | Self::Post { client_id, .. }
            | Self::Assertion { client_id, .. }
            | Self::Public { client_id } => client_id,
        }
    }
}

/// Reads what a client presented. Two ways at once are refused (RFC 6749, 2.3).
///
/// # Errors
/// `invalid_client` for a malformed or missing proof, `invalid_request` for two.
pub fn read(authorization: Option<&str>, parameters: &Parameters) -> Result<Presented, Fault> {
    let bad = || {
        Fault::new(
            FaultCode::InvalidClient,
            "the Authorization header is not valid HTTP Basic",
        )
    };
    let in_form = parameters.get("client_id");
    let secret_in_form = parameters.get("client_secret");
    if let Some(assertion) = parameters.get("client_assertion") {
        if authorization.is_some() || secret_in_form.is_some() {
            return Err(Fault::new(
                FaultCode::InvalidRequest,
                "the client authenticates in two ways at once",
            ));
        }
        if parameters.get("client_assertion_type") != Some(assertion::TYPE) {
            return Err(Fault::new(
                FaultCode::InvalidClient,
                "client_assertion_type is not supported",
            ));
        }
        // RFC 7521, 4.2: client_id may be left out; the assertion's subject is the client.
        let client_id = in_form
            .map(str::to_owned)
            .or_else(|| assertion::claimed_client(assertion))
            .ok_or(Fault::new(
                FaultCode::InvalidClient,
                "the assertion cannot be read",
            ))?;
        return Ok(Presented::Assertion {
            client_id,
            assertion: assertion.to_owned(),
        });
    }
    match authorization {
        Some(header) => {
            let (scheme, credentials) = header.split_once(' ').ok_or_else(bad)?;
            if !scheme.eq_ignore_ascii_case("basic") || credentials.len() > 4096 {
                return Err(bad());
            }
            let decoded = base64::engine::general_purpose::STANDARD
                .decode(credentials.trim())
                .map_err(|_| bad())?;
            let text = String::from_utf8(decoded).map_err(|_| bad())?;
            let (id, secret) = text.split_once(':').ok_or_else(bad)?;
            // Both halves are form-encoded before they are joined.
            let client_id = decode(id).ok_or_else(bad)?;
            let secret = decode(secret).ok_or_else(bad)?;
            if secret_in_form.is_some() || in_form.is_some_and(|f| f != client_id) {
                return Err(Fault::new(
                    FaultCode::InvalidRequest,
                    "the client authenticates in two ways at once",
                ));
            }
            Ok(Presented::Basic {
                client_id,
                secret: secret.into(),
            })
        }
        None => {
            let client_id = in_form
                .ok_or(Fault::new(
                    FaultCode::InvalidClient,
                    "the client does not authenticate",
                ))?
                .to_owned();
            Ok(match secret_in_form {
                Some(secret) => Presented::Post {
                    client_id,
                    secret: secret.into(),
                },
                None => Presented::Public { client_id },
            })
        }
    }
}

fn decode(text: &str) -> Option<String> {
    let joined = format!("v={text}");
    // Some clients send the halves as they are; a raw & would otherwise cut the value.
    if text.contains('&') {
        return Some(text.to_owned());
    }
    form_urlencoded::parse(joined.as_bytes())
        .next()
        .map(|(_, v)| v.into_owned())
        .filter(|v| !v.contains('\u{fffd}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basic(text: &str) -> String {
        format!(
            "Basic {}",
            base64::engine::general_purpose::STANDARD.encode(text)
        )
    }

    #[test]
    fn table_of_presented_proofs() {
        let form = |t: &str| Parameters::parse(t.as_bytes()).unwrap();
        match read(Some(&basic("my%20id:s%3Ac+x")), &form("")).unwrap() {
            Presented::Basic { client_id, secret } => assert_eq!(
                (client_id.as_str(), secret.reveal().as_str()),
                ("my id", "s:c x")
            ),
            other => panic!("{other:?}"),
        }
        assert!(matches!(
            read(None, &form("client_id=a&client_secret=b")).unwrap(),
            Presented::Post { .. }
        ));
        assert!(matches!(
            read(None, &form("client_id=a")).unwrap(),
            Presented::Public { .. }
        ));
        assert!(matches!(
            read(None, &form("client_id=a&client_assertion=x.y.z&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer")).unwrap(),
            Presented::Assertion { .. }
        ));
        assert!(matches!(
            read(Some(&basic("a:b")), &form("client_id=a")).unwrap(),
            Presented::Basic { .. }
        ));
        for (header, body, code) in [
            (None, "", FaultCode::InvalidClient),
            (
                Some(basic("a:b")),
                "client_id=a&client_secret=b",
                FaultCode::InvalidRequest,
            ),
            (Some(basic("a:b")), "client_id=c", FaultCode::InvalidRequest),
            (
                Some(basic("a:b")),
                "client_assertion=x.y.z&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer",
                FaultCode::InvalidRequest,
            ),
            (
                None,
                "client_id=a&client_assertion=x.y.z",
                FaultCode::InvalidClient,
            ),
            (
                None,
                "client_id=a&client_assertion=x.y.z&client_assertion_type=saml",
                FaultCode::InvalidClient,
            ),
            (
                None,
                "client_id=a&client_secret=b&client_assertion=x.y.z",
                FaultCode::InvalidRequest,
            ),
            (Some(basic("ab")), "", FaultCode::InvalidClient),
            (Some("Basic %%%".into()), "", FaultCode::InvalidClient),
            (Some("Bearer x".into()), "", FaultCode::InvalidClient),
            (Some("Basic".into()), "", FaultCode::InvalidClient),
            (Some(basic("\u{fffd}%ff:b")), "", FaultCode::InvalidClient),
        ] {
            assert_eq!(
                read(header.as_deref(), &form(body)).unwrap_err().code,
                code,
                "{header:?} {body}"
            );
        }
    }
}
