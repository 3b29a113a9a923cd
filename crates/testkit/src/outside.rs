//! The outside, remembered instead of reached.

use connectors::{EventPoster, PushPoster};
use engine::{
    EventPost, Letter, ModuleAnswer, ModuleCall, Outside, Published, PushPost, Undelivered, Unwoken,
};
use kernel::OutboxId;
use model::operation::{Echo, MailServerSettings};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::time::Duration;

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
pub struct Recorder {
    events: EventPoster,
    phones: PushPoster,
    posted: Mutex<Vec<Posted>>,
    failures: Mutex<Vec<Undelivered>>,
    published: Mutex<BTreeMap<String, Vec<u8>>>,
    fetches: Mutex<usize>,
    calls: Mutex<Vec<ModuleCall>>,
    modules: Mutex<Option<Module>>,
}

/// A module as a function from calls to answers.
type Module = Box<dyn FnMut(&ModuleCall) -> Result<ModuleAnswer, String> + Send>;

/// How long a receiver of events has in tests. Those that are not slow on purpose take milliseconds.
const PATIENCE: Duration = Duration::from_secs(4);

impl Default for Recorder {
    fn default() -> Self {
        Self {
            events: EventPoster::new(true, PATIENCE).expect("a client"),
            phones: PushPoster::new(true).expect("a client"),
            posted: Mutex::default(),
            failures: Mutex::default(),
            published: Mutex::default(),
            fetches: Mutex::default(),
            calls: Mutex::default(),
            modules: Mutex::default(),
        }
    }
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
    /// Publishes a key set, or what a module says of itself, at an address.
    pub fn publish(&self, uri: &str, keys: &[u8]) {
        self.published
            .lock()
            .unwrap()
            .insert(uri.into(), keys.to_vec());
    }
    /// Puts a module where the hub calls.
    pub fn answer_calls(
        &self,
        module: impl FnMut(&ModuleCall) -> Result<ModuleAnswer, String> + Send + 'static,
    ) {
        *self.modules.lock().unwrap() = Some(Box::new(module));
    }
    /// What the hub called at modules so far.
    pub fn calls(&self) -> Vec<ModuleCall> {
        self.calls.lock().unwrap().clone()
    }
    /// How often key sets were fetched.
    pub fn fetches(&self) -> usize {
        *self.fetches.lock().unwrap()
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
    fn send_mail<'a>(
        &'a self,
        id: OutboxId,
        to: &'a str,
        letter: &'a Letter,
        server: Option<&'a MailServerSettings>,
    ) -> Delivery<'a> {
        if server.is_some_and(|s| s.host == "closed.example.com") {
            let refused = Undelivered::Later("connection refused".into());
            return Box::pin(async move { Err(refused) });
        }
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
    fn post_module_event<'a>(&'a self, id: OutboxId, uri: &'a str, token: &'a str) -> Delivery<'a> {
        self.post_logout(id, uri, token)
    }
    /// Calls at modules are answered by what the test has put there, by method and address.
    fn call_module<'a>(
        &'a self,
        call: &'a ModuleCall,
    ) -> Pin<Box<dyn Future<Output = Result<ModuleAnswer, String>> + Send + 'a>> {
        self.calls.lock().unwrap().push(call.clone());
        let answer = self.modules.lock().unwrap().as_mut().map(|m| m(call));
        Box::pin(async move { answer.unwrap_or_else(|| Err("nobody is there".into())) })
    }
    /// Events really leave, to receivers on this machine.
    fn post_event<'a>(
        &'a self,
        post: &'a EventPost,
    ) -> Pin<Box<dyn Future<Output = Echo> + Send + 'a>> {
        Box::pin(self.events.post(post))
    }
    /// So do messages to phones, to push services on this machine.
    fn wake<'a>(
        &'a self,
        post: &'a PushPost,
    ) -> Pin<Box<dyn Future<Output = Result<(), Unwoken>> + Send + 'a>> {
        Box::pin(self.phones.post(post))
    }
}

impl Published for Recorder {
    fn fetch<'a>(
        &'a self,
        uri: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send + 'a>> {
        *self.fetches.lock().unwrap() += 1;
        let found = self.published.lock().unwrap().get(uri).cloned();
        Box::pin(async move { found.ok_or_else(|| "nothing is published there".into()) })
    }
}
