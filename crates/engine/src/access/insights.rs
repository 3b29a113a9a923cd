//! Insights: what is worth a look at each linked module, and whom or what it is about.

use crate::identity::Administrator;
use crate::{Broken, Engine};
use kernel::{LinkId, Span, Timestamp};
use model::access::{
    AccountLink, Insight, InsightFacts, LinkState, ModuleAccount, ModuleLink, ProvisionState,
    STALE_DAYS, insights,
};
use model::identity::{AffiliationId, AffiliationState, Population};
use std::collections::{BTreeMap, BTreeSet};
use store::Tx;
use store::access::accounts::key_of;
use store::access::readiness::PersonFacts;
use unified_login::Manifest;

/// People that are read at once.
const STEP: i64 = 2_000;

/// What is worth a look at one linked tenant.
#[derive(Clone, Debug)]
pub struct LinkInsights {
    /// The link.
    pub link: ModuleLink,
    /// The module's name in My Modules.
    pub module: String,
    /// What was counted.
    pub facts: InsightFacts,
    /// What is worth a look, the most important first.
    pub found: Vec<Insight>,
}

/// Somebody, or an account, that an insight is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsightLine {
    /// The person at the hub; none for an account of nobody.
    pub person: Option<AffiliationId>,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// When it was last used, where that is what it is about.
    pub last_used_at: Option<Timestamp>,
}

type People = BTreeMap<AffiliationId, PersonFacts>;

/// Everything of one link that insights are made of.
struct Gathered<'a> {
    link: &'a ModuleLink,
    manifest: Option<Manifest>,
    people: Vec<&'a PersonFacts>,
    bonds: BTreeMap<AffiliationId, AccountLink>,
    accounts: Vec<ModuleAccount>,
    /// Addresses and usernames of everybody at the hub.
    known: &'a BTreeSet<String>,
    now: Timestamp,
}

impl Gathered<'_> {
    fn stale(&self, at: Timestamp) -> bool {
        at <= Timestamp(self.now.0 - Span::days(STALE_DAYS).0)
    }

    /// The bonds by the account that they are of.
    fn by_account(&self) -> BTreeMap<&str, &AccountLink> {
        let bonds = self.bonds.values();
        bonds.map(|b| (b.remote_id.as_str(), b)).collect()
    }

    fn not_linked(&self, person: &PersonFacts) -> bool {
        !self.bonds.contains_key(&person.id)
    }

    fn unused(&self, person: &PersonFacts) -> bool {
        let bond = self.bonds.get(&person.id);
        bond.is_some_and(|b| {
            self.stale(b.created_at) && b.last_used_at.is_none_or(|t| self.stale(t))
        })
    }

    fn last_use(&self, account: &ModuleAccount, bond: Option<&AccountLink>) -> Option<Timestamp> {
        account
            .last_local_login_at
            .max(bond.and_then(|b| b.last_used_at))
    }

    fn high(&self, account: &ModuleAccount) -> bool {
        let Some(manifest) = &self.manifest else {
            return false;
        };
        let high = |key: &String| {
            manifest
                .role(key)
                .is_some_and(|r| r.high || r.security_admin)
        };
        account.made_by_hub && account.roles.iter().any(high)
    }

    fn nobodys(&self, account: &ModuleAccount, bond: Option<&AccountLink>) -> bool {
        bond.is_none()
            && !self.known.contains(&key_of(&account.email))
            && !self.known.contains(&key_of(&account.username))
    }

    fn facts(&self) -> InsightFacts {
        let by_account = self.by_account();
        let mut facts = InsightFacts {
            require: self.link.policy.require_unified_login,
            last_seen_at: self.link.last_seen_at,
            imported_at: self.link.imported_at,
            ..InsightFacts::default()
        };
        for person in &self.people {
            facts.people += 1;
            facts.with_factor += i64::from(person.has_factor);
            facts.not_linked += i64::from(self.not_linked(person));
            facts.unused += i64::from(self.unused(person));
        }
        for account in self.accounts.iter().filter(|a| a.active) {
            let bond = by_account.get(account.remote_id.as_str()).copied();
            let last = self.last_use(account, bond);
            facts.admins += i64::from(account.security_admin);
            facts.dormant += i64::from(last.is_some_and(|t| self.stale(t)));
            facts.high_by_hub += i64::from(self.high(account));
            facts.nobodys += i64::from(self.nobodys(account, bond));
        }
        facts
    }

    fn lines(&self, code: &str) -> Vec<InsightLine> {
        let of_person = |p: &PersonFacts, last| InsightLine {
            person: Some(p.id),
            name: p.display_name.as_str().into(),
            email: p.email.as_str().into(),
            last_used_at: last,
        };
        let by_account = self.by_account();
        let bond_of = |a: &ModuleAccount| by_account.get(a.remote_id.as_str()).copied();
        let people = |fits: &dyn Fn(&PersonFacts) -> bool| {
            let last = |p: &PersonFacts| self.bonds.get(&p.id).and_then(|b| b.last_used_at);
            let fitting = self.people.iter().filter(|p| fits(p));
            fitting.map(|p| of_person(p, last(p))).collect()
        };
        let accounts = |fits: &dyn Fn(&ModuleAccount) -> bool| {
            let fitting = self.accounts.iter().filter(|a| a.active && fits(a));
            let line = |a: &ModuleAccount| {
                let bond = bond_of(a);
                InsightLine {
                    person: bond.map(|b| b.affiliation_id),
                    name: a.display_name.clone(),
                    email: a.email.clone(),
                    last_used_at: self.last_use(a, bond),
                }
            };
            fitting.map(line).collect()
        };
        match code {
            "without_factor" => people(&|p| !p.has_factor),
            "people_not_linked" => people(&|p| self.not_linked(p)),
            "unused_grants" => people(&|p| self.unused(p)),
            "accounts_of_nobody" => accounts(&|a| self.nobodys(a, bond_of(a))),
            "high_roles_by_hub" => accounts(&|a| self.high(a)),
            "sole_admin" => accounts(&|a| a.security_admin),
            "dormant_accounts" => accounts(&|a| {
                let last = self.last_use(a, bond_of(a));
                last.is_some_and(|t| self.stale(t))
            }),
            _ => Vec::new(),
        }
    }
}

impl Engine {
    /// What is worth a look at the linked tenants of a partner.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn insights(&self, admin: &Administrator) -> Result<Vec<LinkInsights>, Broken> {
        let mut tx = self.db.read().await?;
        let (people, known) = self.everybody(&mut tx, admin).await?;
        let mut all = Vec::new();
        for link in store::access::links::list(&mut tx, admin.scope).await? {
            if link.state != LinkState::Active {
                continue;
            }
            let gathered = self.gather(&mut tx, admin, &link, &people, &known).await?;
            let mut facts = gathered.facts();
            drop(gathered);
            let exceptions =
                store::access::accounts::exceptions(&mut tx, admin.scope, link.id).await?;
            facts.exceptions = i64::try_from(exceptions.len()).unwrap_or(i64::MAX);
            facts.oldest_exception = exceptions.iter().map(|e| e.given_at).min();
            let counts =
                store::access::provisioning_list::count(&mut tx, admin.scope, link.id, self.now())
                    .await?;
            for (state, count) in counts {
                match state {
                    ProvisionState::Owed => facts.owed = count,
                    ProvisionState::Refused => facts.refused = count,
                    _ => {}
                }
            }
            let instance =
                store::access::modules::find_instance(&mut tx, admin.scope, link.instance_id)
                    .await?;
            all.push(LinkInsights {
                module: instance.map_or_else(String::new, |i| i.display_name.as_str().into()),
                found: insights(&facts, self.now()),
                facts,
                link,
            });
        }
        Ok(all)
    }

    /// Whom or what an insight of a link is about, by name; empty for one that names nobody. None for
    /// a link that this partner does not have.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn insight_lines(
        &self,
        admin: &Administrator,
        link: LinkId,
        code: &str,
    ) -> Result<Option<Vec<InsightLine>>, Broken> {
        let mut tx = self.db.read().await?;
        let link = store::access::links::get(&mut tx, admin.scope, link).await?;
        let Some(link) = link.filter(|l| l.state == LinkState::Active) else {
            return Ok(None);
        };
        let (people, known) = self.everybody(&mut tx, admin).await?;
        let gathered = self.gather(&mut tx, admin, &link, &people, &known).await?;
        let mut lines = gathered.lines(code);
        lines.sort_by(|a, b| (&a.name, &a.email).cmp(&(&b.name, &b.email)));
        Ok(Some(lines))
    }

    /// Everybody of the partner who may sign in, and what everybody is called.
    async fn everybody(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
    ) -> Result<(People, BTreeSet<String>), Broken> {
        let mut all = People::new();
        for population in [Population::Staff, Population::Client] {
            let mut after = None;
            loop {
                let people = store::access::readiness::people(
                    tx,
                    admin.scope,
                    population,
                    None,
                    after,
                    STEP,
                )
                .await?;
                let Some(last) = people.last() else { break };
                after = Some(last.id);
                all.extend(people.into_iter().map(|p| (p.id, p)));
            }
        }
        let mut known: BTreeSet<String> = all.values().map(|p| key_of(p.email.as_str())).collect();
        known.extend(store::identity::members::usernames(tx, admin.scope).await?);
        Ok((all, known))
    }

    async fn gather<'a>(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        link: &'a ModuleLink,
        people: &'a People,
        known: &'a BTreeSet<String>,
    ) -> Result<Gathered<'a>, Broken> {
        let scope = admin.scope;
        let reached = store::access::readiness::reached(tx, scope, link.instance_id).await?;
        let may = |p: &&PersonFacts| {
            p.affiliation == AffiliationState::Active
                && p.company_active
                && reached.contains_key(&p.id.bytes())
        };
        let bonds = store::access::account_links::list(tx, scope, link.id).await?;
        let manifest = store::access::links::manifest(tx, scope, link.instance_id).await?;
        Ok(Gathered {
            link,
            manifest: manifest.map(|(m, _)| m),
            people: people.values().filter(may).collect(),
            bonds: bonds.into_iter().map(|b| (b.affiliation_id, b)).collect(),
            accounts: store::access::accounts::list(tx, scope, link.id).await?,
            known,
            now: self.now(),
        })
    }
}
