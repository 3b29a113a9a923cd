//! The set-up file as it is written, and what can be checked without a database.

use crate::settings::{FileFault, line_of, read_toml};
use kernel::{Language, Secret};
use model::access::ClaimSettings;
use model::directory::PartnerState;
use model::federation::ClientOptions;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// A set-up file that was read.
#[derive(Clone, Debug)]
pub struct SetUp {
    pub(crate) file: String,
    pub(crate) modules: Vec<ModuleFile>,
    pub(crate) partners: Vec<PartnerFile>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WholeFile {
    #[serde(default)]
    catalogue: Vec<ModuleFile>,
    #[serde(default)]
    partner: Vec<PartnerFile>,
}

/// A catalogue entry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModuleFile {
    pub key: Spanned<String>,
    pub name: String,
    #[serde(default)]
    pub description: String,
    #[serde(skip)]
    pub line: usize,
}

/// A partner with all that is its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartnerFile {
    pub name: Spanned<String>,
    #[serde(default)]
    state: StateWord,
    pub language: Option<Language>,
    #[serde(default)]
    pub features: Option<Vec<String>>,
    #[serde(default)]
    pub group: Vec<GroupFile>,
    #[serde(default)]
    pub member: Vec<PersonFile>,
    #[serde(default)]
    pub company: Vec<CompanyFile>,
    #[serde(default)]
    pub module: Vec<InstanceFile>,
    #[serde(default)]
    pub client: Vec<ClientFile>,
    #[serde(skip)]
    pub line: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StateWord {
    #[default]
    Active,
    Deactivated,
}

impl PartnerFile {
    pub(crate) fn state(&self) -> PartnerState {
        match self.state {
            StateWord::Active => PartnerState::Active,
            StateWord::Deactivated => PartnerState::Deactivated,
        }
    }
}

/// A group.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupFile {
    pub name: Spanned<String>,
    #[serde(skip)]
    pub line: usize,
}

/// A company.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompanyFile {
    pub name: Spanned<String>,
    #[serde(default)]
    state: StateWord,
    #[serde(default)]
    pub end_user: Vec<PersonFile>,
    #[serde(skip)]
    pub line: usize,
}

impl CompanyFile {
    pub(crate) fn deactivated(&self) -> bool {
        self.state == StateWord::Deactivated
    }
}

/// A member or an end user.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonFile {
    pub email: Spanned<String>,
    pub name: String,
    #[serde(default)]
    pub username: Option<String>,
    #[serde(default)]
    pub role: Option<String>,
    /// Exactly the groups she is in; absent leaves them as they are.
    #[serde(default)]
    pub groups: Option<Vec<String>>,
    #[serde(default)]
    state: StateWord,
    #[serde(default)]
    pub credentials: Option<Credentials>,
    #[serde(skip)]
    pub line: usize,
}

impl PersonFile {
    pub(crate) fn deactivated(&self) -> bool {
        self.state == StateWord::Deactivated
    }
}

/// First credentials for tests and demos, so that nobody has to click: used only while the person
/// has no password, never written back.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    #[serde(deserialize_with = "secret")]
    pub password: Secret<String>,
    #[serde(deserialize_with = "secret")]
    pub totp_secret: Secret<String>,
}

/// Reads a secret. What else stands there is never repeated in the fault: it is a secret too.
fn secret<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Secret<String>, D::Error> {
    struct Text;
    impl serde::de::Visitor<'_> for Text {
        type Value = Secret<String>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a text in quotes")
        }
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text.into())
        }
        fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Err(E::custom("a secret must be a text in quotes"))
        }
        fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Err(E::custom("a secret must be a text in quotes"))
        }
        fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Err(E::custom("a secret must be a text in quotes"))
        }
        fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Self::Value, E> {
            Err(E::custom("a secret must be a text in quotes"))
        }
    }
    from.deserialize_str(Text)
}

fn optional_secret<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<Option<Secret<String>>, D::Error> {
    secret(from).map(Some)
}

/// A module instance with its grants and its client.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InstanceFile {
    pub key: Spanned<String>,
    /// The key of the catalogue entry; absent makes one of the same key.
    #[serde(default)]
    pub module: Option<String>,
    pub name: String,
    #[serde(default)]
    pub region: Option<String>,
    pub url: String,
    #[serde(default)]
    pub audience: Option<String>,
    #[serde(default = "yes")]
    pub unified_login: bool,
    #[serde(default)]
    pub claims: ClaimSettings,
    /// Exactly who holds a grant; absent leaves the grants as they are.
    #[serde(default)]
    pub grants: Option<GrantsFile>,
    #[serde(default)]
    pub client: Option<ClientFile>,
    #[serde(skip)]
    pub line: usize,
}

fn yes() -> bool {
    true
}

/// Who may open a module.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GrantsFile {
    #[serde(default)]
    pub groups: Vec<String>,
    /// Mail addresses of members or, for a client module, of end users.
    #[serde(default)]
    pub people: Vec<String>,
}

/// A client registration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClientFile {
    pub id: Spanned<String>,
    #[serde(default, deserialize_with = "optional_secret")]
    pub secret: Option<Secret<String>>,
    #[serde(default)]
    pub secret_env: Option<String>,
    #[serde(default)]
    pub auth_method: Option<String>,
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    #[serde(default)]
    pub backchannel_logout_uri: Option<String>,
    #[serde(default)]
    pub grant_types: Option<Vec<String>>,
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
    #[serde(default)]
    pub id_token_alg: Option<String>,
    #[serde(default)]
    pub secret_overlap_hours: u32,
    #[serde(default)]
    pub jwks: Option<String>,
    #[serde(default)]
    pub jwks_uri: Option<String>,
    #[serde(default)]
    pub assertion_alg: Option<String>,
    #[serde(default)]
    pub require_pushed_requests: bool,
    #[serde(default)]
    pub resources: Vec<String>,
    #[serde(default)]
    pub subject_type: SubjectType,
    #[serde(default)]
    pub sector: Option<String>,
    #[serde(default)]
    pub frontchannel_logout_uri: Option<String>,
    #[serde(default)]
    pub initiate_login_uri: Option<String>,
    #[serde(default)]
    pub initiate_login_hint: bool,
    #[serde(skip)]
    pub line: usize,
}

/// Under which names a client knows people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SubjectType {
    #[default]
    Public,
    Pairwise,
}

impl ClientFile {
    /// What is beyond addresses, grants and scopes.
    pub fn options(&self) -> ClientOptions {
        ClientOptions {
            jwks: self.jwks.clone(),
            jwks_uri: self.jwks_uri.clone(),
            assertion_alg: self.assertion_alg.clone(),
            require_pushed_requests: self.require_pushed_requests,
            resources: self.resources.clone(),
            pairwise: self.subject_type == SubjectType::Pairwise,
            sector: self.sector.clone(),
            frontchannel_logout_uri: self.frontchannel_logout_uri.clone(),
            initiate_login_uri: self.initiate_login_uri.clone(),
            initiate_login_hint: self.initiate_login_hint,
        }
    }
}

/// Reads a set-up file. `environment` gives values of variables that the file names.
///
/// # Errors
/// [`FileFault`] with the line: for TOML that is none, unknown keys, and things named twice.
pub fn read(
    file: &str,
    text: &str,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<SetUp, FileFault> {
    if text.len() > 16 * 1024 * 1024 {
        return Err(FileFault {
            file: file.into(),
            line: 0,
            message: "a set-up file has at most 16 MiB".into(),
        });
    }
    let mut whole: WholeFile = read_toml(file, text)?;
    let place = |s: &Spanned<String>| line_of(text, s.span().start);
    let mut seen: BTreeMap<(&'static str, String, String), usize> = BTreeMap::new();
    let mut once = |kind: &'static str, within: &str, name: &str, line: usize| match seen
        .insert((kind, within.into(), name.to_lowercase()), line)
    {
        Some(before) => Err(FileFault {
            file: file.into(),
            line,
            message: format!("this {kind} stands in line {before} already"),
        }),
        None => Ok(()),
    };
    for module in &mut whole.catalogue {
        module.line = place(&module.key);
        once("catalogue entry", "", module.key.get_ref(), module.line)?;
    }
    for partner in &mut whole.partner {
        partner.line = place(&partner.name);
        let own = partner.name.get_ref().clone();
        once("partner", "", &own, partner.line)?;
        for group in &mut partner.group {
            group.line = place(&group.name);
            once("group", &own, group.name.get_ref(), group.line)?;
        }
        for member in &mut partner.member {
            member.line = place(&member.email);
            once("member", &own, member.email.get_ref(), member.line)?;
        }
        for company in &mut partner.company {
            company.line = place(&company.name);
            once("company", &own, company.name.get_ref(), company.line)?;
            for person in &mut company.end_user {
                person.line = place(&person.email);
                once(
                    "end user",
                    &format!("{own}/{}", company.name.get_ref()),
                    person.email.get_ref(),
                    person.line,
                )?;
            }
        }
        let mut clients: Vec<&mut ClientFile> = partner.client.iter_mut().collect();
        for instance in &mut partner.module {
            instance.line = place(&instance.key);
            once("module", &own, instance.key.get_ref(), instance.line)?;
            clients.extend(instance.client.as_mut());
        }
        for client in clients {
            client.line = place(&client.id);
            once("client", "", client.id.get_ref(), client.line)?;
            if let Some(variable) = client.secret_env.take() {
                let fault = |message: String| FileFault {
                    file: file.into(),
                    line: client.line,
                    message,
                };
                if client.secret.is_some() {
                    return Err(fault("a client has secret or secret_env, not both".into()));
                }
                let value = environment(&variable).ok_or_else(|| {
                    fault(format!("the environment variable {variable} is not set"))
                })?;
                client.secret = Some(value.into());
            }
        }
    }
    let names: BTreeSet<_> = whole
        .partner
        .iter()
        .map(|p| kernel::name::name_key(p.name.get_ref()))
        .collect();
    if names.len() < whole.partner.len() {
        return Err(FileFault {
            file: file.into(),
            line: 0,
            message: "two partners have names that look alike".into(),
        });
    }
    Ok(SetUp {
        file: file.to_owned(),
        modules: whole.catalogue,
        partners: whole.partner,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_name_their_line() {
        let line = |text: &str| read("s.toml", text, |_| None).unwrap_err().line;
        assert_eq!(line("[[partner]]\nname = \"A\"\nstat = \"x\"\n"), 3);
        assert_eq!(
            line("[[partner]]\nname = \"A\"\n[[partner]]\nname = \"a\"\n"),
            4
        );
        assert_eq!(
            line("[[partner]]\nname = \"A\"\n[[partner.member]]\nemail = \"a@example.com\"\n"),
            3
        );
        assert_eq!(line("[[partner]]\nname = \"A\"\nstate = \"gone\"\n"), 3);
        assert_eq!(
            line(
                "[[partner]]\nname = \"A\"\n[[partner.client]]\nid = \"c\"\nsecret_env = \"NO\"\n"
            ),
            4
        );
        assert!(read("s.toml", "", |_| None).is_ok());
    }

    #[test]
    fn secrets_are_not_printed() {
        let text = "[[partner]]\nname = \"A\"\n[[partner.client]]\nid = \"c\"\nsecret = \"hunter2hunter2\"\n";
        let set_up = read("s.toml", text, |_| None).unwrap();
        assert!(!format!("{set_up:?}").contains("hunter2"));
        for value in [
            "9081726354817263",
            "908172.635",
            "true",
            "[\"9081726354817263\"]",
        ] {
            let text = format!(
                "[[partner]]\nname = \"A\"\n[[partner.client]]\nid = \"c\"\nsecret = {value}\n"
            );
            let fault = read("s.toml", &text, |_| None).unwrap_err();
            assert_eq!(fault.line, 5, "{fault}");
            assert!(!fault.message.contains("908172"), "{fault}");
        }
    }
}
