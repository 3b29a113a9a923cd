//! Tenants and accounts to begin with, from a file: for demos and first tries.

use module_kit::StoreFault;
use serde::Deserialize;

use crate::{Draft, SqliteAccounts};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedFile {
    tenant: Vec<SeedTenant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedTenant {
    id: String,
    name: String,
    region: Option<String>,
    #[serde(default)]
    account: Vec<SeedAccount>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedAccount {
    email: String,
    username: Option<String>,
    name: String,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    primary: bool,
    #[serde(default)]
    deactivated: bool,
    /// Without one only the hub opens it.
    password: Option<String>,
    /// When a password opened it last, in days before `now`.
    last_login_days: Option<i64>,
}

impl SqliteAccounts {
    /// Puts the tenants and accounts of a seed file in, if there is no tenant yet; gives whether it
    /// did. `now` is in seconds since 1970. Accounts are put in as they stand, twins too.
    ///
    /// # Errors
    /// The text is no seed, or the database does not answer.
    pub async fn seed(&self, text: &str, now: i64) -> Result<bool, StoreFault> {
        let seed: SeedFile = toml::from_str(text).map_err(|f| StoreFault(f.to_string()))?;
        if !self.is_empty().await? {
            return Ok(false);
        }
        for tenant in seed.tenant {
            let region = tenant.region.as_deref();
            self.add_tenant(&tenant.id, &tenant.name, region).await?;
            for account in tenant.account {
                let password = account.password.clone();
                let draft = draft(&tenant.id, account, now);
                self.add(draft, password.as_deref()).await?;
            }
        }
        Ok(true)
    }
}

fn draft(tenant: &str, account: SeedAccount, now: i64) -> Draft {
    let mut draft = Draft::new(tenant, &account.email, &account.name);
    if let Some(username) = &account.username {
        draft = draft.username(username);
    }
    for role in &account.roles {
        draft = draft.role(role);
    }
    if account.primary {
        draft = draft.primary();
    }
    if account.deactivated {
        draft = draft.deactivated();
    }
    match account.last_login_days {
        Some(days) => draft.last_local_login(now.saturating_sub(days.saturating_mul(86_400))),
        None => draft,
    }
}
