//! One action for many members: first a preview, then the deed, by the same decision.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{GroupId, MemberId, Refusal};
use model::identity::{
    AffiliationId, HubRole, MemberChange, MemberFilter, MemberRefusal, MemberRow,
};
use std::collections::BTreeMap;

/// Most members that one action may touch.
pub const MOST_AT_ONCE: usize = 10_000;
/// Members that share a transaction: a sign-in never waits long behind them.
const STEP: usize = 100;
/// Rows that a preview names one by one.
const NAMED: usize = 200;

/// Who is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// These.
    Ids(Vec<MemberId>),
    /// All that a filter finds at the moment of the deed.
    Matching(MemberFilter),
}

/// What is done to each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkAction {
    /// See [`MemberChange::Deactivate`].
    Deactivate,
    /// See [`MemberChange::Reactivate`].
    Reactivate,
    /// See [`MemberChange::Delete`].
    Delete,
    /// See [`MemberChange::Restore`].
    Restore,
    /// Another role.
    Role(HubRole),
    /// Send the invitation again.
    ResendInvitation,
    /// Put into a group.
    JoinGroup(GroupId),
    /// Take out of a group.
    LeaveGroup(GroupId),
}

impl BulkAction {
    fn change(&self) -> Option<MemberChange> {
        match self {
            Self::Deactivate => Some(MemberChange::Deactivate),
            Self::Reactivate => Some(MemberChange::Reactivate),
            Self::Delete => Some(MemberChange::Delete),
            Self::Restore => Some(MemberChange::Restore),
            Self::Role(role) => Some(MemberChange::Role(*role)),
            Self::ResendInvitation | Self::JoinGroup(_) | Self::LeaveGroup(_) => None,
        }
    }
}

/// What would come of it for one member.
#[derive(Clone, Debug)]
pub struct BulkOutcome {
    /// The member.
    pub row: MemberRow,
    /// True when something would change, false when she is so already.
    pub outcome: Result<bool, MemberRefusal>,
}

/// What an action would do, or has done.
#[derive(Clone, Debug, Default)]
pub struct BulkPreview {
    /// Members that were meant.
    pub total: usize,
    /// Members that change.
    pub changed: usize,
    /// Members that are so already.
    pub unchanged: usize,
    /// How many were refused, by code, sentence and remedy.
    pub refused: Vec<(MemberRefusal, usize)>,
    /// The first of them one by one, refusals before the rest. Empty after the deed.
    pub named: Vec<BulkOutcome>,
    /// True when more are meant than one action may touch; nothing is done then.
    pub too_many: bool,
}

impl BulkPreview {
    fn count(&mut self, outcome: Result<bool, MemberRefusal>) {
        self.total += 1;
        match outcome {
            Ok(true) => self.changed += 1,
            Ok(false) => self.unchanged += 1,
            Err(refusal) => match self.refused.iter_mut().find(|(r, _)| *r == refusal) {
                Some((_, n)) => *n += 1,
                None => self.refused.push((refusal, 1)),
            },
        }
    }
}

impl Engine {
    async fn selected(
        &self,
        admin: &Administrator,
        selection: &Selection,
    ) -> Result<Vec<MemberId>, Broken> {
        match selection {
            Selection::Ids(ids) => {
                // In order and once each, however the form was put together.
                let ids: BTreeMap<MemberId, ()> = ids.iter().map(|id| (*id, ())).collect();
                Ok(ids.into_keys().collect())
            }
            Selection::Matching(filter) => {
                let mut tx = self.db.read().await?;
                let most = i64::try_from(MOST_AT_ONCE).unwrap_or(i64::MAX) + 1;
                Ok(
                    store::identity::member_list::ids(&mut tx, admin.scope, filter, None, most)
                        .await?,
                )
            }
        }
    }

    /// What an action would do. Nothing changes.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn preview_bulk(
        &self,
        admin: &Administrator,
        selection: &Selection,
        action: &BulkAction,
    ) -> Result<BulkPreview, Broken> {
        let ids = self.selected(admin, selection).await?;
        let mut preview = BulkPreview {
            total: ids.len(),
            too_many: ids.len() > MOST_AT_ONCE,
            ..BulkPreview::default()
        };
        if preview.too_many {
            return Ok(preview);
        }
        preview.total = 0;
        let mut tx = self.db.read().await?;
        let mut refused = Vec::new();
        for id in ids {
            let Some(row) = store::identity::member_list::find(&mut tx, admin.scope, id).await?
            else {
                continue;
            };
            let outcome = match action.change() {
                Some(change) => {
                    match self
                        .decide_on_member(&mut tx, admin, id, &change, false)
                        .await
                    {
                        Ok((before, _, decision)) => decision.map(|after| after != before),
                        Err(Failure::Refused(refusal)) => Err(refusal),
                        Err(Failure::Broken(broken)) => return Err(broken),
                    }
                }
                None => match action {
                    BulkAction::ResendInvitation => {
                        if row.standing() == model::identity::MemberStanding::Invited {
                            Ok(true)
                        } else {
                            Err(MemberRefusal::NotInvited)
                        }
                    }
                    BulkAction::JoinGroup(group) => {
                        Ok(!self.is_in_group(&mut tx, admin, *group, id).await?)
                    }
                    BulkAction::LeaveGroup(group) => {
                        Ok(self.is_in_group(&mut tx, admin, *group, id).await?)
                    }
                    _ => Ok(false),
                },
            };
            preview.count(outcome);
            let one = BulkOutcome { row, outcome };
            if one.outcome.is_err() && refused.len() < NAMED {
                refused.push(one);
            } else if preview.named.len() < NAMED {
                preview.named.push(one);
            }
        }
        refused.append(&mut preview.named);
        refused.truncate(NAMED);
        preview.named = refused;
        preview
            .refused
            .sort_by_key(|(r, n)| (std::cmp::Reverse(*n), r.code()));
        Ok(preview)
    }

    /// Does it, a hundred members to a transaction. A member who is refused stays as she is, and
    /// the others go on.
    ///
    /// # Errors
    /// [`Broken`]; what was done before it stays done, and each has its audit entry.
    pub async fn run_bulk(
        &self,
        admin: &Administrator,
        selection: &Selection,
        action: &BulkAction,
    ) -> Result<BulkPreview, Broken> {
        let ids = self.selected(admin, selection).await?;
        let mut done = BulkPreview {
            too_many: ids.len() > MOST_AT_ONCE,
            ..BulkPreview::default()
        };
        if done.too_many {
            done.total = ids.len();
            return Ok(done);
        }
        for step in ids.chunks(STEP) {
            let (engine, admin, action, step) =
                (self.clone(), admin.clone(), action.clone(), step.to_vec());
            let outcomes: Vec<Result<bool, MemberRefusal>> = self
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let mut outcomes = Vec::with_capacity(step.len());
                        for id in step {
                            match engine.do_one(tx, &admin, id, &action).await {
                                Ok(changed) => outcomes.push(Ok(changed)),
                                Err(Failure::Refused(refusal)) => outcomes.push(Err(refusal)),
                                Err(Failure::Broken(broken)) => return Err(broken),
                            }
                        }
                        Ok::<_, Broken>(outcomes)
                    })
                })
                .await?;
            for outcome in outcomes {
                done.count(outcome);
            }
        }
        Ok(done)
    }

    async fn do_one(
        &self,
        tx: &mut store::Tx,
        admin: &Administrator,
        id: MemberId,
        action: &BulkAction,
    ) -> Result<bool, Failure<MemberRefusal>> {
        if let Some(change) = action.change() {
            let before = store::identity::members::find(tx, admin.scope, id).await?;
            let after = self.change_member_rows(tx, admin, id, &change).await?;
            return Ok(before.is_some_and(|b| b != after));
        }
        match action {
            BulkAction::ResendInvitation => {
                self.resend_invitation_rows(tx, admin, id).await?;
                Ok(true)
            }
            BulkAction::JoinGroup(group) | BulkAction::LeaveGroup(group) => {
                let unknown = Failure::Refused(MemberRefusal::Unknown);
                if store::identity::members::find(tx, admin.scope, id)
                    .await?
                    .is_none()
                {
                    return Err(unknown);
                }
                let Some(group) = store::access::groups::find(tx, admin.scope, *group).await?
                else {
                    return Err(unknown);
                };
                let place = AffiliationId::Member(id);
                let joins = matches!(action, BulkAction::JoinGroup(_));
                let changed = if joins {
                    self.put_into_group(tx, &admin.actor, &group, place, &admin.address)
                        .await?
                } else {
                    self.take_out_of_group(tx, &admin.actor, &group, place, &admin.address)
                        .await?
                };
                Ok(changed)
            }
            _ => Ok(false),
        }
    }
}
