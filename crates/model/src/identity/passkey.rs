//! Passkeys: what a person may register, and how they count.

use super::AuthenticationMethod;
use kernel::name::NameFault;
use kernel::{FactorId, IdentityId, Timestamp};
use serde::{Deserialize, Serialize};

/// A passkey of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyFactor {
    /// The id.
    pub id: FactorId,
    /// Whose it is.
    pub identity_id: IdentityId,
    /// The id that its authenticator knows it by.
    pub credential_id: Vec<u8>,
    /// The name that she gave it.
    pub name: String,
    /// Its public part, as JSON of the library that checks it.
    pub public_part: String,
    /// Its counter when it was last used; 0 for one that does not count.
    pub counter: i64,
    /// The model of the authenticator, where its maker signed for it; else empty.
    pub aaguid: String,
    /// Whether it may be copied by its maker's service.
    pub synced: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

impl PasskeyFactor {
    /// What its use proves, as `amr` tells it (RFC 8176): possession of a key in hardware or
    /// software, the person's presence, and two factors, since she had to unlock it.
    pub const fn methods(synced: bool) -> [AuthenticationMethod; 3] {
        let key = if synced {
            AuthenticationMethod::SoftwareKey
        } else {
            AuthenticationMethod::HardwareKey
        };
        [
            key,
            AuthenticationMethod::Present,
            AuthenticationMethod::Several,
        ]
    }
}

/// Longest name of a passkey, in characters.
const MAX_NAME: usize = 60;

/// The name of a passkey: 1 to 60 characters without control characters.
///
/// # Errors
/// [`NameFault`].
pub fn passkey_name(typed: &str) -> Result<String, NameFault> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(NameFault::Empty);
    }
    if name.chars().count() > MAX_NAME {
        return Err(NameFault::TooLong { most: MAX_NAME });
    }
    if name.chars().any(char::is_control) {
        return Err(NameFault::Invisible);
    }
    Ok(name)
}

/// Most models of a list.
const MOST_MODELS: usize = 100;

/// Which authenticators a partner's people may register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasskeyPolicy {
    /// Any; their makers are not asked.
    #[default]
    Any,
    /// These models only, and their makers must sign for them. Ids as in the FIDO metadata.
    Direct(Vec<String>),
}

impl PasskeyPolicy {
    /// The policy of a partner's setting; unreadable ones allow nothing.
    pub fn read(text: &str) -> Self {
        match text {
            "" => Self::Any,
            json => serde_json::from_str(json).unwrap_or(Self::Direct(Vec::new())),
        }
    }
    /// The setting.
    pub fn text(&self) -> String {
        match self {
            Self::Any => String::new(),
            Self::Direct(models) => serde_json::json!({ "direct": models }).to_string(),
        }
    }
    /// Reads a list of models as it is typed, one a line; an empty list allows any.
    ///
    /// # Errors
    /// The line that is no AAGUID.
    pub fn of_lines(text: &str) -> Result<Self, String> {
        let mut models = Vec::new();
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let model = line.to_ascii_lowercase();
            let groups: Vec<&str> = model.split('-').collect();
            let whole = groups.iter().map(|g| g.len()).eq([8, 4, 4, 4, 12])
                && groups
                    .iter()
                    .all(|g| g.bytes().all(|b| b.is_ascii_hexdigit()));
            if !whole || models.len() >= MOST_MODELS {
                return Err(line.chars().take(60).collect());
            }
            if !models.contains(&model) {
                models.push(model);
            }
        }
        Ok(if models.is_empty() {
            Self::Any
        } else {
            Self::Direct(models)
        })
    }
    /// The list as it is typed.
    pub fn lines(&self) -> String {
        match self {
            Self::Any => String::new(),
            Self::Direct(models) => models.join("\n"),
        }
    }
    /// Whether makers are asked to sign.
    pub const fn asks_makers(&self) -> bool {
        matches!(self, Self::Direct(_))
    }
    /// Whether an authenticator of this model may be registered.
    pub fn allows(&self, aaguid: Option<&str>) -> bool {
        match (self, aaguid) {
            (Self::Any, _) => true,
            (Self::Direct(models), Some(model)) => {
                models.iter().any(|m| m.eq_ignore_ascii_case(model))
            }
            (Self::Direct(_), None) => false,
        }
    }
    /// The strictest of several: a person of several partners satisfies each.
    pub fn all_allow(policies: &[Self], aaguid: Option<&str>) -> bool {
        policies.iter().all(|p| p.allows(aaguid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_policies() {
        let model = "d8522d9f-575b-4866-88a9-ba99fa02f35b";
        let only = PasskeyPolicy::Direct(vec![model.to_uppercase()]);
        assert_eq!(PasskeyPolicy::read(&only.text()), only);
        assert_eq!(PasskeyPolicy::read(""), PasskeyPolicy::Any);
        assert!(!PasskeyPolicy::read("{nonsense").allows(Some(model)));
        for (policy, aaguid, allowed) in [
            (&PasskeyPolicy::Any, None, true),
            (&PasskeyPolicy::Any, Some(model), true),
            (&only, Some(model), true),
            (&only, None, false),
            (&only, Some("00000000-0000-0000-0000-000000000000"), false),
        ] {
            assert_eq!(policy.allows(aaguid), allowed, "{policy:?} {aaguid:?}");
        }
        assert!(!PasskeyPolicy::all_allow(&[PasskeyPolicy::Any, only], None));
    }

    #[test]
    fn models_are_read_one_a_line() {
        let text = "d8522d9f-575b-4866-88a9-ba99fa02f35b\nee882879-721c-4913-9775-3dfcce97072a";
        let read = PasskeyPolicy::of_lines(&format!("\n {text} \n\n{}", text.to_uppercase()));
        assert_eq!(read.unwrap().lines(), text);
        assert_eq!(PasskeyPolicy::of_lines("\n "), Ok(PasskeyPolicy::Any));
        for bad in [
            "x",
            "d8522d9f575b486688a9ba99fa02f35b",
            "g8522d9f-575b-4866-88a9-ba99fa02f35b",
        ] {
            assert_eq!(PasskeyPolicy::of_lines(bad), Err(bad.to_owned()));
        }
    }

    #[test]
    fn names_are_short_and_plain() {
        assert_eq!(passkey_name("  My   laptop "), Ok("My laptop".into()));
        for bad in ["", "   ", &"x".repeat(61), "a\u{7}b"] {
            assert!(passkey_name(bad).is_err(), "{bad}");
        }
    }
}
