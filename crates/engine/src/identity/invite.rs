//! Inviting somebody: an identity where there is none, a place at the partner, a mail.

use crate::{Broken, Engine};
use kernel::{
    CompanyId, DisplayName, EmailAddress, EndUserId, IdentityId, Language, MemberId, Scope,
    Username,
};
use model::identity::{
    Affiliation, AffiliationId, AffiliationState, EndUser, HubRole, Identity, IdentityState,
    LinkKind, MailedLink, Member, Population,
};
use model::operation::{Actor, AuditDraft, Mail};
use store::Tx;

/// Who is invited, and as what.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub email: EmailAddress,
    pub display_name: DisplayName,
    pub place: Place,
    /// False for somebody who needs no link, since her first credentials are set beside it.
    pub mail: bool,
}

/// As what somebody is invited.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    Member {
        username: Option<Username>,
        hub_role: HubRole,
        root: bool,
    },
    EndUser {
        company: CompanyId,
    },
}

impl Place {
    fn population(&self) -> Population {
        match self {
            Self::Member { .. } => Population::Staff,
            Self::EndUser { .. } => Population::Client,
        }
    }
}

impl Engine {
    /// Invites somebody in the caller's transaction. An address that has a login already gets no
    /// second one (S1-27): its owner is asked to accept.
    pub(crate) async fn invite(
        &self,
        tx: &mut Tx,
        scope: Scope,
        actor: Actor,
        invitation: Invitation,
    ) -> Result<(AffiliationId, IdentityId), Broken> {
        let now = self.now();
        let population = invitation.place.population();
        let known =
            store::identity::identities::find_by_email(tx, population, &invitation.email.key())
                .await?;
        let identity = match known {
            Some(identity) => identity,
            None => {
                let identity = Identity {
                    id: IdentityId::new(now, self.chance()),
                    population,
                    email: invitation.email.clone(),
                    display_name: invitation.display_name.clone(),
                    password_hash: None,
                    email_verified_at: None,
                    state: IdentityState::Invited,
                    created_at: now,
                    updated_at: now,
                    language: None,
                    time_zone: None,
                };
                store::identity::identities::insert(tx, &identity).await?;
                identity
            }
        };
        let (id, role) = match invitation.place {
            Place::Member {
                username,
                hub_role,
                root,
            } => {
                let member = Member {
                    id: MemberId::new(now, self.chance()),
                    partner_id: scope.partner(),
                    identity_id: identity.id,
                    username,
                    hub_role,
                    root,
                    state: AffiliationState::Invited,
                    delete_at: None,
                    created_at: now,
                };
                store::identity::members::insert(tx, &member, &identity).await?;
                (AffiliationId::Member(member.id), hub_role.as_str())
            }
            Place::EndUser { company } => {
                let end_user = EndUser {
                    id: EndUserId::new(now, self.chance()),
                    partner_id: scope.partner(),
                    company_id: company,
                    identity_id: identity.id,
                    state: AffiliationState::Invited,
                    created_at: now,
                };
                store::identity::end_users::insert(tx, &end_user).await?;
                (AffiliationId::EndUser(end_user.id), "end_user")
            }
        };
        let after =
            serde_json::json!({ "email": identity.email.as_str(), "role": role }).to_string();
        let draft =
            AuditDraft::new(Some(scope.partner()), actor, "person.invited", id).change("", after);
        self.record(tx, draft);
        if invitation.mail {
            self.mail_link(tx, &identity, Some(id)).await?;
        }
        Ok((id, identity.id))
    }

    /// Mails the link that brings an invited person in: activation, or acceptance with the login
    /// she has.
    pub(crate) async fn mail_link(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        affiliation: Option<AffiliationId>,
    ) -> Result<(), Broken> {
        self.mail_link_asked(tx, identity, affiliation, None).await
    }

    /// The same where a request of her own causes it: its language counts before the partner's.
    async fn mail_link_asked(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        affiliation: Option<AffiliationId>,
        asked: Option<Language>,
    ) -> Result<(), Broken> {
        let kind =
            if identity.state == IdentityState::Active && identity.email_verified_at.is_some() {
                LinkKind::Accept
            } else {
                LinkKind::Activate
            };
        let all = store::identity::affiliations::of_identity(tx, identity.id).await?;
        let place: Option<&Affiliation> = match affiliation {
            Some(id) => all.iter().find(|a| a.id == id),
            None => all
                .iter()
                .find(|a| a.state == AffiliationState::Invited)
                .or(all.first()),
        };
        let asked = match (asked, place) {
            (None, Some(place)) => {
                store::directory::partners::language(tx, place.partner_id).await?
            }
            _ => asked,
        };
        let partner = place.map_or_else(
            || "your provider".to_owned(),
            |p| {
                p.company_name
                    .clone()
                    .unwrap_or_else(|| p.partner_name.clone())
            },
        );
        let link = self
            .new_link(tx, kind, identity, place.map(|p| p.id))
            .await?;
        let (display_name, expires) = (
            identity.display_name.as_str().to_owned(),
            (self.now() + kind.lifetime()).into(),
        );
        let mail = match kind {
            LinkKind::Accept => Mail::Invitation {
                display_name,
                partner,
                link,
                expires,
            },
            _ => Mail::Activation {
                display_name,
                partner,
                link,
                expires,
            },
        };
        self.mail_asked(tx, identity, asked, mail).await
    }

    /// Makes a link in the caller's transaction and gives its address.
    pub(crate) async fn new_link(
        &self,
        tx: &mut Tx,
        kind: LinkKind,
        identity: &Identity,
        affiliation_id: Option<AffiliationId>,
    ) -> Result<String, Broken> {
        let (now, token) = (self.now(), self.chance().token());
        let link = MailedLink {
            kind,
            identity_id: identity.id,
            affiliation_id,
            expires_at: now + kind.lifetime(),
            used_at: None,
        };
        store::identity::links::insert(tx, self.digest(&token), &link, now).await?;
        let path = match kind {
            LinkKind::Activate | LinkKind::Accept => "activate",
            LinkKind::Reset => "reset",
            LinkKind::Enrol => "enrol",
        };
        Ok(format!("{}/{path}/{token}", self.settings().issuer))
    }
}

/// Mails the activation link again.
pub(crate) async fn send_activation(
    engine: &Engine,
    tx: &mut Tx,
    identity: &Identity,
    asked: Option<Language>,
) -> Result<(), Broken> {
    engine.mail_link_asked(tx, identity, None, asked).await
}
