//! What a request says: JSON and queries, read strictly. A name that is not known is a fault, so
//! that nothing is passed over that somebody meant.

use super::problem::{FieldFault, invalid};
use crate::answer::Answer;
use crate::context::Raw;
use crate::failure::Failed;
use axum::http::header;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

/// Faults of several fields, told together.
#[derive(Default)]
pub(crate) struct Faults(Vec<FieldFault>);

impl Faults {
    /// Notes what is wrong with a part of the body.
    pub fn at(&mut self, pointer: &str, detail: impl std::fmt::Display) {
        self.0.push(FieldFault {
            pointer: Some(pointer.to_owned()),
            parameter: None,
            detail: detail.to_string(),
        });
    }
    /// A value, or what is wrong with it.
    pub fn read<T, E: std::fmt::Display>(
        &mut self,
        pointer: &str,
        read: Result<T, E>,
    ) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                self.at(pointer, fault);
                None
            }
        }
    }
    /// A line of text of at most so many characters.
    pub fn line(&mut self, pointer: &str, text: &str, most: usize) {
        if text.chars().count() > most {
            self.at(pointer, format!("Use at most {most} characters."));
        } else if text.chars().any(char::is_control) {
            self.at(pointer, "This holds characters that cannot be shown.");
        }
    }
    /// The refusal, where there is a fault.
    pub fn refusal(self) -> Failed {
        invalid(self.0)
    }
    /// Goes on where there is none.
    ///
    /// # Errors
    /// 422.
    pub fn done(self) -> Result<(), Failed> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.refusal())
        }
    }
}

fn pointer(path: &Path) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => text.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                text.push('/');
                text.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Enum { variant } => text.push_str(&format!("/{variant}")),
            Segment::Unknown => {}
        }
    }
    text
}

/// The name in "unknown field `x`" and "missing field `x`", which the path may not have yet.
fn named(message: &str) -> Option<&str> {
    let rest = message
        .strip_prefix("unknown field `")
        .or_else(|| message.strip_prefix("missing field `"))?;
    rest.split('`').next()
}

/// A message without the place in the text, which a pointer tells better.
fn plain(message: &str) -> String {
    let cut = message.rfind(" at line ").unwrap_or(message.len());
    message[..cut].chars().take(300).collect()
}

fn content_type(raw: &Raw) -> &str {
    let kind = raw.header(header::CONTENT_TYPE).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim()
}

fn other_content_type(wanted: &str) -> Failed {
    Failed::refuse(
        415,
        "content_type",
        "Unsupported media type",
        "The body was sent in a way that is not understood here.",
        &format!("Send it as {wanted}."),
    )
}

impl Raw {
    /// The body as JSON.
    ///
    /// # Errors
    /// 415 for another content type, 400 for what is no JSON, 422 with the fields at fault.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Failed> {
        if !content_type(self).eq_ignore_ascii_case("application/json") {
            return Err(other_content_type("application/json"));
        }
        let mut from = serde_json::Deserializer::from_slice(&self.body);
        let value = match serde_path_to_error::deserialize(&mut from) {
            Ok(value) => value,
            Err(error) if error.inner().is_data() => {
                let (mut at, message) = (pointer(error.path()), error.inner().to_string());
                if let Some(name) = named(&message)
                    && !at.ends_with(&format!("/{name}"))
                {
                    at.push_str(&format!("/{name}"));
                }
                let mut faults = Faults::default();
                faults.at(&at, plain(&message));
                return Err(faults.refusal());
            }
            Err(error) => return Err(no_json(&error.inner().to_string())),
        };
        match from.end() {
            Ok(()) => Ok(value),
            Err(error) => Err(no_json(&error.to_string())),
        }
    }

    /// The body of a request that says everything by its address.
    ///
    /// # Errors
    /// 422 for a body that says something.
    pub(crate) fn no_body(&self) -> Result<(), Failed> {
        let text = self.body.trim_ascii();
        if text.is_empty() || text == b"{}" {
            return Ok(());
        }
        let mut faults = Faults::default();
        faults.at("", "This request takes no body.");
        Err(faults.refusal())
    }

    /// A file of comma-separated values.
    ///
    /// # Errors
    /// 415 for another content type.
    pub(crate) fn csv(&self) -> Result<&[u8], Failed> {
        if content_type(self).eq_ignore_ascii_case("text/csv") {
            Ok(&self.body)
        } else {
            Err(other_content_type("text/csv"))
        }
    }

    /// The query.
    ///
    /// # Errors
    /// 422 with the parameter at fault.
    pub(crate) fn asked<T: DeserializeOwned>(&self) -> Result<T, Failed> {
        let fault = |parameter: &str, detail: String| {
            invalid(vec![FieldFault {
                pointer: None,
                parameter: Some(parameter.to_owned()),
                detail,
            }])
        };
        let pairs = form_urlencoded::parse(self.query.as_bytes());
        for (name, value) in pairs {
            if value.len() > 500 || value.chars().any(char::is_control) {
                return Err(fault(&name, "This is too long, or no plain text.".into()));
            }
        }
        let from = serde_urlencoded::Deserializer::new(pairs);
        serde_path_to_error::deserialize(from).map_err(|error| {
            let (at, message) = (pointer(error.path()), error.inner().to_string());
            let name = named(&message).unwrap_or(at.trim_start_matches('/'));
            fault(name, plain(&message))
        })
    }
}

/// A text of a query, at most so long and without what stands around it; empty where it is left out.
///
/// # Errors
/// 422 with the parameter.
pub(crate) fn short(parameter: &str, text: Option<String>, most: usize) -> Result<String, Failed> {
    let text = text.unwrap_or_default();
    if text.chars().count() > most {
        return Err(invalid(vec![FieldFault {
            pointer: None,
            parameter: Some(parameter.to_owned()),
            detail: format!("Use at most {most} characters."),
        }]));
    }
    Ok(text.trim().to_owned())
}

fn no_json(why: &str) -> Failed {
    Failed::refuse(
        400,
        "json_unreadable",
        "Not JSON",
        &format!("The body is no JSON: {why}."),
        "Send one JSON object.",
    )
}

/// An answer in JSON.
pub(crate) fn answer<T: Serialize>(status: u16, value: &T) -> Answer {
    let text =
        serde_json::to_vec(value).map_err(|_| Failed::broken("an answer could not be written"))?;
    Ok(crate::answer::json(status, text))
}

#[cfg(test)]
mod tests {
    use super::{named, plain};

    #[test]
    fn messages_name_the_field_and_no_place_in_the_text() {
        let message = "unknown field `colour`, expected `name` at line 1 column 9";
        assert_eq!(named(message), Some("colour"));
        assert_eq!(plain(message), "unknown field `colour`, expected `name`");
        assert_eq!(named("missing field `name`"), Some("name"));
        assert_eq!(named("invalid type: null, expected a string"), None);
        assert_eq!(plain("ü at line 1"), "ü");
    }
}
