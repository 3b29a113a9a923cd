//! What makes the refresher look before its time.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

/// Tenants that want to be looked at.
#[derive(Default)]
pub(crate) struct Nudge {
    wake: Notify,
    policies: Mutex<BTreeSet<String>>,
    accounts: Mutex<BTreeSet<String>>,
}

impl Nudge {
    /// The policy of a tenant has changed at the hub.
    pub fn policy_changed(&self, tenant: &str) {
        Self::add(&self.policies, tenant);
        self.wake.notify_one();
    }

    /// Accounts of a tenant have changed here.
    pub fn accounts_changed(&self, tenant: &str) {
        Self::add(&self.accounts, tenant);
        self.wake.notify_one();
    }

    /// Waits until there is something.
    pub async fn wait(&self) {
        self.wake.notified().await;
    }

    /// The tenants whose policies are to be fetched.
    pub fn take_policies(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.policies.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The tenants whose accounts have changed.
    pub fn take_accounts(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.accounts.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether accounts of any tenant have changed.
    pub fn has_accounts(&self) -> bool {
        let all = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        !all.is_empty()
    }

    fn add(set: &Mutex<BTreeSet<String>>, tenant: &str) {
        let mut set = set.lock().unwrap_or_else(PoisonError::into_inner);
        set.insert(tenant.to_owned());
    }
}
