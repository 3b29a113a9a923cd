//! The report of an offboarding: what is proved, and what is still owed by whom.

use crate::identity::Administrator;
use crate::{Broken, Engine};
use kernel::{MemberId, OffboardingId, Timestamp};
use model::access::{Outcome, ProvisionState};
use model::identity::{
    AccountFacts, AccountToEnd, AffiliationId, EndState, Offboarding, OffboardingStanding, Telling,
    account_end, telling_end,
};
use serde_json::{Value, json};
use store::Tx;

/// Entries of one page of the list.
pub const OFFBOARDINGS: i64 = 50;

/// What became of an account.
#[derive(Clone, Debug)]
pub struct AccountEnd {
    /// The account.
    pub account: AccountToEnd,
    /// What is known of it.
    pub state: EndState,
    /// What came of the hub's work last.
    pub outcome: Option<Outcome>,
    /// The module's own words, or why it is tried again.
    pub fault: String,
}

/// An offboarding with what is known at this moment.
#[derive(Clone, Debug)]
pub struct OffboardingReport {
    /// What was done.
    pub offboarding: Offboarding,
    /// Where the whole stands.
    pub standing: OffboardingStanding,
    /// Accounts at linked tenants.
    pub accounts: Vec<AccountEnd>,
    /// Modules that were to be told.
    pub tellings: Vec<(Telling, EndState)>,
    /// When this was asked.
    pub at: Timestamp,
}

impl OffboardingReport {
    /// The `typ` of a signed report.
    pub const TYP: &'static str = "offboarding-report+jwt";

    /// The report as the claims of its signature.
    pub fn claims(&self, issuer: &str) -> Value {
        let o = &self.offboarding;
        let state = |state: EndState| match state {
            EndState::Proved(at) => json!({ "state": "proved", "proved_at": at.rfc3339() }),
            other => json!({ "state": other.as_str() }),
        };
        let accounts: Vec<Value> = self
            .accounts
            .iter()
            .map(|a| {
                let mut line = state(a.state);
                line["module"] = a.account.module.clone().into();
                line["tenant"] = a.account.tenant.clone().into();
                line["account"] = a.account.remote_id.clone().into();
                line["outcome"] = a.outcome.map(Outcome::as_str).into();
                line["fault"] = a.fault.clone().into();
                line
            })
            .collect();
        let told: Vec<Value> = self
            .tellings
            .iter()
            .map(|(telling, known)| {
                let mut line = state(*known);
                line["module"] = telling.module.clone().into();
                line["by"] = telling.kind.as_str().into();
                line["told_at"] = telling.told_at.map(Timestamp::rfc3339).into();
                line["fault"] = telling.fault.clone().into();
                line
            })
            .collect();
        json!({
            "iss": issuer,
            "iat": self.at.unix_seconds(),
            "jti": o.id.to_string(),
            "partner": o.partner_id.to_string(),
            "member": { "id": o.member_id.to_string(), "name": o.display_name, "email": o.email },
            "by": { "actor": o.actor, "name": o.actor_name },
            "reason": o.reason,
            "deletes": o.deletes,
            "begun_at": o.begun_at.rfc3339(),
            "brought_back_at": o.over_at.map(Timestamp::rfc3339),
            "standing": self.standing.as_str(),
            "hub": {
                "state": "proved",
                "proved_at": o.begun_at.rfc3339(),
                "sessions_ended": o.found.sessions,
            },
            "modules": o.found.modules,
            "told": told,
            "accounts": accounts,
            "by_hand": o.found.unseen,
            "api_keys": o.found.api_keys,
        })
    }
}

impl Engine {
    /// The report of an offboarding as things are now; none for one that this partner does not have.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn offboarding(
        &self,
        admin: &Administrator,
        id: OffboardingId,
    ) -> Result<Option<OffboardingReport>, Broken> {
        let mut tx = self.db.read().await?;
        match store::identity::offboardings::find(&mut tx, admin.scope, id).await? {
            Some(found) => Ok(Some(self.report_on(&mut tx, admin, found).await?)),
            None => Ok(None),
        }
    }

    /// The offboardings of a partner, newest first, before one of them; one more than a page when
    /// there is a next page.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn offboardings(
        &self,
        admin: &Administrator,
        text: &str,
        before: Option<OffboardingId>,
        limit: i64,
    ) -> Result<Vec<OffboardingReport>, Broken> {
        let mut tx = self.db.read().await?;
        let found =
            store::identity::offboardings::list(&mut tx, admin.scope, text, before, limit).await?;
        let mut reports = Vec::with_capacity(found.len());
        for offboarding in found {
            reports.push(self.report_on(&mut tx, admin, offboarding).await?);
        }
        Ok(reports)
    }

    /// The last offboarding of a member that goes on still.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn offboarding_of(
        &self,
        admin: &Administrator,
        member: MemberId,
    ) -> Result<Option<OffboardingId>, Broken> {
        let mut tx = self.db.read().await?;
        let all = store::identity::offboardings::of_member(&mut tx, admin.scope, member).await?;
        Ok(all.iter().find(|o| o.over_at.is_none()).map(|o| o.id))
    }

    /// The report, signed by the hub, so that whoever gets it can tell that nobody has changed it.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn sign_offboarding(
        &self,
        admin: &Administrator,
        report: &OffboardingReport,
    ) -> Result<String, Broken> {
        let claims = report.claims(&self.settings().issuer);
        let subject = report.offboarding.id.to_string();
        self.sign_statement(admin, OffboardingReport::TYP, &subject, &claims)
            .await
    }

    async fn report_on(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        offboarding: Offboarding,
    ) -> Result<OffboardingReport, Broken> {
        use store::access::provisioning_list::of_person;
        let place = AffiliationId::Member(offboarding.member_id);
        let tasks = of_person(tx, admin.scope, place, self.now()).await?;
        let accounts: Vec<AccountEnd> = offboarding
            .found
            .accounts
            .iter()
            .map(|account| {
                let task = tasks.iter().find(|t| t.link_id == account.link);
                let facts = AccountFacts {
                    ends: account.ends,
                    bound: account.remote_id.is_some(),
                    task: task.map(|t| (t.state, t.outcome, t.proved_at)),
                    begun_at: offboarding.begun_at,
                };
                let finished = task.is_some_and(|t| t.state == ProvisionState::InStep);
                AccountEnd {
                    state: account_end(&facts),
                    outcome: task.and_then(|t| t.outcome),
                    fault: match task {
                        Some(task) if !finished => task.fault.clone(),
                        _ => String::new(),
                    },
                    account: account.clone(),
                }
            })
            .collect();
        let tellings: Vec<(Telling, EndState)> =
            store::identity::offboardings::tellings(tx, offboarding.id)
                .await?
                .into_iter()
                .map(|telling| {
                    let known = telling_end(&telling);
                    (telling, known)
                })
                .collect();
        let mut lines: Vec<EndState> = accounts.iter().map(|a| a.state).collect();
        lines.extend(tellings.iter().map(|(_, known)| *known));
        lines.extend(offboarding.found.unseen.iter().map(|_| EndState::ByHand));
        Ok(OffboardingReport {
            standing: OffboardingStanding::of(offboarding.over_at.is_some(), &lines),
            accounts,
            tellings,
            at: self.now(),
            offboarding,
        })
    }
}
