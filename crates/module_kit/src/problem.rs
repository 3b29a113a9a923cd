//! What can go wrong between a browser, a module and the provider, with words for the person and
//! detail for the log.

use crate::token::TokenFault;

/// A refusal or a failure. [`Problem::code`] is stable; the texts are for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The provider does not answer, or answers nonsense.
    ProviderUnreachable,
    /// The browser came back with a `state` that is unknown, used or too old.
    LoginExpired,
    /// The login was begun in another browser.
    OtherBrowser,
    /// `iss` names another provider, or is missing (RFC 9207): a mix-up attack.
    OtherProvider,
    /// The provider refused the login (RFC 6749 section 4.1.2.1, Core 3.1.2.6).
    Refused {
        /// The provider's error code.
        code: String,
        /// The provider's own words.
        description: Option<String>,
    },
    /// The provider did not take the code or the client's credentials (RFC 6749 section 5.2).
    ExchangeRefused {
        /// The provider's error code.
        code: String,
    },
    /// The provider's answer cannot be believed.
    TokenRefused(TokenFault),
    /// The request is malformed.
    BadRequest(&'static str),
    /// The form was sent from another site.
    OtherSite,
    /// This session was ended at the provider while the login was under way.
    EndedMeanwhile,
    /// The module itself failed.
    Internal,
}

impl Problem {
    /// A stable code for support and tests; for a refusal of the provider, the provider's code.
    pub fn code(&self) -> &str {
        match self {
            Self::ProviderUnreachable => "provider_unreachable",
            Self::LoginExpired => "login_expired",
            Self::OtherBrowser => "other_browser",
            Self::OtherProvider => "other_provider",
            Self::Refused { code, .. } | Self::ExchangeRefused { code } => code,
            Self::TokenRefused(_) => "token_refused",
            Self::BadRequest(_) => "bad_request",
            Self::OtherSite => "other_site",
            Self::EndedMeanwhile => "session_ended",
            Self::Internal => "internal",
        }
    }

    /// The HTTP status of the page.
    pub fn status(&self) -> u16 {
        match self {
            Self::ProviderUnreachable => 503,
            Self::ExchangeRefused { .. } | Self::TokenRefused(_) => 502,
            Self::Internal => 500,
            Self::OtherSite => 403,
            Self::Refused { code, .. } => match code.as_str() {
                "server_error" | "temporarily_unavailable" => 503,
                "access_denied" | "unauthorized_client" => 403,
                _ => 400,
            },
            Self::LoginExpired
            | Self::OtherBrowser
            | Self::OtherProvider
            | Self::BadRequest(_)
            | Self::EndedMeanwhile => 400,
        }
    }

    /// One sentence that says what happened.
    pub fn sentence(&self) -> &str {
        match self {
            Self::ProviderUnreachable => "The sign-in service does not answer.",
            Self::LoginExpired => "This sign-in took too long or was already used.",
            Self::OtherBrowser => "This sign-in was begun in another browser.",
            Self::OtherProvider => "The answer came from another sign-in service than expected.",
            Self::Refused { code, .. } => match code.as_str() {
                "access_denied" => "The sign-in service did not let you in.",
                "login_required" | "interaction_required" | "account_selection_required" => {
                    "The sign-in service needs you to sign in there first."
                }
                "server_error" | "temporarily_unavailable" => {
                    "The sign-in service cannot answer right now."
                }
                _ => "The sign-in service did not accept the request.",
            },
            Self::ExchangeRefused { .. } => "The sign-in service did not accept this application.",
            Self::TokenRefused(_) => "The answer of the sign-in service could not be trusted.",
            Self::BadRequest(_) => "The request could not be understood.",
            Self::OtherSite => "This request came from another site.",
            Self::EndedMeanwhile => "You were signed out while this sign-in was under way.",
            Self::Internal => "Something went wrong here.",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &str {
        match self {
            Self::ProviderUnreachable => {
                "Wait a minute and try again. If it goes on, tell your administrator."
            }
            Self::LoginExpired | Self::OtherBrowser | Self::EndedMeanwhile => {
                "Begin again from this site, in one browser window, with cookies allowed."
            }
            Self::OtherProvider => {
                "Do not try again from the link that brought you here. Begin from this site."
            }
            Self::Refused { code, .. } => match code.as_str() {
                "access_denied" => {
                    "If you did not cancel it yourself, ask your administrator for access to this \
                     application."
                }
                "login_required" | "interaction_required" | "account_selection_required" => {
                    "Try again and complete the sign-in."
                }
                "server_error" | "temporarily_unavailable" => "Wait a minute and try again.",
                _ => "Tell your administrator the code below.",
            },
            Self::ExchangeRefused { .. } => match self.code() {
                "invalid_grant" => "Try again. The answer may have been too old.",
                _ => {
                    "Tell your administrator the code below: the settings of this application at \
                      the sign-in service need a look."
                }
            },
            Self::TokenRefused(TokenFault::Expired | TokenFault::IssuedAt | TokenFault::NotYet) => {
                "Try again. If it goes on, the clocks of the two servers differ: tell your \
                 administrator."
            }
            Self::TokenRefused(_) => "Try again. If it goes on, tell your administrator.",
            Self::BadRequest(mend) => mend,
            Self::OtherSite => "Open this site and use its own buttons.",
            Self::Internal => "Try again. If it goes on, tell your administrator.",
        }
    }

    /// The provider's own words, if it gave any.
    pub fn description(&self) -> Option<&str> {
        match self {
            Self::Refused { description, .. } => description.as_deref(),
            _ => None,
        }
    }
}

/// An error code as RFC 6749 writes them, at most 64 bytes; `None` for anything else.
pub(crate) fn code(text: &str) -> Option<String> {
    let good = (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    good.then(|| text.to_owned())
}

/// A description as RFC 6749 section 4.1.2.1 writes them (printable ASCII), cut to 300 bytes.
pub(crate) fn description(text: &str) -> Option<String> {
    let text: String = text
        .chars()
        .filter(|c| (' '..='~').contains(c))
        .take(300)
        .collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
