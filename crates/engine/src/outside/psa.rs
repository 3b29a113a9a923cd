//! What the engine needs of a PSA: the same for every vendor. Calls are made outside of any
//! transaction.

use kernel::{Secret, Span, Timestamp};
use model::directory::PsaFault;
pub use model::directory::{
    PsaChange, PsaCompany, PsaConfiguration, PsaContact, PsaMember, PsaQuestion, PsaRef, PsaSetUp,
    PsaSite, PsaTable, PsaTriple,
};
use protocol::psa::bms::Region;
use protocol::psa::connectwise::callback::Notice;
use protocol::psa::connectwise::rights::{Comparison, Purpose};
use protocol::psa::connectwise::{BaseUrl, Login};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// An answer on its way.
pub type Asking<'a, T> = Pin<Box<dyn Future<Output = Result<T, PsaFault>> + Send + 'a>>;

/// After a write with an unknown outcome, a look that finds nothing counts only so long after it: a
/// PSA may show a record a while after it was made.
pub const SETTLES: Span = Span::minutes(2);

/// Where a PSA is, and as whom it is called.
#[derive(Clone, Debug)]
pub enum PsaAccess {
    /// ConnectWise Manage.
    ConnectWise {
        /// Its host.
        base: BaseUrl,
        /// The API member.
        login: Login,
    },
    /// Kaseya BMS.
    Bms {
        /// Its region.
        region: Region,
        /// The company name in My Settings.
        tenant: String,
        /// The API employee.
        username: String,
        /// Her password.
        password: Secret<String>,
    },
}

/// Makes clients. One for each connection is kept and shared, since it holds tokens and what was
/// learnt; what limits calls is shared by all clients of a tenant.
pub trait PsaClients: Send + Sync {
    /// A client; nobody is called yet.
    fn open(&self, access: &PsaAccess) -> Arc<dyn Psa>;
}

/// Waiting, which the composition root hands in.
pub trait Pause: Send + Sync {
    /// Is over after so long.
    fn pause(&self, span: Span) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// A ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaTicket {
    /// Its id.
    pub id: i64,
    /// Its title.
    pub title: String,
    /// Its company.
    pub company: Option<i64>,
    /// Its status.
    pub status: PsaRef,
    /// It is closed.
    pub closed: bool,
    /// Our mark; empty where it bears none.
    pub mark: String,
    /// The last change.
    pub changed: PsaChange,
}

/// A ticket to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PsaTicketDraft {
    /// By which it is found again when the answer is lost: unique, of letters, digits and dashes.
    pub mark: String,
    /// The title, of any length.
    pub title: String,
    /// What the customer reads.
    pub text: String,
    /// The company.
    pub company: i64,
    /// The site; BMS needs one.
    pub site: Option<i64>,
    /// The board; the queue in BMS.
    pub board: Option<i64>,
    /// The status; BMS needs one.
    pub status: Option<i64>,
    /// The type; BMS needs one.
    pub kind: Option<i64>,
    /// The priority; BMS needs one.
    pub priority: Option<i64>,
    /// The source; BMS needs one.
    pub source: Option<i64>,
    /// When it happened.
    pub opened: Timestamp,
}

/// Changes of a ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaTicketPatch {
    /// Another title.
    pub title: Option<String>,
    /// Another status.
    pub status: Option<i64>,
    /// Another priority.
    pub priority: Option<i64>,
}

/// Where a list goes on: what the page before gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PsaCursor(pub i64);

/// How many rows lists have, as far as the PSA tells without reading them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PsaTotals {
    /// Companies.
    pub companies: i64,
    /// Contacts.
    pub contacts: i64,
    /// Configurations; 0 where this PSA's are not read.
    pub configurations: i64,
}

/// Which page of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PsaAsk {
    /// Only what was changed since then, by the PSA's clock. Lists that cannot tell give all.
    pub since: Option<Timestamp>,
    /// Where it goes on; from the beginning where none.
    pub after: Option<PsaCursor>,
}

/// A page of a list. A row may come twice; its id tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PsaPage<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where it goes on; none at the end.
    pub next: Option<PsaCursor>,
    /// Rows that could not be read, each with why: they are not gone.
    pub unread: Vec<String>,
}

/// A step of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PsaStep {
    /// What was tried: `list boards`.
    pub what: String,
    /// Why it failed.
    pub fault: Option<PsaFault>,
}

/// How a test went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaTest {
    /// The PSA's version, where it tells.
    pub version: String,
    /// What was tried, in order; a step that all others stand on ends it.
    pub steps: Vec<PsaStep>,
}

impl PsaTest {
    /// Whether everything went well.
    pub fn passed(&self) -> bool {
        !self.steps.is_empty() && self.steps.iter().all(|step| step.fault.is_none())
    }
}

/// What became of the entries that tell the hub of changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaCallbacks {
    /// So many were made.
    pub made: usize,
    /// So many had been turned off by the PSA, and are on again.
    pub woken: usize,
    /// So many were surplus, and are off.
    pub rested: usize,
}

/// A notice with the key that its signature must be of.
#[derive(Clone, Debug)]
pub struct PsaNotice {
    /// What it says.
    pub notice: Notice,
    /// The key, from the tenant's own host.
    pub key: Secret<String>,
}

/// How the API member's role compares with the least that is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PsaRights {
    /// The role's name.
    pub role: String,
    /// The differences.
    pub comparison: Comparison,
}

/// A PSA. Whatever says [`PsaFault::Unknown`] is looked for before it is asked again.
pub trait Psa: Send + Sync {
    /// Tries everything that is needed and changes nothing.
    fn test(&self) -> Asking<'_, PsaTest>;
    /// A page of companies.
    fn companies(&self, ask: PsaAsk) -> Asking<'_, PsaPage<PsaCompany>>;
    /// A company; none where there is none.
    fn company(&self, id: i64) -> Asking<'_, Option<PsaCompany>>;
    /// A page of a company's sites.
    fn sites(&self, company: i64, ask: PsaAsk) -> Asking<'_, PsaPage<PsaSite>>;
    /// A page of contacts.
    fn contacts(&self, ask: PsaAsk) -> Asking<'_, PsaPage<PsaContact>>;
    /// A contact; none where there is none.
    fn contact(&self, id: i64) -> Asking<'_, Option<PsaContact>>;
    /// The contacts that have an e-mail address, of whatever company: it is no name of a person.
    fn contacts_with<'a>(&'a self, email: &'a str) -> Asking<'a, Vec<PsaContact>>;
    /// How many rows the long lists have.
    fn totals(&self) -> Asking<'_, PsaTotals>;
    /// A page of configurations; assets in BMS.
    fn configurations(&self, ask: PsaAsk) -> Asking<'_, PsaPage<PsaConfiguration>>;
    /// A configuration; none where there is none.
    fn configuration(&self, id: i64) -> Asking<'_, Option<PsaConfiguration>>;
    /// Which types, subtypes and items of a board go together.
    fn triples(&self, board: i64, ask: PsaAsk) -> Asking<'_, PsaPage<PsaTriple>>;
    /// The questions of a type of configurations.
    fn questions(&self, kind: i64, ask: PsaAsk) -> Asking<'_, PsaPage<PsaQuestion>>;
    /// A page of the staff.
    fn members(&self, ask: PsaAsk) -> Asking<'_, PsaPage<PsaMember>>;
    /// A page of a set-up table.
    fn table(&self, table: PsaTable, ask: PsaAsk) -> Asking<'_, PsaPage<PsaSetUp>>;
    /// A ticket; none where there is none.
    fn ticket(&self, id: i64) -> Asking<'_, Option<PsaTicket>>;
    /// These tickets, as far as they are there.
    fn tickets<'a>(&'a self, ids: &'a [i64]) -> Asking<'a, Vec<PsaTicket>>;
    /// The tickets that bear a mark: one at most, unless something went wrong.
    fn marked_tickets<'a>(&'a self, mark: &'a str) -> Asking<'a, Vec<PsaTicket>>;
    /// Makes a ticket, once: never again by itself where the outcome is unknown.
    fn create_ticket<'a>(&'a self, draft: &'a PsaTicketDraft) -> Asking<'a, PsaTicket>;
    /// Changes a ticket, and makes sure that the change was taken.
    fn change_ticket<'a>(&'a self, id: i64, patch: &'a PsaTicketPatch) -> Asking<'a, PsaTicket>;
    /// Makes the PSA tell this address of changes: exactly so, however often it is called.
    fn keep_callbacks<'a>(&'a self, address: &'a str) -> Asking<'a, PsaCallbacks>;
    /// Reads a notice and gets the key for its signature. Nothing of it is true before that is
    /// checked, and nothing but that something changed after it.
    fn notice<'a>(&'a self, body: &'a [u8]) -> Asking<'a, PsaNotice>;
    /// Compares the role of an API member with what these purposes need.
    fn rights<'a>(&'a self, member: &'a str, purposes: &'a [Purpose]) -> Asking<'a, PsaRights>;
}
