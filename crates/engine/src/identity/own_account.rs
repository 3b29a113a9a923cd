//! What every change that somebody makes to her own account leaves behind: an entry and a mail.

use super::Signed;
use crate::{Broken, Engine};
use model::identity::Identity;
use model::operation::{AccountNotice, Actor, AuditDraft, Mail};
use store::Tx;

impl Engine {
    /// An audit entry of what somebody did to her own account.
    pub(crate) fn by_herself(
        &self,
        signed: &Signed,
        action: &'static str,
        subject: impl std::fmt::Display,
        address: &str,
    ) -> AuditDraft {
        AuditDraft::new(
            Some(signed.session.partner_id),
            Actor::Person(signed.session.affiliation_id.to_string()),
            action,
            subject,
        )
        .from_address(address)
    }

    /// Tells the owner of an account by mail what was changed in it.
    pub(crate) async fn tell_owner(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        notice: AccountNotice,
        from: &str,
    ) -> Result<(), Broken> {
        let mail = Mail::AccountNotice {
            display_name: identity.display_name.as_str().to_owned(),
            notice,
            when: self.now().into(),
            from: from.to_owned(),
        };
        self.mail_to(tx, identity, mail).await
    }
}
