//! The store of accounts that a module brings along.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use super::{Account, AccountChange, AccountKey, Changed, Created, NewAccount, Tenant};

/// The store could not do it; the text is for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreFault(pub String);

impl fmt::Display for StoreFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StoreFault {}

/// What a store gives back.
type Answer<T> = Result<T, StoreFault>;

/// Where the module keeps its accounts. Each method is one transaction of its own. Whether a store
/// does what it must is found out by [`crate::contract::run`].
pub trait Accounts: Send + Sync + 'static {
    /// All tenants, by id.
    fn tenants(&self) -> impl Future<Output = Answer<Vec<Tenant>>> + Send;

    /// One tenant.
    fn tenant(&self, id: &str) -> impl Future<Output = Answer<Option<Tenant>>> + Send;

    /// One account of a tenant.
    fn find(&self, tenant: &str, id: &str) -> impl Future<Output = Answer<Option<Account>>> + Send;

    /// All accounts of a tenant that a key fits.
    fn find_by(
        &self,
        tenant: &str,
        key: AccountKey<'_>,
    ) -> impl Future<Output = Answer<Vec<Account>>> + Send;

    /// All accounts, of whatever tenant, with this e-mail address or username and this password,
    /// deactivated ones too. It must take as long for a name that nobody has.
    fn check_password(
        &self,
        login: &str,
        password: &str,
    ) -> impl Future<Output = Answer<Vec<Account>>> + Send;

    /// The next accounts of a tenant after an id, in the one order that the store has.
    fn page(
        &self,
        tenant: &str,
        after: Option<&str>,
        count: usize,
    ) -> impl Future<Output = Answer<Vec<Account>>> + Send;

    /// Makes an account, unless address, username or person of the hub are taken in the tenant.
    fn create(&self, tenant: &str, new: NewAccount)
    -> impl Future<Output = Answer<Created>> + Send;

    /// Changes an account. With a version only when it is still that one. `admins` are the keys of
    /// the roles that make a security admin, for [`super::takes_last_admin`].
    fn change(
        &self,
        tenant: &str,
        id: &str,
        version: Option<u64>,
        change: AccountChange,
        admins: &[String],
    ) -> impl Future<Output = Answer<Changed>> + Send;

    /// Keeps a text of the kit's under a key, or forgets it: links, policies, events that came.
    fn keep(&self, key: &str, value: Option<&str>) -> impl Future<Output = Answer<()>> + Send;

    /// All kept keys that begin so, with their texts.
    fn kept(&self, prefix: &str) -> impl Future<Output = Answer<Vec<(String, String)>>> + Send;
}

type Boxed<'b, T> = Pin<Box<dyn Future<Output = Answer<T>> + Send + 'b>>;

/// The same with the type of the store forgotten, so that only the builder knows it.
pub(crate) trait AnyAccounts: Send + Sync {
    fn tenant<'b>(&'b self, id: &'b str) -> Boxed<'b, Option<Tenant>>;
    fn find<'b>(&'b self, tenant: &'b str, id: &'b str) -> Boxed<'b, Option<Account>>;
    fn find_by<'b>(&'b self, tenant: &'b str, key: AccountKey<'b>) -> Boxed<'b, Vec<Account>>;
    fn check_password<'b>(&'b self, login: &'b str, password: &'b str) -> Boxed<'b, Vec<Account>>;
    fn page<'b>(
        &'b self,
        tenant: &'b str,
        after: Option<&'b str>,
        count: usize,
    ) -> Boxed<'b, Vec<Account>>;
    fn create<'b>(&'b self, tenant: &'b str, new: NewAccount) -> Boxed<'b, Created>;
    fn change<'b>(
        &'b self,
        tenant: &'b str,
        id: &'b str,
        version: Option<u64>,
        change: AccountChange,
        admins: &'b [String],
    ) -> Boxed<'b, Changed>;
    fn keep<'b>(&'b self, key: &'b str, value: Option<&'b str>) -> Boxed<'b, ()>;
    fn kept<'b>(&'b self, prefix: &'b str) -> Boxed<'b, Vec<(String, String)>>;
}

impl<A: Accounts> AnyAccounts for A {
    fn tenant<'b>(&'b self, id: &'b str) -> Boxed<'b, Option<Tenant>> {
        Box::pin(Accounts::tenant(self, id))
    }
    fn find<'b>(&'b self, tenant: &'b str, id: &'b str) -> Boxed<'b, Option<Account>> {
        Box::pin(Accounts::find(self, tenant, id))
    }
    fn find_by<'b>(&'b self, tenant: &'b str, key: AccountKey<'b>) -> Boxed<'b, Vec<Account>> {
        Box::pin(Accounts::find_by(self, tenant, key))
    }
    fn check_password<'b>(&'b self, login: &'b str, password: &'b str) -> Boxed<'b, Vec<Account>> {
        Box::pin(Accounts::check_password(self, login, password))
    }
    fn page<'b>(
        &'b self,
        tenant: &'b str,
        after: Option<&'b str>,
        count: usize,
    ) -> Boxed<'b, Vec<Account>> {
        Box::pin(Accounts::page(self, tenant, after, count))
    }
    fn create<'b>(&'b self, tenant: &'b str, new: NewAccount) -> Boxed<'b, Created> {
        Box::pin(Accounts::create(self, tenant, new))
    }
    fn change<'b>(
        &'b self,
        tenant: &'b str,
        id: &'b str,
        version: Option<u64>,
        change: AccountChange,
        admins: &'b [String],
    ) -> Boxed<'b, Changed> {
        Box::pin(Accounts::change(self, tenant, id, version, change, admins))
    }
    fn keep<'b>(&'b self, key: &'b str, value: Option<&'b str>) -> Boxed<'b, ()> {
        Box::pin(Accounts::keep(self, key, value))
    }
    fn kept<'b>(&'b self, prefix: &'b str) -> Boxed<'b, Vec<(String, String)>> {
        Box::pin(Accounts::kept(self, prefix))
    }
}
