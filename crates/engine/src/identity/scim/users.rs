//! Members as a directory writes them.

use super::refusal::{self, no};
use super::view::answered;
use super::wish::{kept_steps, of_newcomer, wish_of};
use super::{ScimChange, ScimConditions, ScimResource, key_of};
use crate::identity::Administrator;
use crate::identity::members::MemberDraft;
use crate::{Broken, Engine, Failure};
use kernel::{GroupId, IdentityId, MemberId, Scope};
use model::identity::{
    HubRole, MemberChange, Population, UpstreamMember, UpstreamRecord, UpstreamRefusal,
    UpstreamWish, UserName, decide_upstream,
};
use scim::{ScimError, User};
use store::Tx;
use store::identity::upstream::{self, UpstreamKey};

impl Engine {
    /// Makes a member at the lowest role and mails her the link that brings her in; whoever is sent as
    /// not active gets it when she becomes so.
    ///
    /// # Errors
    /// [`ScimError`].
    pub async fn make_scim_user(
        &self,
        admin: &Administrator,
        user: User,
    ) -> Result<ScimResource, Failure<ScimError>> {
        let wish = wish_of(&user, None).map_err(Failure::Refused)?;
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { engine.make_scim_user_rows(tx, &admin, wish).await })
            })
            .await
    }

    async fn make_scim_user_rows(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        wish: UpstreamWish,
    ) -> Result<ScimResource, Failure<ScimError>> {
        let (email, display_name) = of_newcomer(&wish).map_err(Failure::Refused)?;
        if let Some(identity) =
            store::identity::identities::find_by_email(tx, Population::Staff, &email.key()).await?
        {
            let known = store::identity::members::find_by_identity(tx, admin.scope, identity.id);
            if known.await?.is_some_and(|m| m.delete_at.is_some()) {
                return no(UpstreamRefusal::BeingDeleted);
            }
        }
        free(tx, admin.scope, &wish, None).await?;
        let active = wish.active != Some(false);
        let draft = MemberDraft {
            email,
            display_name,
            username: match &wish.user_name {
                UserName::Username(name) => Some(name.clone()),
                UserName::Own(_) => None,
            },
            hub_role: HubRole::User,
            groups: Vec::new(),
        };
        let id = self
            .invite_member_rows(tx, admin, draft, active)
            .await
            .map_err(refusal::member)?;
        if !active {
            self.change_member_rows(tx, admin, id, &MemberChange::Deactivate)
                .await
                .map_err(refusal::member)?;
        }
        let record = UpstreamRecord {
            user_name: match wish.user_name {
                UserName::Username(_) => None,
                UserName::Own(text) => Some(text),
            },
            external_id: wish.external_id,
            given_name: wish.given_name,
            family_name: wish.family_name,
            managed_by: key_of(admin),
            ended_upstream: !active,
        };
        self.keep_record(tx, admin, id, &UpstreamRecord::default(), &record)
            .await?;
        let (_, user) = self.seen_user(tx, admin.scope, id).await?;
        Ok(answered(&user, true))
    }

    /// Changes a member: names first, whether she may come in last.
    ///
    /// # Errors
    /// [`ScimError`]; nothing has happened then.
    pub async fn change_scim_user(
        &self,
        admin: &Administrator,
        id: MemberId,
        conditions: ScimConditions,
        change: ScimChange<User>,
    ) -> Result<ScimResource, Failure<ScimError>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let (now, seen) = engine.held_user(tx, admin.scope, id).await?;
                    let tag = answered(&seen, true).tag.unwrap_or_default();
                    conditions.hold(&tag).map_err(Failure::Refused)?;
                    let wish = match change {
                        ScimChange::Replace(user) => wish_of(&user, None),
                        ScimChange::Patch(patch) => kept_steps(patch)
                            .apply(&seen)
                            .and_then(|after| wish_of(&after, Some(&seen))),
                    };
                    let wish = wish.map_err(Failure::Refused)?;
                    engine
                        .change_scim_user_rows(tx, &admin, &now, &wish)
                        .await?;
                    let (_, user) = engine.seen_user(tx, admin.scope, id).await?;
                    Ok(answered(&user, true))
                })
            })
            .await
    }

    async fn change_scim_user_rows(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        now: &UpstreamMember,
        wish: &UpstreamWish,
    ) -> Result<(), Failure<ScimError>> {
        let id = now.member.id;
        let places = store::identity::affiliations::of_identity(tx, now.member.identity_id).await?;
        let plan = match decide_upstream(now, wish, key_of(admin), places.len() <= 1) {
            Ok(plan) => plan,
            Err(refusal) => return no(refusal),
        };
        free(tx, admin.scope, wish, Some(id)).await?;
        for change in &plan.changes {
            self.change_member_rows(tx, admin, id, change)
                .await
                .map_err(refusal::member)?;
        }
        if let Some(name) = plan.name {
            self.rename_upstream(tx, admin, now.member.identity_id, name)
                .await?;
        }
        if plan.record != now.record {
            self.keep_record(tx, admin, id, &now.record, &plan.record)
                .await?;
        }
        Ok(())
    }

    /// Deletes a member with the house's grace; for the directory she is gone at once.
    ///
    /// # Errors
    /// [`ScimError`].
    pub async fn delete_scim_user(
        &self,
        admin: &Administrator,
        id: MemberId,
        conditions: ScimConditions,
    ) -> Result<(), Failure<ScimError>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let (_, seen) = engine.held_user(tx, admin.scope, id).await?;
                    let tag = answered(&seen, true).tag.unwrap_or_default();
                    conditions.hold(&tag).map_err(Failure::Refused)?;
                    engine
                        .change_member_rows(tx, &admin, id, &MemberChange::Delete)
                        .await
                        .map_err(refusal::member)?;
                    Ok(())
                })
            })
            .await
    }

    /// A member as a directory sees her.
    pub(super) async fn seen_user(
        &self,
        tx: &mut Tx,
        scope: Scope,
        id: MemberId,
    ) -> Result<(UpstreamMember, User), Failure<ScimError>> {
        let found = upstream::find(tx, scope, UpstreamKey::Id(id)).await?;
        let her = found.ok_or_else(|| Failure::Refused(ScimError::not_found()))?;
        let groups = store::access::upstream_groups::of_members(tx, scope, id, id).await?;
        let groups: Vec<(GroupId, String)> = groups.into_iter().map(|(_, g, n)| (g, n)).collect();
        let user = self.user_view(&her, &groups);
        Ok((her, user))
    }

    /// The same, held until the transaction ends: of two who write her at once the second sees what
    /// the first did.
    async fn held_user(
        &self,
        tx: &mut Tx,
        scope: Scope,
        id: MemberId,
    ) -> Result<(UpstreamMember, User), Failure<ScimError>> {
        let (her, _) = self.seen_user(tx, scope, id).await?;
        store::identity::identities::hold(tx, her.member.identity_id).await?;
        self.seen_user(tx, scope, id).await
    }

    async fn keep_record(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: MemberId,
        before: &UpstreamRecord,
        after: &UpstreamRecord,
    ) -> Result<(), Failure<ScimError>> {
        upstream::write(tx, admin.scope, id, after, self.now())
            .await
            .map_err(|fault| refusal::taken(fault, UpstreamRefusal::UserNameTaken))?;
        let draft = admin
            .did("member.provisioned", id)
            .change(in_words(before), in_words(after));
        self.record(tx, draft);
        Ok(())
    }

    async fn rename_upstream(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: IdentityId,
        name: kernel::DisplayName,
    ) -> Result<(), Broken> {
        let Some(mut identity) = store::identity::identities::find(tx, id).await? else {
            return Ok(());
        };
        let text = |n: &kernel::DisplayName| serde_json::json!({ "name": n.as_str() }).to_string();
        let draft = admin
            .did("person.renamed", id)
            .change(text(&identity.display_name), text(&name));
        identity.display_name = name;
        store::identity::identities::update(tx, &identity, self.now()).await?;
        self.mark_identity(tx, id).await?;
        self.record(tx, draft);
        Ok(())
    }
}

/// Whether nobody else has the names that a directory wants for somebody.
async fn free(
    tx: &mut Tx,
    scope: Scope,
    wish: &UpstreamWish,
    own: Option<MemberId>,
) -> Result<(), Failure<ScimError>> {
    let other = |found: Option<UpstreamMember>| found.is_some_and(|m| Some(m.member.id) != own);
    let key = wish.user_name.key();
    if other(upstream::find(tx, scope, UpstreamKey::UserName(&key)).await?) {
        return no(UpstreamRefusal::UserNameTaken);
    }
    let external_id = wish.external_id.as_deref();
    if let Some(id) = external_id
        && other(upstream::find(tx, scope, UpstreamKey::ExternalId(id)).await?)
    {
        return no(UpstreamRefusal::ExternalIdTaken);
    }
    if upstream::held_by_leaver(tx, scope, external_id, &key).await? {
        return no(UpstreamRefusal::BeingDeleted);
    }
    Ok(())
}

/// What the audit log keeps of it.
fn in_words(record: &UpstreamRecord) -> String {
    if *record == UpstreamRecord::default() {
        return String::new();
    }
    serde_json::json!({
        "external_id": record.external_id,
        "user_name": record.user_name,
        "given_name": record.given_name,
        "family_name": record.family_name,
        "managed_by": record.managed_by.map(|k| k.to_string()),
        "ended_upstream": record.ended_upstream,
    })
    .to_string()
}
