//! Admin > Security Settings: whoever may change login settings decides here who logs in how. Each
//! section is a form of its own, and nothing changes until it is saved.

mod change;
mod page;
mod people;
mod view;

pub(crate) use change::{Confirm, ask, creation, deactivation, link, require, unlink};
pub(crate) use page::{refused, show};
pub(crate) use people::exceptions;

use axum::http::HeaderMap;
use axum::response::Response;

use crate::hub::By;
use crate::local::login::to_login;
use crate::unified::{Refusal, SignedIn, UnifiedLogin};

/// The page's own address.
pub(crate) const HERE: &str = "/admin/security-settings";

impl UnifiedLogin {
    /// Whoever is signed in, if she may change login settings; else the page that says so.
    async fn security_admin(&self, headers: &HeaderMap) -> Result<SignedIn, Box<Response>> {
        match self.signed_in(headers).await {
            Ok(Some(me)) if me.security_admin => Ok(me),
            Ok(Some(me)) => {
                let refusal = Refusal::new(
                    403,
                    "not_security_admin",
                    "Only a security admin of this module may see these settings.",
                    "Ask one of your company's security admins.",
                );
                Err(Box::new(self.refused(&refusal, Some(&me))))
            }
            Ok(None) => Err(Box::new(to_login(HERE))),
            Err(fault) => Err(Box::new(self.refused(&fault.into(), None))),
        }
    }

    /// How the hub's journal names whoever asks.
    fn by(&self, me: &SignedIn) -> By {
        let admin = me
            .account
            .roles
            .iter()
            .find(|r| self.inner.admins.contains(r));
        By {
            account: me.account.id.clone(),
            role: admin.cloned().unwrap_or_default(),
        }
    }
}
