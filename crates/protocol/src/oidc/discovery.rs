//! The discovery document (OpenID Connect Discovery 1.0, RFC 8414): exactly what is on.

use serde_json::json;

/// Paths of the endpoints below the issuer.
pub mod path {
    /// Discovery.
    pub const DISCOVERY: &str = "/.well-known/openid-configuration";
    /// Discovery by its OAuth name (RFC 8414).
    pub const OAUTH_DISCOVERY: &str = "/.well-known/oauth-authorization-server";
    /// Keys.
    pub const KEYS: &str = "/oidc/keys";
    /// Authorization.
    pub const AUTHORIZE: &str = "/oidc/authorize";
    /// Tokens.
    pub const TOKEN: &str = "/oidc/token";
    /// Pushed authorization requests (RFC 9126).
    pub const PUSH: &str = "/oidc/par";
    /// Where a device begins (RFC 8628).
    pub const DEVICE: &str = "/oidc/device";
    /// Where a person types its code: short, since it is typed too.
    pub const DEVICE_PAGE: &str = "/device";
    /// Answers that are posted at the person's wish.
    pub const ANSWER: &str = "/oidc/answer";
    /// Userinfo.
    pub const USERINFO: &str = "/oidc/userinfo";
    /// Introspection.
    pub const INTROSPECT: &str = "/oidc/introspect";
    /// Revocation.
    pub const REVOKE: &str = "/oidc/revoke";
    /// RP-initiated logout.
    pub const END_SESSION: &str = "/oidc/logout";
}

/// What the provider has turned on.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The issuer, without a slash at the end.
    pub issuer: &'a str,
    /// Signature algorithms.
    pub algorithms: &'a [&'a str],
    /// Client authentication methods.
    pub auth_methods: &'a [&'a str],
    /// Those of clients that can keep a secret or key.
    pub confidential_methods: &'a [&'a str],
    /// Algorithms of clients' assertions.
    pub assertion_algorithms: &'a [&'a str],
    /// Grant types.
    pub grant_types: &'a [&'a str],
    /// Ways for answers.
    pub response_modes: &'a [&'a str],
    /// Whether devices may begin (RFC 8628).
    pub device_flow: bool,
    /// Whether requests may be pushed (RFC 9126).
    pub pushed_requests: bool,
    /// Scopes.
    pub scopes: &'a [&'a str],
    /// Authentication context classes.
    pub acr_values: &'a [&'a str],
}

/// The document as JSON bytes; made once and served as they are.
pub fn document(offer: &Offer<'_>) -> Vec<u8> {
    let at = |path: &str| format!("{}{path}", offer.issuer);
    let mut whole = json!({
        "issuer": offer.issuer,
        "authorization_endpoint": at(path::AUTHORIZE),
        "token_endpoint": at(path::TOKEN),
        "userinfo_endpoint": at(path::USERINFO),
        "jwks_uri": at(path::KEYS),
        "introspection_endpoint": at(path::INTROSPECT),
        "revocation_endpoint": at(path::REVOKE),
        "end_session_endpoint": at(path::END_SESSION),
        "response_types_supported": ["code"],
        "response_modes_supported": offer.response_modes,
        "grant_types_supported": offer.grant_types,
        "subject_types_supported": ["public", "pairwise"],
        "id_token_signing_alg_values_supported": offer.algorithms,
        "token_endpoint_auth_methods_supported": offer.auth_methods,
        "token_endpoint_auth_signing_alg_values_supported": offer.assertion_algorithms,
        "introspection_endpoint_auth_methods_supported": offer.confidential_methods,
        "introspection_endpoint_auth_signing_alg_values_supported": offer.assertion_algorithms,
        "revocation_endpoint_auth_methods_supported": offer.auth_methods,
        "revocation_endpoint_auth_signing_alg_values_supported": offer.assertion_algorithms,
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": offer.scopes,
        "acr_values_supported": offer.acr_values,
        "claims_supported": ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash",
            "name", "given_name", "family_name", "preferred_username", "updated_at", "email", "email_verified",
            "partner", "company"],
        "ui_locales_supported": kernel::Language::ALL.map(kernel::Language::tag),
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "claims_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "frontchannel_logout_supported": true,
        "frontchannel_logout_session_supported": true,
    });
    if offer.device_flow {
        whole["device_authorization_endpoint"] = at(path::DEVICE).into();
    }
    if offer.pushed_requests {
        whole["pushed_authorization_request_endpoint"] = at(path::PUSH).into();
        whole["require_pushed_authorization_requests"] = false.into();
    }
    whole.to_string().into_bytes()
}
