//! From the mirror into the directory: load, plan, do.

use super::Halt;
use super::run::{LATER, scope_of};
use super::sites::{put_sites, read_sites};
use crate::Engine;
use crate::outside::psa::Psa;
use kernel::{CompanyId, ContactId, SiteId, Span};
use model::directory::sync::{Action, CompanyFacts, Plan, Record, emails_about, plan_company};
use model::directory::{
    Contact, ContactSource, PsaCompany, PsaConnection, PsaContact, PsaFault, REVOKED, Site,
};
use model::operation::{Actor, AuditDraft};
use std::collections::{BTreeMap, BTreeSet};
use store::directory::{
    companies, company_mappings, contacts, contacts_held, psa_connections, psa_contacts, psa_due,
    psa_mirror, psa_sites, psa_sync, sites,
};
use store::{StoreFault, Tx};

/// Actions that share a transaction: a sign-in never waits long behind them.
const STEP: usize = 250;
/// Steps after which a company waits for its next turn; by then something is wrong.
const MOST_STEPS: usize = 1_000;

/// All that the plan for a company goes by.
pub(super) async fn facts(
    tx: &mut Tx,
    connection: &PsaConnection,
    id: i64,
) -> Result<CompanyFacts, StoreFault> {
    let scope = scope_of(connection);
    let psa = psa_mirror::find::<PsaCompany>(tx, connection.id, id).await?;
    let psa = psa.filter(|c| c.gone_at.is_none()).map(|c| c.row);
    let (mut mappings, mut own_sites) = (Vec::new(), Vec::new());
    for mapping in company_mappings::of_psa_company(tx, connection.id, id).await? {
        if let Some(own) = companies::find(tx, scope, mapping.company_id).await? {
            own_sites.extend(sites::of_company(tx, own.id).await?);
            mappings.push((mapping, own));
        }
    }
    own_sites.retain(|s| s.connection_id == connection.id);
    let name_taken = match &psa {
        Some(company) => {
            let key = kernel::name::name_key(&company.name);
            let held = companies::find_by_key(tx, scope, &key).await?;
            held.is_some_and(|c| !mappings.iter().any(|(_, own)| own.id == c.id))
        }
        None => false,
    };
    let held = contacts_held::of_psa_company(tx, connection.id, id).await?;
    let mut others = BTreeMap::new();
    for record in held
        .iter()
        .flat_map(|h| &h.sources)
        .filter_map(|s| s.1.as_ref())
    {
        let Some(other) = record.contact.company.filter(|c| *c != id) else {
            continue;
        };
        if let std::collections::btree_map::Entry::Vacant(entry) = others.entry(other)
            && let Some(found) = psa_mirror::find::<PsaCompany>(tx, connection.id, other).await?
            && found.gone_at.is_none()
        {
            entry.insert(found.row.name);
        }
    }
    let covered = psa.as_ref().is_some_and(|company| {
        let types: Vec<i64> = company.types.iter().map(|t| t.id).collect();
        let status = company.status.as_ref().map(|s| s.id);
        connection.covers(id, &types, status)
    });
    Ok(CompanyFacts {
        connection: connection.id,
        id,
        psa,
        covered,
        mappings,
        name_taken,
        sites: psa_sites::of_company(tx, connection.id, id)
            .await?
            .into_iter()
            .map(|s| (s.site, s.gone_at.is_some()))
            .collect(),
        own_sites,
        records: psa_contacts::of_company(tx, connection.id, id)
            .await?
            .into_iter()
            .map(|c| Record {
                contact: c.row,
                gone: c.gone_at.is_some(),
            })
            .collect(),
        held,
        others,
    })
}

/// The sites of own companies, by the PSA's number.
struct Sites(BTreeMap<(CompanyId, i64), SiteId>);

impl Sites {
    async fn of(tx: &mut Tx, actions: &[Action]) -> Result<Self, StoreFault> {
        let companies: BTreeSet<CompanyId> = actions
            .iter()
            .filter_map(|action| match action {
                Action::AddContact { company, .. } => Some(*company),
                Action::ChangeSource(source, _) => Some(source.company_id),
                _ => None,
            })
            .collect();
        let mut found = BTreeMap::new();
        for company in companies {
            for site in sites::of_company(tx, company).await? {
                found.insert((company, site.psa_id), site.id);
            }
        }
        Ok(Self(found))
    }

    fn id(&self, company: CompanyId, site: Option<i64>) -> Option<SiteId> {
        self.0.get(&(company, site?)).copied()
    }
}

impl Engine {
    /// Looks again at every company that is marked. Where its sites cannot be read now, what is known
    /// counts, and they are tried again later: one company never holds up the others.
    pub(super) async fn apply_due(
        &self,
        connection: &PsaConnection,
        psa: &dyn Psa,
    ) -> Result<(), Halt> {
        loop {
            let due = {
                let mut tx = self.db.read().await?;
                psa_due::list(&mut tx, connection.id, self.now(), 50).await?
            };
            if due.is_empty() {
                return Ok(());
            }
            for company in due {
                let fresh = match company.with_sites {
                    true => self.read_due_sites(connection, psa, company).await,
                    false => Ok(()),
                };
                let done = match fresh {
                    Err(Halt::Fault(fault)) => {
                        self.leave_for_later(connection, company, &fault).await?;
                        false
                    }
                    other => other.map(|()| true)?,
                };
                self.apply_company(connection, company, done).await?;
            }
        }
    }

    async fn leave_for_later(
        &self,
        connection: &PsaConnection,
        due: psa_due::DueCompany,
        fault: &PsaFault,
    ) -> Result<(), Halt> {
        let wait = match fault {
            PsaFault::Slow(seconds) => Span::seconds((*seconds).clamp(1, 3_600)),
            fault => {
                let code = kernel::Refusal::code(fault);
                tracing::warn!(connection = %connection.id, company = due.psa_id, code, "sites of a company were not read");
                LATER
            }
        };
        let (id, until) = (connection.id, self.now() + wait);
        self.db
            .write(move |tx| Box::pin(async move { psa_due::put_off(tx, id, due, until).await }))
            .await?;
        Ok(())
    }

    async fn read_due_sites(
        &self,
        connection: &PsaConnection,
        psa: &dyn Psa,
        due: psa_due::DueCompany,
    ) -> Result<(), Halt> {
        use model::directory::PsaFault::{NoRight, NotOffered, Unreadable};
        let (id, company, now) = (connection.id, due.psa_id, self.now());
        let mapped = {
            let mut tx = self.db.read().await?;
            !company_mappings::of_psa_company(&mut tx, id, company)
                .await?
                .is_empty()
        };
        let rows = match mapped {
            true => match read_sites(psa, company).await {
                Err(NoRight(_) | NotOffered(_) | Unreadable(_)) => None,
                other => other?,
            },
            false => None,
        };
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if let Some(rows) = rows {
                        put_sites(tx, id, company, &rows, (0, now)).await?;
                    }
                    psa_due::sites_read(tx, id, due).await
                })
            })
            .await?;
        Ok(())
    }

    async fn apply_company(
        &self,
        connection: &PsaConnection,
        due: psa_due::DueCompany,
        done: bool,
    ) -> Result<(), Halt> {
        for _ in 0..MOST_STEPS {
            let (engine, id) = (self.clone(), connection.id);
            let last = self
                .db
                .write(move |tx| {
                    Box::pin(async move { engine.apply_step(tx, id, due, done).await })
                })
                .await?;
            if last {
                break;
            }
        }
        Ok(())
    }

    /// Plans by what is so now, and does the first actions, with their questions and their entry in the
    /// audit log: whatever is killed between two steps leaves nothing half done. True when none is left.
    async fn apply_step(
        &self,
        tx: &mut Tx,
        id: kernel::PsaConnectionId,
        due: psa_due::DueCompany,
        done: bool,
    ) -> Result<bool, StoreFault> {
        psa_sync::lock(tx, id).await?;
        let Some(connection) = psa_connections::by_id(tx, id).await? else {
            return Ok(true);
        };
        let facts = facts(tx, &connection, due.psa_id).await?;
        let Plan { actions, conflicts } = plan_company(&facts);
        let step = actions.get(..STEP).unwrap_or(&actions);
        self.act(tx, &connection, step).await?;
        let emails: Vec<String> = emails_about(&facts, step).into_iter().collect();
        self.judge_emails(tx, &connection, &emails).await?;
        if let Some(entry) = entry_of(&connection, &facts, step) {
            self.record(tx, entry);
        }
        let last = step.len() == actions.len();
        if last {
            self.set_conflicts(tx, &connection, due.psa_id, &conflicts)
                .await?;
        }
        if last && done {
            psa_due::done(tx, id, due).await?;
        }
        Ok(last)
    }

    async fn act(
        &self,
        tx: &mut Tx,
        connection: &PsaConnection,
        actions: &[Action],
    ) -> Result<(), StoreFault> {
        let scope = scope_of(connection);
        let mut known = None;
        for action in actions {
            match action {
                Action::Rename(id, name) => {
                    companies::rename(tx, scope, *id, name).await?;
                    psa_due::mark_names(tx, scope).await?;
                }
                Action::Know(id, name, identifier) => {
                    if let Some(mut mapping) = company_mappings::find(tx, scope, *id).await? {
                        mapping.known_name.clone_from(name);
                        mapping.known_identifier.clone_from(identifier);
                        company_mappings::change(tx, &mapping).await?;
                    }
                }
                Action::AddSite(company, site) => {
                    let now = self.now();
                    let site = Site {
                        id: SiteId::new(now, self.chance()),
                        partner_id: connection.partner_id,
                        company_id: *company,
                        connection_id: connection.id,
                        psa_id: site.id,
                        name: site.name.clone(),
                        address: site.address.clone(),
                        main: site.primary,
                        active: site.active,
                        created_at: now,
                    };
                    sites::insert(tx, &site).await?;
                }
                Action::ChangeSite(site) => sites::update(tx, site).await?,
                Action::AddContact {
                    record,
                    company,
                    state,
                } => {
                    if known.is_none() {
                        known = Some(Sites::of(tx, actions).await?);
                    }
                    let site = known.as_ref().and_then(|s| s.id(*company, record.site));
                    let (contact, source) =
                        self.new_contact(connection, record, (*company, site), *state);
                    contacts::insert(tx, &contact).await?;
                    contacts::insert_source(tx, &source).await?;
                }
                Action::ChangeSource(source, site) => {
                    if known.is_none() {
                        known = Some(Sites::of(tx, actions).await?);
                    }
                    let site_id = known.as_ref().and_then(|s| s.id(source.company_id, *site));
                    let source = ContactSource {
                        site_id,
                        ..source.clone()
                    };
                    contacts::update_source(tx, &source).await?;
                }
                Action::ChangeContact(id, merged) => {
                    if let Some(mut contact) = contacts::find(tx, scope, *id).await? {
                        merged.write(&mut contact);
                        contact.synced_at = self.now();
                        contacts::update(tx, &contact).await?;
                    }
                }
            }
        }
        Ok(())
    }

    fn new_contact(
        &self,
        connection: &PsaConnection,
        record: &PsaContact,
        (company_id, site_id): (CompanyId, Option<SiteId>),
        state: model::directory::ContactState,
    ) -> (Contact, ContactSource) {
        let now = self.now();
        let contact = Contact {
            id: ContactId::new(now, self.chance()),
            partner_id: connection.partner_id,
            first_name: record.first_name.clone(),
            last_name: record.last_name.clone(),
            title: record.title.clone(),
            state,
            // No access until somebody grants it (S0-46).
            profile: REVOKED.into(),
            main: record.primary,
            bill_to: record.bill_to,
            version: 0,
            created_at: now,
            synced_at: now,
            emails: model::directory::sync::distinct(&record.emails),
        };
        let source = ContactSource {
            connection_id: connection.id,
            psa_id: record.id,
            contact_id: contact.id,
            company_id,
            psa_company: record.company.unwrap_or_default(),
            site_id,
            state,
            main: record.primary,
            bill_to: record.bill_to,
        };
        (contact, source)
    }
}

/// One entry of the audit log for what a step of a company brought: who has come, whose access ended or came
/// back.
fn entry_of(
    connection: &PsaConnection,
    facts: &CompanyFacts,
    actions: &[Action],
) -> Option<AuditDraft> {
    const MOST: usize = 50;
    let (mut made, mut states) = (Vec::new(), Vec::new());
    let (mut changed, mut renamed) = (0, None);
    for action in actions {
        match action {
            Action::AddContact { record, .. } => made.push(record.id),
            Action::ChangeContact(id, merged) => {
                changed += 1;
                let held = facts.held.iter().find(|h| h.contact.id == *id);
                let before = held.map(|h| h.contact.state);
                if before != Some(merged.state) {
                    states.push(format!("{id} {}", merged.state.as_str()));
                }
            }
            Action::Rename(_, name) => renamed = Some(name.as_str().to_owned()),
            _ => changed += 1,
        }
    }
    if actions.is_empty() {
        return None;
    }
    let words = serde_json::json!({
        "psa": connection.name.as_str(),
        "psa_company": facts.id,
        "contacts_made": made.len(),
        "changed": changed,
        "renamed": renamed,
        "states": states.iter().take(MOST).collect::<Vec<_>>(),
        "states_in_all": states.len(),
    });
    let subject = match facts.mappings.first() {
        Some((_, own)) => own.id.to_string(),
        None => connection.id.to_string(),
    };
    let entry = AuditDraft::new(
        Some(connection.partner_id),
        Actor::Hub,
        "company.synced",
        subject,
    );
    Some(entry.change("", words.to_string()))
}
