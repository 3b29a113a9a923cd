//! Looking at a mailed link without using it: mail scanners open links too.

use crate::{Engine, Failure};
use model::identity::{Identity, IdentityState, LinkKind, MailedLink, SignInRefusal, link_is_good};
use store::Tx;

/// What the page behind a link shows.
#[derive(Clone, Debug)]
pub struct LinkView {
    /// What is to be done: activate, accept or reset.
    pub kind: LinkKind,
    /// Her name.
    pub display_name: String,
    /// Her address.
    pub email: String,
    /// Who invites.
    pub partner: String,
}

impl Engine {
    /// The good link of a token with its identity. Links to activate and to accept have one address,
    /// so wanting either finds both. A link to activate becomes one to accept when
    /// its owner has activated in the meantime.
    pub(crate) async fn good_link(
        &self,
        tx: &mut Tx,
        token: &str,
        wanted: LinkKind,
    ) -> Result<(MailedLink, Identity), Failure<SignInRefusal>> {
        let found = store::identity::links::find(tx, self.digest(token)).await?;
        let kind = match (&found, wanted) {
            (_, LinkKind::Reset | LinkKind::Enrol) => wanted,
            (Some(l), _) if l.kind == LinkKind::Accept => LinkKind::Accept,
            _ => LinkKind::Activate,
        };
        let mut link = link_is_good(found, kind, self.now()).map_err(Failure::Refused)?;
        let identity = store::identity::identities::find(tx, link.identity_id)
            .await?
            .ok_or(Failure::Refused(SignInRefusal::LinkUnknown))?;
        if identity.state == IdentityState::Deactivated {
            return Err(Failure::Refused(SignInRefusal::Deactivated));
        }
        if link.kind == LinkKind::Activate
            && identity.state == IdentityState::Active
            && identity.email_verified_at.is_some()
        {
            link.kind = LinkKind::Accept;
        }
        Ok((link, identity))
    }

    /// What a mailed link leads to.
    ///
    /// # Errors
    /// [`SignInRefusal::LinkUnknown`], `LinkUsed`, `LinkExpired`, `Deactivated`.
    pub async fn look_at_link(
        &self,
        token: &str,
        wanted: LinkKind,
    ) -> Result<LinkView, Failure<SignInRefusal>> {
        let mut tx = self.db.read().await?;
        let (link, identity) = self.good_link(&mut tx, token, wanted).await?;
        let place = match link.affiliation_id {
            Some(id) => store::identity::affiliations::find(&mut tx, id).await?,
            None => None,
        };
        Ok(LinkView {
            kind: link.kind,
            display_name: identity.display_name.as_str().to_owned(),
            email: identity.email.as_str().to_owned(),
            partner: place.map_or_else(String::new, |p| p.company_name.unwrap_or(p.partner_name)),
        })
    }
}
