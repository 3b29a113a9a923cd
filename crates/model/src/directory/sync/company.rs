//! A mapped company: what its row in the PSA means for its mapping.

use super::conflict::{Conflict, ConflictKind};
use crate::directory::{Company, CompanyMapping, PsaCompany};
use kernel::PartnerName;

/// What follows for a mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompanyVerdict {
    /// Nothing of the company is taken over until somebody decides.
    pub frozen: bool,
    /// The own company is to be called so.
    pub rename: Option<PartnerName>,
    /// The mapping is to know this name and this short name.
    pub know: Option<(String, String)>,
    /// What is in question.
    pub conflict: Option<Conflict>,
}

/// Judges a company that is there. A name or a short name alone may change (a rename); both at once may
/// be another company under an old number, since numbers and rows are used again.
///
/// `taken` says whether another own company has a name.
pub fn judge_company(
    mapping: &CompanyMapping,
    own: &Company,
    psa: &PsaCompany,
    taken: &dyn Fn(&PartnerName) -> bool,
) -> CompanyVerdict {
    let mut verdict = CompanyVerdict::default();
    let differs = |held: &str, now: &str| !held.is_empty() && !held.eq_ignore_ascii_case(now);
    let renamed = differs(&mapping.known_name, &psa.name);
    if renamed && differs(&mapping.known_identifier, &psa.identifier) {
        verdict.frozen = true;
        verdict.conflict = Some(Conflict {
            kind: ConflictKind::CompanyRecycled,
            subject: psa.id.to_string(),
            detail: format!(
                "{} ({}) is now called {} ({})",
                mapping.known_name, mapping.known_identifier, psa.name, psa.identifier
            ),
        });
        return verdict;
    }
    if mapping.known_name != psa.name || mapping.known_identifier != psa.identifier {
        verdict.know = Some((psa.name.clone(), psa.identifier.clone()));
    }
    if !mapping.follows || mapping.psa_site.is_some() || own.name.as_str() == psa.name {
        return verdict;
    }
    // A name that cannot be one here (empty, too long) is left where it is.
    if let Ok(name) = PartnerName::parse(&psa.name)
        && name.as_str() != own.name.as_str()
    {
        if name.key() != own.name.key() && taken(&name) {
            verdict.conflict = Some(Conflict {
                kind: ConflictKind::NameTaken,
                subject: psa.id.to_string(),
                detail: format!("{} is called {} in the PSA", own.name.as_str(), psa.name),
            });
        } else {
            verdict.rename = Some(name);
        }
    }
    verdict
}
