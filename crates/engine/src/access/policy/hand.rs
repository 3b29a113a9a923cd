//! Who changes a policy: a master at the hub, or a security admin at the module by the module's own
//! hand.

use crate::identity::Administrator;
use kernel::{ClientId, LinkId, PartnerId, Scope};
use model::access::ModuleLink;
use model::operation::{Actor, AuditDraft};

/// A module that has proved itself by a token of its own. It may speak of the links of its own
/// client and of nothing else: which partner and tenant are meant stands in the link, never in what
/// it sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByModule {
    pub(crate) client: ClientId,
    pub(crate) oauth_client_id: String,
    pub(crate) partner: PartnerId,
    pub(crate) instance: kernel::InstanceId,
    pub(crate) by: String,
}

impl ByModule {
    /// The same, on behalf of somebody at the module: a text for the audit log.
    #[must_use]
    pub fn on_behalf_of(mut self, account: &str) -> Self {
        let sound = |c: &char| !c.is_control();
        self.by = account.chars().filter(sound).take(128).collect();
        self
    }
}

/// Whoever changes a policy.
#[derive(Clone, Debug)]
pub enum Hand {
    /// A master, or a program with her right.
    Administrator(Administrator),
    /// The module itself.
    Module(ByModule),
}

impl Hand {
    /// Whose links may be touched.
    #[allow(
        clippy::disallowed_methods,
        reason = "the module's registration gives the scope"
    )]
    pub(crate) fn scope(&self) -> Scope {
        match self {
            Self::Administrator(admin) => admin.scope,
            Self::Module(module) => Scope::of(module.partner),
        }
    }

    /// Whether a link is one of those.
    pub(crate) fn reaches(&self, link: &ModuleLink) -> bool {
        match self {
            Self::Administrator(admin) => link.partner_id == admin.scope.partner(),
            Self::Module(module) => {
                link.partner_id == module.partner && link.instance_id == module.instance
            }
        }
    }

    /// An entry of what was done to a link.
    pub(crate) fn did(&self, action: &'static str, link: LinkId) -> AuditDraft {
        match self {
            Self::Administrator(admin) => admin.did(action, link),
            Self::Module(module) => AuditDraft::new(
                Some(module.partner),
                Actor::Client(module.oauth_client_id.clone()),
                action,
                link,
            )
            .because(format!("asked for by {} at the module", module.by)),
        }
    }

    /// Who, in words.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Administrator(admin) => admin.actor.text(),
            Self::Module(module) => format!("{} at the module", module.by),
        }
    }
}
