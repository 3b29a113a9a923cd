//! Looking at members.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::MemberId;
use model::access::Group;
use model::identity::{
    AffiliationId, MemberFilter, MemberOrder, MemberRefusal, MemberRow, Session,
};
use model::operation::AuditEntry;
use store::identity::upstream::UpstreamKey;

/// Members on one page of the console.
pub const PAGE: i64 = 50;

/// A page of members.
#[derive(Clone, Debug)]
pub struct MemberPage {
    /// The members.
    pub rows: Vec<MemberRow>,
    /// How many the filter finds in all.
    pub total: i64,
}

/// One member with what stands around her.
#[derive(Clone, Debug)]
pub struct MemberView {
    /// The member.
    pub row: MemberRow,
    /// Her groups.
    pub groups: Vec<Group>,
    /// Her sessions here that are alive.
    pub sessions: Vec<Session>,
    /// What was last done to her or by her, newest first.
    pub activity: Vec<AuditEntry>,
    /// The name of the key through which a directory manages her; none where none does.
    pub managed_by: Option<String>,
}

impl Engine {
    /// A page of members: `skip` rows are passed over.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_members(
        &self,
        admin: &Administrator,
        filter: &MemberFilter,
        order: MemberOrder,
        skip: i64,
        limit: i64,
    ) -> Result<MemberPage, Broken> {
        let mut tx = self.db.read().await?;
        let scope = admin.scope;
        let total = store::identity::member_list::count(&mut tx, scope, filter).await?;
        let rows =
            store::identity::member_list::list(&mut tx, scope, filter, order, None, skip, limit)
                .await?;
        Ok(MemberPage { rows, total })
    }

    /// The members that come after a row, for programs that read them all.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn members_after(
        &self,
        admin: &Administrator,
        filter: &MemberFilter,
        order: MemberOrder,
        after: Option<MemberId>,
        limit: i64,
    ) -> Result<Vec<MemberRow>, Broken> {
        let mut tx = self.db.read().await?;
        let scope = admin.scope;
        let after = match after {
            Some(id) => store::identity::member_list::find(&mut tx, scope, id).await?,
            None => None,
        };
        Ok(store::identity::member_list::list(
            &mut tx,
            scope,
            filter,
            order,
            after.as_ref(),
            0,
            limit,
        )
        .await?)
    }

    /// One member.
    ///
    /// # Errors
    /// [`MemberRefusal::Unknown`].
    pub async fn get_member(
        &self,
        admin: &Administrator,
        id: MemberId,
    ) -> Result<MemberView, Failure<MemberRefusal>> {
        let (scope, now) = (admin.scope, self.now());
        let mut tx = self.db.read().await?;
        let row = store::identity::member_list::find(&mut tx, scope, id)
            .await?
            .ok_or(Failure::Refused(MemberRefusal::Unknown))?;
        let place = AffiliationId::Member(id);
        let mut sessions =
            store::identity::sessions::list(&mut tx, row.member.identity_id, now).await?;
        sessions.retain(|s| s.affiliation_id == place && s.alive(now, self.settings().sessions));
        let upstream = store::identity::upstream::find(&mut tx, scope, UpstreamKey::Id(id)).await?;
        let key = upstream.and_then(|u| u.record.managed_by);
        let managed_by = match key {
            Some(key) => store::operation::api_keys::find(&mut tx, scope, key).await?,
            None => None,
        };
        Ok(MemberView {
            managed_by: managed_by.map(|key| key.name.as_str().to_owned()),
            groups: store::access::groups::of_affiliation(&mut tx, scope, place).await?,
            sessions,
            activity: store::operation::audit::about(&mut tx, scope, &id.to_string(), 10).await?,
            row,
        })
    }
}
