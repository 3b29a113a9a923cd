//! Whose keys a request comes with.

use super::errors::Refused;
use super::kind::Kind;
use super::world::World;
use crate::psa::serve::Question;
use base64::Engine as _;

/// A pair of keys of an API member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The login company: what is typed at login.
    pub company: String,
    /// The public key.
    pub public: String,
    /// The private key.
    pub private: String,
    /// The API member's identifier.
    pub member: String,
    /// The name of its security role.
    pub role: String,
}

/// The member that a request acts as.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub member: u32,
    pub identifier: String,
    pub role: u32,
}

/// What the UI's hosts answer, instead of those with `api-` in front.
pub(crate) fn wrong_host(host: &str) -> bool {
    let name = host
        .split(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let hosted = name.strip_suffix(".myconnectwise.net");
    hosted.is_some_and(|region| !region.starts_with("api-"))
}

fn unauthorized() -> Refused {
    Refused::new(401, "Unauthorized", "UserNotAuthenticated")
}

/// Finds the caller. A wrong company looks like a wrong address, as on the vendor's cloud.
pub(crate) fn caller(world: &World, keys: &[Keys], question: &Question) -> Result<Caller, Refused> {
    let given = question.header("authorization");
    let encoded = given.strip_prefix("Basic ").ok_or_else(unauthorized)?;
    let decoded = base64::engine::general_purpose::STANDARD
        .decode(encoded.trim())
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(unauthorized)?;
    let (name, private) = decoded.split_once(':').ok_or_else(unauthorized)?;
    let (company, public) = name.split_once('+').ok_or_else(unauthorized)?;
    if keys
        .iter()
        .all(|keys| !keys.company.eq_ignore_ascii_case(company))
    {
        return Err(Refused::no_endpoint());
    }
    let meant = |keys: &&Keys| keys.public == public && keys.private == private;
    let found = keys.iter().find(meant).ok_or_else(unauthorized)?;
    let kind = Kind::ApiMembers;
    let member = world
        .find(kind, "identifier", &found.member)
        .ok_or_else(unauthorized)?;
    let row = world.get(kind, member).ok_or_else(unauthorized)?;
    if row.flag(kind, "inactiveFlag") {
        return Err(unauthorized());
    }
    // Mandatory since 2019; the vendor's answer to its absence is reported as 403.
    let client = question.header("clientid");
    if client.len() != 36 || client.split('-').count() != 5 {
        let message = "The clientId header is missing or not valid.";
        return Err(Refused::new(403, "ConnectWiseApi", message));
    }
    let role = row.id(kind, "securityRole").unwrap_or_default();
    Ok(Caller {
        member,
        identifier: found.member.clone(),
        role,
    })
}
