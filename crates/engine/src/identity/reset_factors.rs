//! A lost phone: somebody else takes the second factors away, and the person sets up new ones after
//! a mailed link. The password alone never enrols (attack: whoever has stolen the password waits for
//! the reset).

use super::Administrator;
use crate::access::ExplainRefusal;
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{Secret, Span};
use model::federation::FamilyEnd;
use model::identity::{
    AffiliationId, AffiliationState, Destination, FactorReset, FactorResetRefusal, Flow,
    Identifier, Identity, LinkKind, Population, SignInRefusal, may_reset_factors,
};
use model::operation::{Actor, AuditDraft, Mail};
use store::Tx;

/// A link that was mailed so lately is not mailed again at once.
const LINK_PAUSE: Span = Span::minutes(5);

impl Engine {
    /// Removes authenticators, passkeys, phones and recovery codes of a person of the administrator's partner, ends
    /// all her sessions and tokens, and mails her a link to set up new ones. A second reset mails a
    /// new link. The page asks for a new proof by a factor before it calls this.
    ///
    /// # Errors
    /// [`FactorResetRefusal`].
    pub async fn reset_factors(
        &self,
        admin: &Administrator,
        person: AffiliationId,
    ) -> Result<(), Failure<FactorResetRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let (facts, target) = engine.facts_of_reset(tx, &admin, person).await?;
                    may_reset_factors(facts).map_err(Failure::Refused)?;
                    let target = target.ok_or(Failure::Refused(FactorResetRefusal::Unknown))?;
                    let by = engine.name_of(tx, &admin).await?;
                    let draft = admin.did("factors.reset", person);
                    engine
                        .take_factors(tx, &target, draft, by, &admin.address)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    async fn facts_of_reset(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        person: AffiliationId,
    ) -> Result<(FactorReset, Option<Identity>), Broken> {
        let here = admin.scope.partner();
        let mut facts = FactorReset {
            actor_root: admin.root,
            oneself: false,
            known_here: false,
            root: false,
            elsewhere: false,
            has_any: false,
        };
        let place = store::identity::affiliations::find(tx, person).await?;
        let Some(place) = place.filter(|p| p.partner_id == here) else {
            return Ok((facts, None));
        };
        let id = place.identity_id;
        store::identity::identities::hold(tx, id).await?;
        let Some(target) = store::identity::identities::find(tx, id).await? else {
            return Ok((facts, None));
        };
        let own = match admin.member {
            Some(member) => store::identity::members::find(tx, admin.scope, member).await?,
            None => None,
        };
        let hers = store::identity::members::find_by_identity(tx, admin.scope, id).await?;
        let places = store::identity::affiliations::of_identity(tx, id).await?;
        facts.known_here = true;
        facts.oneself = own.is_some_and(|m| m.identity_id == id);
        facts.root = hers.is_some_and(|m| m.root);
        facts.elsewhere = places
            .iter()
            .any(|p| p.partner_id != here && p.state == AffiliationState::Active);
        facts.has_any = self.has_factors(tx, &target).await?
            || store::identity::identities::enrols_by_mail(tx, id).await?;
        Ok((facts, Some(target)))
    }

    /// The same by the hands of the operator, for the root master and for logins that are used at
    /// several partners.
    ///
    /// # Errors
    /// [`ExplainRefusal::Person`] when nobody of this population has the address.
    pub async fn operator_reset_factors(
        &self,
        population: Population,
        email: &str,
    ) -> Result<(), Failure<ExplainRefusal>> {
        let nobody = || Failure::Refused(ExplainRefusal::Person);
        let Ok(Identifier::Email(key)) = Identifier::parse(email) else {
            return Err(nobody());
        };
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let identity = store::identity::identities::find_by_email(tx, population, &key)
                        .await?
                        .ok_or_else(nobody)?;
                    store::identity::identities::hold(tx, identity.id).await?;
                    let draft =
                        AuditDraft::new(None, Actor::Operator, "factors.reset", identity.id);
                    let by = "whoever runs the server".to_owned();
                    engine.take_factors(tx, &identity, draft, by, "").await?;
                    Ok(())
                })
            })
            .await
    }

    pub(crate) async fn has_factors(
        &self,
        tx: &mut Tx,
        identity: &Identity,
    ) -> Result<bool, Broken> {
        let totp = store::identity::factors::list_totp(tx, identity.id).await?;
        Ok(!totp.is_empty() || store::identity::passkeys::count(tx, identity.id).await? > 0)
    }

    async fn take_factors(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        draft: AuditDraft,
        by: String,
        address: &str,
    ) -> Result<(), Broken> {
        let (id, now) = (identity.id, self.now());
        let totp = store::identity::factors::delete_all_totp(tx, id).await?;
        let passkeys = store::identity::passkeys::delete_all(tx, id).await?;
        let phones = store::identity::phones::delete_all(tx, id).await?;
        let codes = store::identity::factors::count_recovery(tx, id).await?;
        store::identity::factors::replace_recovery(tx, id, &[]).await?;
        store::identity::identities::set_enrol_by_mail(tx, id, true).await?;
        // A sign-in that has its proofs but no session yet must not end in one.
        store::identity::identities::void_proofs(tx, id, now).await?;
        store::identity::devices::forget_all(tx, id).await?;
        for place in store::identity::affiliations::of_identity(tx, id).await? {
            let why = FamilyEnd::FactorsReset;
            store::federation::families::end_of_affiliation(tx, place.id, why, now).await?;
        }
        self.end_all_sessions(tx, id, "factors_reset", address)
            .await?;
        let before = serde_json::json!({
            "authenticators": totp, "passkeys": passkeys, "phones": phones, "recovery_codes": codes,
        });
        self.record(tx, draft.change(before.to_string(), ""));
        self.mail_enrolment(tx, identity, by).await
    }

    /// Mails the link that allows her to enrol anew; the one before it ends.
    async fn mail_enrolment(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        by: String,
    ) -> Result<(), Broken> {
        let kind = LinkKind::Enrol;
        store::identity::links::end_all(tx, identity.id, kind, self.now()).await?;
        let link = self.new_link(tx, kind, identity, None).await?;
        let mail = Mail::FactorsReset {
            display_name: identity.display_name.as_str().to_owned(),
            by,
            link,
            expires: (self.now() + kind.lifetime()).into(),
            when: self.now().into(),
        };
        self.mail_to(tx, identity, mail).await
    }

    /// Mails the link once more when she signs in with her password and it is due.
    pub(crate) async fn mail_enrolment_again(
        &self,
        tx: &mut Tx,
        identity: &Identity,
    ) -> Result<(), Broken> {
        let newest = store::identity::links::newest(tx, identity.id, LinkKind::Enrol).await?;
        if newest.is_some_and(|at| self.now() - at < LINK_PAUSE) {
            return Ok(());
        }
        self.mail_enrolment(tx, identity, String::new()).await
    }

    /// Begins the sign-in that a mailed link to enrol allows: the password is asked for next. The
    /// link is used up; another one comes whenever the password is right and enrolment is due.
    ///
    /// # Errors
    /// [`SignInRefusal::LinkUnknown`], `LinkUsed`, `LinkExpired`, `Deactivated`, `TooManyTries`.
    pub async fn begin_enrolment(
        &self,
        token: &str,
        visitor: &Visitor,
    ) -> Result<Secret<String>, Failure<SignInRefusal>> {
        let mut tx = self.db.read().await?;
        let (_, identity) = self.good_link(&mut tx, token, LinkKind::Enrol).await?;
        drop(tx);
        self.charge_begin(visitor).await?;
        let (engine, now, hash) = (self.clone(), self.now(), self.digest(token));
        let address = visitor.address.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::identity::links::use_up(tx, hash, now).await? {
                        return Err(Failure::Refused(SignInRefusal::LinkUsed));
                    }
                    let email = identity.email.as_str();
                    let mut flow =
                        Flow::begin(Destination::Hub, identity.population, email.to_owned(), now);
                    flow.identified(email, Identifier::Email(identity.email.key()));
                    flow.mailbox_of = Some(identity.id);
                    let actor = Actor::Person(identity.id.to_string());
                    let draft = AuditDraft::new(None, actor, "enrolment.begun", identity.id)
                        .from_address(&address);
                    engine.record(tx, draft);
                    Ok(engine.insert_flow(tx, &flow).await?)
                })
            })
            .await
    }
}
