//! What the page shows, gathered from accounts and policy.

use std::sync::Arc;

use unified_login::{Exemption, PolicyDocument, exemption_of};

use crate::accounts::{Account, StoreFault};
use crate::unified::{SignedIn, UnifiedLogin};

/// Most accounts that are looked through for the list.
const MOST: usize = 20_000;
/// Rows of one page of the list.
pub(crate) const ROWS: usize = 25;

/// A row of User Exceptions.
pub(crate) struct Row {
    pub id: String,
    pub name: String,
    pub email: String,
    pub roles: String,
    pub active: bool,
    /// Why she needs no exception.
    pub exempt: Option<&'static str>,
    pub exception: bool,
    pub initials: String,
}

/// The list as it is asked for.
#[derive(Default)]
pub(crate) struct Listing {
    pub rows: Vec<Row>,
    /// How many fit the search.
    pub found: usize,
    /// Number of the page, from 1.
    pub page: usize,
    pub pages: usize,
    /// How many have an exception, whatever the search.
    pub excepted: usize,
    /// Names for the search field to offer.
    pub names: Vec<String>,
}

impl UnifiedLogin {
    /// All accounts of a tenant, for lists.
    pub(crate) async fn all_accounts(&self, tenant: &str) -> Result<Vec<Account>, StoreFault> {
        let mut all: Vec<Account> = Vec::new();
        while all.len() < MOST {
            let after = all.last().map(|a| a.id.clone());
            let page = self.accounts().page(tenant, after.as_deref(), 500).await?;
            if page.is_empty() {
                break;
            }
            all.extend(page);
        }
        Ok(all)
    }

    pub(crate) async fn listing(
        &self,
        me: &SignedIn,
        document: &Arc<PolicyDocument>,
        search: &str,
        page: usize,
    ) -> Result<Listing, StoreFault> {
        let mut all = self.all_accounts(&me.tenant.id).await?;
        all.sort_by_key(|a| a.display_name.to_lowercase());
        let wanted = search.trim().to_lowercase();
        let fits = |a: &Account| {
            wanted.is_empty()
                || a.display_name.to_lowercase().contains(&wanted)
                || a.email.to_lowercase().contains(&wanted)
                || a.username
                    .as_ref()
                    .is_some_and(|u| u.to_lowercase().contains(&wanted))
        };
        let excepted = all
            .iter()
            .filter(|a| document.exceptions.contains(&a.id))
            .count();
        let names = all
            .iter()
            .take(200)
            .map(|a| a.display_name.clone())
            .collect();
        let found: Vec<&Account> = all.iter().filter(|a| fits(a)).collect();
        let pages = found.len().div_ceil(ROWS).max(1);
        let page = page.clamp(1, pages);
        let rows = found.iter().skip((page - 1) * ROWS).take(ROWS);
        Ok(Listing {
            rows: rows.map(|a| self.row(a, document)).collect(),
            found: found.len(),
            page,
            pages,
            excepted,
            names,
        })
    }

    fn row(&self, account: &Account, document: &PolicyDocument) -> Row {
        let exempt = exemption_of(&account.facts(&self.inner.manifest), Some(document));
        Row {
            id: account.id.clone(),
            name: account.display_name.clone(),
            email: account.email.clone(),
            roles: account.role_titles(&self.inner.manifest).join(", "),
            active: account.active,
            exempt: exempt.map(Exemption::reason),
            exception: document.exceptions.contains(&account.id),
            initials: initials(&account.display_name),
        }
    }
}

/// The first letters of the first and last word of a name.
pub(crate) fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (first, last) = match words.as_slice() {
        [] => ("", ""),
        [one] => (*one, ""),
        [first, .., last] => (*first, *last),
    };
    let letter = |word: &str| word.chars().next();
    let both = [letter(first), letter(last)].into_iter().flatten();
    both.flat_map(char::to_uppercase).collect()
}
