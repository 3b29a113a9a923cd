//! The refresher: asks the hub at the start, at every nudge and every minute, and waits longer while
//! the hub is away. It takes no input but what is kept and what the hub says.

use std::convert::Infallible;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use unified_login::LinkStanding;

use super::LinkRecord;
use crate::hub::{HubFault, Sent};
use crate::unified::UnifiedLogin;
use crate::{chance, clock};

/// How often all policies are looked at.
const EVERY: Duration = Duration::from_secs(60);
/// Changes of accounts are gathered for this long before the hub hears of them.
const GATHER: Duration = Duration::from_secs(2);
/// Events that came longer ago than this, in seconds, are forgotten: the hub gives up before.
const REMEMBER: u64 = 7 * 86_400;

impl UnifiedLogin {
    /// Keeps policies fresh, for ever. Run it beside the server; [`UnifiedLogin::serve`] does.
    pub async fn run(&self) -> Infallible {
        let mut failures = 0;
        let mut next = Instant::now();
        let mut gathered: Option<Instant> = None;
        loop {
            let tell = async {
                match gathered {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = sleep_until(next) => {
                    let all = self.refresh_all().await;
                    failures = self.note(&all, failures);
                    next = Instant::now() + wait(failures);
                    self.forget_events().await;
                }
                () = self.inner.nudge.wait() => {
                    for tenant in self.inner.nudge.take_policies() {
                        if let Err(fault) = self.refresh_tenant(&tenant).await {
                            failures = self.note(&Err(fault), failures);
                            next = next.min(Instant::now() + wait(failures));
                        }
                    }
                    if gathered.is_none() && self.inner.nudge.has_accounts() {
                        gathered = Some(Instant::now() + GATHER);
                    }
                }
                () = tell => {
                    gathered = None;
                    self.tell_accounts().await;
                }
            }
        }
    }

    /// Counts failures in a row, and says once that the hub went away or came back.
    fn note(&self, answer: &Result<(), HubFault>, failures: u32) -> u32 {
        let away = matches!(answer, Err(HubFault::Away(_) | HubFault::Nonsense));
        if self.inner.policies.note_hub(away) {
            match answer {
                Err(fault) => tracing::warn!(fault = %fault, "the hub is away; policies stay"),
                Ok(()) => tracing::info!("the hub answers again"),
            }
        }
        if away { failures.saturating_add(1) } else { 0 }
    }

    /// Looks at the links that the hub knows, then at the policy of each.
    pub(crate) async fn refresh_all(&self) -> Result<(), HubFault> {
        let rows = self.hub_links().await?;
        for known in self.inner.policies.active() {
            let held = |r: &&crate::hub::LinkRow| r.id == known.id;
            let row = rows.iter().find(held);
            if row.is_none_or(|row| row.state == LinkStanding::Ended) {
                self.link_ended(&known.tenant).await;
            }
        }
        // The hub is the authority of links: one that was made while this program died is taken up.
        for row in rows.into_iter().filter(|r| r.state == LinkStanding::Active) {
            let known = self.inner.policies.of(&row.tenant);
            let ours = matches!(self.accounts().tenant(&row.tenant).await, Ok(Some(_)));
            if ours && known.active().is_none_or(|link| link.id != row.id) {
                let link = LinkRecord {
                    id: row.id,
                    tenant: row.tenant,
                    partner: row.partner,
                    state: LinkStanding::Active,
                };
                self.keep_link(link).await;
            }
        }
        let mut worst = Ok(());
        for link in self.inner.policies.active() {
            if let Err(fault) = self.refresh_tenant(&link.tenant).await {
                worst = Err(fault);
            }
        }
        worst
    }

    /// Fetches the policy of a tenant, if it is another by now.
    pub(crate) async fn refresh_tenant(&self, tenant: &str) -> Result<(), HubFault> {
        let policies = &self.inner.policies;
        let known = policies.of(tenant);
        let Some(link) = known.active() else {
            return Ok(());
        };
        let sent = match self.hub_policy(&link.id, known.etag.as_deref()).await {
            Err(HubFault::NoLink) => {
                self.link_ended(tenant).await;
                return Ok(());
            }
            other => other?,
        };
        let Sent::New(document, etag) = sent else {
            return Ok(());
        };
        let ended = document.state == LinkStanding::Ended;
        if document.tenant != tenant || document.link != link.id {
            tracing::error!(
                tenant,
                link = link.id,
                "the hub sent the policy of another link"
            );
            return Err(HubFault::Nonsense);
        }
        let version = document.version;
        match policies
            .keep_document(self.accounts(), *document, etag)
            .await
        {
            Ok(Ok(true)) => tracing::info!(tenant, version, "a policy is in force"),
            Ok(Ok(false)) => {}
            // A replay, or a hub that forgot: what is kept stays, and no lock-out comes of it.
            Ok(Err(fault)) => {
                tracing::error!(tenant, version, fault = ?fault, "a policy was not taken");
            }
            Err(fault) => tracing::error!(fault = %fault, "a policy cannot be kept"),
        }
        if ended {
            self.link_ended(tenant).await;
        } else if !policies.of(tenant).opens() {
            self.inner.party.inner.sessions.end_through_hub(tenant);
        }
        Ok(())
    }

    pub(crate) async fn keep_link(&self, link: LinkRecord) {
        let (tenant, id) = (link.tenant.clone(), link.id.clone());
        match self.inner.policies.keep_link(self.accounts(), link).await {
            Ok(()) => tracing::info!(tenant, link = id, "a tenant is linked"),
            Err(fault) => tracing::error!(fault = %fault, "a link cannot be kept"),
        }
    }

    /// The link of a tenant was ended: sessions through the hub end, local login is open to all.
    pub(crate) async fn link_ended(&self, tenant: &str) {
        if let Err(fault) = self.inner.policies.end_link(self.accounts(), tenant).await {
            tracing::error!(fault = %fault, "the end of a link cannot be kept");
        }
        let sessions = self.inner.party.inner.sessions.end_through_hub(tenant);
        tracing::info!(tenant, sessions, "the link of a tenant was ended");
    }

    async fn tell_accounts(&self) {
        for tenant in self.inner.nudge.take_accounts() {
            let known = self.inner.policies.of(&tenant);
            let Some(link) = known.active() else {
                continue;
            };
            // A hint, no more: the hub reads all accounts now and then anyway.
            if let Err(fault) = self.hub_accounts_changed(&link.id).await {
                tracing::debug!(fault = %fault, "the hub did not hear of changed accounts");
            }
        }
    }

    async fn forget_events(&self) {
        let before = clock::now().saturating_sub(REMEMBER);
        let Ok(kept) = self.accounts().kept("event/").await else {
            return;
        };
        for (key, at) in kept {
            if at.parse::<u64>().is_ok_and(|at| at < before) {
                let _ = self.accounts().keep(&key, None).await;
            }
        }
    }
}

/// A minute, give or take a fifth, so that many modules do not ask together; after failures 1 s,
/// doubled up to that minute.
fn wait(failures: u32) -> Duration {
    let whole = match failures {
        0 => EVERY,
        more => EVERY.min(Duration::from_secs(1 << (more - 1).min(6))),
    };
    whole.mul_f64(0.8 + 0.4 * chance::fraction())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_a_minute_or_grow_to_it() {
        for (failures, seconds) in [
            (0, 60.0),
            (1, 1.0),
            (2, 2.0),
            (6, 32.0),
            (7, 60.0),
            (99, 60.0),
        ] {
            for _ in 0..20 {
                let wait = wait(failures).as_secs_f64();
                assert!(
                    (0.8 * seconds..=1.2 * seconds).contains(&wait),
                    "{failures}: {wait}"
                );
            }
        }
    }
}
