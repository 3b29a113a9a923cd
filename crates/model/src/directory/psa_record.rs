//! Records of a PSA, the same for every vendor: what it says of companies, sites, people, machines and
//! of its own set-up.

use kernel::Timestamp;

/// Another record, as it is named there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaRef {
    /// Its id.
    pub id: i64,
    /// Its name; empty where only the id is told.
    pub name: String,
}

/// Who changed a record last, and when, by the PSA's clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaChange {
    /// When; none where it is not told.
    pub at: Option<Timestamp>,
    /// Who; empty where it is not told. The API member's own changes are our echo.
    pub by: String,
}

/// A company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaCompany {
    /// Its id.
    pub id: i64,
    /// What it is called for short.
    pub identifier: String,
    /// Its name.
    pub name: String,
    /// Its status, where this PSA has any.
    pub status: Option<PsaRef>,
    /// Its types.
    pub types: Vec<PsaRef>,
    /// Its web site as it is written there; empty where it is not told.
    pub website: String,
    /// Not deleted and not switched off.
    pub active: bool,
    /// The last change.
    pub changed: PsaChange,
}

/// A site of a company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaSite {
    /// Its id.
    pub id: i64,
    /// Its company.
    pub company: i64,
    /// Its name.
    pub name: String,
    /// Street, city and what else is known, as lines.
    pub address: Vec<String>,
    /// The first of the company.
    pub primary: bool,
    /// Not switched off.
    pub active: bool,
}

/// A person of a company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaContact {
    /// Its id.
    pub id: i64,
    /// Its company; none for a person without one.
    pub company: Option<i64>,
    /// Its site.
    pub site: Option<i64>,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Title.
    pub title: String,
    /// E-mail addresses as they are written there, the default first.
    pub emails: Vec<String>,
    /// Not switched off.
    pub active: bool,
    /// The first of the company.
    pub primary: bool,
    /// Gets the invoices (S0-49).
    pub bill_to: bool,
    /// The last change.
    pub changed: PsaChange,
}

/// A member of staff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaMember {
    /// Its id.
    pub id: i64,
    /// What the PSA calls it in records.
    pub identifier: String,
    /// The name.
    pub name: String,
    /// The e-mail address; empty where it is not told.
    pub email: String,
    /// Not switched off.
    pub active: bool,
}

/// A row of a set-up table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaSetUp {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The one that is taken where none is named.
    pub default: bool,
    /// May still be chosen.
    pub active: bool,
    /// Of a status: it closes. Its name proves nothing.
    pub closed: bool,
}

/// A set-up table. Ids are those of the board or issue type that a table belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PsaTable {
    /// Types of companies.
    CompanyTypes,
    /// Statuses of companies.
    CompanyStatuses,
    /// Boards; queues in BMS.
    Boards,
    /// Statuses of a board's tickets.
    TicketStatuses(i64),
    /// Types of a board; issue types in BMS.
    TicketTypes(i64),
    /// Subtypes of a board; those of an issue type in BMS.
    TicketSubtypes(i64),
    /// Items of a board.
    TicketItems(i64),
    /// Priorities.
    Priorities,
    /// Sources.
    Sources,
    /// Types of configurations.
    ConfigurationTypes,
    /// Statuses of configurations.
    ConfigurationStatuses,
}

/// A record of a machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaConfiguration {
    /// Its id.
    pub id: i64,
    /// Its company; none for one of nobody.
    pub company: Option<i64>,
    /// Its site.
    pub site: Option<i64>,
    /// Its type.
    pub kind: Option<i64>,
    /// Its name.
    pub name: String,
    /// Its serial number; empty where it is not told.
    pub serial: String,
    /// Not switched off.
    pub active: bool,
    /// The last change.
    pub changed: PsaChange,
}

/// A type, a subtype and an item of a board that may stand together on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PsaTriple {
    /// The id of the row.
    pub id: i64,
    /// The type.
    pub kind: i64,
    /// The subtype; none where the type stands alone.
    pub subtype: Option<i64>,
    /// The item; none where the pair stands alone.
    pub item: Option<i64>,
}

/// A question of a type of configurations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaQuestion {
    /// Its id.
    pub id: i64,
    /// The label.
    pub label: String,
    /// What an answer is, in the vendor's word: `Text`, `IPAddress`…
    pub answers: String,
    /// It must be answered.
    pub required: bool,
    /// May still be asked.
    pub active: bool,
}
