//! Offboarding: everything of somebody's ends by one action.

use crate::identity::Administrator;
use crate::operation::name_of_person;
use crate::{Broken, Engine, Failure};
use kernel::{MemberId, OffboardingId, Scope};
use model::access::LinkState;
use model::identity::{
    AccountToEnd, AffiliationId, AffiliationState, Found, LONGEST_REASON, Member, MemberChange,
    MemberRefusal, OffboardWish, Offboarding, TellingKind,
};
use store::Tx;
use unified_login::AccountEvent;

impl Engine {
    /// Offboards a member: she is deactivated or deleted, her sessions end everywhere, and her account
    /// at every linked tenant is deactivated, whatever the policy of the link. What stood open for her
    /// is kept, so that the report can say of each thing what became of it.
    ///
    /// # Errors
    /// [`MemberRefusal`], as for her deactivation or deletion.
    pub async fn offboard(
        &self,
        admin: &Administrator,
        id: MemberId,
        wish: OffboardWish,
    ) -> Result<OffboardingId, Failure<MemberRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { engine.offboard_rows(tx, &admin, id, wish).await })
            })
            .await
    }

    async fn offboard_rows(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: MemberId,
        wish: OffboardWish,
    ) -> Result<OffboardingId, Failure<MemberRefusal>> {
        let (change, place) = (change_of(&wish), AffiliationId::Member(id));
        let (member, identity, decision) =
            self.decide_on_member(tx, admin, id, &change, true).await?;
        decision.map_err(Failure::Refused)?;
        let by = match admin.member {
            Some(by) => name_of_person(tx, admin.scope, AffiliationId::Member(by)).await?,
            None => None,
        };
        let offboarding = Offboarding {
            id: OffboardingId::new(self.now(), self.chance()),
            partner_id: admin.scope.partner(),
            member_id: id,
            display_name: identity.display_name.as_str().into(),
            email: identity.email.as_str().into(),
            actor: admin.actor.text(),
            actor_name: by.unwrap_or_else(|| admin.actor.text()),
            reason: wish.reason.trim().chars().take(LONGEST_REASON).collect(),
            deletes: wish.deletes,
            begun_at: self.now(),
            over_at: None,
            found: self.what_stands_open(tx, admin.scope, &member).await?,
        };
        // Before the change: what it brings goes by this row.
        store::identity::offboardings::insert(tx, &offboarding).await?;
        self.change_member_rows(tx, admin, id, &change).await?;
        if matches!(
            member.state,
            AffiliationState::Deactivated | AffiliationState::Withdrawn
        ) {
            // She was out already, and what ended then may have been less.
            let (why, told) = ("offboarded", AccountEvent::Disabled);
            self.end_access(tx, identity.id, place, why, &admin.address, told)
                .await?;
        }
        self.mark_leaver(tx, admin.scope, place).await?;
        self.note_whom_it_tells(tx, admin, offboarding.id).await?;
        let draft = admin
            .did("member.offboarded", id)
            .because(offboarding.reason.clone())
            .change("", offboarding.id.to_string());
        self.record(tx, draft);
        Ok(offboarding.id)
    }

    /// What would end if somebody were offboarded now.
    ///
    /// # Errors
    /// [`MemberRefusal`], as for her deactivation.
    pub async fn preview_offboarding(
        &self,
        admin: &Administrator,
        id: MemberId,
    ) -> Result<Found, Failure<MemberRefusal>> {
        let mut tx = self.db.read().await.map_err(Broken::from)?;
        let change = MemberChange::Deactivate;
        let (member, _, decision) = self
            .decide_on_member(&mut tx, admin, id, &change, false)
            .await?;
        decision.map_err(Failure::Refused)?;
        Ok(self.what_stands_open(&mut tx, admin.scope, &member).await?)
    }

    async fn what_stands_open(
        &self,
        tx: &mut Tx,
        scope: Scope,
        member: &Member,
    ) -> Result<Found, Broken> {
        let (now, place) = (self.now(), AffiliationId::Member(member.id));
        let mut found = Found::default();
        for session in store::identity::sessions::list(tx, member.identity_id, now).await? {
            found.sessions += u64::from(session.affiliation_id == place);
        }
        let mut granted = Vec::new();
        for (instance, _) in store::access::grants::of_affiliation(tx, scope, place).await? {
            if !granted.contains(&instance) {
                granted.push(instance);
            }
        }
        let links = store::access::links::list(tx, scope).await?;
        for id in granted {
            let instance = store::access::modules::find_instance(tx, scope, id).await?;
            let Some(instance) = instance else { continue };
            let name = instance.display_name.as_str().to_owned();
            let linked =
                |l: &model::access::ModuleLink| l.instance_id == id && l.state == LinkState::Active;
            if !links.iter().any(linked) {
                found.unseen.push(name.clone());
            }
            found.modules.push(name);
        }
        for link in links.iter().filter(|l| l.state == LinkState::Active) {
            let bond = store::access::account_links::of_person(tx, scope, link.id, place).await?;
            let instance =
                store::access::modules::find_instance(tx, scope, link.instance_id).await?;
            let manifest = store::access::links::manifest(tx, scope, link.instance_id).await?;
            let manifest = manifest.map(|(m, _)| m);
            found.accounts.push(AccountToEnd {
                link: link.id,
                module: instance.map_or_else(String::new, |i| i.display_name.as_str().into()),
                tenant: link.tenant.name.clone(),
                remote_id: bond.map(|b| b.remote_id),
                ends: link.policy.unified_login
                    && manifest.is_some_and(|m| m.capabilities.deprovisioning && m.scim.is_some()),
            });
        }
        // A tenant at which nothing of hers is known, and where nothing could be done, says nothing.
        found.accounts.retain(|a| a.ends || a.remote_id.is_some());
        for key in store::operation::api_keys::list(tx, scope, None, 1_000).await? {
            if key.created_by == member.id && key.live(now) {
                found
                    .api_keys
                    .push(format!("{} (…{})", key.name.as_str(), key.hint));
            }
        }
        Ok(found)
    }

    /// Whom this transaction tells, each by the module's name.
    async fn note_whom_it_tells(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        offboarding: OffboardingId,
    ) -> Result<(), Broken> {
        for told in tx.told().to_vec() {
            let kind = if told.kind == "module_event" {
                TellingKind::Event
            } else {
                TellingKind::SignOut
            };
            let client = store::federation::clients::find(tx, &told.oauth_client_id).await?;
            let instance = match client.and_then(|c| c.instance_id) {
                Some(id) => store::access::modules::find_instance(tx, admin.scope, id).await?,
                None => None,
            };
            let name = instance.map_or(told.oauth_client_id, |i| i.display_name.as_str().into());
            store::identity::offboardings::insert_telling(tx, offboarding, told.id, &name, kind)
                .await?;
        }
        Ok(())
    }

    /// Somebody is brought back: what the offboarding has ended comes back with her.
    pub(super) async fn end_offboarding(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: MemberId,
    ) -> Result<(), Broken> {
        let (_, still) = store::identity::offboardings::standing(tx, id).await?;
        if still {
            store::identity::offboardings::end(tx, admin.scope, id, self.now()).await?;
            self.mark_leaver(tx, admin.scope, AffiliationId::Member(id))
                .await?;
        }
        Ok(())
    }
}

const fn change_of(wish: &OffboardWish) -> MemberChange {
    if wish.deletes {
        MemberChange::Delete
    } else {
        MemberChange::Deactivate
    }
}
