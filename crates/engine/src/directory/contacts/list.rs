//! Looking at contacts, by the page.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{ContactId, Scope};
use model::directory::{ContactChangeRefusal, ContactFilter, ContactRow};
use store::Tx;
use store::directory::contact_list;

/// Contacts on one page of the console.
pub const CONTACTS_ON_A_PAGE: i64 = 50;
/// Rows that are read at once where outcomes are looked for.
pub(super) const STEP: i64 = 1_000;

/// A page of contacts.
#[derive(Clone, Debug, Default)]
pub struct ContactPage {
    /// The contacts.
    pub rows: Vec<ContactRow>,
    /// Whether there are more after the last of them.
    pub more: bool,
    /// How many there are in all; none where only a look at each of them could tell.
    pub total: Option<i64>,
}

impl Engine {
    /// A page of contacts by name, after one of them.
    ///
    /// # Errors
    /// [`ContactChangeRefusal::Unknown`] when the contact after which it goes on is gone.
    pub async fn list_contacts(
        &self,
        admin: &Administrator,
        filter: &ContactFilter,
        after: Option<ContactId>,
        limit: i64,
    ) -> Result<ContactPage, Failure<ContactChangeRefusal>> {
        let scope = admin.scope;
        let mut tx = self.db.read().await?;
        let after = match after {
            Some(id) => Some(
                contact_list::find(&mut tx, scope, id)
                    .await?
                    .ok_or(Failure::Refused(ContactChangeRefusal::Unknown))?,
            ),
            None => None,
        };
        let mut rows = fitting(&mut tx, scope, filter, after, limit + 1).await?;
        let most = usize::try_from(limit).unwrap_or(0);
        let more = rows.len() > most;
        rows.truncate(most);
        self.fill_gaps(&mut tx, scope, &mut rows).await?;
        let total = match filter.readiness {
            None => Some(contact_list::count(&mut tx, scope, filter).await?),
            Some(_) => None,
        };
        Ok(ContactPage { rows, more, total })
    }
}

/// So many rows that a filter finds after one. What comes of each is judged here, by the decision of
/// the sign-in, and not a second time in SQL.
pub(super) async fn fitting(
    tx: &mut Tx,
    scope: Scope,
    filter: &ContactFilter,
    mut after: Option<ContactRow>,
    limit: i64,
) -> Result<Vec<ContactRow>, Broken> {
    let most = usize::try_from(limit).unwrap_or(0);
    let mut found = Vec::new();
    let step = match filter.readiness {
        None => limit,
        Some(_) => STEP,
    };
    loop {
        let place = after.as_ref().map(|r| (r.place.as_str(), r.contact.id));
        let rows = contact_list::list(tx, scope, filter, place, step).await?;
        let last = i64::try_from(rows.len()).unwrap_or(0) < step;
        after = rows.last().cloned().or(after);
        let fits = |r: &ContactRow| filter.readiness.is_none_or(|f| f.fits(&r.readiness()));
        found.extend(rows.into_iter().filter(fits));
        if last || found.len() >= most {
            found.truncate(most);
            return Ok(found);
        }
    }
}
