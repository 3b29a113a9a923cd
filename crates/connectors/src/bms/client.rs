//! Calls of the API: with a token that is renewed on the way, and an envelope that decides.

use super::token::Held;
use crate::psa::{Answer, Body, Call, Line};
use kernel::Secret;
use model::directory::PsaFault;
use protocol::psa::bms::Region;
use protocol::psa::bms::envelope::Envelope;
use reqwest::Method;
use serde_json::Value;

pub(super) struct Client {
    pub(super) line: Line,
    pub(super) region: Region,
    /// Tenant, name, password.
    pub(super) login: (String, String, Secret<String>),
    pub(super) held: tokio::sync::Mutex<Option<Held>>,
}

/// A good result, and how many rows there are in all where that is told.
pub(super) type Good = (Value, Option<u64>);

/// The address with `*` for every number: calls are limited for each of these.
fn counted(method: &Method, path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let parts = path.split('/').map(|part| {
        let number = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if number { "*" } else { part }
    });
    format!("{method} {}", parts.collect::<Vec<_>>().join("/"))
}

impl Client {
    pub(super) fn new(line: Line, region: Region, login: (String, String, Secret<String>)) -> Self {
        Self {
            line,
            region,
            login,
            held: tokio::sync::Mutex::new(None),
        }
    }

    async fn once(
        &self,
        method: &Method,
        path: &str,
        body: Option<&Value>,
        token: &Secret<String>,
    ) -> Result<Answer, PsaFault> {
        let url = format!("{}/v2/{path}", self.region.api());
        let call = Call {
            method: method.clone(),
            url: &url,
            counted: &counted(method, path),
            authorization: Some(format!("Bearer {}", token.reveal()).into()),
            headers: vec![("accept", "application/json".into())],
            body: body.cloned().map_or(Body::None, Body::Json),
            repeatable: *method != Method::POST,
        };
        self.line.call(&call).await
    }

    /// Calls; `what` is in words: `list accounts`.
    pub(super) async fn ask(
        &self,
        method: &Method,
        path: &str,
        body: Option<&Value>,
        what: &str,
    ) -> Result<Good, PsaFault> {
        let token = self.token(None).await?;
        let mut answer = self.once(method, path, body, &token).await?;
        // A token can end before its time. It is told before anything is done, so even a creation
        // may follow.
        if is_denied(&answer) {
            let token = self.token(Some(&token)).await?;
            answer = self.once(method, path, body, &token).await?;
        }
        judged(&answer, *method == Method::POST, what)
    }

    pub(super) async fn get(&self, path: &str, what: &str) -> Result<Good, PsaFault> {
        self.ask(&Method::GET, path, None, what).await
    }
}

fn is_denied(answer: &Answer) -> bool {
    answer.status == 401
        || (answer.status == 200
            && matches!(Envelope::read(&answer.body), Ok(Envelope::Bad(401, _))))
}

/// What an answer means: its envelope says so where it has one, whatever the status.
fn judged(answer: &Answer, creates: bool, what: &str) -> Result<Good, PsaFault> {
    let (code, words) = match Envelope::read(&answer.body) {
        Ok(Envelope::Good(result, total)) if answer.good() => return Ok((result, total)),
        Ok(Envelope::Bad(code, words)) if answer.good() => (code, words),
        Ok(Envelope::Bad(_, words)) => (answer.status.into(), words),
        Ok(Envelope::Good(..)) => (answer.status.into(), String::new()),
        Err(why) if answer.good() && creates => {
            return Err(PsaFault::Unknown(format!("it answered well, and {why}")));
        }
        Err(why) if answer.good() => return Err(PsaFault::Unreadable(why)),
        Err(_) => (answer.status.into(), String::new()),
    };
    let words = if words.is_empty() {
        format!("code {code}")
    } else {
        words
    };
    Err(match code {
        401 => PsaFault::LoginRefused,
        403 => PsaFault::NoRight(what.to_owned()),
        // An address that is not there has no envelope: then this is no BMS.
        404 if answer.good() => PsaFault::Absent,
        404 => PsaFault::NotAPsa("there is no such address".into()),
        429 => PsaFault::Slow(60),
        // A failure within is told after the fact.
        500.. if creates => PsaFault::Unknown(words),
        500.. => PsaFault::Busy(words),
        300..=399 => PsaFault::NotAPsa(format!("it sends elsewhere (status {code})")),
        _ => PsaFault::Refused(words),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_counted_without_their_numbers() {
        assert_eq!(
            counted(&Method::GET, "crm/accounts/12/locations/lookup?PageSize=1"),
            "GET crm/accounts/*/locations/lookup"
        );
    }

    #[test]
    fn the_envelope_decides_whatever_the_status() {
        let bad = |code: u16| {
            format!(r#"{{"success":false,"error":{{"code":{code},"message":"Words."}}}}"#)
        };
        let words = || "Words".to_owned();
        for (status, body, creates, fault) in [
            (200, bad(400), true, Some(PsaFault::Refused(words()))),
            (200, bad(403), false, Some(PsaFault::NoRight("list".into()))),
            (200, bad(404), false, Some(PsaFault::Absent)),
            (200, bad(500), false, Some(PsaFault::Busy(words()))),
            (200, bad(500), true, Some(PsaFault::Unknown(words()))),
            (500, bad(500), false, Some(PsaFault::Busy(words()))),
            (429, String::new(), false, Some(PsaFault::Slow(60))),
            (200, "<html>".into(), true, None),
            (200, r#"{"success":true,"result":1}"#.into(), true, None),
        ] {
            let answer = Answer {
                status,
                link: None,
                body: body.clone().into_bytes(),
            };
            let judged = judged(&answer, creates, "list");
            match fault {
                Some(fault) => assert_eq!(judged, Err(fault), "{status} {body}"),
                None if body == "<html>" => {
                    assert!(matches!(judged, Err(PsaFault::Unknown(_))), "{judged:?}");
                }
                None => assert_eq!(judged, Ok((1.into(), None))),
            }
        }
    }
}
