//! An account that the module itself puts in.

use module_kit::Account;

/// An account as a module or its seed writes it down.
#[derive(Clone, Debug)]
pub struct Draft(pub(crate) Account);

impl Draft {
    /// An active account without roles.
    pub fn new(tenant: &str, email: &str, display_name: &str) -> Self {
        Self(Account {
            tenant: tenant.to_owned(),
            email: email.to_owned(),
            display_name: display_name.to_owned(),
            active: true,
            version: 1,
            ..Account::default()
        })
    }

    /// With a username.
    #[must_use]
    pub fn username(mut self, name: &str) -> Self {
        self.0.username = Some(name.to_owned());
        self
    }

    /// With one more role.
    #[must_use]
    pub fn role(mut self, key: &str) -> Self {
        self.0.roles.push(key.to_owned());
        self
    }

    /// First or responsible for the tenant.
    #[must_use]
    pub fn primary(mut self) -> Self {
        self.0.primary = true;
        self
    }

    /// Deactivated.
    #[must_use]
    pub fn deactivated(mut self) -> Self {
        self.0.active = false;
        self
    }

    /// When a password opened it last, in seconds since 1970.
    #[must_use]
    pub fn last_local_login(mut self, at: i64) -> Self {
        self.0.last_local_login = Some(at);
        self
    }
}

impl From<Account> for Draft {
    fn from(account: Account) -> Self {
        Self(account)
    }
}
