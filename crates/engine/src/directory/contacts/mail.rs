//! The access mail to a contact (S0-59): what she may do, and the way in.

use super::get::known;
use crate::identity::{Administrator, Invitation, Place};
use crate::{Broken, Engine, Failure};
use kernel::{ContactId, DisplayName, EmailAddress, EndUserId, Scope, Span};
use model::directory::{Contact, ContactChangeRefusal, Profile, Switches, judge_contact};
use model::identity::{
    AffiliationId, AffiliationState, Identity, IdentityState, LinkKind, Population,
};
use model::operation::Mail;
use store::Tx;
use store::directory::contact_access::{self, Relation, open_companies};

/// How long a mail has to arrive before another one goes.
pub const CONTACT_MAIL_PAUSE: Span = Span::minutes(10);

impl Engine {
    /// Mails a contact what she may do and how she gets in. Where she has no login yet she gets one,
    /// which waits for her: the mail brings her the link to set it up. Whoever would not get in gets
    /// no mail.
    ///
    /// # Errors
    /// [`ContactChangeRefusal::Unknown`], `NotReady`, `MailedJustNow`, `LoginDeactivated`.
    pub async fn mail_contact(
        &self,
        admin: &Administrator,
        id: ContactId,
    ) -> Result<(), Failure<ContactChangeRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { engine.mail_contact_rows(tx, &admin, id).await })
            })
            .await
    }

    async fn mail_contact_rows(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: ContactId,
    ) -> Result<(), Failure<ContactChangeRefusal>> {
        let no = |refusal| Failure::Refused(refusal);
        let (scope, now) = (admin.scope, self.now());
        let contact = known(tx, scope, id).await?;
        let relations = contact_access::relations(tx, scope, id).await?;
        let default = contact.emails.first().cloned().unwrap_or_default();
        let facts = self
            .contact_facts(tx, scope, &contact, &relations, &default)
            .await?;
        if let Some(cause) = judge_contact(&facts).causes.into_iter().next() {
            return Err(no(ContactChangeRefusal::NotReady(cause)));
        }
        let email = EmailAddress::parse(&default).map_err(|_| Broken::Damaged("contact"))?;
        let since = now - CONTACT_MAIL_PAUSE;
        if !contact_access::note_mail(tx, scope, id, now, since).await? {
            return Err(no(ContactChangeRefusal::MailedJustNow));
        }
        let (place, identity) = self
            .login_to_be(tx, admin, &contact, &relations, &email)
            .await?;
        let (link, expires) = self.way_in(tx, &identity, place).await?;
        let partner = store::directory::partners::find(tx, scope.partner())
            .await?
            .ok_or(Broken::Damaged("partner"))?;
        let may = self.switches_of(tx, scope, &contact).await?;
        let mail = Mail::ContactAccess {
            display_name: contact.display_name(),
            partner: partner.name.as_str().to_owned(),
            email: email.as_str().to_owned(),
            may: may.iter().map(|s| s.as_str().to_owned()).collect(),
            link,
            expires: expires.map(Into::into),
        };
        let asked = store::directory::partners::language(tx, scope.partner()).await?;
        self.mail_asked(tx, &identity, asked, mail).await?;
        let entry = admin.did("contact.mailed", id);
        self.record(tx, entry.change("", email.as_str()));
        Ok(())
    }

    /// Her login at one of her companies, made where there is none.
    async fn login_to_be(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        contact: &Contact,
        relations: &[Relation],
        email: &EmailAddress,
    ) -> Result<(EndUserPlace, Identity), Failure<ContactChangeRefusal>> {
        let scope = admin.scope;
        let companies = open_companies(relations);
        let company = *companies.first().ok_or(Broken::Damaged("contact"))?;
        let key = email.key();
        let population = Population::Client;
        if let Some(identity) =
            store::identity::identities::find_by_email(tx, population, &key).await?
        {
            let mut closed = false;
            for company in companies {
                let found =
                    store::identity::end_users::find(tx, scope, company, identity.id).await?;
                match found {
                    Some(e)
                        if matches!(
                            e.state,
                            AffiliationState::Active | AffiliationState::Invited
                        ) =>
                    {
                        return Ok((EndUserPlace(e.id, e.state), identity));
                    }
                    Some(_) => closed = true,
                    None => {}
                }
            }
            if closed {
                return Err(Failure::Refused(ContactChangeRefusal::LoginDeactivated));
            }
        }
        let name = DisplayName::parse(&contact.display_name());
        let display_name = match name.or_else(|_| DisplayName::parse(email.as_str())) {
            Ok(name) => name,
            Err(_) => return Err(Broken::Damaged("contact").into()),
        };
        let invitation = Invitation {
            email: email.clone(),
            display_name,
            place: Place::EndUser { company },
            mail: false,
        };
        let (place, identity) = self
            .invite(tx, scope, admin.actor.clone(), invitation)
            .await?;
        let AffiliationId::EndUser(end_user) = place else {
            return Err(Broken::Damaged("end_user").into());
        };
        let identity = store::identity::identities::find(tx, identity)
            .await?
            .ok_or(Broken::Damaged("identity"))?;
        Ok((EndUserPlace(end_user, AffiliationState::Invited), identity))
    }

    /// Where the mail leads: to set the login up, to accept the place, or to sign in.
    async fn way_in(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        place: EndUserPlace,
    ) -> Result<(String, Option<kernel::Timestamp>), Broken> {
        let EndUserPlace(end_user, state) = place;
        let has_login =
            identity.state == IdentityState::Active && identity.email_verified_at.is_some();
        let kind = match (has_login, state) {
            (true, AffiliationState::Active) => {
                let issuer = &self.settings().issuer;
                return Ok((format!("{issuer}/sign-in?for=client"), None));
            }
            (true, _) => LinkKind::Accept,
            (false, _) => LinkKind::Activate,
        };
        store::identity::links::end_all(tx, identity.id, kind, self.now()).await?;
        let place = AffiliationId::EndUser(end_user);
        let link = self.new_link(tx, kind, identity, Some(place)).await?;
        Ok((link, Some(self.now() + kind.lifetime())))
    }

    /// What her profile allows.
    pub(crate) async fn switches_of(
        &self,
        tx: &mut Tx,
        scope: Scope,
        contact: &Contact,
    ) -> Result<Switches, Broken> {
        Ok(match Profile::kept(&contact.profile) {
            Profile::Revoked => Switches::default(),
            Profile::Admin => Switches::all(),
            Profile::Custom(id) => store::directory::access_profiles::find(tx, scope, id)
                .await?
                .map_or_else(Switches::default, |p| p.switches),
        })
    }
}

/// An end user and whether she may be used already.
#[derive(Clone, Copy)]
struct EndUserPlace(EndUserId, AffiliationState);
