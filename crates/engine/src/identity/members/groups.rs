//! Into which groups a member is put by hand.

use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{GroupId, MemberId};
use model::identity::{AffiliationId, MemberRefusal};
use std::collections::BTreeSet;

impl Engine {
    /// Puts a member by hand into these groups and takes her out of all others; where a rule lets
    /// her in she stays.
    ///
    /// # Errors
    /// [`MemberRefusal::Unknown`].
    pub async fn set_groups(
        &self,
        admin: &Administrator,
        id: MemberId,
        wanted: BTreeSet<GroupId>,
    ) -> Result<(), Failure<MemberRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::identity::members::find(tx, admin.scope, id)
                        .await?
                        .ok_or(Failure::Refused(MemberRefusal::Unknown))?;
                    let place = AffiliationId::Member(id);
                    let known =
                        store::access::groups::of_affiliation(tx, admin.scope, place).await?;
                    for group in known.iter().filter(|g| !wanted.contains(&g.id)) {
                        engine
                            .take_out_of_group(tx, &admin.actor, group, place, &admin.address)
                            .await?;
                    }
                    for group in wanted {
                        if known.iter().any(|g| g.id == group) {
                            continue;
                        }
                        if let Some(group) =
                            store::access::groups::find(tx, admin.scope, group).await?
                        {
                            engine
                                .put_into_group(tx, &admin.actor, &group, place, &admin.address)
                                .await?;
                        }
                    }
                    Ok(())
                })
            })
            .await
    }
}
