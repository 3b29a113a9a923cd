//! A program at the door of the JSON API: who it is, how often it comes, and what was sent twice.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{ApiKeyId, ApiRequestId, Scope, Secret, Span, Timestamp};
use model::directory::PartnerState;
use model::operation::{
    Actor, Again, ApiAttempt, ApiCallRefusal, ApiKey, CallRate, IdempotencyRefusal, REMEMBERED,
    check_idempotency_key,
};
use std::collections::HashMap;
use std::sync::Mutex;
use vault::Place;

/// Uses of a key are noted at most this often: looking writes nothing.
const NOTED_EVERY: Span = Span::minutes(10);
/// Keys whose rate is remembered before those that have rested are forgotten.
const RATES: usize = 10_000;

/// How often each key has called lately, at this node.
#[derive(Debug, Default)]
pub(crate) struct CallRates(Mutex<HashMap<ApiKeyId, CallRate>>);

impl CallRates {
    fn take(&self, id: ApiKeyId, now: Timestamp) -> Result<(), Span> {
        let mut rates = match self.0.lock() {
            Ok(rates) => rates,
            Err(poisoned) => poisoned.into_inner(),
        };
        if rates.len() > RATES {
            rates.retain(|_, rate| !rate.is_full(now));
        }
        rates.entry(id).or_default().take(now)
    }
}

/// A program whose key was proved.
#[derive(Clone, Debug)]
pub struct ApiCaller {
    /// Its key.
    pub key: ApiKey,
    /// The permission that verbs take.
    pub admin: Administrator,
}

/// Why it is turned away, and how long it waits before the next try.
#[derive(Debug)]
pub struct TurnedAway {
    /// Why.
    pub refusal: ApiCallRefusal,
    /// How long to wait.
    pub wait: Option<Span>,
}

/// What is done with a request that has an `Idempotency-Key`.
#[derive(Debug)]
pub enum Begun {
    /// It is run, under this attempt.
    Run(ApiAttempt),
    /// It was run before; its answer, with the status.
    Answer(u16, Vec<u8>),
}

fn place(id: &ApiRequestId) -> Place<'_> {
    Place {
        table: "api_request",
        column: "sealed_answer",
        row: &id.0,
    }
}

impl Engine {
    /// Who calls with this key from this address.
    ///
    /// # Errors
    /// [`TurnedAway`].
    #[allow(clippy::disallowed_methods, reason = "the scope of the proved key")]
    pub async fn api_caller(
        &self,
        text: &Secret<String>,
        address: &str,
    ) -> Result<ApiCaller, Failure<TurnedAway>> {
        let no = |refusal| {
            Err(Failure::Refused(TurnedAway {
                refusal,
                wait: None,
            }))
        };
        let now = self.now();
        let mut tx = self.db.read().await?;
        let hash = self.digest(text.reveal());
        let Some(key) = store::operation::api_keys::find_by_hash(&mut tx, hash).await? else {
            return no(ApiCallRefusal::UnknownKey);
        };
        let scope = Scope::of(key.partner_id);
        let (policy, _) = store::directory::partners::policy(&mut tx, scope).await?;
        let partner = store::directory::partners::find(&mut tx, key.partner_id).await?;
        drop(tx);
        let active = partner.is_some_and(|p| p.state == PartnerState::Active);
        if let Err(refusal) = key.may_call(now, address, &policy, active) {
            return no(refusal);
        }
        if let Err(wait) = self.call_rates.take(key.id, now) {
            return Err(Failure::Refused(TurnedAway {
                refusal: ApiCallRefusal::TooFast,
                wait: Some(wait),
            }));
        }
        self.note_use(&key, now).await;
        Ok(ApiCaller {
            admin: Administrator {
                scope,
                actor: Actor::ApiKey(key.id, None),
                address: address.to_owned(),
                member: None,
                root: false,
            },
            key,
        })
    }

    async fn note_use(&self, key: &ApiKey, now: Timestamp) {
        if key.last_used_at.is_some_and(|at| now - at < NOTED_EVERY) {
            return;
        }
        let id = key.id;
        let noted: Result<(), store::StoreFault> = self
            .db
            .write(move |tx| {
                Box::pin(async move { store::operation::api_keys::touch(tx, id, now).await })
            })
            .await;
        if let Err(fault) = noted {
            // Looking goes on where nothing can be written.
            tracing::warn!(%fault, "the use of an API key was not noted");
        }
    }

    /// Notes a request with an `Idempotency-Key` before its verb runs. `fingerprint` is over method,
    /// address and body.
    ///
    /// # Errors
    /// [`IdempotencyRefusal`].
    pub async fn begin_api_request(
        &self,
        caller: &ApiCaller,
        name: &str,
        fingerprint: &[u8],
    ) -> Result<Begun, Failure<IdempotencyRefusal>> {
        check_idempotency_key(name).map_err(Failure::Refused)?;
        let (now, key) = (self.now(), caller.key.id);
        let id = ApiRequestId::new(now, self.chance());
        let name_hash = self.digest(name);
        let print = vault::digest::sha256(fingerprint);
        let known = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    use store::operation::api_requests;
                    api_requests::forget_old(tx, key, name_hash, now - REMEMBERED).await?;
                    if api_requests::begin(tx, id, key, name_hash, print, now).await? {
                        return Ok(Ok(ApiAttempt { id, number: 1 }));
                    }
                    let known = api_requests::find(tx, key, name_hash)
                        .await?
                        .ok_or(Failure::Refused(IdempotencyRefusal::UnderWay))?;
                    match known.again(&print, now).map_err(Failure::Refused)? {
                        Again::Run(next) if api_requests::take_over(tx, next, now).await? => {
                            Ok(Ok(next))
                        }
                        Again::Run(_) => Err(Failure::Refused(IdempotencyRefusal::UnderWay)),
                        Again::Answer(status, sealed) => {
                            Ok(Err((known.attempt.id, status, sealed)))
                        }
                    }
                })
            })
            .await?;
        match known {
            Ok(attempt) => Ok(Begun::Run(attempt)),
            Err((id, status, sealed)) => {
                let text = self.sealer.open(place(&id), &sealed)?;
                Ok(Begun::Answer(status, text))
            }
        }
    }

    /// Keeps the answer of a request, sealed: it may hold a secret that is shown this once.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn end_api_request(
        &self,
        attempt: ApiAttempt,
        status: u16,
        answer: &[u8],
    ) -> Result<(), Broken> {
        let sealed = self
            .sealer
            .seal(place(&attempt.id), answer, self.chance())?;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::operation::api_requests::answer(tx, attempt, status, sealed).await
                })
            })
            .await?;
        Ok(())
    }

    /// Forgets a request that has done nothing, so that it may be sent again at once. One that has
    /// taken effect stays.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn release_api_request(&self, attempt: ApiAttempt) -> Result<(), Broken> {
        self.db
            .write(move |tx| {
                Box::pin(async move { store::operation::api_requests::release(tx, attempt).await })
            })
            .await?;
        Ok(())
    }
}

impl ApiCaller {
    /// The same program, whose effects are marked as those of a request.
    #[must_use]
    pub fn within(mut self, attempt: ApiAttempt) -> Self {
        self.admin.actor = Actor::ApiKey(self.key.id, Some(attempt));
        self
    }
}
