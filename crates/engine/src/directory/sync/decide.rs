//! Answers to questions about records of a PSA.

use super::apply::facts;
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{ConflictId, ContactId, Refusal, RefusalKind};
use model::directory::sync::{Conflict, ConflictKind, Decision, Record, merged, moved_to};
use model::directory::{
    CompanyState, ContactState, PsaCompany, PsaConnection, PsaContact, REVOKED, email_key,
};
use store::Tx;
use store::directory::psa_conflicts::HeldConflict;
use store::directory::{
    companies, company_mappings, contacts, psa_conflicts, psa_connections, psa_due, psa_mirror,
    psa_sync,
};

/// Why a question is not answered so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecideRefusal {
    /// There is no such connection at this partner.
    UnknownConnection,
    /// There is no such question at this partner.
    Unknown,
    /// The facts raise it no more.
    Over,
    /// It takes other answers.
    OtherAnswers,
    /// Nobody knows where the people of the company went.
    NowhereToFollow,
    /// The company that took over its people is mapped already.
    FollowedAlready,
    /// Single sites of the company were mapped: following would let people of other sites in.
    SitesWent,
}

impl Refusal for DecideRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownConnection => "psa_connection_unknown",
            Self::Unknown => "psa_conflict_unknown",
            Self::Over => "psa_conflict_over",
            Self::OtherAnswers => "psa_conflict_other_answers",
            Self::NowhereToFollow => "psa_conflict_nowhere_to_follow",
            Self::FollowedAlready => "psa_conflict_followed_already",
            Self::SitesWent => "psa_conflict_sites_went",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::UnknownConnection => "There is no such connection.",
            Self::Unknown => "There is no such question.",
            Self::Over => "This question is over: the facts are others now.",
            Self::OtherAnswers => "This question takes other answers.",
            Self::NowhereToFollow => "Nobody knows where the people of this company went.",
            Self::FollowedAlready => "The company that took over its people is mapped already.",
            Self::SitesWent => "Single sites of this company were mapped, and they went with it.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::UnknownConnection | Self::Unknown => "Look at the list again.",
            Self::Over => "Nothing needs to be done.",
            Self::OtherAnswers => "Choose one of the answers that the question shows.",
            Self::NowhereToFollow => "Map the company by hand to the one that took its place.",
            Self::FollowedAlready => {
                "Delete this mapping, or map it to a site of the other company."
            }
            Self::SitesWent => {
                "Map your companies by hand to sites of the company that took over its people."
            }
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::UnknownConnection | Self::Unknown => RefusalKind::Absent,
            Self::Over | Self::FollowedAlready | Self::SitesWent => RefusalKind::Conflict,
            Self::OtherAnswers | Self::NowhereToFollow => RefusalKind::Invalid,
        }
    }
}

type Decided = Result<(), Failure<DecideRefusal>>;

impl Engine {
    /// Answers a question, and does what follows. None takes an answer back that had no effect but to be
    /// noted.
    ///
    /// # Errors
    /// [`DecideRefusal`].
    pub async fn decide_psa_conflict(
        &self,
        admin: &Administrator,
        id: ConflictId,
        decision: Option<Decision>,
    ) -> Decided {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| Box::pin(async move { engine.decide(tx, &admin, id, decision).await }))
            .await?;
        self.nudge_psa.notify_one();
        Ok(())
    }

    async fn decide(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: ConflictId,
        decision: Option<Decision>,
    ) -> Decided {
        let now = self.now();
        let refuse = |refusal| Err(Failure::Refused(refusal));
        let Some(held) = psa_conflicts::find(tx, admin.scope, id).await? else {
            return refuse(DecideRefusal::Unknown);
        };
        let Some(connection) = psa_connections::find(tx, admin.scope, held.connection_id).await?
        else {
            return refuse(DecideRefusal::UnknownConnection);
        };
        // A plan that was made before the answer must not be carried out after it.
        psa_sync::lock(tx, connection.id).await?;
        let Some(held) = psa_conflicts::find(tx, admin.scope, id).await? else {
            return refuse(DecideRefusal::Unknown);
        };
        if !held.open {
            return refuse(DecideRefusal::Over);
        }
        let kind = held.conflict.kind;
        if decision.is_some_and(|d| !kind.decisions().contains(&d)) {
            return refuse(DecideRefusal::OtherAnswers);
        }
        match decision {
            Some(Decision::SamePerson) => self.join(tx, admin, &connection, &held.conflict).await?,
            Some(Decision::Follow) => self.follow(tx, admin, &connection, &held).await?,
            Some(Decision::Deactivate) => self.deactivate(tx, admin, &held).await?,
            Some(Decision::Keep) if kind == ConflictKind::NameTaken => {
                for mut mapping in
                    company_mappings::of_psa_company(tx, connection.id, held.psa_company).await?
                {
                    mapping.follows = false;
                    company_mappings::change(tx, &mapping).await?;
                }
            }
            Some(Decision::SameCompany) => know_again(tx, &connection, held.psa_company).await?,
            Some(Decision::OtherCompany) => {
                for mapping in
                    company_mappings::of_psa_company(tx, connection.id, held.psa_company).await?
                {
                    company_mappings::delete(tx, admin.scope, mapping.id).await?;
                }
            }
            Some(Decision::Believe) => psa_sync::hurry(tx, connection.id, now, true).await?,
            Some(Decision::Apart | Decision::Keep) | None => {}
        }
        let by = admin.actor.text();
        psa_conflicts::decide(tx, admin.scope, id, decision, (&by, now)).await?;
        if held.psa_company != 0 {
            psa_due::mark(tx, connection.id, held.psa_company).await?;
        }
        let before = held.decision.map_or("", Decision::as_str);
        let entry = admin
            .did("psa.conflict_decided", id)
            .because(format!("{}: {}", kind.title(), held.conflict.detail))
            .change(before, decision.map_or("", Decision::as_str));
        self.record(tx, entry);
        Ok(())
    }

    /// Makes one contact of all who have an address and are active. She has access by nobody's profile
    /// unless all of them had the same.
    async fn join(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        connection: &PsaConnection,
        conflict: &Conflict,
    ) -> Decided {
        let mut people = Vec::new();
        for id in contacts::with_email(tx, admin.scope, &conflict.subject).await? {
            if let Some(contact) = contacts::find(tx, admin.scope, id).await?
                && contact.state == ContactState::Active
            {
                people.push(contact);
            }
        }
        let Some((keeper, others)) = people.split_first() else {
            return Err(Failure::Refused(DecideRefusal::Over));
        };
        for other in others {
            for mut source in contacts::sources(tx, other.id).await? {
                source.contact_id = keeper.id;
                contacts::update_source(tx, &source).await?;
            }
            contacts::delete(tx, admin.scope, other.id).await?;
            let entry = admin
                .did("contact.joined", other.id)
                .change(other.display_name(), keeper.id.to_string());
            self.record(tx, entry);
        }
        if others.iter().any(|o| o.profile != keeper.profile) && keeper.profile != REVOKED {
            contacts::set_profile(tx, admin.scope, keeper.id, REVOKED).await?;
            let entry = admin
                .did("contact.profile_changed", keeper.id)
                .because("the joined contacts had different profiles")
                .change(keeper.profile.as_str(), REVOKED);
            self.record(tx, entry);
        }
        self.merge_again(tx, admin, keeper.id).await?;
        // They may have had more than one address together.
        let mut keys: Vec<String> = people
            .iter()
            .flat_map(|p| p.emails.iter().map(|e| email_key(e)))
            .chain([conflict.subject.clone()])
            .collect();
        keys.sort();
        keys.dedup();
        self.judge_emails(tx, connection, &keys).await?;
        Ok(())
    }

    async fn merge_again(&self, tx: &mut Tx, admin: &Administrator, id: ContactId) -> Decided {
        let mut sources = Vec::new();
        for source in contacts::sources(tx, id).await? {
            let row =
                psa_mirror::find::<PsaContact>(tx, source.connection_id, source.psa_id).await?;
            let record = row.map(|r| Record {
                contact: r.row,
                gone: r.gone_at.is_some(),
            });
            sources.push((source, record));
        }
        if let Some(merged) = merged(&sources)
            && let Some(mut contact) = contacts::find(tx, admin.scope, id).await?
        {
            merged.write(&mut contact);
            contact.synced_at = self.now();
            contacts::update(tx, &contact).await?;
        }
        Ok(())
    }

    async fn follow(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        connection: &PsaConnection,
        held: &HeldConflict,
    ) -> Decided {
        let facts = facts(tx, connection, held.psa_company).await?;
        let Some((to, _)) = moved_to(&facts) else {
            return Err(Failure::Refused(DecideRefusal::NowhereToFollow));
        };
        let there = psa_mirror::find::<PsaCompany>(tx, connection.id, to).await?;
        let Some(there) = there.filter(|c| c.gone_at.is_none()) else {
            return Err(Failure::Refused(DecideRefusal::NowhereToFollow));
        };
        let taken = company_mappings::of_psa_company(tx, connection.id, to).await?;
        if taken.iter().any(|m| m.psa_site.is_none()) {
            return Err(Failure::Refused(DecideRefusal::FollowedAlready));
        }
        let whole = facts.mappings.iter().find(|(m, _)| m.psa_site.is_none());
        if whole.is_none() && !facts.mappings.is_empty() {
            return Err(Failure::Refused(DecideRefusal::SitesWent));
        }
        if let Some((mapping, _)) = whole {
            let mut mapping = mapping.clone();
            mapping.psa_company = to;
            mapping.known_name = there.row.name.clone();
            mapping.known_identifier = there.row.identifier.clone();
            company_mappings::change(tx, &mapping).await?;
            let entry = admin
                .did("company_mapping.changed", mapping.id)
                .change(held.psa_company.to_string(), to.to_string());
            self.record(tx, entry);
        }
        psa_due::mark(tx, connection.id, to).await?;
        Ok(())
    }

    async fn deactivate(&self, tx: &mut Tx, admin: &Administrator, held: &HeldConflict) -> Decided {
        let mappings =
            company_mappings::of_psa_company(tx, held.connection_id, held.psa_company).await?;
        for mapping in mappings {
            if let Some(mut own) = companies::find(tx, admin.scope, mapping.company_id).await? {
                let before = own.state;
                own.state = CompanyState::Deactivated;
                companies::update(tx, admin.scope, &own).await?;
                let entry = admin
                    .did("company.deactivated", own.id)
                    .change(before.as_str(), own.state.as_str());
                self.record(tx, entry);
            }
        }
        Ok(())
    }
}

/// The mappings of a company take note of its names as they are now.
async fn know_again(tx: &mut Tx, connection: &PsaConnection, psa_company: i64) -> Decided {
    let Some(held) = psa_mirror::find::<PsaCompany>(tx, connection.id, psa_company).await? else {
        return Ok(());
    };
    for mut mapping in company_mappings::of_psa_company(tx, connection.id, psa_company).await? {
        mapping.known_name.clone_from(&held.row.name);
        mapping.known_identifier.clone_from(&held.row.identifier);
        company_mappings::change(tx, &mapping).await?;
    }
    Ok(())
}
