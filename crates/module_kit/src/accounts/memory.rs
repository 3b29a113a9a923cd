//! Accounts in memory, for tests and first tries: a restart forgets them, and passwords lie open.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{
    Account, AccountChange, AccountKey, Accounts, Changed, Created, NewAccount, StoreFault, Tenant,
    takes_last_admin,
};
use crate::chance::same;

#[derive(Default)]
struct Inner {
    tenants: Vec<Tenant>,
    /// In the order in which they were made.
    accounts: Vec<(Account, Option<String>)>,
    kept: BTreeMap<String, String>,
    last: u64,
}

/// Accounts in memory. Clones share them.
#[derive(Clone, Default)]
pub struct MemoryAccounts(Arc<Mutex<Inner>>);

impl MemoryAccounts {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a tenant.
    pub fn add_tenant(&self, id: &str, name: &str, region: Option<&str>) {
        self.lock().tenants.push(Tenant {
            id: id.to_owned(),
            name: name.to_owned(),
            region: region.map(str::to_owned),
        });
    }

    /// Adds an account as it is, even one whose address another has, and gives its id. An empty id
    /// is filled.
    pub fn add(&self, mut account: Account, password: Option<&str>) -> String {
        let mut inner = self.lock();
        inner.last += 1;
        if account.id.is_empty() {
            account.id = inner.last.to_string();
        }
        let id = account.id.clone();
        inner.accounts.push((account, password.map(str::to_owned)));
        id
    }
}

impl Inner {
    /// The account as others see it.
    fn view(&self, account: &Account) -> Account {
        let mut account = account.clone();
        account.email_at_several = self.accounts.iter().any(|(other, _)| {
            other.tenant != account.tenant && alike(&other.email, &account.email)
        });
        account
    }

    fn of<'a>(&'a self, tenant: &'a str) -> impl Iterator<Item = &'a Account> {
        self.accounts
            .iter()
            .map(|(account, _)| account)
            .filter(move |account| account.tenant == tenant)
    }

    fn taken(&self, wish: &Account) -> bool {
        self.of(&wish.tenant).filter(|a| a.id != wish.id).any(|a| {
            alike(&a.email, &wish.email)
                || matches!((&a.username, &wish.username), (Some(a), Some(b)) if alike(a, b))
                || (wish.hub_subject.is_some() && a.hub_subject == wish.hub_subject)
        })
    }

    fn change(
        &mut self,
        tenant: &str,
        id: &str,
        version: Option<u64>,
        change: &AccountChange,
        admins: &[String],
    ) -> Changed {
        let at = |(a, _): &(Account, _)| a.tenant == tenant && a.id == id;
        let Some(index) = self.accounts.iter().position(at) else {
            return Changed::Gone;
        };
        let before = self.accounts[index].0.clone();
        if version.is_some_and(|version| version != before.version) {
            return Changed::Stale;
        }
        let after = change.apply(&before);
        if takes_last_admin(&before, after.as_ref(), self.of(tenant), admins) {
            return Changed::LastAdmin;
        }
        let Some(after) = after else {
            self.accounts.remove(index);
            return Changed::Done(before);
        };
        let renamed = matches!(
            change,
            AccountChange::Rename { .. } | AccountChange::SetHubSubject(_)
        );
        if renamed && after != before && self.taken(&after) {
            return Changed::Taken;
        }
        self.accounts[index].0 = after.clone();
        Changed::Done(self.view(&after))
    }
}

fn alike(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

impl Accounts for MemoryAccounts {
    async fn tenants(&self) -> Result<Vec<Tenant>, StoreFault> {
        Ok(self.lock().tenants.clone())
    }

    async fn tenant(&self, id: &str) -> Result<Option<Tenant>, StoreFault> {
        Ok(self.lock().tenants.iter().find(|t| t.id == id).cloned())
    }

    async fn find(&self, tenant: &str, id: &str) -> Result<Option<Account>, StoreFault> {
        let inner = self.lock();
        let found = inner.of(tenant).find(|a| a.id == id).map(|a| inner.view(a));
        Ok(found)
    }

    async fn find_by(&self, tenant: &str, key: AccountKey<'_>) -> Result<Vec<Account>, StoreFault> {
        let inner = self.lock();
        let fits = |a: &&Account| match key {
            AccountKey::Email(email) => alike(&a.email, email),
            AccountKey::Username(name) => a.username.as_deref().is_some_and(|u| alike(u, name)),
            AccountKey::HubSubject(subject) => a.hub_subject.as_deref() == Some(subject),
        };
        let found = inner.of(tenant).filter(fits).map(|a| inner.view(a));
        Ok(found.collect())
    }

    async fn check_password(
        &self,
        login: &str,
        password: &str,
    ) -> Result<Vec<Account>, StoreFault> {
        let inner = self.lock();
        let named = inner.accounts.iter().filter(|(a, _)| {
            alike(&a.email, login) || a.username.as_deref().is_some_and(|u| alike(u, login))
        });
        let right = named.filter(|(_, own)| own.as_deref().is_some_and(|own| same(own, password)));
        Ok(right.map(|(account, _)| inner.view(account)).collect())
    }

    async fn page(
        &self,
        tenant: &str,
        after: Option<&str>,
        count: usize,
    ) -> Result<Vec<Account>, StoreFault> {
        let inner = self.lock();
        let skip = match after {
            None => 0,
            Some(id) => inner
                .of(tenant)
                .position(|a| a.id == id)
                .map_or(0, |n| n + 1),
        };
        let page = inner.of(tenant).skip(skip).take(count);
        Ok(page.map(|a| inner.view(a)).collect())
    }

    async fn create(&self, tenant: &str, new: NewAccount) -> Result<Created, StoreFault> {
        let mut inner = self.lock();
        let account = Account {
            id: (inner.last + 1).to_string(),
            tenant: tenant.to_owned(),
            email: new.email,
            username: new.username,
            display_name: new.display_name,
            active: new.active,
            roles: new.roles,
            hub_subject: new.hub_subject,
            made_by_hub: new.made_by_hub,
            fields: new.fields,
            version: 1,
            ..Account::default()
        };
        if inner.taken(&account) {
            return Ok(Created::Taken);
        }
        inner.last += 1;
        inner.accounts.push((account.clone(), None));
        Ok(Created::Made(inner.view(&account)))
    }

    async fn change(
        &self,
        tenant: &str,
        id: &str,
        version: Option<u64>,
        change: AccountChange,
        admins: &[String],
    ) -> Result<Changed, StoreFault> {
        Ok(self.lock().change(tenant, id, version, &change, admins))
    }

    async fn keep(&self, key: &str, value: Option<&str>) -> Result<(), StoreFault> {
        let mut inner = self.lock();
        match value {
            Some(value) => inner.kept.insert(key.to_owned(), value.to_owned()),
            None => inner.kept.remove(key),
        };
        Ok(())
    }

    async fn kept(&self, prefix: &str) -> Result<Vec<(String, String)>, StoreFault> {
        let inner = self.lock();
        let from = inner.kept.range(prefix.to_owned()..);
        let found = from.take_while(|(key, _)| key.starts_with(prefix));
        Ok(found.map(|(k, v)| (k.clone(), v.clone())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_keeps_the_contract() {
        let store = MemoryAccounts::default();
        for tenant in ["t1", "t2"] {
            store.add_tenant(tenant, tenant, None);
        }
        let add = async |account: Account, password: &str| Ok(store.add(account, Some(password)));
        super::super::contract::run(&store, ["t1", "t2"], add)
            .await
            .unwrap();
    }
}
