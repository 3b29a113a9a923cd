//! What a contact is, made of all her records.

use crate::directory::{Contact, ContactSource, ContactState, PsaContact};

/// A record of a person in a PSA, as the mirror holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What was said of her.
    pub contact: PsaContact,
    /// She is not in the PSA any more.
    pub gone: bool,
}

/// A contact of the directory with all that she comes from, of this company and of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldContact {
    /// The contact.
    pub contact: Contact,
    /// Where she comes from, each with its record where the mirror has one.
    pub sources: Vec<(ContactSource, Option<Record>)>,
}

/// What the records of a contact make of her.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Title.
    pub title: String,
    /// All addresses, the default first.
    pub emails: Vec<String>,
    /// The best state of her records.
    pub state: ContactState,
    /// The first of one of her companies where she is active.
    pub main: bool,
    /// Gets the invoices of one of her companies where she is active.
    pub bill_to: bool,
}

impl Merged {
    /// Whether a contact is so already.
    pub fn is(&self, held: &Contact) -> bool {
        *self
            == Self {
                first_name: held.first_name.clone(),
                last_name: held.last_name.clone(),
                title: held.title.clone(),
                emails: held.emails.clone(),
                state: held.state,
                main: held.main,
                bill_to: held.bill_to,
            }
    }

    /// Writes it into a contact.
    pub fn write(&self, held: &mut Contact) {
        held.first_name.clone_from(&self.first_name);
        held.last_name.clone_from(&self.last_name);
        held.title.clone_from(&self.title);
        held.emails.clone_from(&self.emails);
        held.state = self.state;
        held.main = self.main;
        held.bill_to = self.bill_to;
    }
}

/// Joins the records of a contact. The name is that of the best record; addresses are those of all
/// records that are as good as hers can be, so that an address that left the PSA leaves here too.
pub fn merged(sources: &[(ContactSource, Option<Record>)]) -> Option<Merged> {
    let best = sources.iter().map(|(source, _)| source.state).min()?;
    let mut first: Option<&PsaContact> = None;
    let mut emails: Vec<String> = Vec::new();
    let (mut main, mut bill_to) = (false, false);
    for (source, record) in sources.iter().filter(|(source, _)| source.state == best) {
        main |= source.main;
        bill_to |= source.bill_to;
        let Some(record) = record else { continue };
        first = first.or(Some(&record.contact));
        emails.extend(record.contact.emails.iter().cloned());
    }
    let first = first?;
    let emails = distinct(&emails);
    Some(Merged {
        first_name: first.first_name.clone(),
        last_name: first.last_name.clone(),
        title: first.title.clone(),
        emails,
        state: best,
        main,
        bill_to,
    })
}

/// Addresses without those that came before in other capitals.
pub fn distinct(emails: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for email in emails {
        if !kept.iter().any(|held| held.eq_ignore_ascii_case(email)) {
            kept.push(email.clone());
        }
    }
    kept
}
