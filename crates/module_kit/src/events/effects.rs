//! What an event does.

use unified_login::{AccountEvent, Event, EventToken};

use crate::accounts::{Account, AccountChange, AccountKey, Changed, StoreFault};
use crate::unified::UnifiedLogin;

impl UnifiedLogin {
    /// Does what an event says. Doing it twice does no more than doing it once.
    pub(super) async fn act_on(&self, token: &EventToken) -> Result<(), StoreFault> {
        let tenant = token.tenant.as_str();
        match &token.event {
            Event::Verification => {
                tracing::info!(tenant, "the hub tries whether events arrive");
            }
            // A nudge, no more: the policy comes from the hub itself.
            Event::PolicyChanged(_) => self.inner.nudge.policy_changed(tenant),
            Event::LinkEnded => self.link_ended(tenant).await,
            Event::Account { what, sub, account } => {
                let Some(found) = self.subject(tenant, sub, account.as_deref()).await? else {
                    return Ok(());
                };
                self.account_event(&found, *what).await?;
            }
        }
        Ok(())
    }

    /// The account of the person that an event is about. The hub's word for the account counts only
    /// when it is nobody else's here.
    async fn subject(
        &self,
        tenant: &str,
        sub: &str,
        account: Option<&str>,
    ) -> Result<Option<Account>, StoreFault> {
        let own = self
            .accounts()
            .find_by(tenant, AccountKey::HubSubject(sub))
            .await?;
        if let Some(own) = own.into_iter().next() {
            return Ok(Some(own));
        }
        let Some(id) = account else {
            return Ok(None);
        };
        let named = self.accounts().find(tenant, id).await?;
        Ok(named.filter(|named| named.hub_subject.is_none()))
    }

    async fn account_event(&self, account: &Account, what: AccountEvent) -> Result<(), StoreFault> {
        let (tenant, id) = (account.tenant.as_str(), account.id.as_str());
        tracing::info!(account.id, tenant, what = ?what, "an event about an account");
        let change = |change| self.change_for_hub(tenant, id, None, change);
        match what {
            AccountEvent::Disabled => self.deactivate(account).await?,
            AccountEvent::Enabled if account.hub_deactivated => {
                change(AccountChange::SetActive(true)).await?;
            }
            // An administrator of the module deactivated it: that is not the hub's to undo.
            AccountEvent::Enabled => {}
            AccountEvent::Purged if self.inner.manifest.deletes_accounts => {
                if change(AccountChange::Delete).await? == Changed::LastAdmin {
                    self.keep_last_admin(account);
                }
            }
            AccountEvent::Purged => self.deactivate(account).await?,
            AccountEvent::SessionRevoked => {
                self.end_of_account(tenant, id);
            }
            AccountEvent::Unlinked => {
                change(AccountChange::SetHubSubject(None)).await?;
                // Whoever logged in with her password goes on.
                let sessions = &self.inner.party.inner.sessions;
                sessions.end_of_account_through_hub(tenant, id);
            }
        }
        Ok(())
    }

    /// Deactivates an account because its person may not come any more. One that an administrator of
    /// the module deactivated before is left alone, so that nothing is undone later that the hub did
    /// not do.
    async fn deactivate(&self, account: &Account) -> Result<(), StoreFault> {
        if !account.active {
            return Ok(());
        }
        let (tenant, id) = (account.tenant.as_str(), account.id.as_str());
        let off = AccountChange::SetActive(false);
        match self.change_for_hub(tenant, id, None, off).await? {
            Changed::LastAdmin => self.keep_last_admin(account),
            _ => {
                let mark = AccountChange::SetHubDeactivated(true);
                self.change_for_hub(tenant, id, None, mark).await?;
            }
        }
        Ok(())
    }

    /// The last admin of a tenant stays, or nobody could change anything there; her sessions end.
    fn keep_last_admin(&self, account: &Account) {
        self.end_of_account(&account.tenant, &account.id);
        tracing::warn!(
            account.id,
            tenant = account.tenant,
            "the last admin was kept"
        );
    }
}
