//! Callbacks: what a notice says, where its key may be fetched, and which entries are to stand. The
//! check of the signature itself is the vault's.

use super::base_url::BaseUrl;
use super::records::Callback;
use serde::Deserialize;
use url::Url;

/// Longest notice that is read.
pub const LONGEST: usize = 256 * 1024;

/// What happened to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is new.
    Added,
    /// It was changed.
    Updated,
    /// It is gone.
    Deleted,
}

/// A notice: that something changed, not what it is now. The record is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub action: Action,
    /// `ticket`, `company`…
    pub kind: String,
    /// The record.
    pub id: i64,
    /// The same for every delivery of this notice; one that was seen is dropped.
    pub message_id: String,
    /// The company that it says it is of.
    pub company: String,
    /// Where it says its key is. Nobody has proved that: see [`key_address`].
    pub key_url: String,
}

/// Why a notice is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeFault {
    /// It is longer than any.
    #[error("the notice is too long")]
    Long,
    /// It is no notice.
    #[error("the notice cannot be read")]
    Form,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    action: String,
    #[serde(rename = "ID")]
    id: i64,
    #[serde(rename = "Type")]
    kind: String,
    message_id: String,
    #[serde(default)]
    company_id: Option<String>,
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    key_url: String,
}

impl Notice {
    /// Reads the body, whose signature the same bytes must bear.
    ///
    /// # Errors
    /// [`NoticeFault`] where it is none.
    pub fn read(bytes: &[u8]) -> Result<Self, NoticeFault> {
        if bytes.len() > LONGEST {
            return Err(NoticeFault::Long);
        }
        let body: Body = serde_json::from_slice(bytes).map_err(|_| NoticeFault::Form)?;
        let short = |text: &str| (1..=200).contains(&text.len());
        let action = match body.action.to_ascii_lowercase().as_str() {
            "added" => Action::Added,
            "updated" => Action::Updated,
            "deleted" => Action::Deleted,
            _ => return Err(NoticeFault::Form),
        };
        if !short(&body.message_id) || !short(&body.kind) || body.id < 0 {
            return Err(NoticeFault::Form);
        }
        Ok(Self {
            action,
            kind: body.kind.to_ascii_lowercase(),
            id: body.id,
            message_id: body.message_id,
            company: body.company_id.unwrap_or_default(),
            key_url: body.metadata.key_url,
        })
    }
}

/// The key's address where it may be fetched from: the tenant's own host, and its company. The
/// address comes out of a body that nobody has proved, so any other host could hand out a key of its
/// own, or be one inside the operator's network (attack: server-side request forgery).
pub fn key_address(notice: &Notice, base: &BaseUrl, company: &str) -> Option<Url> {
    let asked = Url::parse(&notice.key_url).ok()?;
    let own = [base.api(), base.pages()]
        .iter()
        .filter_map(|own| Url::parse(own).ok())
        .any(|own| own.origin() == asked.origin());
    let plain = asked.username().is_empty() && asked.password().is_none();
    let path = asked.path().to_ascii_lowercase();
    let named = asked.query_pairs().any(|(name, value)| {
        name.eq_ignore_ascii_case("companyName") && value.eq_ignore_ascii_case(company)
    });
    (own && plain && named && path.ends_with("/callbackkey/index.rails")).then_some(asked)
}

/// The key in the answer of such an address.
pub fn read_key(bytes: &[u8]) -> Option<kernel::Secret<String>> {
    #[derive(Deserialize)]
    struct Answer {
        signing_key: String,
    }
    let answer: Answer = serde_json::from_slice(bytes).ok()?;
    (!answer.signing_key.is_empty() && answer.signing_key.len() <= 1000)
        .then(|| answer.signing_key.into())
}

/// An entry that is to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `ticket`, `company`…
    pub kind: &'static str,
    /// How wide: `owner` is everything.
    pub level: &'static str,
}

/// What is told of: everything that the hub keeps a picture of.
pub const WANTED: [Entry; 4] = [
    Entry {
        kind: "company",
        level: "owner",
    },
    Entry {
        kind: "contact",
        level: "owner",
    },
    Entry {
        kind: "configuration",
        level: "owner",
    },
    Entry {
        kind: "ticket",
        level: "owner",
    },
];

/// How the entries become what they are to be. Nothing is deleted: the role needs no such right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// To be made.
    pub make: Vec<Entry>,
    /// To be turned on again: the vendor turns entries off after three days of failures.
    pub wake: Vec<i64>,
    /// To be turned off: twice there, or not wanted any more.
    pub rest: Vec<i64>,
}

/// Compares what is to stand with what does. Ours are those that call this address; the entries of
/// other integrations are none of our business.
pub fn compare(wanted: &[Entry], held: &[Callback], address: &str) -> Changes {
    let plain = |url: &str| {
        url.split('?')
            .next()
            .unwrap_or_default()
            .trim_end_matches('/')
            .to_owned()
    };
    let ours: Vec<&Callback> = held
        .iter()
        .filter(|entry| plain(&entry.url) == plain(address))
        .collect();
    let mut changes = Changes::default();
    let mut kept = Vec::new();
    for entry in wanted {
        let same = |held: &&&Callback| {
            held.kind.eq_ignore_ascii_case(entry.kind)
                && held.level.eq_ignore_ascii_case(entry.level)
        };
        let found = ours.iter().filter(same);
        // One that is on goes before one that must be woken.
        match found.min_by_key(|held| (held.inactive, held.id)) {
            None => changes.make.push(entry.clone()),
            Some(held) => {
                kept.push(held.id);
                if held.inactive {
                    changes.wake.push(held.id);
                }
            }
        }
    }
    let surplus = ours
        .iter()
        .filter(|held| !held.inactive && !kept.contains(&held.id));
    changes.rest = surplus.map(|held| held.id).collect();
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"{"Action":"updated","CallbackObjectRecId":26604,"CompanyId":"Cobalt","Entity":"{\"id\":57960}","FromUrl":"x","ID":57960,"MemberId":"a","MessageId":"m-1","Metadata":{"key_url":"KEY"},"PartnerId":"p","ProductInstanceId":"q","Type":"Contact"}"#;

    #[test]
    fn notices_are_read() {
        let notice = Notice::read(BODY.as_bytes());
        let notice = notice.expect("a notice");
        assert_eq!(
            (
                notice.action,
                notice.kind.as_str(),
                notice.id,
                notice.company.as_str()
            ),
            (Action::Updated, "contact", 57960, "Cobalt")
        );
        let gone = BODY
            .replace("updated", "Deleted")
            .replace("\"{\\\"id\\\":57960}\"", "null");
        assert_eq!(
            Notice::read(gone.as_bytes()).map(|n| n.action),
            Ok(Action::Deleted)
        );
        for (from, to) in [
            ("updated", "seen"),
            ("\"ID\":57960", "\"ID\":-1"),
            ("m-1", ""),
            ("key_url", "k"),
        ] {
            let bad = BODY.replace(from, to);
            assert_eq!(
                Notice::read(bad.as_bytes()),
                Err(NoticeFault::Form),
                "{bad}"
            );
        }
        assert_eq!(
            Notice::read(&vec![b' '; LONGEST + 1]),
            Err(NoticeFault::Long)
        );
    }

    #[test]
    fn keys_come_from_the_tenants_own_host_alone() {
        let base = BaseUrl::parse("na.myconnectwise.net").expect("a base");
        let path = "/v4_6_release/system/callbackkey/index.rails?companyName=cobalt&id=1";
        for (url, taken) in [
            (format!("https://na.myconnectwise.net{path}"), true),
            (format!("https://api-na.myconnectwise.net{path}"), true),
            (format!("https://api-na.myconnectwise.net:443{path}"), true),
            (format!("http://api-na.myconnectwise.net{path}"), false),
            (format!("https://api-na.myconnectwise.net:444{path}"), false),
            (format!("https://eu.myconnectwise.net{path}"), false),
            (
                format!("https://na.myconnectwise.net.evil.example{path}"),
                false,
            ),
            (
                format!("https://na.myconnectwise.net@evil.example{path}"),
                false,
            ),
            (format!("https://a:b@na.myconnectwise.net{path}"), false),
            (format!("https://169.254.169.254{path}"), false),
            (
                format!(
                    "https://na.myconnectwise.net{}",
                    path.replace("cobalt", "other")
                ),
                false,
            ),
            (
                "https://na.myconnectwise.net/evil?companyName=cobalt".into(),
                false,
            ),
            (String::new(), false),
        ] {
            let notice = Notice::read(BODY.replace("KEY", &url).as_bytes()).expect("a notice");
            assert_eq!(
                key_address(&notice, &base, "Cobalt").is_some(),
                taken,
                "{url}"
            );
        }
        assert!(read_key(br#"{"signing_key":"k"}"#).is_some());
        assert!(read_key(br#"{"signing_key":""}"#).is_none());
    }

    #[test]
    fn entries_become_exactly_the_wanted() {
        let held = |id, kind: &str, url: &str, inactive| Callback {
            id,
            kind: kind.into(),
            level: "Owner".into(),
            url: url.into(),
            inactive,
            ..Callback::default()
        };
        let ours = "https://hub.example/psa/1?recordId=";
        let entries = [
            held(1, "Ticket", ours, true),
            held(2, "ticket", "https://hub.example/psa/1", false),
            held(3, "company", ours, true),
            held(4, "invoice", ours, false),
            held(5, "contact", "https://other.example/?recordId=", false),
        ];
        let changes = compare(&WANTED, &entries, ours);
        assert_eq!(
            changes,
            Changes {
                make: vec![WANTED[1].clone(), WANTED[2].clone()],
                wake: vec![3],
                rest: vec![4],
            }
        );
    }
}
