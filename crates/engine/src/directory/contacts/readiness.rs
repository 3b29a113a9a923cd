//! "Why can't she get in?": for everybody, and for any address that somebody types.

use crate::identity::Administrator;
use crate::{Broken, Engine};
use kernel::{ContactId, Refusal};
use model::directory::{
    CONTACT_CAUSES, ContactFacts, ContactFilter, ContactRefusal, ContactState, Readiness,
    display_name, email_key, judge_address, judge_contact,
};
use store::directory::contact_list;

/// How many contacts come to which outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadinessCounts {
    /// How many get in.
    pub ready: usize,
    /// How many do not, by the code of what stands in their way first, in the order of causes. Each
    /// code stands there, also with nobody.
    pub causes: Vec<(&'static str, usize)>,
}

/// Somebody who has the address that was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressFound {
    /// The contact; none for a record of a PSA that is no contact here.
    pub contact: Option<ContactId>,
    /// Her name.
    pub name: String,
    /// What comes of her.
    pub readiness: Readiness,
}

/// What comes of an address at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressAnswer {
    /// The address, as it is compared.
    pub email: String,
    /// What the sign-in decides, and why: the contact that it lets in, or the cause.
    pub outcome: Result<ContactId, ContactRefusal>,
    /// Everybody who has it.
    pub found: Vec<AddressFound>,
}

impl Engine {
    /// Counts what comes of everybody whom a filter finds.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn count_contact_readiness(
        &self,
        admin: &Administrator,
        filter: &ContactFilter,
    ) -> Result<ReadinessCounts, Broken> {
        let mut tx = self.db.read().await?;
        let mut counts = ReadinessCounts {
            ready: 0,
            causes: CONTACT_CAUSES.iter().map(|code| (*code, 0)).collect(),
        };
        let mut after: Option<(String, ContactId)> = None;
        loop {
            let place = after.as_ref().map(|(key, id)| (key.as_str(), *id));
            let rows =
                contact_list::facts(&mut tx, admin.scope, filter, place, super::list::STEP).await?;
            for (_, facts) in &rows {
                match judge_contact(facts).first() {
                    None => counts.ready += 1,
                    Some(cause) => {
                        let code = cause.code();
                        for (_, n) in counts.causes.iter_mut().filter(|(c, _)| *c == code) {
                            *n += 1;
                        }
                    }
                }
            }
            match rows.into_iter().last() {
                Some((place, _)) => after = Some(place),
                None => return Ok(counts),
            }
        }
    }

    /// What comes of an address, by the very decision of the client's sign-in, and of everybody who has
    /// it. Where no contact has it, what PSAs say of it is looked at too, so that a company which is
    /// not mapped is told apart from an address that nobody has.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn why_not(
        &self,
        admin: &Administrator,
        typed: &str,
    ) -> Result<AddressAnswer, Broken> {
        let (scope, key) = (admin.scope, email_key(typed));
        let mut tx = self.db.read().await?;
        let is_member = store::directory::contact_access::is_member(&mut tx, scope, &key).await?;
        let contacts = self.contacts_of_address(&mut tx, scope, &key).await?;
        let facts: Vec<ContactFacts> = contacts.iter().map(|(_, f)| f.clone()).collect();
        let mut found = Vec::new();
        for (id, facts) in &contacts {
            let contact = store::directory::contacts::find(&mut tx, scope, *id).await?;
            found.push(AddressFound {
                contact: Some(*id),
                name: contact.map_or_else(String::new, |c| c.display_name()),
                readiness: judge_contact(facts),
            });
        }
        let outcome = match judge_address(is_member, &facts) {
            Ok(at) => Ok(contacts[at].0),
            Err(ContactRefusal::Missing | ContactRefusal::IsMember) if contacts.is_empty() => {
                let mirror = self.mirror_facts(&mut tx, scope, &key, is_member).await?;
                found.extend(mirror.iter().map(|(name, facts)| AddressFound {
                    contact: None,
                    name: name.clone(),
                    readiness: judge_contact(facts),
                }));
                let facts: Vec<_> = mirror.into_iter().map(|(_, facts)| facts).collect();
                match judge_address(is_member, &facts) {
                    // A record that nothing stands against is no contact yet all the same.
                    Ok(_) => Err(ContactRefusal::NotSynced(None)),
                    Err(cause) => Err(cause),
                }
            }
            Err(cause) => Err(cause),
        };
        Ok(AddressAnswer {
            email: key,
            outcome,
            found,
        })
    }

    /// Records of PSAs with an address that make up no contact, and the facts about each.
    async fn mirror_facts(
        &self,
        tx: &mut store::Tx,
        scope: kernel::Scope,
        key: &str,
        is_member: bool,
    ) -> Result<Vec<(String, ContactFacts)>, Broken> {
        let said = store::directory::contact_access::mirror_with_email(tx, scope, key).await?;
        let mut found = Vec::new();
        for (connection, record) in said {
            let contact = record.row;
            if !contact.emails.iter().any(|e| email_key(e) == key) {
                continue;
            }
            let state = match (record.gone_at, contact.active) {
                (Some(_), _) => ContactState::Gone,
                (None, false) => ContactState::Inactive,
                (None, true) => ContactState::OutOfScope,
            };
            let gap = self
                .scope_gap(tx, scope, connection, contact.company, contact.site)
                .await?;
            let name = display_name(&contact.first_name, &contact.last_name, &contact.emails);
            let facts = ContactFacts {
                state,
                gap: Some(gap),
                address: contact_list::address_fact(key),
                company_active: false,
                is_member,
                sharing: 0,
                revoked: true,
            };
            found.push((name, facts));
        }
        Ok(found)
    }
}
