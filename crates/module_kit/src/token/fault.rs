//! Why a token was not believed.

/// One variant per check, so that the log says exactly which one failed. No variant carries text
/// from the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// Not three base64url parts with JSON objects, or longer than 32 KiB.
    #[error("the token is not a well-formed signed JWT")]
    Malformed,
    /// `alg` is not ES256, EdDSA or RS256, or does not fit the key.
    #[error("the token is signed with an algorithm that is not accepted")]
    Algorithm,
    /// The header asks for an extension that the kit does not know (RFC 7515, section 4.1.11).
    #[error("the token asks for an extension that is not known")]
    Critical,
    /// The provider publishes no key of that name.
    #[error("the provider publishes no such signing key")]
    UnknownKey,
    /// The signature is not the provider's.
    #[error("the signature is wrong")]
    Signature,
    /// `typ` says that this token is something else.
    #[error("the token is of another type")]
    Type,
    /// `iss` is missing or is not the provider.
    #[error("the token comes from another issuer")]
    Issuer,
    /// `aud` is missing or does not name this client.
    #[error("the token is meant for someone else")]
    Audience,
    /// `azp` names another client, or is missing although there are several audiences.
    #[error("the token was given to another client")]
    AuthorizedParty,
    /// `exp` is missing or has passed.
    #[error("the token has expired")]
    Expired,
    /// `nbf` lies ahead.
    #[error("the token is not valid yet")]
    NotYet,
    /// `iat` is missing, lies ahead, or is too old for a login that just happened.
    #[error("the token was not issued just now")]
    IssuedAt,
    /// `nonce` is not the one of this login.
    #[error("the token belongs to another login")]
    Nonce,
    /// `at_hash` does not fit the access token.
    #[error("the token does not belong to the access token beside it")]
    AccessTokenHash,
    /// `sub` is missing, empty or too long.
    #[error("the token names no subject")]
    Subject,
    /// A claim that is a text or a name has another JSON type or is too long.
    #[error("a claim has the wrong type")]
    ClaimType,
    /// The `events` claim does not announce a logout.
    #[error("the token announces no logout")]
    Events,
    /// A logout token must not have a `nonce`, so that no ID token can pass for one.
    #[error("a logout token must not have a nonce")]
    NoncePresent,
    /// A logout token needs `sid`, `sub` or both.
    #[error("the logout token names neither a session nor a subject")]
    NobodyNamed,
    /// A logout token needs a `jti`.
    #[error("the logout token has no id")]
    TokenId,
    /// A logout token with this `jti` was here before.
    #[error("the logout token was used before")]
    Replayed,
}
