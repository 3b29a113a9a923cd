//! What ConnectWise says when it says no. It is kept whole, and turned into words with a remedy.

use model::directory::PsaFault;
use serde::Deserialize;

/// An error body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaint {
    /// `InvalidObject`, `ConnectWiseApi`…
    pub code: String,
    /// The sentence.
    pub message: String,
    /// What is wrong with each field.
    pub fields: Vec<FieldComplaint>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldComplaint {
    /// `MissingRequiredField`, `ObjectExists`…
    pub code: String,
    /// The sentence.
    pub message: String,
    /// The field.
    pub field: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    code: Option<String>,
    // Of a limit alone.
    error: Option<String>,
    message: Option<String>,
    errors: Option<Vec<BodyField>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct BodyField {
    code: Option<String>,
    message: Option<String>,
    field: Option<String>,
}

/// Most signs that are kept of one text, and most fields of one body.
const MOST: usize = 500;
const MOST_FIELDS: usize = 20;

/// A text for a page and a database: without control signs, and no longer than needed.
fn shown(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(MOST).collect::<String>().trim().to_owned()
}

impl Complaint {
    /// Reads an error body; one that is no JSON is kept as the message.
    pub fn read(bytes: &[u8]) -> Self {
        let Ok(body) = serde_json::from_slice::<Body>(bytes) else {
            let message = shown(&String::from_utf8_lossy(
                &bytes[..bytes.len().min(4 * MOST)],
            ));
            return Self {
                message,
                ..Self::default()
            };
        };
        let text = |text: Option<String>| shown(&text.unwrap_or_default());
        let fields = body
            .errors
            .unwrap_or_default()
            .into_iter()
            .take(MOST_FIELDS);
        Self {
            code: text(body.code.or(body.error)),
            message: text(body.message),
            fields: fields
                .map(|field| FieldComplaint {
                    code: text(field.code),
                    message: text(field.message),
                    field: text(field.field),
                })
                .collect(),
        }
    }

    /// All of it in one line.
    pub fn words(&self) -> String {
        let mut parts: Vec<String> = vec![self.message.clone(), self.code.clone()];
        parts.retain(|part| !part.is_empty());
        parts.truncate(1);
        for field in &self.fields {
            let what = if field.message.is_empty() {
                &field.code
            } else {
                &field.message
            };
            parts.push(match field.field.as_str() {
                "" => what.clone(),
                name => format!("{name}: {what}"),
            });
        }
        let line = parts.join("; ");
        line.trim_end_matches('.').to_owned()
    }

    /// Whether one of its fields has this code.
    pub fn says(&self, code: &str) -> bool {
        self.code == code || self.fields.iter().any(|field| field.code == code)
    }

    /// A record that is not there, rather than an address that is not.
    pub fn is_no_record(&self) -> bool {
        self.code == "NotFound"
    }
}

/// What a call was about, as far as it changes the meaning of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About<'a> {
    /// What was asked for, in words: `list companies`.
    pub what: &'a str,
    /// The integration sends a client id.
    pub client_id: bool,
}

/// What an answer with a bad status means. A 404 of an address comes here only after the codebase
/// was read again: then the vendor's cloud means that company or keys are wrong.
pub fn meaning(status: u16, complaint: &Complaint, about: About<'_>) -> PsaFault {
    let words = complaint.words();
    let lower = words.to_ascii_lowercase();
    match status {
        // Told by any host that serves people, with whatever status.
        400..=499 if complaint.code == "Security" || lower.contains("ssl is required") => {
            PsaFault::WrongHost
        }
        401 | 403 if lower.contains("clientid") || lower.contains("client id") => {
            PsaFault::ClientIdRefused
        }
        401 | 403 if !about.client_id => PsaFault::ClientIdRefused,
        401 => PsaFault::LoginRefused,
        403 => PsaFault::NoRight(about.what.to_owned()),
        404 if complaint.is_no_record() => PsaFault::Absent,
        400..=499 if complaint.says("ObjectExists") => PsaFault::Exists(words),
        404 => PsaFault::LoginRefused,
        429 => PsaFault::Slow(30),
        500.. => PsaFault::Busy(if words.is_empty() {
            format!("status {status}")
        } else {
            words
        }),
        300..=399 => PsaFault::NotAPsa(format!("it sends elsewhere (status {status})")),
        _ if words.is_empty() => PsaFault::Refused(format!("status {status}")),
        _ => PsaFault::Refused(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recorded_bodies_are_turned_into_words() {
        for (body, words) in [
            (
                r#"{"code":"InvalidObject","message":"contact object is invalid","errors":[{"code":"MissingRequiredField","message":"The firstName field is required.","resource":"contact","field":"firstName"}]}"#,
                "contact object is invalid; firstName: The firstName field is required",
            ),
            (
                r#"{"code":"Security","message":"SSL is required.","errors":null}"#,
                "SSL is required",
            ),
            (
                r#"{"error":"ConnectWiseAPI","message":"Too many requests. Please try again in 30 seconds."}"#,
                "Too many requests. Please try again in 30 seconds",
            ),
            (r#"{"code":"ConnectWiseApi"}"#, "ConnectWiseApi"),
            (
                "<html>\n502 Bad Gateway</html>",
                "<html> 502 Bad Gateway</html>",
            ),
            ("", ""),
            ("[1,", "[1,"),
        ] {
            assert_eq!(Complaint::read(body.as_bytes()).words(), words);
        }
        let exists = br#"{"code":"InvalidObject","message":"x","errors":[{"code":"ObjectExists","message":"A matching callback entry already exists","field":"objectId"}]}"#;
        assert!(Complaint::read(exists).says("ObjectExists"));
    }

    #[test]
    fn statuses_mean_what_they_mean_at_this_vendor() {
        let body = |code: &str, message: &str| Complaint {
            code: code.into(),
            message: message.into(),
            fields: vec![],
        };
        let denied = body("ConnectWiseApi", "UserNotAuthenticated");
        let no_endpoint = body("ConnectWiseApi", "The endpoint does not exist.");
        for (status, complaint, client_id, fault) in [
            (
                403,
                body("Security", "SSL is required."),
                true,
                PsaFault::WrongHost,
            ),
            (401, denied.clone(), true, PsaFault::LoginRefused),
            (401, denied.clone(), false, PsaFault::ClientIdRefused),
            (
                403,
                denied.clone(),
                true,
                PsaFault::NoRight("list boards".into()),
            ),
            (403, denied, false, PsaFault::ClientIdRefused),
            (
                403,
                body(
                    "ConnectWiseApi",
                    "The clientId header is missing or not valid.",
                ),
                true,
                PsaFault::ClientIdRefused,
            ),
            (404, no_endpoint, true, PsaFault::LoginRefused),
            (
                404,
                body("NotFound", "Contact 5 not found"),
                true,
                PsaFault::Absent,
            ),
            (
                500,
                body("ConnectWiseApi", "A timeout has occured. Please try again."),
                true,
                PsaFault::Busy("A timeout has occured. Please try again".into()),
            ),
            (
                503,
                Complaint::default(),
                true,
                PsaFault::Busy("status 503".into()),
            ),
            (
                302,
                Complaint::default(),
                true,
                PsaFault::NotAPsa("it sends elsewhere (status 302)".into()),
            ),
        ] {
            let about = About {
                what: "list boards",
                client_id,
            };
            assert_eq!(
                meaning(status, &complaint, about),
                fault,
                "{status} {complaint:?}"
            );
        }
    }
}
