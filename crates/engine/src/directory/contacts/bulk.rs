//! One profile for many contacts: a preview, the deed by the same decision, and the way back.

use super::list::fitting;
use super::save::PROFILE_CHANGED;
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{ContactActionId, ContactId, Refusal};
use model::directory::{
    ContactChangeRefusal, ContactFilter, ContactRefusal, ContactRow, Profile, decide_profile,
};
use std::collections::BTreeSet;
use store::directory::contact_actions::{ContactAction, KEPT_ACTIONS};
use store::directory::{contact_access, contact_actions, contact_list};

/// Most contacts that one action may touch.
pub const MOST_CONTACTS_AT_ONCE: usize = 20_000;
/// Contacts that share a transaction: a sign-in never waits long behind them.
const STEP: usize = 100;
/// Rows that a preview names one by one.
const NAMED: usize = 200;

/// Who is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactSelection {
    /// These.
    Ids(Vec<ContactId>),
    /// All that a filter finds at the moment of the deed.
    Matching(ContactFilter),
}

/// What would come of it for one contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactBulkOutcome {
    /// The contact.
    pub row: ContactRow,
    /// True when something would change, false when she has the profile already.
    pub outcome: Result<bool, ContactRefusal>,
}

/// What an action would do, or has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactBulkPreview {
    /// Contacts that are meant.
    pub total: usize,
    /// Contacts that change.
    pub changed: usize,
    /// Contacts that have the profile already.
    pub unchanged: usize,
    /// How many are left out, by the cause.
    pub left_out: Vec<(ContactRefusal, usize)>,
    /// The first of them one by one, those who are left out before the rest. Empty after the deed.
    pub named: Vec<ContactBulkOutcome>,
    /// What was done, to be undone by it; none where nothing was.
    pub action: Option<ContactActionId>,
}

impl ContactBulkPreview {
    fn count(&mut self, outcome: &Result<bool, ContactRefusal>) {
        self.total += 1;
        match outcome {
            Ok(true) => self.changed += 1,
            Ok(false) => self.unchanged += 1,
            Err(cause) => {
                // By the code: each company that is not mapped has words of its own.
                let same = |(known, _): &&mut (ContactRefusal, usize)| known.code() == cause.code();
                match self.left_out.iter_mut().find(same) {
                    Some((_, n)) => *n += 1,
                    None => self.left_out.push((cause.clone(), 1)),
                }
            }
        }
    }
}

/// What an undo has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContactUndo {
    /// How many have again what they had.
    pub put_back: usize,
    /// How many were changed since, are gone, or had a profile that is gone.
    pub left: usize,
}

impl Engine {
    /// The rows of whom an action means.
    async fn meant(
        &self,
        admin: &Administrator,
        selection: &ContactSelection,
    ) -> Result<Vec<ContactRow>, Failure<ContactChangeRefusal>> {
        let mut tx = self.db.read().await?;
        let too_many = || Failure::Refused(ContactChangeRefusal::TooMany);
        match selection {
            ContactSelection::Ids(ids) => {
                let ids: BTreeSet<ContactId> = ids.iter().copied().collect();
                if ids.len() > MOST_CONTACTS_AT_ONCE {
                    return Err(too_many());
                }
                let mut rows = Vec::with_capacity(ids.len());
                for id in ids {
                    rows.extend(contact_list::find(&mut tx, admin.scope, id).await?);
                }
                Ok(rows)
            }
            ContactSelection::Matching(filter) => {
                let most = i64::try_from(MOST_CONTACTS_AT_ONCE).unwrap_or(i64::MAX);
                let mut rows = Vec::new();
                let mut after = None;
                // By steps, so that a filter that finds more than may be touched is not read whole.
                loop {
                    let page =
                        fitting(&mut tx, admin.scope, filter, after, super::list::STEP).await?;
                    after = page.last().cloned();
                    rows.extend(page);
                    if rows.len() > usize::try_from(most).unwrap_or(usize::MAX) {
                        return Err(too_many());
                    }
                    if after.is_none() {
                        return Ok(rows);
                    }
                }
            }
        }
    }

    /// What giving a profile to many would do. Nothing changes.
    ///
    /// # Errors
    /// [`ContactChangeRefusal::ProfileUnknown`], `TooMany`.
    pub async fn preview_contact_bulk(
        &self,
        admin: &Administrator,
        selection: &ContactSelection,
        profile: Profile,
    ) -> Result<ContactBulkPreview, Failure<ContactChangeRefusal>> {
        let mut tx = self.db.read().await?;
        self.good_profile(&mut tx, admin.scope, profile).await?;
        drop(tx);
        let mut preview = ContactBulkPreview::default();
        let mut left_out = Vec::new();
        for row in self.meant(admin, selection).await? {
            let outcome = decide_profile(&row, profile);
            preview.count(&outcome);
            let one = ContactBulkOutcome { row, outcome };
            if one.outcome.is_err() && left_out.len() < NAMED {
                left_out.push(one);
            } else if preview.named.len() < NAMED {
                preview.named.push(one);
            }
        }
        left_out.append(&mut preview.named);
        left_out.truncate(NAMED);
        preview.named = left_out;
        preview
            .left_out
            .sort_by_key(|(cause, n)| (std::cmp::Reverse(*n), cause.code()));
        Ok(preview)
    }

    /// Does it, a hundred contacts to a transaction, each with its audit entry. Who is left out stays
    /// as she is.
    ///
    /// # Errors
    /// [`ContactChangeRefusal::ProfileUnknown`], `TooMany`; what was done before a fault stays done,
    /// and can be undone.
    pub async fn run_contact_bulk(
        &self,
        admin: &Administrator,
        selection: &ContactSelection,
        profile: Profile,
    ) -> Result<ContactBulkPreview, Failure<ContactChangeRefusal>> {
        let ids: Vec<ContactId> = self
            .meant(admin, selection)
            .await?
            .iter()
            .map(|row| row.contact.id)
            .collect();
        let action = ContactAction {
            id: ContactActionId::new(self.now(), self.chance()),
            profile: profile.to_string(),
            done_by: admin.actor.text(),
            done_at: self.now(),
            undone_at: None,
            changed: 0,
        };
        let mut done = ContactBulkPreview::default();
        for step in ids.chunks(STEP) {
            let (engine, admin, step) = (self.clone(), admin.clone(), step.to_vec());
            let (noted, first) = (action.clone(), done.action.is_none());
            let outcomes = self
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        engine
                            .give_to_some(tx, &admin, &step, profile, &noted, first)
                            .await
                    })
                })
                .await?;
            for outcome in outcomes {
                done.count(&outcome);
            }
            if done.changed > 0 {
                done.action = Some(action.id);
            }
        }
        Ok(done)
    }

    async fn give_to_some(
        &self,
        tx: &mut store::Tx,
        admin: &Administrator,
        ids: &[ContactId],
        profile: Profile,
        action: &ContactAction,
        mut first: bool,
    ) -> Result<Vec<Result<bool, ContactRefusal>>, Failure<ContactChangeRefusal>> {
        let scope = admin.scope;
        self.good_profile(tx, scope, profile).await?;
        let mut outcomes = Vec::with_capacity(ids.len());
        for id in ids {
            let Some(row) = contact_list::find(tx, scope, *id).await? else {
                continue;
            };
            let outcome = decide_profile(&row, profile);
            if outcome == Ok(true) {
                if std::mem::take(&mut first) {
                    contact_actions::insert(tx, scope, action).await?;
                }
                let before = row.contact.profile;
                let version = row.contact.version;
                contact_access::change_profile(tx, scope, *id, version, &action.profile).await?;
                contact_actions::note(tx, action.id, *id, &before).await?;
                let entry = admin
                    .did(PROFILE_CHANGED, id)
                    .because(action.id.to_string());
                self.record(tx, entry.change(before, action.profile.clone()));
            }
            outcomes.push(outcome);
        }
        Ok(outcomes)
    }

    /// The newest actions, which can be undone.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_contact_actions(
        &self,
        admin: &Administrator,
    ) -> Result<Vec<ContactAction>, Broken> {
        let mut tx = self.db.read().await?;
        Ok(contact_actions::list(&mut tx, admin.scope, KEPT_ACTIONS).await?)
    }

    /// Gives everybody whom an action has changed the profile back that she had, where she still has
    /// the one that it gave.
    ///
    /// # Errors
    /// [`ContactChangeRefusal::ActionUnknown`].
    pub async fn undo_contact_bulk(
        &self,
        admin: &Administrator,
        id: ContactActionId,
    ) -> Result<ContactUndo, Failure<ContactChangeRefusal>> {
        let mut tx = self.db.read().await?;
        let action = contact_actions::find(&mut tx, admin.scope, id)
            .await?
            .filter(|a| a.undone_at.is_none())
            .ok_or(Failure::Refused(ContactChangeRefusal::ActionUnknown))?;
        drop(tx);
        let (mut done, mut after) = (ContactUndo::default(), None);
        let step = i64::try_from(STEP).unwrap_or(100);
        loop {
            let mut tx = self.db.read().await?;
            let rows = contact_actions::rows(&mut tx, id, after, step).await?;
            drop(tx);
            let Some((last, _)) = rows.last() else { break };
            after = Some(*last);
            let meant = rows.len();
            let (engine, admin, given) = (self.clone(), admin.clone(), action.profile.clone());
            let put_back = self
                .db
                .write(move |tx| {
                    Box::pin(
                        async move { engine.put_back_some(tx, &admin, id, &rows, &given).await },
                    )
                })
                .await?;
            done.put_back += put_back;
            done.left += meant - put_back;
        }
        // Only when all of it was done: an undo that was cut off goes on where it is asked for again.
        let (scope, now) = (admin.scope, self.now());
        self.db
            .write(move |tx| {
                Box::pin(async move { contact_actions::undone(tx, scope, id, now).await })
            })
            .await
            .map_err(Broken::from)?;
        Ok(done)
    }

    async fn put_back_some(
        &self,
        tx: &mut store::Tx,
        admin: &Administrator,
        action: ContactActionId,
        rows: &[(ContactId, String)],
        given: &str,
    ) -> Result<usize, Broken> {
        let scope = admin.scope;
        let mut put_back = 0;
        for (id, before) in rows {
            match self.good_profile(tx, scope, Profile::kept(before)).await {
                Ok(()) => {}
                Err(Failure::Refused(_)) => continue,
                Err(Failure::Broken(broken)) => return Err(broken),
            }
            if contact_access::exchange_profile(tx, scope, *id, given, before).await? {
                put_back += 1;
                let entry = admin.did(PROFILE_CHANGED, id);
                let entry = entry.because(format!("{action} undone"));
                self.record(tx, entry.change(given, before.as_str()));
            }
        }
        Ok(put_back)
    }
}
