//! Tokens: one for an hour by name and password, the next by the one before.

use super::client::Client;
use crate::psa::{Body, Call};
use kernel::{Secret, Span, Timestamp};
use model::directory::PsaFault;
use protocol::psa::bms::envelope::Envelope;
use protocol::psa::bms::records::Tokens;
use reqwest::Method;

/// A token that ends within so long is not used any more.
const MARGIN: Span = Span::minutes(1);

/// Tokens of a login.
pub(super) struct Held {
    access: Secret<String>,
    refresh: Secret<String>,
    ends: Option<Timestamp>,
}

impl Client {
    /// A token that is good for some time. `refused` is one that was not taken any more.
    pub(super) async fn token(
        &self,
        refused: Option<&Secret<String>>,
    ) -> Result<Secret<String>, PsaFault> {
        let mut held = self.held.lock().await;
        if let Some(known) = held.as_ref() {
            let same = refused.is_some_and(|r| r.reveal() == known.access.reveal());
            let ended = known
                .ends
                .is_some_and(|ends| ends - MARGIN <= self.line.now());
            if !same && !ended {
                return Ok(known.access.clone());
            }
        }
        let next = match held.take() {
            // A refresh token works once and ends too; name and password always do.
            Some(known) => match self.refresh(&known).await {
                Ok(next) => next,
                Err(fault) if fault.passes() => return Err(fault),
                Err(_) => self.log_in().await?,
            },
            None => self.log_in().await?,
        };
        let access = next.access.clone();
        *held = Some(next);
        Ok(access)
    }

    async fn log_in(&self) -> Result<Held, PsaFault> {
        let (tenant, username, password) = &self.login;
        let form = vec![
            ("GrantType", Secret::from("password")),
            ("UserName", username.as_str().into()),
            ("Password", password.clone()),
            ("Tenant", tenant.as_str().into()),
        ];
        self.tokens("authenticate", form).await
    }

    async fn refresh(&self, held: &Held) -> Result<Held, PsaFault> {
        let form = vec![
            ("AccessToken", held.access.clone()),
            ("RefreshToken", held.refresh.clone()),
        ];
        self.tokens("refreshtoken", form).await
    }

    async fn tokens(
        &self,
        path: &str,
        form: Vec<(&'static str, Secret<String>)>,
    ) -> Result<Held, PsaFault> {
        let url = format!("{}/v2/security/{path}", self.region.api());
        let call = Call {
            method: Method::POST,
            url: &url,
            counted: path,
            authorization: None,
            headers: vec![("accept", "application/json".into())],
            body: Body::Form(form),
            // A second login harms nobody.
            repeatable: true,
        };
        let answer = self.line.call(&call).await?;
        let result = match (answer.status, Envelope::read(&answer.body)) {
            (200, Ok(Envelope::Good(result, _))) => result,
            (200, Ok(Envelope::Bad(403, _))) => return Err(PsaFault::NoApiAccess),
            (400 | 401 | 403, _) | (200, Ok(Envelope::Bad(400..=403, _))) => {
                return Err(PsaFault::LoginRefused);
            }
            (429, _) => return Err(PsaFault::Slow(60)),
            (500.., _) => return Err(PsaFault::Busy(format!("status {}", answer.status))),
            (_, Ok(Envelope::Bad(_, words))) => return Err(PsaFault::Refused(words)),
            (status, _) => return Err(PsaFault::NotAPsa(format!("status {status}"))),
        };
        let tokens: Tokens = serde_json::from_value(result)
            .map_err(|_| PsaFault::Unreadable("it gives no token".into()))?;
        if tokens.access.is_empty() {
            return Err(PsaFault::Unreadable("it gives no token".into()));
        }
        Ok(Held {
            access: tokens.access.into(),
            refresh: tokens.refresh.into(),
            ends: Timestamp::of_rfc3339(&tokens.ends),
        })
    }
}
