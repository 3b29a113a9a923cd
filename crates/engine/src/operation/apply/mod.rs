//! `vestibule apply FILE`: brings partners, people, groups, modules and clients to what a TOML file
//! says. Idempotent: a second run changes nothing. What the file does not name stays as it is;
//! people and partners are deactivated, never deleted.

mod clients;
mod ending;
mod file;
mod modules;
mod people;

use crate::settings::FileFault;
use crate::{Broken, Engine};
use file::PartnerFile;
use kernel::{PartnerId, PartnerName, Scope};
use model::directory::{Company, CompanyState, Feature, Partner, PartnerState};
use model::operation::{Actor, AuditDraft};
use std::collections::BTreeMap;
use std::fmt;
use store::{StoreFault, Tx};

pub use file::{SetUp, read};

/// One line of the difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `+` made, `~` changed, `-` taken away.
    pub sign: char,
    /// What, in words; never a secret.
    pub text: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.sign, self.text)
    }
}

/// Why nothing was changed.
#[derive(Debug)]
pub enum ApplyFault {
    /// The file asks for something that cannot be.
    File(FileFault),
    /// The database or the vault.
    Broken(Broken),
    /// A dry run ends here; what would change.
    DryRun(Vec<Change>),
}

impl From<StoreFault> for ApplyFault {
    fn from(fault: StoreFault) -> Self {
        Self::Broken(fault.into())
    }
}

impl From<Broken> for ApplyFault {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<vault::VaultFault> for ApplyFault {
    fn from(fault: vault::VaultFault) -> Self {
        Self::Broken(fault.into())
    }
}

/// The work under way: what was changed so far, and what the file knows of secrets made before the
/// transaction.
pub(crate) struct Work<'a> {
    pub engine: &'a Engine,
    pub file: String,
    pub changes: Vec<Change>,
    /// Hashes of first passwords, by population and address key.
    pub hashes: BTreeMap<String, String>,
}

impl Work<'_> {
    pub(crate) fn fault(&self, line: usize, message: impl Into<String>) -> ApplyFault {
        ApplyFault::File(FileFault {
            file: self.file.clone(),
            line,
            message: message.into(),
        })
    }

    /// Notes a change, for the difference and for the audit log.
    pub(crate) async fn note(
        &mut self,
        tx: &mut Tx,
        partner: Option<PartnerId>,
        sign: char,
        action: &'static str,
        text: String,
    ) -> Result<(), ApplyFault> {
        let draft = AuditDraft::new(partner, Actor::Operator, action, &text).because("apply");
        self.engine.record(tx, draft);
        self.changes.push(Change { sign, text });
        Ok(())
    }
}

impl Engine {
    /// Brings everything to what the file says, in one transaction: all of it or nothing.
    ///
    /// # Errors
    /// [`ApplyFault`]; a dry run always ends with [`ApplyFault::DryRun`].
    pub async fn apply(&self, set_up: SetUp, dry_run: bool) -> Result<Vec<Change>, ApplyFault> {
        let hashes = self.first_passwords(&set_up).await?;
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let mut work = Work {
                        engine: &engine,
                        file: set_up.file.clone(),
                        changes: Vec::new(),
                        hashes,
                    };
                    work.catalogue(tx, &set_up).await?;
                    for partner in &set_up.partners {
                        work.partner(tx, partner).await?;
                    }
                    if dry_run {
                        Err(ApplyFault::DryRun(work.changes))
                    } else {
                        Ok(work.changes)
                    }
                })
            })
            .await
    }
}

impl Work<'_> {
    /// Turns on what the file names and off what it does not.
    async fn features(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
        line: usize,
        wanted: &[String],
    ) -> Result<(), ApplyFault> {
        let known: Vec<&str> = Feature::ALL.iter().map(|f| f.as_str()).collect();
        if let Some(odd) = wanted.iter().find(|w| Feature::parse(w).is_none()) {
            let text = format!("there is no feature {odd:?}; there is {}", known.join(", "));
            return Err(self.fault(line, text));
        }
        for feature in Feature::ALL {
            let on = wanted.iter().any(|w| w == feature.as_str());
            let now = self.engine.now();
            if store::directory::features::set(tx, scope, feature, on, now).await? {
                let (partner, word) = (Some(scope.partner()), if on { "on" } else { "off" });
                let text = format!("feature {}: {word}", feature.as_str());
                self.note(tx, partner, '~', "partner.feature_changed", text)
                    .await?;
            }
        }
        Ok(())
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the operator's file names the partner"
    )]
    async fn partner(&mut self, tx: &mut Tx, wanted: &PartnerFile) -> Result<(), ApplyFault> {
        let now = self.engine.now();
        let name = PartnerName::parse(wanted.name.get_ref())
            .map_err(|f| self.fault(wanted.line, f.to_string()))?;
        let state = wanted.state();
        let partner = match store::directory::partners::find_by_key(tx, &name.key()).await? {
            None => {
                let partner = Partner {
                    id: PartnerId::new(now, self.engine.chance()),
                    name,
                    state,
                    created_at: now,
                };
                store::directory::partners::insert(tx, &partner).await?;
                self.note(
                    tx,
                    Some(partner.id),
                    '+',
                    "partner.made",
                    format!("partner {}", partner.name.as_str()),
                )
                .await?;
                partner
            }
            Some(known) if known.name != name || known.state != state => {
                let partner = Partner {
                    name,
                    state,
                    ..known.clone()
                };
                store::directory::partners::update(tx, &partner).await?;
                let text = format!(
                    "partner {}: {} -> {}",
                    partner.name.as_str(),
                    known.state.as_str(),
                    state.as_str()
                );
                self.note(tx, Some(partner.id), '~', "partner.changed", text)
                    .await?;
                let scope = Scope::of(partner.id);
                self.engine.mark_links(tx, scope, None).await?;
                if state == PartnerState::Deactivated {
                    self.end_partner(tx, Scope::of(partner.id)).await?;
                }
                partner
            }
            Some(known) => known,
        };
        let known = store::directory::partners::language(tx, partner.id).await?;
        if let Some(language) = wanted.language.filter(|l| Some(*l) != known) {
            store::directory::partners::set_language(tx, partner.id, Some(language)).await?;
            let text = format!(
                "partner {}: language {}",
                partner.name.as_str(),
                language.tag()
            );
            self.note(tx, Some(partner.id), '~', "partner.changed", text)
                .await?;
        }
        let scope = Scope::of(partner.id);
        if let Some(features) = &wanted.features {
            self.features(tx, scope, wanted.line, features).await?;
        }
        for group in &wanted.group {
            self.group(tx, scope, group).await?;
        }
        for member in &wanted.member {
            self.member(tx, scope, member).await?;
        }
        for company in &wanted.company {
            let known = self.company(tx, scope, company).await?;
            for person in &company.end_user {
                self.end_user(tx, scope, &known, person).await?;
            }
        }
        for module in &wanted.module {
            self.module(tx, scope, module).await?;
        }
        for client in &wanted.client {
            self.client(tx, scope, None, client).await?;
        }
        Ok(())
    }

    async fn company(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
        wanted: &file::CompanyFile,
    ) -> Result<Company, ApplyFault> {
        let name = PartnerName::parse(wanted.name.get_ref())
            .map_err(|f| self.fault(wanted.line, f.to_string()))?;
        let state = if wanted.deactivated() {
            CompanyState::Deactivated
        } else {
            CompanyState::Active
        };
        let found = store::directory::companies::find_by_key(tx, scope, &name.key()).await?;
        match found {
            None => {
                let now = self.engine.now();
                let id = kernel::CompanyId::new(now, self.engine.chance());
                let company = Company {
                    id,
                    partner_id: scope.partner(),
                    name,
                    state,
                    created_at: now,
                };
                store::directory::companies::insert(tx, &company).await?;
                self.note(
                    tx,
                    Some(scope.partner()),
                    '+',
                    "company.made",
                    format!("company {}", company.name.as_str()),
                )
                .await?;
                Ok(company)
            }
            Some(known) if known.name != name || known.state != state => {
                let company = Company {
                    name,
                    state,
                    ..known
                };
                store::directory::companies::update(tx, scope, &company).await?;
                let text = format!("company {}: {}", company.name.as_str(), state.as_str());
                self.note(tx, Some(scope.partner()), '~', "company.changed", text)
                    .await?;
                if company.state == CompanyState::Deactivated {
                    self.end_client_people(tx, scope, Some(company.id)).await?;
                }
                Ok(company)
            }
            Some(known) => Ok(known),
        }
    }
}
