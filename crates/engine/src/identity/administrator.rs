//! Who may administer a partner: a permission as a value.

use super::Signed;
use crate::{Broken, Engine, Failure};
use kernel::{MemberId, Refusal, RefusalKind, Scope};
use model::identity::{AffiliationId, HubRole};
use model::operation::{Actor, AuditDraft};

/// A master in her session. Verbs of the console take it first; it is made by
/// [`Engine::administrator`] alone, so a verb cannot be called for somebody who has no right to it.
#[derive(Clone, Debug)]
pub struct Administrator {
    pub(crate) scope: Scope,
    pub(crate) actor: Actor,
    pub(crate) address: String,
    pub(crate) member: Option<MemberId>,
    pub(crate) root: bool,
}

impl Administrator {
    /// The partner that is administered.
    pub fn scope(&self) -> Scope {
        self.scope
    }
    /// The member who administers; none when a program does.
    pub fn member(&self) -> Option<MemberId> {
        self.member
    }
    /// Whether a root master administers.
    pub fn is_root(&self) -> bool {
        self.root
    }
    /// An audit entry of what she did.
    pub(crate) fn did(&self, action: &'static str, subject: impl std::fmt::Display) -> AuditDraft {
        AuditDraft::new(
            Some(self.scope.partner()),
            self.actor.clone(),
            action,
            subject,
        )
        .from_address(&self.address)
    }
}

/// Why somebody may not administer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdministratorRefusal {
    /// Her role is another.
    NotMaster,
}

impl Refusal for AdministratorRefusal {
    fn code(&self) -> &'static str {
        "not_master"
    }
    fn sentence(&self) -> String {
        "The console is for masters of the company.".into()
    }
    fn remedy(&self) -> String {
        "Ask a master to give you the role Master, or to do it for you.".into()
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Forbidden
    }
}

impl Engine {
    /// The name of who administers, for a mail that says who did something.
    pub(crate) async fn name_of(
        &self,
        tx: &mut store::Tx,
        admin: &Administrator,
    ) -> Result<String, Broken> {
        if let Some(id) = admin.member {
            let row = store::identity::member_list::find(tx, admin.scope, id).await?;
            return Ok(row.map_or_else(String::new, |r| r.display_name.as_str().to_owned()));
        }
        if let Actor::ApiKey(id, _) = admin.actor {
            let key = store::operation::api_keys::find(tx, admin.scope, id).await?;
            return Ok(key.map_or_else(String::new, |k| k.name.as_str().to_owned()));
        }
        Ok(String::new())
    }

    /// Whether somebody who is signed in may administer her partner, looked up anew each time: a
    /// role that was taken away counts at once.
    ///
    /// # Errors
    /// [`AdministratorRefusal`].
    #[allow(clippy::disallowed_methods, reason = "the scope of the proved session")]
    pub async fn administrator(
        &self,
        signed: &Signed,
        address: &str,
    ) -> Result<Administrator, Failure<AdministratorRefusal>> {
        let no = || Failure::Refused(AdministratorRefusal::NotMaster);
        let AffiliationId::Member(id) = signed.affiliation.id else {
            return Err(no());
        };
        let scope = Scope::of(signed.affiliation.partner_id);
        let mut tx = self.db.read().await?;
        let member = store::identity::members::find(&mut tx, scope, id)
            .await
            .map_err(Broken::from)?
            .filter(|m| m.hub_role == HubRole::Master)
            .ok_or_else(no)?;
        Ok(Administrator {
            scope,
            actor: Actor::Person(member.id.to_string()),
            address: address.to_owned(),
            member: Some(member.id),
            root: member.root,
        })
    }
}
