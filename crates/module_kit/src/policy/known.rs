//! What is known of each tenant's link, in memory and in the store.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use unified_login::{DocumentFault, LinkStanding, PolicyDocument};

use crate::accounts::{AnyAccounts, StoreFault};

/// A link, as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LinkRecord {
    pub id: String,
    pub tenant: String,
    /// The partner at the hub, for people.
    pub partner: String,
    pub state: LinkStanding,
}

/// What is known of a tenant.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Known {
    pub link: Option<LinkRecord>,
    pub document: Option<Arc<PolicyDocument>>,
    /// The tag under which the hub sent the document; not kept over a restart.
    pub etag: Option<String>,
}

impl Known {
    /// Whether the tenant has a link that holds.
    pub fn linked(&self) -> bool {
        self.active().is_some()
    }

    /// The link, if it holds.
    pub fn active(&self) -> Option<&LinkRecord> {
        self.link
            .as_ref()
            .filter(|l| l.state == LinkStanding::Active)
    }

    /// Whether people may come through the hub.
    pub fn opens(&self) -> bool {
        self.linked() && self.document.as_ref().is_some_and(|d| d.opens())
    }
}

/// What is known of all tenants.
pub(crate) struct Policies {
    issuer: String,
    by_tenant: RwLock<HashMap<String, Known>>,
    away: AtomicBool,
}

impl Policies {
    /// Reads what the store kept. What cannot be read there is as if it were lost: the hub is asked
    /// again, and until then only exempt people get in.
    pub async fn load(accounts: &dyn AnyAccounts, issuer: &str) -> Result<Self, StoreFault> {
        let mut by_tenant: HashMap<String, Known> = HashMap::new();
        for (key, text) in accounts.kept("link/").await? {
            let Ok(link) = serde_json::from_str::<LinkRecord>(&text) else {
                tracing::error!(key, "a kept link cannot be read");
                continue;
            };
            let known = by_tenant.entry(link.tenant.clone()).or_default();
            known.link = Some(link);
        }
        for (key, text) in accounts.kept("policy/").await? {
            let document = PolicyDocument::read(text.as_bytes());
            let Some(document) = document.ok().filter(|d| d.issuer == issuer) else {
                tracing::error!(key, "a kept policy cannot be read or is of another hub");
                continue;
            };
            let known = by_tenant.entry(document.tenant.clone()).or_default();
            if known.link.as_ref().is_some_and(|l| l.id == document.link) {
                known.document = Some(Arc::new(document));
            }
        }
        Ok(Self {
            issuer: issuer.to_owned(),
            by_tenant: RwLock::new(by_tenant),
            away: AtomicBool::new(false),
        })
    }

    /// What is known of a tenant.
    pub fn of(&self, tenant: &str) -> Known {
        let all = self
            .by_tenant
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        all.get(tenant).cloned().unwrap_or_default()
    }

    /// All links that hold.
    pub fn active(&self) -> Vec<LinkRecord> {
        let all = self
            .by_tenant
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        all.values().filter_map(Known::active).cloned().collect()
    }

    fn put(&self, tenant: &str, change: impl FnOnce(&mut Known)) {
        let mut all = self
            .by_tenant
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        change(all.entry(tenant.to_owned()).or_default());
    }

    /// Keeps a link that was made.
    pub async fn keep_link(
        &self,
        accounts: &dyn AnyAccounts,
        link: LinkRecord,
    ) -> Result<(), StoreFault> {
        let text = serde_json::to_string(&link).map_err(|f| StoreFault(f.to_string()))?;
        accounts
            .keep(&format!("link/{}", link.tenant), Some(&text))
            .await?;
        let tenant = link.tenant.clone();
        self.put(&tenant, |known| {
            if known.link.as_ref().is_none_or(|old| old.id != link.id) {
                known.etag = None;
            }
            known.link = Some(link);
        });
        Ok(())
    }

    /// Keeps a document that the hub sent, if it is of this tenant's link and not older than the
    /// one that is there. Gives whether it says something new.
    pub async fn keep_document(
        &self,
        accounts: &dyn AnyAccounts,
        document: PolicyDocument,
        etag: Option<String>,
    ) -> Result<Result<bool, DocumentFault>, StoreFault> {
        let known = self.of(&document.tenant);
        let own = known.link.as_ref().is_some_and(|l| l.id == document.link);
        if document.issuer != self.issuer || !own {
            return Ok(Err(DocumentFault::Foreign));
        }
        // A document of an earlier link of the tenant is no measure for this one.
        let before = known.document.filter(|old| old.link == document.link);
        if let Some(before) = &before {
            if let Err(fault) = document.follows(before) {
                return Ok(Err(fault));
            }
            if **before == document {
                let tenant = document.tenant.clone();
                self.put(&tenant, |known| known.etag = etag);
                return Ok(Ok(false));
            }
        }
        let text = serde_json::to_string(&document).map_err(|f| StoreFault(f.to_string()))?;
        let tenant = document.tenant.clone();
        accounts
            .keep(&format!("policy/{tenant}"), Some(&text))
            .await?;
        self.put(&tenant, |known| {
            // Two fetches at once may come back in the other order.
            let newer = known.document.as_ref().is_some_and(|there| {
                there.link == document.link && there.version > document.version
            });
            if !newer {
                known.document = Some(Arc::new(document));
                known.etag = etag;
            }
        });
        Ok(Ok(true))
    }

    /// Notes that a link was ended: nothing is required any more, nobody is locked out.
    pub async fn end_link(
        &self,
        accounts: &dyn AnyAccounts,
        tenant: &str,
    ) -> Result<(), StoreFault> {
        let known = self.of(tenant);
        if let Some(mut link) = known.link {
            link.state = LinkStanding::Ended;
            self.keep_link(accounts, link).await?;
        }
        if let Some(document) = known.document {
            let mut document = Arc::unwrap_or_clone(document);
            document.state = LinkStanding::Ended;
            let text = serde_json::to_string(&document).map_err(|f| StoreFault(f.to_string()))?;
            accounts
                .keep(&format!("policy/{tenant}"), Some(&text))
                .await?;
            self.put(tenant, |known| {
                known.document = Some(Arc::new(document));
                known.etag = None;
            });
        }
        Ok(())
    }

    /// Whether the hub did not answer when it was asked last.
    pub fn hub_is_away(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    /// Notes whether the hub answers; gives whether that is news.
    pub fn note_hub(&self, away: bool) -> bool {
        self.away.swap(away, Ordering::Relaxed) != away
    }
}
