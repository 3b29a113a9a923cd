//! One call with its limits: as often as the tenant allows, again where that does no harm, and never
//! again where nobody knows what became of it.

use crate::guarded::{Guarded, reason};
use engine::outside::psa::Pause;
use kernel::{Clock, Secret, Span, Timestamp};
use model::directory::PsaFault;
use protocol::psa::{Happened, Throttle, Verdict, judge};
use std::sync::{Arc, Mutex, PoisonError};

/// Longest answer that is read.
const LONGEST: usize = 8 * 1024 * 1024;
/// How long a call may wait for its turn. What takes longer is the caller's to plan.
const MOST_WAIT: Span = Span::seconds(10);

/// The way to a tenant.
pub(crate) struct Line {
    pub(crate) guarded: Arc<Guarded>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) pause: Arc<dyn Pause>,
    pub(crate) throttle: Arc<Mutex<Throttle>>,
}

/// What is sent.
pub(crate) enum Body {
    None,
    Json(serde_json::Value),
    Form(Vec<(&'static str, Secret<String>)>),
}

/// A call.
pub(crate) struct Call<'a> {
    pub(crate) method: reqwest::Method,
    pub(crate) url: &'a str,
    /// What is counted for the limit.
    pub(crate) counted: &'a str,
    pub(crate) authorization: Option<Secret<String>>,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Body,
    /// Twice does no harm.
    pub(crate) repeatable: bool,
}

/// An answer of any status.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) link: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn good(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// How one try went: the answer, or why there is none.
struct Tried {
    happened: Happened,
    answer: Result<Answer, PsaFault>,
}

impl Line {
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn throttle<T>(&self, act: impl FnOnce(&mut Throttle, Timestamp) -> T) -> T {
        let now = self.clock.now();
        let mut throttle = self.throttle.lock().unwrap_or_else(PoisonError::into_inner);
        act(&mut throttle, now)
    }

    /// Makes the call, as often as it takes and may be.
    pub(crate) async fn call(&self, call: &Call<'_>) -> Result<Answer, PsaFault> {
        let mut left = MOST_WAIT;
        let mut tried = 0;
        loop {
            while let Err(wait) = self.throttle(|t, now| t.take(call.counted, now)) {
                self.wait(wait, &mut left).await?;
            }
            tried += 1;
            let Tried { happened, answer } = self.once(call).await;
            if let Happened::Answered(429, wait) = happened {
                let wait = wait.unwrap_or(Span::seconds(30));
                self.throttle(|t, now| t.stop(call.counted, now, wait));
            }
            match judge(happened, call.repeatable, tried) {
                Verdict::Done | Verdict::GiveUp => return answer,
                Verdict::Unknown => {
                    return Err(PsaFault::Unknown(match answer {
                        Ok(answer) => format!("it answered with status {}", answer.status),
                        Err(PsaFault::Unreachable(why) | PsaFault::Unreadable(why)) => why,
                        Err(_) => "no answer came in time".into(),
                    }));
                }
                Verdict::Again(span) if matches!(happened, Happened::Answered(429, _)) => {
                    self.wait(span, &mut left).await?;
                }
                // What is down is not told to come back in so many seconds: the fault says more.
                Verdict::Again(span) if span > left => return answer,
                Verdict::Again(span) => self.wait(span, &mut left).await?,
            }
        }
    }

    async fn wait(&self, span: Span, left: &mut Span) -> Result<(), PsaFault> {
        if span > *left {
            return Err(PsaFault::Slow(span.as_seconds_up()));
        }
        *left = *left - span;
        self.pause.pause(span).await;
        Ok(())
    }

    async fn once(&self, call: &Call<'_>) -> Tried {
        let url = match self.guarded.check(call.url) {
            Ok(url) => url,
            Err(why) => {
                // As good as an answer: trying again helps nobody.
                return Tried {
                    happened: Happened::Answered(400, None),
                    answer: Err(PsaFault::AddressNotAllowed(why)),
                };
            }
        };
        let mut request = self.guarded.client.request(call.method.clone(), url);
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        if let Some(authorization) = &call.authorization {
            let value = reqwest::header::HeaderValue::from_str(authorization.reveal());
            if let Ok(mut value) = value {
                value.set_sensitive(true);
                request = request.header("authorization", value);
            }
        }
        request = match &call.body {
            Body::None => request,
            Body::Json(body) => request.json(body),
            Body::Form(pairs) => {
                let pairs: Vec<_> = pairs.iter().map(|(n, v)| (*n, v.reveal())).collect();
                request.form(&pairs)
            }
        };
        match self.answer(request, call.repeatable).await {
            Ok((answer, wait)) => Tried {
                happened: Happened::Answered(answer.status, wait),
                answer: Ok(answer),
            },
            Err((happened, fault)) => Tried {
                happened,
                answer: Err(fault),
            },
        }
    }

    async fn answer(
        &self,
        request: reqwest::RequestBuilder,
        repeatable: bool,
    ) -> Result<(Answer, Option<Span>), (Happened, PsaFault)> {
        let mut response = request.send().await.map_err(failure)?;
        let text = |name: &str| {
            let value = response.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let wait = text("retry-after").and_then(|asked| self.seconds(&asked));
        let mut answer = Answer {
            status: response.status().as_u16(),
            link: text("link"),
            body: Vec::new(),
        };
        while let Some(part) = response.chunk().await.map_err(failure)? {
            if answer.body.len() + part.len() > LONGEST {
                let why = "it is longer than 8 MiB".to_owned();
                // The same again would be as long; after a creation it hides what was made.
                let happened = if repeatable {
                    Happened::Answered(answer.status, None)
                } else {
                    Happened::Lost
                };
                return Err((happened, PsaFault::Unreadable(why)));
            }
            answer.body.extend_from_slice(&part);
        }
        Ok((answer, wait))
    }

    /// `Retry-After`: seconds, or a moment of the future; an hour at most.
    fn seconds(&self, asked: &str) -> Option<Span> {
        let span = match asked.trim().parse::<u32>() {
            Ok(seconds) => Span::seconds(seconds.into()),
            Err(_) => Timestamp::of_http_date(asked)? - self.clock.now(),
        };
        Some(span.clamp(Span::seconds(1), Span::hours(1)))
    }
}

/// What a failed call means. The reason holds no address and no header.
fn failure(error: reqwest::Error) -> (Happened, PsaFault) {
    let (connect, slow) = (error.is_connect(), error.is_timeout());
    let happened = if connect {
        Happened::NotSent
    } else {
        Happened::Lost
    };
    if slow {
        return (happened, PsaFault::TooSlow);
    }
    // An address may hold any of the words that are looked for.
    let error = error.without_url();
    let mut whole = String::new();
    let mut at: Option<&dyn std::error::Error> = Some(&error);
    while let Some(inner) = at {
        whole.push_str(&inner.to_string().to_lowercase());
        whole.push(' ');
        at = inner.source();
    }
    let why = reason(error);
    let fault = if !connect {
        PsaFault::Unreachable(format!("the connection ended ({why})"))
    } else if ["certificate", "tls", "corrupt message"]
        .iter()
        .any(|word| whole.contains(word))
    {
        PsaFault::Tls(why)
    } else if whole.contains("no public address") {
        PsaFault::AddressNotAllowed(why)
    } else if whole.contains("dns error") || whole.contains("lookup") {
        PsaFault::NameUnknown
    } else {
        PsaFault::Unreachable(why)
    };
    (happened, fault)
}
