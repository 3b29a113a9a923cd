//! Why a company is not mapped so.

use super::{LeftOut, MOST_MAPPED_AT_ONCE};
use kernel::{CompanyId, Refusal, RefusalKind};

/// Why something cannot be done with a mapping. Names are those that a person knows the things by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MappingRefusal {
    /// The partner has no such connection.
    UnknownConnection,
    /// It has no such mapping.
    Unknown,
    /// It has no such company.
    UnknownCompany,
    /// The PSA has told of no company of this id.
    UnknownPsaCompany(i64),
    /// The PSA's company is left out.
    LeftOut {
        /// The company.
        company: String,
        /// Why.
        because: LeftOut,
    },
    /// The whole company of the PSA is mapped.
    Mapped {
        /// The company.
        company: String,
        /// The own company that it is mapped to.
        to: String,
    },
    /// This site of it is mapped.
    SiteMapped {
        /// The company.
        company: String,
        /// The site.
        site: String,
        /// The own company that it is mapped to.
        to: String,
    },
    /// The own company is mapped at this connection.
    OwnMapped {
        /// The own company.
        company: String,
        /// What it is mapped to.
        to: String,
    },
    /// The PSA has told of no site of this id.
    UnknownSite(i64),
    /// The site is one of another company of the PSA.
    SiteElsewhere(String),
    /// The site is switched off or not there any more.
    SiteGone(String),
    /// An own company has the name that the imported one would get.
    NameTaken {
        /// The name.
        name: String,
        /// The own company.
        company: CompanyId,
    },
    /// Two of the companies that are imported together would get this name.
    NameTwice(String),
    /// The PSA's name cannot be the name of a company here; why not.
    Name(String),
    /// Tickets are switched on without a rule (S3-110).
    RuleRequired,
    /// The connection has no such rule.
    UnknownRule,
    /// More at once than there may be.
    TooMany,
    /// Nothing was chosen.
    NothingChosen,
}

impl MappingRefusal {
    /// One of each, with … for what the case fills in.
    pub fn each() -> Vec<Self> {
        let text = || "…".to_owned();
        let left_out = |because| Self::LeftOut {
            company: text(),
            because,
        };
        vec![
            Self::UnknownConnection,
            Self::Unknown,
            Self::UnknownCompany,
            Self::UnknownPsaCompany(0),
            left_out(LeftOut::Gone),
            left_out(LeftOut::Inactive),
            left_out(LeftOut::NotAssociated),
            left_out(LeftOut::Type(text())),
            left_out(LeftOut::Status(text())),
            Self::Mapped {
                company: text(),
                to: text(),
            },
            Self::SiteMapped {
                company: text(),
                site: text(),
                to: text(),
            },
            Self::OwnMapped {
                company: text(),
                to: text(),
            },
            Self::UnknownSite(0),
            Self::SiteElsewhere(text()),
            Self::SiteGone(text()),
            Self::NameTaken {
                name: text(),
                company: CompanyId([0; 16]),
            },
            Self::NameTwice(text()),
            Self::Name(text()),
            Self::RuleRequired,
            Self::UnknownRule,
            Self::TooMany,
            Self::NothingChosen,
        ]
    }
}

impl Refusal for MappingRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownConnection => "mapping_connection_unknown",
            Self::Unknown => "mapping_unknown",
            Self::UnknownCompany => "company_unknown",
            Self::UnknownPsaCompany(_) => "psa_company_unknown",
            Self::LeftOut { because, .. } => match because {
                LeftOut::Gone => "psa_company_gone",
                LeftOut::Inactive => "psa_company_inactive",
                LeftOut::NotAssociated => "psa_company_not_associated",
                LeftOut::Type(_) | LeftOut::Status(_) => "psa_company_hidden",
            },
            Self::Mapped { .. } => "psa_company_mapped",
            Self::SiteMapped { .. } => "psa_site_mapped",
            Self::OwnMapped { .. } => "company_mapped",
            Self::UnknownSite(_) => "psa_site_unknown",
            Self::SiteElsewhere(_) => "psa_site_of_another_company",
            Self::SiteGone(_) => "psa_site_gone",
            Self::NameTaken { .. } => "company_name_taken",
            Self::NameTwice(_) => "company_name_twice",
            Self::Name(_) => "psa_company_name",
            Self::RuleRequired => "rule_required",
            Self::UnknownRule => "rule_unknown",
            Self::TooMany => "mapping_too_many",
            Self::NothingChosen => "mapping_nothing_chosen",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::UnknownConnection => "There is no such PSA connection.".into(),
            Self::Unknown => "There is no such mapping.".into(),
            Self::UnknownCompany => "There is no such company.".into(),
            Self::UnknownPsaCompany(id) => {
                format!("The PSA has told the hub of no company #{id}.")
            }
            Self::LeftOut { company, because } => format!("{company} {because}."),
            Self::Mapped { company, to } => format!("{company} is mapped to {to} already."),
            Self::SiteMapped { company, site, to } => {
                format!("The site {site} of {company} is mapped to {to} already.")
            }
            Self::OwnMapped { company, to } => {
                format!("{company} is mapped to {to} at this connection already.")
            }
            Self::UnknownSite(id) => format!("The PSA has told the hub of no site #{id}."),
            Self::SiteElsewhere(site) => {
                format!("The site {site} belongs to another company of the PSA.")
            }
            Self::SiteGone(site) => {
                format!("The site {site} is switched off in the PSA, or not there any more.")
            }
            Self::NameTaken { name, .. } => format!("There is a company named {name} already."),
            Self::NameTwice(name) => {
                format!("Another of the chosen companies is named {name} too.")
            }
            Self::Name(why) => format!("The PSA's name cannot be used here: {why}"),
            Self::RuleRequired => "Tickets cannot be made without an integration rule.".into(),
            Self::UnknownRule => "This connection has no such integration rule.".into(),
            Self::TooMany => {
                format!("At most {MOST_MAPPED_AT_ONCE} companies can be imported at once.")
            }
            Self::NothingChosen => "No company was chosen.".into(),
        }
    }

    fn remedy(&self) -> String {
        match self {
            Self::UnknownConnection => "Go back to the list of connections.",
            Self::Unknown => "Go back to the list: perhaps it was deleted meanwhile.",
            Self::UnknownCompany => "Choose one of the list of companies.",
            Self::UnknownPsaCompany(_) => {
                "Wait for the next pass of the sync, or check the id in the PSA."
            }
            Self::LeftOut { because, .. } => match because {
                LeftOut::Gone => "Choose another: it was deleted or merged in the PSA.",
                LeftOut::Inactive => "Make it active in the PSA first.",
                LeftOut::NotAssociated => {
                    "Add it to the associated companies of the connection, or leave that field empty."
                }
                LeftOut::Type(_) => {
                    "Take its type out of Hide Companies With Types of the connection, or change its type in the PSA."
                }
                LeftOut::Status(_) => {
                    "Take its status out of Hide Companies With Statuses of the connection, or change its status in the PSA."
                }
            },
            Self::Mapped { .. } => {
                "Map one of its sites instead, or delete that mapping first."
            }
            Self::SiteMapped { .. } => "Choose another site, or delete that mapping first.",
            Self::OwnMapped { .. } => "Edit that mapping, or delete it first.",
            Self::UnknownSite(_) => "Read the company's sites from the PSA, then choose again.",
            Self::SiteElsewhere(_) => "Choose a site of this company.",
            Self::SiteGone(_) => "Choose another site, or the whole company.",
            Self::NameTaken { .. } => {
                "Map that company to the PSA's instead of importing a second one."
            }
            Self::NameTwice(_) => {
                "Import one of them, and rename the other in the PSA or map it to a company that is here."
            }
            Self::Name(_) => "Change the name in the PSA, or map it to a company that is here.",
            Self::RuleRequired => "Select an integration rule, or clear Create Ticket.",
            Self::UnknownRule => "Select a rule of this connection.",
            Self::TooMany => "Choose fewer, and import the rest afterwards.",
            Self::NothingChosen => "Choose at least one company.",
        }
        .into()
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::UnknownConnection
            | Self::Unknown
            | Self::UnknownCompany
            | Self::UnknownPsaCompany(_) => RefusalKind::Absent,
            Self::LeftOut { .. }
            | Self::Mapped { .. }
            | Self::SiteMapped { .. }
            | Self::OwnMapped { .. }
            | Self::NameTaken { .. } => RefusalKind::Conflict,
            Self::UnknownSite(_)
            | Self::SiteElsewhere(_)
            | Self::SiteGone(_)
            | Self::NameTwice(_)
            | Self::Name(_)
            | Self::RuleRequired
            | Self::UnknownRule
            | Self::TooMany
            | Self::NothingChosen => RefusalKind::Invalid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_has_its_code_its_sentence_and_its_remedy() {
        let all = MappingRefusal::each();
        let codes: BTreeSet<_> = all.iter().map(Refusal::code).collect();
        // Both lists of the filter are one reason: the company is hidden.
        assert_eq!(codes.len(), all.len() - 1);
        for refusal in all {
            let (sentence, remedy) = (refusal.sentence(), refusal.remedy());
            assert!(
                sentence.ends_with('.') || sentence.ends_with('…'),
                "{sentence}"
            );
            assert!(remedy.ends_with('.') && remedy.len() > 15, "{remedy}");
        }
    }
}
