//! What modules ask the hub about their own links: policy, exceptions, whom Require would shut out.
//! Called by the module itself, with a token that it got for itself.

pub mod accounts;
pub mod links;
pub mod policy;

use crate::context::Raw;
use crate::failure::Failed;
use crate::guard::Guard;
use axum::http::header;
use engine::access::{ByModule, Hand, LinkPolicyRefusal, PolicyRefused};
use kernel::LinkId;
use serde::Deserialize;

/// Longest text that is looked at as a token.
const LONGEST: usize = 8 * 1024;

/// A module that has proved itself.
pub struct ModuleItself(pub ByModule);

impl ModuleItself {
    /// The hand of the module alone.
    pub fn hand(&self) -> Hand {
        Hand::Module(self.0.clone())
    }
    /// Its hand on behalf of somebody there.
    pub fn hand_for(&self, by: &By) -> Hand {
        Hand::Module(self.0.clone().on_behalf_of(&by.account))
    }
}

/// Who asks at the module: for the audit log, never a right.
#[derive(Deserialize)]
pub struct By {
    /// Her account, as people there know it.
    pub account: String,
}

impl Guard for ModuleItself {
    const NAME: &'static str = "module itself";

    async fn admit(raw: &Raw) -> Result<Self, Failed> {
        let token = raw.header(header::AUTHORIZATION).and_then(|text| {
            let (scheme, token) = text.split_once(' ')?;
            let fits = scheme.eq_ignore_ascii_case("bearer") && token.len() <= LONGEST;
            fits.then(|| token.trim())
        });
        let no = || {
            Failed::refuse(
                401,
                "module_token_wrong",
                "Not signed in",
                "This address is for modules with a token of their own.",
                "Ask the token endpoint for a token with the scope module (client_credentials).",
            )
        };
        let token = token.filter(|t| !t.is_empty()).ok_or_else(no)?;
        let module = raw.app.engine.module_itself(token).await?;
        module.map(Self).ok_or_else(no)
    }
}

/// The link that an address names.
fn link(raw: &Raw) -> Result<LinkId, Failed> {
    let no = || Failed::of(&LinkPolicyRefusal::NoLink);
    raw.placeholder("link").parse().map_err(|_| no())
}

/// A refusal of a policy as the module is told.
fn refused(failure: PolicyRefused) -> Failed {
    Failed::from(failure)
}
