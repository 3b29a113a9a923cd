//! Groups, members and end users of a set-up file.

use super::file::{GroupFile, PersonFile, SetUp};
use super::{ApplyFault, Work};
use crate::identity::{Invitation, Place};
use crate::{Broken, Engine};
use kernel::{DisplayName, EmailAddress, FactorId, GroupId, IdentityId, Scope, Username};
use model::access::Group;
use model::directory::Company;
use model::identity::{
    AffiliationId, AffiliationState, HubRole, Identity, IdentityState, Population, TotpFactor,
};
use model::operation::Actor;
use std::collections::{BTreeMap, BTreeSet};
use store::Tx;

fn hash_key(population: Population, email: &EmailAddress) -> String {
    format!("{}:{}", population.as_str(), email.key())
}

impl Engine {
    /// Hashes the first passwords that will be needed, before the transaction.
    pub(super) async fn first_passwords(
        &self,
        set_up: &SetUp,
    ) -> Result<BTreeMap<String, String>, Broken> {
        let mut hashes = BTreeMap::new();
        let people = set_up.partners.iter().flat_map(|p| {
            let staff = p.member.iter().map(|m| (Population::Staff, m));
            staff.chain(
                p.company
                    .iter()
                    .flat_map(|c| &c.end_user)
                    .map(|e| (Population::Client, e)),
            )
        });
        for (population, person) in people {
            let (Some(credentials), Ok(email)) = (
                &person.credentials,
                EmailAddress::parse(person.email.get_ref()),
            ) else {
                continue;
            };
            let mut tx = self.db.read().await?;
            let known =
                store::identity::identities::find_by_email(&mut tx, population, &email.key())
                    .await?;
            drop(tx);
            if known.is_none_or(|i| i.password_hash.is_none()) {
                let hashed = self
                    .hashing
                    .hash(credentials.password.clone(), self.chance())
                    .await;
                hashes.insert(
                    hash_key(population, &email),
                    hashed.map_err(|_| Broken::Damaged("hashing pool"))??,
                );
            }
        }
        Ok(hashes)
    }
}

impl Work<'_> {
    pub(super) async fn group(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
        wanted: &GroupFile,
    ) -> Result<(), ApplyFault> {
        let name = DisplayName::parse(wanted.name.get_ref())
            .map_err(|f| self.fault(wanted.line, f.to_string()))?;
        let key = kernel::name::name_key(name.as_str());
        if store::access::groups::find_by_key(tx, scope, &key)
            .await?
            .is_none()
        {
            let now = self.engine.now();
            let group = Group {
                id: GroupId::new(now, self.engine.chance()),
                partner_id: scope.partner(),
                name,
                description: String::new(),
                rule: None,
                created_at: now,
            };
            store::access::groups::insert(tx, &group).await?;
            self.note(
                tx,
                Some(scope.partner()),
                '+',
                "group.made",
                format!("group {}", group.name.as_str()),
            )
            .await?;
        }
        Ok(())
    }

    pub(super) async fn member(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
        wanted: &PersonFile,
    ) -> Result<(), ApplyFault> {
        let (email, display_name) = self.person(wanted)?;
        let hub_role = match &wanted.role {
            None => HubRole::User,
            Some(word) => HubRole::parse(word)
                .ok_or_else(|| self.fault(wanted.line, "role is one of master, billing, user"))?,
        };
        let username = wanted
            .username
            .as_deref()
            .map(Username::parse)
            .transpose()
            .map_err(|f| self.fault(wanted.line, f.to_string()))?;
        let identity =
            store::identity::identities::find_by_email(tx, Population::Staff, &email.key()).await?;
        let known = match &identity {
            Some(identity) => {
                store::identity::members::find_by_identity(tx, scope, identity.id).await?
            }
            None => None,
        };
        if let Some(name) = &username {
            let holder =
                store::identity::members::find_by_username(tx, scope, name.as_str()).await?;
            if holder.is_some_and(|h| known.as_ref().is_none_or(|k| k.id != h.id)) {
                return Err(self.fault(
                    wanted.line,
                    format!("the username {} belongs to another member", name.as_str()),
                ));
            }
        }
        let id = match known {
            None => {
                let root = hub_role == HubRole::Master && !self.has_root(tx, scope).await?;
                if root && wanted.deactivated() {
                    return Err(self.fault(
                        wanted.line,
                        "the first master of a partner is its root master and cannot be deactivated",
                    ));
                }
                let place = Place::Member {
                    username,
                    hub_role,
                    root,
                };
                let mail = self.needs_mail(Population::Staff, &email, wanted);
                let (id, identity) = self
                    .invite(tx, scope, &email, display_name, place, mail)
                    .await?;
                self.first_credentials(tx, wanted, identity, id).await?;
                if wanted.deactivated()
                    && let Some(made) =
                        store::identity::members::find_by_identity(tx, scope, identity).await?
                {
                    let state = self.next_state(made.state, wanted);
                    let member = model::identity::Member { state, ..made };
                    self.update_member(tx, scope, &member).await?;
                }
                id
            }
            Some(known) => {
                let id = AffiliationId::Member(known.id);
                let state = self.next_state(known.state, wanted);
                if known.root && (wanted.deactivated() || hub_role != HubRole::Master) {
                    return Err(self.fault(
                        wanted.line,
                        "the root master cannot be deactivated or lose the role master",
                    ));
                }
                let before = (known.username.clone(), known.hub_role, known.state);
                let after = (username.or(known.username.clone()), hub_role, state);
                if before != after {
                    let member = model::identity::Member {
                        username: after.0.clone(),
                        hub_role,
                        state,
                        ..known
                    };
                    self.update_member(tx, scope, &member).await?;
                    let text = format!(
                        "member {email}: {} {} -> {} {}",
                        before.1.as_str(),
                        before.2.as_str(),
                        after.1.as_str(),
                        after.2.as_str()
                    );
                    self.note(tx, Some(scope.partner()), '~', "member.changed", text)
                        .await?;
                    self.after_state_change(tx, before.2, state, member.identity_id, id)
                        .await?;
                }
                self.rename(tx, scope, identity, &display_name).await?;
                self.first_credentials(tx, wanted, known.identity_id, id)
                    .await?;
                id
            }
        };
        match &wanted.groups {
            Some(groups) => self.groups_of(tx, scope, id, groups, wanted).await,
            None => Ok(()),
        }
    }

    pub(super) async fn end_user(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
        company: &Company,
        wanted: &PersonFile,
    ) -> Result<(), ApplyFault> {
        let (email, display_name) = self.person(wanted)?;
        if wanted.role.is_some() || wanted.username.is_some() {
            return Err(self.fault(wanted.line, "an end user has neither role nor username"));
        }
        let identity =
            store::identity::identities::find_by_email(tx, Population::Client, &email.key())
                .await?;
        let known = match &identity {
            Some(identity) => {
                store::identity::end_users::find(tx, scope, company.id, identity.id).await?
            }
            None => None,
        };
        let id = match known {
            None => {
                let mail = self.needs_mail(Population::Client, &email, wanted);
                let place = Place::EndUser {
                    company: company.id,
                };
                let (id, identity) = self
                    .invite(tx, scope, &email, display_name, place, mail)
                    .await?;
                self.first_credentials(tx, wanted, identity, id).await?;
                if wanted.deactivated()
                    && let Some(made) =
                        store::identity::end_users::find(tx, scope, company.id, identity).await?
                {
                    let state = self.next_state(made.state, wanted);
                    let end_user = model::identity::EndUser { state, ..made };
                    store::identity::end_users::update(tx, scope, &end_user).await?;
                }
                id
            }
            Some(known) => {
                let id = AffiliationId::EndUser(known.id);
                let state = self.next_state(known.state, wanted);
                if state != known.state {
                    let text = format!(
                        "end user {email}: {} -> {}",
                        known.state.as_str(),
                        state.as_str()
                    );
                    let end_user = model::identity::EndUser {
                        state,
                        ..known.clone()
                    };
                    store::identity::end_users::update(tx, scope, &end_user).await?;
                    self.note(tx, Some(scope.partner()), '~', "end_user.changed", text)
                        .await?;
                    self.after_state_change(tx, known.state, state, known.identity_id, id)
                        .await?;
                }
                self.rename(tx, scope, identity, &display_name).await?;
                self.first_credentials(tx, wanted, known.identity_id, id)
                    .await?;
                id
            }
        };
        match &wanted.groups {
            Some(groups) => self.groups_of(tx, scope, id, groups, wanted).await,
            None => Ok(()),
        }
    }

    fn person(&self, wanted: &PersonFile) -> Result<(EmailAddress, DisplayName), ApplyFault> {
        let email = EmailAddress::parse(wanted.email.get_ref())
            .map_err(|f| self.fault(wanted.line, f.to_string()))?;
        let name =
            DisplayName::parse(&wanted.name).map_err(|f| self.fault(wanted.line, f.to_string()))?;
        Ok((email, name))
    }

    /// Whoever gets her first credentials from the file needs no link, and a deactivated person
    /// could not use one.
    fn needs_mail(
        &self,
        population: Population,
        email: &EmailAddress,
        wanted: &PersonFile,
    ) -> bool {
        !self.hashes.contains_key(&hash_key(population, email)) && !wanted.deactivated()
    }

    /// A file does not activate who has not activated herself; it brings back whom it deactivated.
    fn next_state(&self, known: AffiliationState, wanted: &PersonFile) -> AffiliationState {
        use AffiliationState::{Active, Deactivated, Invited, Withdrawn};
        match (known, wanted.deactivated()) {
            (Invited | Withdrawn, true) => Withdrawn,
            (Active | Deactivated, true) => Deactivated,
            (Withdrawn, false) => Invited,
            (Deactivated, false) => Active,
            (other, false) => other,
        }
    }

    /// What a new state brings with it: whose withdrawn invitation is brought back gets a new link,
    /// and whoever was deactivated loses all access at once.
    async fn after_state_change(
        &mut self,
        tx: &mut Tx,
        before: AffiliationState,
        after: AffiliationState,
        identity: IdentityId,
        id: AffiliationId,
    ) -> Result<(), ApplyFault> {
        use AffiliationState::{Active, Deactivated, Invited, Withdrawn};
        match (before, after) {
            (_, Deactivated | Withdrawn) => self.end_access(tx, identity, id).await,
            (Withdrawn, Invited) => {
                if let Some(identity) = store::identity::identities::find(tx, identity).await? {
                    self.engine.mail_link(tx, &identity, Some(id)).await?;
                }
                Ok(())
            }
            (_, Active | Invited) => Ok(()),
        }
    }

    async fn update_member(
        &self,
        tx: &mut Tx,
        scope: Scope,
        member: &model::identity::Member,
    ) -> Result<(), ApplyFault> {
        if let Some(identity) = store::identity::identities::find(tx, member.identity_id).await? {
            store::identity::members::update(tx, scope, member, &identity, self.engine.now())
                .await?;
            self.engine
                .apply_rules_to(tx, scope, &Actor::Operator, member, &identity)
                .await?;
            let place = AffiliationId::Member(member.id);
            self.engine.mark_person(tx, scope, place, None).await?;
        }
        Ok(())
    }

    async fn has_root(&self, tx: &mut Tx, scope: Scope) -> Result<bool, ApplyFault> {
        let mut after = None;
        loop {
            let page = store::identity::members::list(tx, scope, after, 500).await?;
            if page.iter().any(|m| m.root) {
                return Ok(true);
            }
            match page.last() {
                Some(last) => after = Some(last.id),
                None => return Ok(false),
            }
        }
    }

    async fn invite(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
        email: &EmailAddress,
        display_name: DisplayName,
        place: Place,
        mail: bool,
    ) -> Result<(AffiliationId, IdentityId), ApplyFault> {
        let kind = if matches!(place, Place::Member { .. }) {
            "member"
        } else {
            "end user"
        };
        let invitation = Invitation {
            email: email.clone(),
            display_name,
            place,
            mail,
        };
        let made = self
            .engine
            .invite(tx, scope, Actor::Operator, invitation)
            .await?;
        self.changes.push(super::Change {
            sign: '+',
            text: format!("{kind} {email}"),
        });
        Ok(made)
    }

    async fn rename(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
        identity: Option<Identity>,
        name: &DisplayName,
    ) -> Result<(), ApplyFault> {
        // Once she has activated, her name is hers to change, not the file's.
        match identity {
            Some(identity)
                if identity.state == IdentityState::Invited && identity.display_name != *name =>
            {
                let text = format!(
                    "{}: name {} -> {}",
                    identity.email,
                    identity.display_name.as_str(),
                    name.as_str()
                );
                let identity = Identity {
                    display_name: name.clone(),
                    ..identity
                };
                store::identity::identities::update(tx, &identity, self.engine.now()).await?;
                self.engine.mark_identity(tx, identity.id).await?;
                self.note(tx, Some(scope.partner()), '~', "person.renamed", text)
                    .await
            }
            _ => Ok(()),
        }
    }

    async fn first_credentials(
        &mut self,
        tx: &mut Tx,
        wanted: &PersonFile,
        identity: IdentityId,
        id: AffiliationId,
    ) -> Result<(), ApplyFault> {
        let Some(credentials) = &wanted.credentials else {
            return Ok(());
        };
        let Some(identity) = store::identity::identities::find(tx, identity).await? else {
            return Ok(());
        };
        let key = hash_key(identity.population, &identity.email);
        let Some(hash) = self.hashes.get(&key).cloned() else {
            // She has a password of her own: the file has no say in it, and her place waits for her.
            return Ok(());
        };
        if identity.password_hash.is_some() {
            // Set a moment ago, for another place of hers in the same file.
            store::identity::affiliations::accept(tx, id).await?;
            self.engine.mark_place(tx, id).await?;
            return Ok(());
        }
        let secret = protocol::totp::from_base32(credentials.totp_secret.reveal())
            .filter(|s| s.len() >= 16)
            .ok_or_else(|| {
                self.fault(
                    wanted.line,
                    "totp_secret is base32 of at least 16 bytes (26 characters)",
                )
            })?;
        let now = self.engine.now();
        let identity = Identity {
            password_hash: Some(hash),
            email_verified_at: Some(now),
            state: IdentityState::Active,
            ..identity
        };
        store::identity::identities::update(tx, &identity, now).await?;
        store::identity::affiliations::accept(tx, id).await?;
        self.engine.mark_identity(tx, identity.id).await?;
        let factor_id = FactorId::new(now, self.engine.chance());
        let sealed_secret = self.engine.sealer.seal(
            crate::identity::totp_place(&factor_id),
            &secret,
            self.engine.chance(),
        )?;
        let factor = TotpFactor {
            id: factor_id,
            identity_id: identity.id,
            sealed_secret,
            last_step: -1,
            confirmed_at: now,
            last_used_at: now,
        };
        store::identity::factors::insert_totp(tx, &factor).await?;
        let text = format!("first credentials of {}", identity.email);
        self.note(tx, None, '+', "person.first_credentials", text)
            .await
    }

    async fn groups_of(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
        id: AffiliationId,
        wanted: &[String],
        person: &PersonFile,
    ) -> Result<(), ApplyFault> {
        let known = store::access::groups::of_affiliation(tx, scope, id).await?;
        let mut keep = BTreeSet::new();
        for name in wanted {
            let group =
                store::access::groups::find_by_key(tx, scope, &kernel::name::name_key(name))
                    .await?
                    .ok_or_else(|| {
                        self.fault(
                            person.line,
                            format!("there is no group {name:?}; add it with [[partner.group]]"),
                        )
                    })?;
            if store::access::groups::add(tx, &group, id).await? {
                self.engine.mark_place(tx, id).await?;
                let text = format!(
                    "{} in group {}",
                    person.email.get_ref(),
                    group.name.as_str()
                );
                self.note(tx, Some(scope.partner()), '+', "group.joined", text)
                    .await?;
            }
            keep.insert(group.id);
        }
        for group in known.iter().filter(|g| !keep.contains(&g.id)) {
            store::access::groups::remove(tx, group, id.bytes()).await?;
            self.engine.mark_place(tx, id).await?;
            let text = format!(
                "{} in group {}",
                person.email.get_ref(),
                group.name.as_str()
            );
            self.note(tx, Some(scope.partner()), '-', "group.left", text)
                .await?;
        }
        Ok(())
    }
}
