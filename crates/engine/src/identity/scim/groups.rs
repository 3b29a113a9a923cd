//! Groups as a directory writes them. What a group opens stays what masters have granted it, and who
//! is in by its rule stays in.

use super::refusal::{self, no};
use super::view::answered;
use super::wish::member_ids;
use super::{ScimChange, ScimConditions, ScimResource, key_of};
use crate::access::GroupDraft;
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{DisplayName, GroupId, MemberId, Scope};
use model::access::UpstreamGroup;
use model::identity::{AffiliationId, UpstreamRefusal};
use scim::{Group, Resource as _, ScimError, ScimType, limits};
use std::collections::BTreeSet;
use store::Tx;
use store::access::upstream_groups::{self, UpstreamGroupKey};
use store::identity::upstream::{self, UpstreamKey};

/// Members of one group that are read.
const MOST_MEMBERS: i64 = limits::MAX_MEMBERS as i64;

fn name_of(group: &Group) -> Result<DisplayName, Failure<ScimError>> {
    DisplayName::parse(&group.display_name).map_err(|fault| {
        let why = format!("displayName: {fault}");
        Failure::Refused(ScimError::new(ScimType::InvalidValue, why))
    })
}

fn wanted(group: &Group) -> Result<Vec<MemberId>, Failure<ScimError>> {
    let groups = |m: &scim::Member| {
        m.kind
            .as_deref()
            .is_some_and(|k| k.eq_ignore_ascii_case("Group"))
    };
    if group.members.iter().any(groups) {
        return no(UpstreamRefusal::GroupInGroup);
    }
    member_ids(group.member_ids().into_iter()).map_err(Failure::Refused)
}

impl Engine {
    /// Makes a group. It opens nothing until a master grants it something.
    ///
    /// # Errors
    /// [`ScimError`].
    pub async fn make_scim_group(
        &self,
        admin: &Administrator,
        group: Group,
    ) -> Result<ScimResource, Failure<ScimError>> {
        let (name, members) = (name_of(&group)?, wanted(&group)?);
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let draft = GroupDraft {
                        name,
                        description: String::new(),
                        rule: None,
                    };
                    let external_id = group.external_id.as_deref();
                    free(tx, admin.scope, external_id, None).await?;
                    let id = engine
                        .make_group_rows(tx, &admin, draft)
                        .await
                        .map_err(refusal::group)?;
                    engine.keep_group(tx, &admin, id, external_id).await?;
                    let (made, _) = engine.seen_group(tx, admin.scope, id, false).await?;
                    engine.put_in(tx, &admin, &made, members).await?;
                    let (_, view) = engine.seen_group(tx, admin.scope, id, true).await?;
                    Ok(answered(&view, true))
                })
            })
            .await
    }

    /// Changes a group: its name, and who is in by the difference. A PATCH that only puts members in
    /// and takes them out reads nobody else, however large the group is, and gives nothing back.
    ///
    /// # Errors
    /// [`ScimError`]; nothing has happened then.
    pub async fn change_scim_group(
        &self,
        admin: &Administrator,
        id: GroupId,
        conditions: ScimConditions,
        change: ScimChange<Group>,
    ) -> Result<Option<ScimResource>, Failure<ScimError>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    upstream_groups::hold(tx, admin.scope, id).await?;
                    let answering = matches!(change, ScimChange::Replace(_));
                    let members_only = match &change {
                        ScimChange::Patch(patch) if conditions.are_none() => {
                            patch.member_change().map_err(Failure::Refused)?
                        }
                        _ => None,
                    };
                    if let Some(step) = members_only {
                        let (now, _) = engine.seen_group(tx, admin.scope, id, false).await?;
                        let ids = |all: &[String]| {
                            member_ids(all.iter().map(String::as_str)).map_err(Failure::Refused)
                        };
                        engine.put_in(tx, &admin, &now, ids(&step.add)?).await?;
                        let gone = step.remove.iter().filter_map(|id| id.parse().ok());
                        engine.take_out(tx, &admin, &now, gone).await?;
                        let kept = now.external_id.as_deref();
                        engine.keep_group_if_other(tx, &admin, &now, kept).await?;
                        return Ok(None);
                    }
                    let (now, seen) = engine.seen_group(tx, admin.scope, id, true).await?;
                    let tag = answered(&seen, true).tag.unwrap_or_default();
                    conditions.hold(&tag).map_err(Failure::Refused)?;
                    let wish = match change {
                        ScimChange::Replace(group) => group.with_owned_of(&seen),
                        ScimChange::Patch(patch) => patch.apply(&seen).map_err(Failure::Refused)?,
                    };
                    engine
                        .change_scim_group_rows(tx, &admin, &now, &seen, &wish)
                        .await?;
                    if !answering {
                        return Ok(None);
                    }
                    let (_, view) = engine.seen_group(tx, admin.scope, id, true).await?;
                    Ok(Some(answered(&view, true)))
                })
            })
            .await
    }

    async fn change_scim_group_rows(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        now: &UpstreamGroup,
        seen: &Group,
        wish: &Group,
    ) -> Result<(), Failure<ScimError>> {
        let draft = GroupDraft {
            name: name_of(wish)?,
            description: now.group.description.clone(),
            rule: now.group.rule.clone(),
        };
        let id = now.group.id;
        free(tx, admin.scope, wish.external_id.as_deref(), Some(id)).await?;
        self.change_group_rows(tx, admin, id, draft)
            .await
            .map_err(refusal::group)?;
        let before: BTreeSet<MemberId> = wanted(seen)?.into_iter().collect();
        let after: BTreeSet<MemberId> = wanted(wish)?.into_iter().collect();
        let gone = before.difference(&after).copied();
        self.take_out(tx, admin, now, gone).await?;
        let new = after.difference(&before).copied();
        self.put_in(tx, admin, now, new.collect()).await?;
        self.keep_group_if_other(tx, admin, now, wish.external_id.as_deref())
            .await
    }

    /// Deletes a group with its grants. Whoever had a module by it alone loses it.
    ///
    /// # Errors
    /// [`ScimError`].
    pub async fn delete_scim_group(
        &self,
        admin: &Administrator,
        id: GroupId,
        conditions: ScimConditions,
    ) -> Result<(), Failure<ScimError>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    upstream_groups::hold(tx, admin.scope, id).await?;
                    if !conditions.are_none() {
                        let (_, seen) = engine.seen_group(tx, admin.scope, id, true).await?;
                        let tag = answered(&seen, true).tag.unwrap_or_default();
                        conditions.hold(&tag).map_err(Failure::Refused)?;
                    }
                    engine
                        .delete_group_rows(tx, &admin, id)
                        .await
                        .map_err(refusal::group)
                })
            })
            .await
    }

    /// A group as a directory sees it, with its members or without.
    pub(super) async fn seen_group(
        &self,
        tx: &mut Tx,
        scope: Scope,
        id: GroupId,
        whole: bool,
    ) -> Result<(UpstreamGroup, Group), Failure<ScimError>> {
        let found = upstream_groups::find(tx, scope, UpstreamGroupKey::Id(id)).await?;
        let group = found.ok_or_else(|| Failure::Refused(ScimError::not_found()))?;
        let view = self.group_with_members(tx, scope, &group, whole).await?;
        Ok((group, view))
    }

    pub(super) async fn group_with_members(
        &self,
        tx: &mut Tx,
        scope: Scope,
        group: &UpstreamGroup,
        whole: bool,
    ) -> Result<Group, Failure<ScimError>> {
        let members = match whole {
            true => upstream_groups::members(tx, scope, &group.group, MOST_MEMBERS + 1).await?,
            false => Vec::new(),
        };
        // A group of which a part is shown would lose the rest in the next PUT.
        if members.len() > limits::MAX_MEMBERS {
            return no(UpstreamRefusal::TooMany);
        }
        Ok(self.group_view(group, &members))
    }

    async fn put_in(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        group: &UpstreamGroup,
        members: Vec<MemberId>,
    ) -> Result<(), Failure<ScimError>> {
        for id in members {
            if upstream::find(tx, admin.scope, UpstreamKey::Id(id))
                .await?
                .is_none()
            {
                return no(UpstreamRefusal::NoSuchMember);
            }
            let place = AffiliationId::Member(id);
            self.put_into_group(tx, &admin.actor, &group.group, place, &admin.address)
                .await?;
        }
        Ok(())
    }

    async fn take_out(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        group: &UpstreamGroup,
        members: impl Iterator<Item = MemberId>,
    ) -> Result<(), Failure<ScimError>> {
        for id in members {
            let place = AffiliationId::Member(id);
            self.take_out_of_group(tx, &admin.actor, &group.group, place, &admin.address)
                .await?;
        }
        Ok(())
    }

    async fn keep_group_if_other(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        now: &UpstreamGroup,
        external_id: Option<&str>,
    ) -> Result<(), Failure<ScimError>> {
        if now.external_id.as_deref() == external_id && now.managed_by == key_of(admin) {
            return Ok(());
        }
        self.keep_group(tx, admin, now.group.id, external_id).await
    }

    async fn keep_group(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: GroupId,
        external_id: Option<&str>,
    ) -> Result<(), Failure<ScimError>> {
        let by = key_of(admin);
        upstream_groups::write(tx, admin.scope, id, external_id, by)
            .await
            .map_err(|fault| refusal::taken(fault, UpstreamRefusal::ExternalIdTaken))?;
        let after = serde_json::json!({
            "external_id": external_id,
            "managed_by": by.map(|k| k.to_string()),
        });
        let draft = admin.did("group.provisioned", id);
        self.record(tx, draft.change("", after.to_string()));
        Ok(())
    }
}

/// Whether no other group has an external id.
async fn free(
    tx: &mut Tx,
    scope: Scope,
    external_id: Option<&str>,
    own: Option<GroupId>,
) -> Result<(), Failure<ScimError>> {
    let Some(external_id) = external_id else {
        return Ok(());
    };
    let key = UpstreamGroupKey::ExternalId(external_id);
    let found = upstream_groups::find(tx, scope, key).await?;
    if found.is_some_and(|g| Some(g.group.id) != own) {
        return no(UpstreamRefusal::ExternalIdTaken);
    }
    Ok(())
}
