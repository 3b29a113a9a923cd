//! Who is in a group: put in by hand, or by its rule.

use crate::identity::Administrator;
use crate::{Broken, Engine};
use kernel::{GroupId, MemberId, Scope};
use model::access::{Group, RuleFacts};
use model::identity::{AffiliationId, AffiliationState, Identity, Member};
use model::operation::{Actor, AuditDraft};
use store::Tx;

fn entry(actor: &Actor, group: &Group, place: AffiliationId, joins: bool) -> AuditDraft {
    let action = if joins { "group.joined" } else { "group.left" };
    let in_words = serde_json::json!({ "group": group.name.as_str(), "id": group.id.to_string() });
    let draft = AuditDraft::new(Some(group.partner_id), actor.clone(), action, place);
    if joins {
        draft.change("", in_words.to_string())
    } else {
        draft.change(in_words.to_string(), "")
    }
}

impl Engine {
    /// Puts somebody into a group by hand; true when she was not in it so.
    pub(crate) async fn put_into_group(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        group: &Group,
        place: AffiliationId,
        address: &str,
    ) -> Result<bool, Broken> {
        let joined = store::access::groups::add(tx, group, place).await?;
        if joined {
            self.record(tx, entry(actor, group, place, true).from_address(address));
            self.mark_place(tx, place).await?;
        }
        Ok(joined)
    }

    /// Takes somebody out of a group; true when she was in it. Whom the rule lets in stays in by it.
    pub(crate) async fn take_out_of_group(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        group: &Group,
        place: AffiliationId,
        address: &str,
    ) -> Result<bool, Broken> {
        let left = store::access::groups::remove(tx, group, place.bytes()).await?;
        if left {
            self.record(tx, entry(actor, group, place, false).from_address(address));
            self.mark_place(tx, place).await?;
        }
        Ok(left)
    }

    pub(crate) async fn is_in_group(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        group: GroupId,
        member: MemberId,
    ) -> Result<bool, Broken> {
        let place = AffiliationId::Member(member);
        let groups = store::access::groups::of_affiliation(tx, admin.scope, place).await?;
        Ok(groups.iter().any(|g| g.id == group))
    }

    /// Brings a member's groups into line with their rules, after anything of her changed.
    pub(crate) async fn apply_rules_to(
        &self,
        tx: &mut Tx,
        scope: Scope,
        actor: &Actor,
        member: &Member,
        identity: &Identity,
    ) -> Result<(), Broken> {
        let place = AffiliationId::Member(member.id);
        for group in store::access::groups::with_rules(tx, scope).await? {
            let lets_in = lets_in(&group, member, identity);
            self.set_by_rule(tx, actor, &group, place, lets_in).await?;
        }
        Ok(())
    }

    /// True when something changed.
    pub(crate) async fn set_by_rule(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        group: &Group,
        place: AffiliationId,
        lets_in: bool,
    ) -> Result<bool, Broken> {
        let changed = if lets_in {
            store::access::groups::add_by_rule(tx, group, place).await?
        } else {
            store::access::groups::remove_by_rule(tx, group, place).await?
        };
        if changed {
            let draft = entry(actor, group, place, lets_in).because("rule");
            self.record(tx, draft);
            self.mark_place(tx, place).await?;
        }
        Ok(changed)
    }
}

/// Whether the rule of a group lets a member in. Whoever was deactivated is let in nowhere.
pub(crate) fn lets_in(group: &Group, member: &Member, identity: &Identity) -> bool {
    let here = matches!(
        member.state,
        AffiliationState::Active | AffiliationState::Invited
    );
    let facts = RuleFacts {
        hub_role: member.hub_role,
        email: &identity.email,
        username: member.username.as_ref(),
        display_name: identity.display_name.as_str(),
    };
    here && group.rule.as_ref().is_some_and(|r| r.lets_in(&facts))
}
