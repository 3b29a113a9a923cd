//! What the vendor does by itself when a record is written: defaults, checks, and what follows elsewhere.

mod callback;
mod company;
mod configuration;
mod contact;
mod finance;
mod ticket;

pub(crate) use company::{delete as delete_company, merge as merge_companies};
pub(crate) use contact::release as release_contact;

use super::errors::{Fault, Refused};
use super::kind::Kind;
use super::row::{Cell, Row};
use super::world::World;
use std::sync::Arc;

/// Who writes, and when.
#[derive(Clone, Debug)]
pub(crate) struct Stamp {
    pub at: i64,
    pub by: Arc<str>,
    /// The member of the keys; 0 for a person or the seed.
    pub member: u32,
    /// Whether the role may close tickets.
    pub may_close: bool,
}

/// A record that is about to be written.
pub(crate) struct Draft<'w> {
    pub world: &'w World,
    pub kind: Kind,
    /// The id that it has or will have.
    pub id: u32,
    pub old: Option<&'w Row>,
    pub row: &'w mut Row,
    pub stamp: &'w Stamp,
}

impl Draft<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.row.text(self.kind, name)
    }

    fn id(&self, name: &str) -> Option<u32> {
        self.row.id(self.kind, name)
    }

    fn set(&mut self, name: &str, cell: Cell) {
        self.row.set(self.kind, name, Some(cell));
    }

    fn default(&mut self, name: &str, cell: Cell) {
        if self.row.get(self.kind, name).is_none() {
            self.set(name, cell);
        }
    }

    fn flags(&mut self, names: &[&str]) {
        for name in names {
            self.default(name, Cell::Flag(false));
        }
    }

    fn refuse(&self, fault: Fault) -> Refused {
        Refused::object(&self.kind.word(), vec![fault])
    }

    /// No other record has this text in this field.
    fn unique(&self, field: &str) -> Result<(), Refused> {
        let Some(text) = self.text(field) else {
            return Ok(());
        };
        if self.old.and_then(|old| old.text(self.kind, field)) == Some(text) {
            return Ok(());
        }
        match self.world.find(self.kind, field, text) {
            Some(other) if other != self.id => {
                let message = format!("The {} {text} already exists.", field);
                Err(self.refuse(Fault::new("ObjectExists", field, message)))
            }
            _ => Ok(()),
        }
    }
}

/// The record of a kind that is marked as default, else the first.
pub(super) fn default_of(world: &World, kind: Kind, fits: impl Fn(&Row) -> bool) -> Option<u32> {
    let rows = || {
        world
            .rows(kind)
            .filter(|(_, row)| fits(row) && !row.flag(kind, "inactiveFlag"))
    };
    let marked = rows().find(|(_, row)| row.flag(kind, "defaultFlag"));
    marked.or_else(|| rows().next()).map(|(id, _)| id)
}

/// Defaults and checks, before a record is written.
pub(crate) fn settle(mut draft: Draft<'_>) -> Result<(), Refused> {
    match draft.kind {
        Kind::Companies => company::settle(&mut draft),
        Kind::Sites => company::settle_site(&mut draft),
        Kind::Contacts => contact::settle(&mut draft),
        Kind::Configurations => configuration::settle(&mut draft),
        Kind::Tickets => ticket::settle(&mut draft),
        Kind::TicketNotes => ticket::settle_note(&mut draft),
        Kind::TimeEntries => ticket::settle_time(&mut draft),
        Kind::Callbacks => callback::settle(&mut draft),
        Kind::Invoices => finance::settle(&mut draft),
        Kind::Agreements => finance::settle_agreement(&mut draft),
        Kind::Members | Kind::ApiMembers => draft.unique("identifier"),
        Kind::CompanyTypes
        | Kind::CompanyStatuses
        | Kind::ConfigurationTypes
        | Kind::Sources
        | Kind::Priorities
        | Kind::Boards
        | Kind::SecurityRoles => {
            draft.flags(&["inactiveFlag", "defaultFlag"]);
            draft.unique("name")
        }
        _ => Ok(()),
    }
}

/// What follows elsewhere once a record is written; `old` is what it was.
pub(crate) fn follow(world: &mut World, kind: Kind, id: u32, old: Option<&Row>, stamp: &Stamp) {
    match kind {
        Kind::Companies => company::follow(world, id, old, stamp),
        Kind::CompanyTypeAssociations => {
            let company = world.get(kind, id).and_then(|row| row.id(kind, "company"));
            company::gather_types(world, company, stamp);
        }
        Kind::Contacts => contact::follow(world, id, old, stamp),
        Kind::ContactTypeAssociations => {
            let contact = world.get(kind, id).and_then(|row| row.id(kind, "contact"));
            contact::gather_types(world, contact, stamp);
        }
        Kind::ConfigurationQuestions => configuration::ask_everywhere(world, id),
        Kind::Tickets => ticket::follow(world, id, old, stamp),
        Kind::TicketNotes => ticket::touch(world, kind, id, "ticketId", stamp),
        Kind::TimeEntries => ticket::touch(world, kind, id, "chargeToId", stamp),
        Kind::Callbacks => callback::follow(world, id),
        Kind::InvoicePayments => finance::follow_payment(world, id, stamp),
        Kind::SecurityRoles if old.is_none() => super::roles::no_rights(world, id, stamp),
        _ => {}
    }
}

/// What follows elsewhere once a record is gone.
pub(crate) fn follow_removal(world: &mut World, kind: Kind, gone: &Row, stamp: &Stamp) {
    match kind {
        Kind::CompanyTypeAssociations => {
            company::gather_types(world, gone.id(kind, "company"), stamp);
        }
        Kind::ContactTypeAssociations => {
            contact::gather_types(world, gone.id(kind, "contact"), stamp);
        }
        _ => {}
    }
}
