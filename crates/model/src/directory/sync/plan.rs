//! The plan for one company of a PSA.

use super::company::judge_company;
use super::conflict::{Conflict, ConflictKind};
use super::person::{HeldContact, Merged, Record, merged};
use crate::directory::{
    Company, CompanyMapping, ContactSource, ContactState, PsaCompany, PsaContact, PsaSite, Site,
    email_key,
};
use kernel::{CompanyId, ContactId, MappingId, PartnerName, PsaConnectionId};
use std::collections::{BTreeMap, BTreeSet};

/// A record that a contact comes from, with its row in the mirror where there is one.
pub type HeldSource = (ContactSource, Option<Record>);

/// All that the plan for a company of a PSA goes by.
#[derive(Clone, Debug)]
pub struct CompanyFacts {
    /// The connection.
    pub connection: PsaConnectionId,
    /// Its number there.
    pub id: i64,
    /// Its row in the mirror; none where it was never met or is gone.
    pub psa: Option<PsaCompany>,
    /// Associated and not left out by a filter.
    pub covered: bool,
    /// Its mappings, each with the own company.
    pub mappings: Vec<(CompanyMapping, Company)>,
    /// Another own company has the name that it has in the PSA.
    pub name_taken: bool,
    /// Its sites, each with whether it is gone.
    pub sites: Vec<(PsaSite, bool)>,
    /// The sites of the own companies.
    pub own_sites: Vec<Site>,
    /// The records of its people.
    pub records: Vec<Record>,
    /// The contacts that come from these records, or from records that were here.
    pub held: Vec<HeldContact>,
    /// Names of other companies of the PSA, by number, as far as people went there.
    pub others: BTreeMap<i64, String>,
}

/// What is to be done in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// An own company follows a new name.
    Rename(CompanyId, PartnerName),
    /// A mapping takes note of name and short name.
    Know(MappingId, String, String),
    /// A site is new.
    AddSite(CompanyId, PsaSite),
    /// A site is another.
    ChangeSite(Site),
    /// A contact is new.
    AddContact {
        /// Her record.
        record: PsaContact,
        /// Her company.
        company: CompanyId,
        /// How she stands.
        state: ContactState,
    },
    /// A record belongs elsewhere or stands otherwise; its site by the PSA's number.
    ChangeSource(ContactSource, Option<i64>),
    /// A contact is another.
    ChangeContact(ContactId, Merged),
}

/// What follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is to be done, in this order.
    pub actions: Vec<Action>,
    /// What is in question about the company.
    pub conflicts: Vec<Conflict>,
}

impl CompanyFacts {
    fn open(&self) -> bool {
        self.covered && self.psa.as_ref().is_some_and(|c| c.active)
    }

    /// The own company of a record: that of its site, else that of the whole company. A mapped site that
    /// is gone leads nowhere: its people are not handed to another of our companies.
    fn target(&self, site: Option<i64>) -> Option<CompanyId> {
        let of = |wanted: Option<i64>| {
            let held = self.mappings.iter().find(|(m, _)| m.psa_site == wanted);
            held.map(|(mapping, _)| mapping.company_id)
        };
        match site.and_then(|id| Some((id, of(Some(id))?))) {
            Some((id, own)) => self.has_site(id).then_some(own),
            None => of(None),
        }
    }

    /// Whether a site is there and not gone.
    fn has_site(&self, id: i64) -> bool {
        self.sites.iter().any(|(site, gone)| site.id == id && !gone)
    }

    fn state(&self, record: &Record, target: Option<CompanyId>) -> ContactState {
        match record {
            Record { gone: true, .. } => ContactState::Gone,
            _ if target.is_none() || !self.open() => ContactState::OutOfScope,
            Record { contact, .. } if !contact.active => ContactState::Inactive,
            _ => ContactState::Active,
        }
    }

    /// How a record stands that a contact comes from, seen from this company.
    fn source_now(
        &self,
        source: &ContactSource,
        record: Option<&Record>,
    ) -> (ContactSource, Option<i64>) {
        let mut now = source.clone();
        let Some(record) = record else {
            now.state = ContactState::Gone;
            return (now, None);
        };
        if record.contact.company != Some(self.id) {
            // She moved. Where she moved to is looked at by itself, and takes her over if it is mapped.
            now.state = match record.gone {
                true => ContactState::Gone,
                false => ContactState::OutOfScope,
            };
            return (now, None);
        }
        let target = self.target(record.contact.site);
        now.psa_company = self.id;
        now.company_id = target.unwrap_or(source.company_id);
        now.state = self.state(record, target);
        now.main = record.contact.primary;
        now.bill_to = record.contact.bill_to;
        (now, record.contact.site)
    }

    /// Whether a record is of this connection: numbers of another PSA mean nothing here.
    fn is_theirs(&self, source: &ContactSource) -> bool {
        source.connection_id == self.connection
    }

    /// The number of an own site in the PSA.
    fn site_of(&self, source: &ContactSource) -> Option<i64> {
        let id = source.site_id?;
        let site = self.own_sites.iter().find(|s| s.id == id)?;
        Some(site.psa_id)
    }

    /// The number of a site, where the own company of the record has it.
    fn known_site(&self, company: CompanyId, site: Option<i64>) -> Option<i64> {
        let id = site?;
        let wanted =
            |m: &CompanyMapping| m.company_id == company && m.psa_site.is_none_or(|s| s == id);
        let mapped = self.mappings.iter().any(|(m, _)| wanted(m));
        let held = |s: &Site| s.company_id == company && s.psa_id == id;
        let there = self.has_site(id) || self.own_sites.iter().any(held);
        (mapped && there).then_some(id)
    }
}

/// Plans what follows for the directory from one company of a PSA. Planned again after it was done,
/// nothing is left to do.
pub fn plan_company(facts: &CompanyFacts) -> Plan {
    let mut plan = Plan::default();
    let frozen = judge_mappings(facts, &mut plan);
    if !frozen {
        plan_sites(facts, &mut plan);
    }
    plan_people(facts, frozen, &mut plan);
    plan
}

/// True when nothing may be taken over.
fn judge_mappings(facts: &CompanyFacts, plan: &mut Plan) -> bool {
    let Some((first, _)) = facts.mappings.first() else {
        return false;
    };
    let Some(psa) = facts.psa.as_ref().filter(|c| c.active) else {
        let name = &first.known_name;
        let detail = match moved_to(facts) {
            Some((id, other)) => {
                format!("{name} is not in the PSA any more; its people are at {other} ({id}) now")
            }
            None => format!("{name} is not in the PSA any more, or switched off"),
        };
        plan.conflicts.push(Conflict {
            kind: ConflictKind::CompanyGone,
            subject: facts.id.to_string(),
            detail,
        });
        return false;
    };
    let mut frozen = false;
    for (mapping, own) in &facts.mappings {
        let verdict = judge_company(mapping, own, psa, &|_| facts.name_taken);
        frozen |= verdict.frozen;
        let name = verdict.rename.map(|name| Action::Rename(own.id, name));
        let know = verdict.know.map(|(n, i)| Action::Know(mapping.id, n, i));
        plan.actions.extend(name.into_iter().chain(know));
        if let Some(conflict) = verdict.conflict
            && !plan.conflicts.contains(&conflict)
        {
            plan.conflicts.push(conflict);
        }
        if let Some(site) = mapping.psa_site.filter(|id| !facts.has_site(*id)) {
            plan.conflicts.push(Conflict {
                kind: ConflictKind::SiteGone,
                subject: format!("{}/{site}", facts.id),
                detail: format!("{}: site {site} of {}", own.name.as_str(), psa.name),
            });
        }
    }
    if frozen {
        plan.actions.clear();
    }
    frozen
}

/// Where most people of a company that is gone are now.
pub fn moved_to(facts: &CompanyFacts) -> Option<(i64, String)> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for (source, record) in facts.held.iter().flat_map(|h| &h.sources) {
        let there = record
            .as_ref()
            .filter(|r| !r.gone && r.contact.id == source.psa_id);
        if let Some(company) = there.and_then(|r| r.contact.company)
            && company != facts.id
            && facts.others.contains_key(&company)
        {
            *counts.entry(company).or_default() += 1;
        }
    }
    let (id, _) = counts.into_iter().max_by_key(|(id, n)| (*n, -id))?;
    Some((id, facts.others.get(&id)?.clone()))
}

fn plan_sites(facts: &CompanyFacts, plan: &mut Plan) {
    for (mapping, own) in &facts.mappings {
        for (site, gone) in &facts.sites {
            // Of a company that is mapped by its site, that site alone is its own.
            if mapping.psa_site.is_some_and(|only| only != site.id) {
                continue;
            }
            let held = |s: &&Site| {
                s.company_id == own.id
                    && s.psa_id == site.id
                    && s.connection_id == mapping.connection_id
            };
            match facts.own_sites.iter().find(held) {
                None if *gone => {}
                None => plan.actions.push(Action::AddSite(own.id, site.clone())),
                Some(held) => {
                    let now = Site {
                        name: site.name.clone(),
                        address: site.address.clone(),
                        main: site.primary,
                        active: site.active && !gone,
                        ..held.clone()
                    };
                    if now != *held {
                        plan.actions.push(Action::ChangeSite(now));
                    }
                }
            }
        }
        // What it was mapped to before is not its any more.
        let here = |id: i64| {
            let whole = mapping.psa_site.is_none_or(|only| only == id);
            whole && facts.sites.iter().any(|(site, _)| site.id == id)
        };
        let theirs = |s: &&Site| s.company_id == own.id && s.active && !here(s.psa_id);
        for site in facts.own_sites.iter().filter(theirs) {
            plan.actions.push(Action::ChangeSite(Site {
                active: false,
                ..site.clone()
            }));
        }
    }
}

fn plan_people(facts: &CompanyFacts, frozen: bool, plan: &mut Plan) {
    let known: BTreeSet<i64> = facts
        .held
        .iter()
        .flat_map(|h| &h.sources)
        .filter(|(source, _)| facts.is_theirs(source))
        .map(|(source, _)| source.psa_id)
        .collect();
    for held in &facts.held {
        let mut sources = held.sources.clone();
        for (source, record) in &mut sources {
            let here = record.as_ref().and_then(|r| r.contact.company) == Some(facts.id);
            if !facts.is_theirs(source) || !(here || source.psa_company == facts.id) {
                continue;
            }
            let (now, site) = facts.source_now(source, record.as_ref());
            // While it is in question whose people these are, nobody gains by it.
            if frozen && now.state <= source.state {
                continue;
            }
            let site = facts.known_site(now.company_id, site);
            let moved = now.state <= ContactState::Inactive && facts.site_of(source) != site;
            if now != *source || moved {
                plan.actions.push(Action::ChangeSource(now.clone(), site));
                *source = now;
            }
        }
        plan_contact(held, &sources, plan);
    }
    if frozen {
        return;
    }
    for record in facts
        .records
        .iter()
        .filter(|r| !known.contains(&r.contact.id))
    {
        let target = facts.target(record.contact.site);
        let state = facts.state(record, target);
        let (Some(company), ContactState::Active | ContactState::Inactive) = (target, state) else {
            continue;
        };
        plan.actions.push(Action::AddContact {
            record: record.contact.clone(),
            company,
            state,
        });
    }
}

fn plan_contact(held: &HeldContact, sources: &[HeldSource], plan: &mut Plan) {
    let Some(best) = sources.iter().map(|(source, _)| source.state).min() else {
        return;
    };
    // Without any record her name stays what it was.
    let now = merged(sources).unwrap_or_else(|| Merged {
        first_name: held.contact.first_name.clone(),
        last_name: held.contact.last_name.clone(),
        title: held.contact.title.clone(),
        emails: held.contact.emails.clone(),
        state: best,
        main: false,
        bill_to: false,
    });
    if !now.is(&held.contact) {
        plan.actions
            .push(Action::ChangeContact(held.contact.id, now));
    }
}

/// Keys of the addresses that somebody gets or loses by these actions, or may be reached by now or no
/// more.
pub fn emails_about(facts: &CompanyFacts, actions: &[Action]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for action in actions {
        let id = match action {
            Action::AddContact { record, .. } => {
                found.extend(record.emails.iter().map(|e| email_key(e)));
                continue;
            }
            Action::ChangeContact(id, merged) => {
                found.extend(merged.emails.iter().map(|e| email_key(e)));
                *id
            }
            Action::ChangeSource(source, _) => source.contact_id,
            _ => continue,
        };
        let held = facts.held.iter().filter(|h| h.contact.id == id);
        let emails = held.flat_map(|h| &h.contact.emails);
        found.extend(emails.map(|e| email_key(e)));
    }
    found
}
