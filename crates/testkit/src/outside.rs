//! The outside, remembered instead of reached.

use engine::{Letter, Outside, Undelivered};
use kernel::OutboxId;
use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;

/// Something that left the hub.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The outbox id, which is the same for every attempt.
    pub id: OutboxId,
    /// The address.
    pub to: String,
    /// The subject of a mail; empty for a logout token.
    pub subject: String,
    /// The text of a mail, or the logout token.
    pub text: String,
}

/// Remembers what leaves; refuses as often as it is told to.
#[derive(Default)]
pub struct Recorder {
    posted: Mutex<Vec<Posted>>,
    failures: Mutex<Vec<Undelivered>>,
}

type Delivery<'a> = Pin<Box<dyn Future<Output = Result<(), Undelivered>> + Send + 'a>>;

impl Recorder {
    /// All that left so far.
    pub fn posted(&self) -> Vec<Posted> {
        self.posted.lock().unwrap().clone()
    }
    /// Lets the next deliveries fail, in this order.
    pub fn fail_next(&self, failures: Vec<Undelivered>) {
        *self.failures.lock().unwrap() = failures;
    }
    fn take(&self, posted: Posted) -> Result<(), Undelivered> {
        let mut failures = self.failures.lock().unwrap();
        if !failures.is_empty() {
            return Err(failures.remove(0));
        }
        self.posted.lock().unwrap().push(posted);
        Ok(())
    }
}

impl Outside for Recorder {
    fn send_mail<'a>(&'a self, id: OutboxId, to: &'a str, letter: &'a Letter) -> Delivery<'a> {
        let posted = Posted {
            id,
            to: to.into(),
            subject: letter.subject.clone(),
            text: letter.text.clone(),
        };
        Box::pin(async move { self.take(posted) })
    }
    fn post_logout<'a>(&'a self, id: OutboxId, uri: &'a str, token: &'a str) -> Delivery<'a> {
        let posted = Posted {
            id,
            to: uri.into(),
            subject: String::new(),
            text: token.into(),
        };
        Box::pin(async move { self.take(posted) })
    }
}
