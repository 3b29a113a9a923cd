//! Whether a company may be mapped so. A mapping of a whole company of the PSA and mappings of single
//! sites of it stand beside each other: contacts of a mapped site belong to that site's own company, all
//! others to that of the whole.

use super::{MappingRefusal, PsaCompany, PsaConnection, PsaSite};
use kernel::name::NameFault;
use kernel::{CompanyId, PartnerName, RuleId};
use std::fmt;

/// Most companies that are imported at once.
pub const MOST_MAPPED_AT_ONCE: usize = 500;

/// What a mapping switches on (S3-103).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MappingSwitches {
    /// Create Ticket (S3-109).
    pub creates_tickets: bool,
    /// Integration Rule (S3-111); kept also while no tickets are made.
    pub rule: Option<RuleId>,
    /// Enable Configuration (S3-112).
    pub syncs_configurations: bool,
}

/// What is asked for: a company of the PSA, one of its sites where one is meant, and switches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappingDraft {
    /// The PSA's company.
    pub psa_company: i64,
    /// Its site; none for the whole company.
    pub psa_site: Option<i64>,
    /// What is switched on.
    pub switches: MappingSwitches,
}

/// Why a company of the PSA is left out (S0-17, S0-18). One that is mapped stays mapped, and is shown so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// It is not in the PSA any more.
    Gone,
    /// It is switched off there.
    Inactive,
    /// It is none of the associated companies.
    NotAssociated,
    /// A type of it is hidden; its name.
    Type(String),
    /// Its status is hidden; its name.
    Status(String),
}

impl LeftOut {
    /// Whether a list of the connection leaves it out, and not the PSA.
    pub const fn by_filter(&self) -> bool {
        matches!(self, Self::NotAssociated | Self::Type(_) | Self::Status(_))
    }
}

impl fmt::Display for LeftOut {
    /// As it goes on after the company's name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => f.write_str("is not in the PSA any more"),
            Self::Inactive => f.write_str("is not active in the PSA"),
            Self::NotAssociated => {
                f.write_str("is not among the associated companies of the connection")
            }
            Self::Type(name) => write!(f, "is hidden by its type {name}"),
            Self::Status(name) => write!(f, "is hidden by its status {name}"),
        }
    }
}

/// Why a company of the PSA is left out; none where it is not.
pub fn left_out(connection: &PsaConnection, company: &PsaCompany, gone: bool) -> Option<LeftOut> {
    if gone {
        return Some(LeftOut::Gone);
    }
    if !company.active {
        return Some(LeftOut::Inactive);
    }
    if !connection.associated.is_empty() && !connection.associated.contains(&company.id) {
        return Some(LeftOut::NotAssociated);
    }
    let named = |name: &str, id: i64| match name {
        "" => format!("#{id}"),
        name => name.to_owned(),
    };
    let (types, statuses) = (
        &connection.filter.hidden_types,
        &connection.filter.hidden_statuses,
    );
    if let Some(kind) = company.types.iter().find(|t| types.contains(&t.id)) {
        return Some(LeftOut::Type(named(&kind.name, kind.id)));
    }
    let status = company.status.as_ref();
    status
        .filter(|s| statuses.contains(&s.id))
        .map(|s| LeftOut::Status(named(&s.name, s.id)))
}

/// A record of the mirror.
#[derive(Debug)]
pub struct Mirrored<'a, T> {
    /// What the PSA said last.
    pub record: &'a T,
    /// It is not there any more.
    pub gone: bool,
}

impl<T> Clone for Mirrored<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Mirrored<'_, T> {}

/// The own company of a mapping.
#[derive(Clone, Copy, Debug)]
pub enum Own<'a> {
    /// It is made by the import.
    New {
        /// Who has the name that it would get.
        named_so: Option<CompanyId>,
    },
    /// It is there.
    There {
        /// Its name.
        name: &'a str,
        /// What another mapping of this connection maps it to.
        mapped_to: Option<&'a str>,
    },
}

/// What a decision about a mapping needs to know.
#[derive(Clone, Copy, Debug)]
pub struct MappingFacts<'a> {
    /// The connection.
    pub connection: &'a PsaConnection,
    /// The PSA's company, where the PSA has told of it.
    pub psa_company: Option<Mirrored<'a, PsaCompany>>,
    /// The site that is asked for, where the PSA has told of it.
    pub site: Option<Mirrored<'a, PsaSite>>,
    /// The name of the own company that exactly this, the whole company or the site, is mapped to.
    pub holder: Option<&'a str>,
    /// The own company.
    pub own: Own<'a>,
    /// The rule that is asked for is one of this connection.
    pub rule_known: bool,
}

/// The name of an imported company: the PSA's, with the site's behind it where one is mapped, so that
/// several of one company can be told apart.
///
/// # Errors
/// [`NameFault`].
pub fn name_on_import(company: &str, site: Option<&str>) -> Result<PartnerName, NameFault> {
    match site.map(str::trim).filter(|site| !site.is_empty()) {
        Some(site) => PartnerName::parse(&format!("{}, {site}", company.trim())),
        None => PartnerName::parse(company),
    }
}

/// Decides about the switches alone.
///
/// # Errors
/// [`MappingRefusal::UnknownRule`], `RuleRequired`.
pub fn decide_switches(switches: &MappingSwitches, rule_known: bool) -> Result<(), MappingRefusal> {
    match switches.rule {
        Some(_) if !rule_known => Err(MappingRefusal::UnknownRule),
        None if switches.creates_tickets => Err(MappingRefusal::RuleRequired),
        _ => Ok(()),
    }
}

fn decide_site(
    draft: &MappingDraft,
    site: Option<Mirrored<'_, PsaSite>>,
) -> Result<(), MappingRefusal> {
    let Some(id) = draft.psa_site else {
        return Ok(());
    };
    let Some(Mirrored { record, gone }) = site else {
        return Err(MappingRefusal::UnknownSite(id));
    };
    if record.company != draft.psa_company {
        return Err(MappingRefusal::SiteElsewhere(record.name.clone()));
    }
    if gone || !record.active {
        return Err(MappingRefusal::SiteGone(record.name.clone()));
    }
    Ok(())
}

/// Decides whether a PSA's company, or a site of it, may be mapped. The first reason against it counts:
/// what is there before what is switched on.
///
/// # Errors
/// Every [`MappingRefusal`] but those about what is not there at all.
pub fn decide_mapping(
    facts: &MappingFacts<'_>,
    draft: &MappingDraft,
) -> Result<(), MappingRefusal> {
    let Some(Mirrored { record, gone }) = facts.psa_company else {
        return Err(MappingRefusal::UnknownPsaCompany(draft.psa_company));
    };
    let site_name = facts.site.map(|s| s.record.name.as_str());
    if let Some(to) = facts.holder {
        let (company, to) = (record.name.clone(), to.to_owned());
        return Err(match draft.psa_site {
            None => MappingRefusal::Mapped { company, to },
            Some(id) => MappingRefusal::SiteMapped {
                company,
                site: site_name.map_or_else(|| format!("#{id}"), str::to_owned),
                to,
            },
        });
    }
    if let Some(because) = left_out(facts.connection, record, gone) {
        let company = record.name.clone();
        return Err(MappingRefusal::LeftOut { company, because });
    }
    decide_site(draft, facts.site)?;
    match facts.own {
        Own::There {
            name,
            mapped_to: Some(to),
        } => {
            return Err(MappingRefusal::OwnMapped {
                company: name.to_owned(),
                to: to.to_owned(),
            });
        }
        Own::There { .. } => {}
        Own::New { named_so } => {
            let site = site_name.filter(|_| draft.psa_site.is_some());
            let name = name_on_import(&record.name, site)
                .map_err(|fault| MappingRefusal::Name(fault.to_string()))?;
            if let Some(company) = named_so {
                let name = name.as_str().to_owned();
                return Err(MappingRefusal::NameTaken { name, company });
            }
        }
    }
    decide_switches(&draft.switches, facts.rule_known)
}

#[cfg(test)]
#[path = "mapping_plan_table.rs"]
mod table;
