//! A policy is changed.

use super::{Hand, LinkPolicyRefusal, PolicyRefused};
use crate::{Broken, Engine, Failure};
use kernel::LinkId;
use serde_json::json;
use unified_login::{
    Confirmed, Event, LoginPolicy, PolicyChange, PolicyRefusal, decide_policy_change,
};

fn in_audit(policy: &LoginPolicy) -> String {
    json!(policy).to_string()
}

impl Engine {
    /// What a change would do, without doing it.
    ///
    /// # Errors
    /// [`LinkPolicyRefusal`].
    pub async fn preview_policy(
        &self,
        hand: &Hand,
        id: LinkId,
        wish: &LoginPolicy,
        confirmed: Confirmed,
    ) -> Result<PolicyChange, PolicyRefused> {
        let view = self.login_policy(hand, id).await?;
        decide_policy_change(&view.link.policy, wish, &view.facts(confirmed))
            .map_err(|rule| Failure::Refused(LinkPolicyRefusal::Rule(rule)))
    }

    /// Changes a policy that is still of the version that was looked at. Whom it touches is computed
    /// anew in the transaction of the change, so that nobody is shut out whom nobody was told of.
    /// Turning Log In off with everything that hangs on it leaves the link: a security admin of the
    /// module ends it there, or a master here.
    ///
    /// # Errors
    /// [`LinkPolicyRefusal`].
    pub async fn change_policy(
        &self,
        hand: &Hand,
        id: LinkId,
        version: u64,
        wish: LoginPolicy,
        confirmed: Confirmed,
    ) -> Result<PolicyChange, PolicyRefused> {
        let (engine, hand) = (self.clone(), hand.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let link = engine.link_in_hand(tx, &hand, id).await?;
                    let changed = || Failure::Refused(LinkPolicyRefusal::Changed);
                    if link.version != version {
                        return Err(changed());
                    }
                    let turned_on =
                        wish.require_unified_login && !link.policy.require_unified_login;
                    let view = engine.policy_view(tx, &hand, link, turned_on).await?;
                    let before = view.link.policy.clone();
                    let change = decide_policy_change(&before, &wish, &view.facts(confirmed))
                        .map_err(|rule| Failure::Refused(LinkPolicyRefusal::Rule(rule)))?;
                    if change.after == before {
                        return Ok(change);
                    }
                    let scope = hand.scope();
                    let set =
                        store::access::links::set_policy(tx, scope, id, version, &change.after)
                            .await
                            .map_err(Broken::from)?;
                    if !set {
                        return Err(changed());
                    }
                    let mut link = view.link;
                    (link.policy, link.version) = (change.after.clone(), version + 1);
                    engine.set_door(tx, &link).await?;
                    if before.unified_login && !link.policy.unified_login {
                        let now = engine.now();
                        store::federation::families::end_of_link(tx, id, now)
                            .await
                            .map_err(Broken::from)?;
                    }
                    let done = hand.did("login_policy.changed", id);
                    engine.record(tx, done.change(in_audit(&before), in_audit(&link.policy)));
                    let event = Event::PolicyChanged(link.version);
                    engine.tell_module(tx, &link, event).await?;
                    engine.mark_link(tx, scope, id).await?;
                    Ok(change)
                })
            })
            .await
    }

    /// Ends a link: nobody logs in through the hub at that tenant any more, and everything that hung
    /// on it is off, once that was said yes to. Bonds of accounts wait for the same two to be linked
    /// again.
    ///
    /// # Errors
    /// [`LinkPolicyRefusal`].
    pub async fn unlink(
        &self,
        hand: &Hand,
        id: LinkId,
        confirmed: Confirmed,
    ) -> Result<(), PolicyRefused> {
        let (engine, hand) = (self.clone(), hand.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let link = engine.link_in_hand(tx, &hand, id).await?;
                    let log_in = unified_login::Feature::UnifiedLogin;
                    let along: Vec<_> = link.policy.on().filter(|f| *f != log_in).collect();
                    if !along.is_empty() && !confirmed.also_off {
                        let rule = PolicyRefusal::AlsoOff(along);
                        return Err(Failure::Refused(LinkPolicyRefusal::Rule(rule)));
                    }
                    let done = hand.did("module_link.ended", id);
                    engine.end_link(tx, &link, done).await?;
                    Ok(())
                })
            })
            .await
    }
}
