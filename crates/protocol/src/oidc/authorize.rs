//! The authorization request (OpenID Connect Core 3.1.2.1), read in two halves: until client and
//! redirect address are known to be good, nothing is sent to that address.

use super::asked_claims::{self, ClaimsRequest};
use super::{Fault, FaultCode, Parameters, pkce};
use model::federation::resource_form;

/// The first half: who asks, and where the answer would go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker<'a> {
    /// `client_id`.
    pub client_id: &'a str,
    /// `redirect_uri`, which this provider always wants.
    pub redirect_uri: &'a str,
}

/// How much may be asked of the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    /// `none`: nothing at all.
    pub none: bool,
    /// `login`: prove who she is again.
    pub login: bool,
    /// `select_account`: choose the account again.
    pub select_account: bool,
}

/// The second half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Scopes, in the order asked, without repetition.
    pub scopes: Vec<String>,
    /// `state`, sent back as it came.
    pub state: Option<String>,
    /// `nonce`, put into the ID token.
    pub nonce: Option<String>,
    /// The S256 challenge.
    pub code_challenge: String,
    /// `prompt`.
    pub prompt: Prompt,
    /// `max_age` in seconds.
    pub max_age: Option<i64>,
    /// `login_hint`, filled into the first field.
    pub login_hint: Option<String>,
    /// `id_token_hint`, unverified.
    pub id_token_hint: Option<String>,
    /// `ui_locales`: the languages of the pages, best first.
    pub ui_locales: Option<String>,
    /// Resources that access tokens shall be for (RFC 8707).
    pub resources: Vec<String>,
    /// Claims asked for by name.
    pub claims: ClaimsRequest,
}

/// How the answer reaches the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResponseMode {
    /// In the query of the redirect address.
    #[default]
    Query,
    /// As a form that the browser sends (OAuth 2.0 Form Post Response Mode).
    FormPost,
}

impl ResponseMode {
    /// All of them, in the order of discovery. `fragment` is not for codes: it would hand them to
    /// every script of the page (OAuth 2.0 Multiple Response Types 1.0, 5).
    pub const ALL: [Self; 2] = [Self::Query, Self::FormPost];
    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::FormPost => "form_post",
        }
    }
}

/// How a fault of this request is answered: as was asked for where that can be read, else in the
/// query.
pub fn read_response_mode(parameters: &Parameters) -> ResponseMode {
    let asked = parameters.get("response_mode").unwrap_or_default();
    let mode = ResponseMode::ALL.into_iter().find(|m| m.as_str() == asked);
    mode.unwrap_or_default()
}

/// Reads `resource`, which may come more than once.
///
/// # Errors
/// `invalid_target` for what is no complete address or more than ten (RFC 8707, 2).
pub fn read_resources(parameters: &Parameters) -> Result<Vec<String>, Fault> {
    let invalid = |why| Err(Fault::new(FaultCode::InvalidTarget, why));
    let mut resources: Vec<String> = Vec::new();
    for resource in parameters.all("resource") {
        if !resource_form(resource) {
            return invalid("resource must be a complete address without a # part");
        }
        if !resources.iter().any(|r| r == resource) {
            resources.push(resource.to_owned());
        }
    }
    if resources.len() > 10 {
        return invalid("more than ten resources");
    }
    Ok(resources)
}

/// Reads the first half.
///
/// # Errors
/// A fault that must be shown to the person, never redirected.
pub fn read_asker(parameters: &Parameters) -> Result<Asker<'_>, Fault> {
    Ok(Asker {
        client_id: parameters.need("client_id", "client_id is missing")?,
        redirect_uri: parameters.need("redirect_uri", "redirect_uri is missing")?,
    })
}

/// Reads the second half.
///
/// # Errors
/// A fault that goes back to the redirect address.
pub fn read_request(parameters: &Parameters) -> Result<Request, Fault> {
    let invalid = |text| Fault::new(FaultCode::InvalidRequest, text);
    if parameters.get("request").is_some() {
        return Err(Fault::new(
            FaultCode::RequestNotSupported,
            "request objects are not supported",
        ));
    }
    if parameters.get("request_uri").is_some() {
        return Err(Fault::new(
            FaultCode::RequestUriNotSupported,
            "request_uri is not supported",
        ));
    }
    if parameters.get("registration").is_some() {
        return Err(Fault::new(
            FaultCode::RegistrationNotSupported,
            "the registration parameter is not supported",
        ));
    }
    match parameters.need("response_type", "response_type is missing")? {
        "code" => {}
        _ => {
            return Err(Fault::new(
                FaultCode::UnsupportedResponseType,
                "only response_type=code is supported",
            ));
        }
    }
    let mode = read_response_mode(parameters);
    if parameters
        .get("response_mode")
        .is_some_and(|asked| asked != mode.as_str())
    {
        return Err(invalid(
            "only response_mode query and form_post are supported",
        ));
    }
    if mode == ResponseMode::FormPost
        && !parameters
            .get("redirect_uri")
            .is_some_and(|uri| uri.starts_with("http"))
    {
        return Err(invalid(
            "response_mode=form_post needs a web address to post to",
        ));
    }
    let code_challenge = parameters.need(
        "code_challenge",
        "PKCE is required: code_challenge is missing",
    )?;
    if parameters.get("code_challenge_method") != Some("S256") {
        return Err(invalid("PKCE is required with code_challenge_method=S256"));
    }
    if !pkce::challenge_form(code_challenge) {
        return Err(invalid("code_challenge must be 43 characters of base64url"));
    }
    let scopes = read_scopes(parameters)?;
    if !scopes.iter().any(|s| s == "openid") {
        return Err(Fault::new(
            FaultCode::InvalidScope,
            "the scope must contain openid",
        ));
    }
    let mut prompt = Prompt::default();
    for word in parameters
        .get("prompt")
        .unwrap_or_default()
        .split_ascii_whitespace()
    {
        match word {
            "none" => prompt.none = true,
            "login" => prompt.login = true,
            "select_account" => prompt.select_account = true,
            // The administrator's grant is the consent; asking again would change nothing.
            "consent" => {}
            _ => return Err(invalid("prompt has an unknown value")),
        }
    }
    if prompt.none && parameters.get("prompt").is_some_and(|p| p.trim() != "none") {
        return Err(invalid("prompt=none cannot go with another value"));
    }
    let max_age = match parameters.get("max_age") {
        None => None,
        Some(text) => Some(
            text.parse::<u32>()
                .map(i64::from)
                .map_err(|_| invalid("max_age must be a number of seconds"))?,
        ),
    };
    let owned = |name: &str| parameters.get(name).map(str::to_owned);
    Ok(Request {
        scopes,
        state: owned("state"),
        nonce: owned("nonce"),
        code_challenge: code_challenge.to_owned(),
        prompt,
        max_age,
        login_hint: owned("login_hint"),
        id_token_hint: owned("id_token_hint"),
        resources: read_resources(parameters)?,
        claims: match parameters.get("claims") {
            Some(text) => asked_claims::read(text)?,
            None => ClaimsRequest::default(),
        },
        ui_locales: owned("ui_locales"),
    })
}

/// Reads `scope`: words parted by spaces, without repetition.
///
/// # Errors
/// `invalid_scope` for forbidden characters or more than 50.
pub fn read_scopes(parameters: &Parameters) -> Result<Vec<String>, Fault> {
    let mut scopes: Vec<String> = Vec::new();
    for word in parameters
        .get("scope")
        .unwrap_or_default()
        .split(' ')
        .filter(|w| !w.is_empty())
    {
        if !word
            .bytes()
            .all(|b| matches!(b, 0x21 | 0x23..=0x5b | 0x5d..=0x7e))
        {
            return Err(Fault::new(
                FaultCode::InvalidScope,
                "the scope holds forbidden characters",
            ));
        }
        if !scopes.iter().any(|s| s == word) {
            scopes.push(word.to_owned());
        }
        if scopes.len() > 50 {
            return Err(Fault::new(FaultCode::InvalidScope, "more than 50 scopes"));
        }
    }
    Ok(scopes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "response_type=code&client_id=c&redirect_uri=https%3A%2F%2Fa.example%2Fcb&scope=openid+email&state=s&nonce=n&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    fn read(extra: &str) -> Result<Request, Fault> {
        read_request(&Parameters::parse(format!("{GOOD}{extra}").as_bytes()).unwrap())
    }

    #[test]
    fn a_good_request_is_read_whole() {
        let p = Parameters::parse(GOOD.as_bytes()).unwrap();
        assert_eq!(read_asker(&p).unwrap().redirect_uri, "https://a.example/cb");
        let r = read("&prompt=login+select_account&max_age=60&login_hint=x").unwrap();
        assert_eq!(r.scopes, ["openid", "email"]);
        assert!(r.prompt.login && r.prompt.select_account && !r.prompt.none);
        assert_eq!(r.max_age, Some(60));
        let r = read("&response_mode=form_post&resource=https%3A%2F%2Fa.example%2F&resource=urn%3Ab&resource=urn%3Ab").unwrap();
        assert_eq!(r.resources, ["https://a.example/", "urn:b"]);
        let r = read("&display=popup&ui_locales=de&acr_values=x&new_parameter=1");
        assert!(r.is_ok(), "what is not known is ignored (RFC 6749, 3.1)");
    }

    #[test]
    fn table_of_refused_requests() {
        let without = |name: &str| {
            let p = Parameters::parse(GOOD.as_bytes()).unwrap();
            read_request(&Parameters::parse(p.encode_without(&[name]).as_bytes()).unwrap())
        };
        assert_eq!(
            without("response_type").unwrap_err().code,
            FaultCode::InvalidRequest
        );
        assert_eq!(
            without("code_challenge").unwrap_err().code,
            FaultCode::InvalidRequest
        );
        assert_eq!(
            without("code_challenge_method").unwrap_err().code,
            FaultCode::InvalidRequest
        );
        assert_eq!(without("scope").unwrap_err().code, FaultCode::InvalidScope);
        for (extra, code) in [
            ("&prompt=none+login", FaultCode::InvalidRequest),
            ("&prompt=dance", FaultCode::InvalidRequest),
            ("&max_age=-1", FaultCode::InvalidRequest),
            ("&max_age=x", FaultCode::InvalidRequest),
            ("&response_mode=fragment", FaultCode::InvalidRequest),
            ("&response_mode=web_message", FaultCode::InvalidRequest),
            ("&resource=api", FaultCode::InvalidTarget),
            (
                "&resource=https%3A%2F%2Fa.example%2F%23x",
                FaultCode::InvalidTarget,
            ),
            ("&claims=x", FaultCode::InvalidRequest),
            ("&request=x", FaultCode::RequestNotSupported),
            ("&request_uri=x", FaultCode::RequestUriNotSupported),
            ("&registration=x", FaultCode::RegistrationNotSupported),
        ] {
            assert_eq!(read(extra).unwrap_err().code, code, "{extra}");
        }
        let token = GOOD.replace("response_type=code", "response_type=token");
        assert_eq!(
            read_request(&Parameters::parse(token.as_bytes()).unwrap())
                .unwrap_err()
                .code,
            FaultCode::UnsupportedResponseType
        );
        let plain = GOOD.replace("S256", "plain");
        assert_eq!(
            read_request(&Parameters::parse(plain.as_bytes()).unwrap())
                .unwrap_err()
                .code,
            FaultCode::InvalidRequest
        );
    }
}
