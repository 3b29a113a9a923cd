//! Whether a contact gets into the client portal, and what stands in her way.
//!
//! One function decides for the sign-in, for the record of a contact, for the readiness page and for
//! whoever is about to be given access: facts in, causes out.

use super::{ContactState, LeftOut};
use kernel::{Refusal, RefusalKind};

/// The address that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressFact {
    /// The PSA has none of her.
    None,
    /// It has one that is no address.
    Unreadable,
    /// It has one.
    Good,
}

/// Why a record of a PSA brings nobody to a company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeGap {
    /// It belongs to no company there.
    NoCompany,
    /// Its company (of this name) is not mapped.
    NotMapped(String),
    /// Its company is left out, by the connection or by the PSA (S0-15 to S0-18).
    LeftOut(String, LeftOut),
    /// Only sites of its company are mapped, and it is at none of them.
    NoSite(String),
    /// Everything is as it should be; the next synchronisation brings it.
    Waiting(String),
}

impl ScopeGap {
    /// What mends it.
    pub fn remedy(&self) -> String {
        match self {
            Self::NoCompany => "Give the contact a company in the PSA.".into(),
            Self::NotMapped(company) => format!("Map or import the company {company} of the PSA."),
            Self::LeftOut(company, why) if why.by_filter() => format!(
                "The company {company} {why}: change that in the PSA, or the filter of the connection."
            ),
            Self::LeftOut(company, why) => {
                format!("The company {company} {why}: put that right there.")
            }
            Self::NoSite(company) => format!(
                "Give the contact one of the mapped sites of {company} in the PSA, or map the whole company."
            ),
            Self::Waiting(company) => {
                format!(
                    "The next synchronisation of {company} brings the contact. Start it now if you like."
                )
            }
        }
    }
}

/// What is known of a contact and one of her addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactFacts {
    /// How her records in PSAs stand, the best of them.
    pub state: ContactState,
    /// Where she is out of scope, why, as far as it was looked up.
    pub gap: Option<ScopeGap>,
    /// Her address.
    pub address: AddressFact,
    /// Whether one of the companies that her good records bring her to may sign in.
    pub company_active: bool,
    /// Whether the address belongs to a member of the same partner.
    pub is_member: bool,
    /// How many other contacts in good standing have the address.
    pub sharing: i64,
    /// Whether her profile gives no access.
    pub revoked: bool,
}

/// What stands in a contact's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactRefusal {
    /// Not in the PSA any more, or switched off there (S0-41).
    NotInPsa {
        /// There, and switched off.
        inactive: bool,
    },
    /// No address in the PSA, or one that is none (S0-42).
    NoEmail {
        /// There is something, and it cannot be read.
        unreadable: bool,
    },
    /// At no company that is mapped and in scope (S0-43, S0-18).
    NotSynced(Option<ScopeGap>),
    /// Her company is deactivated here.
    CompanyDeactivated,
    /// The address belongs to a member too (S0-44).
    IsMember,
    /// Other contacts have the address too.
    Ambiguous,
    /// The profile gives no access (S0-45).
    Revoked,
    /// No contact has the address (S0-50).
    Missing,
}

/// The codes of all causes, in the order in which they are looked at.
pub const CONTACT_CAUSES: [&str; 8] = [
    "contact_not_in_psa",
    "contact_no_email",
    "contact_not_synced",
    "contact_company_deactivated",
    "contact_is_member",
    "contact_email_ambiguous",
    "contact_revoked",
    "contact_missing",
];

impl ContactRefusal {
    /// A few words for a list, by the code.
    pub fn title_of(code: &str) -> &'static str {
        match code {
            "contact_not_in_psa" => "Not in the PSA",
            "contact_no_email" => "No email in the PSA",
            "contact_not_synced" => "Not synchronised",
            "contact_company_deactivated" => "Company deactivated",
            "contact_is_member" => "Address of a member",
            "contact_email_ambiguous" => "Address of several",
            "contact_revoked" => "Revoke Access",
            _ => "No contact",
        }
    }
    /// A few words for a list.
    pub fn title(&self) -> &'static str {
        Self::title_of(self.code())
    }
}

impl Refusal for ContactRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotInPsa { .. } => "contact_not_in_psa",
            Self::NoEmail { .. } => "contact_no_email",
            Self::NotSynced(_) => "contact_not_synced",
            Self::CompanyDeactivated => "contact_company_deactivated",
            Self::IsMember => "contact_is_member",
            Self::Ambiguous => "contact_email_ambiguous",
            Self::Revoked => "contact_revoked",
            Self::Missing => "contact_missing",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::NotInPsa { .. } => "Your provider has no active record of you.",
            Self::NoEmail { .. } => "Your provider has no usable email address of you on record.",
            Self::NotSynced(_) => "Your company is not set up here.",
            Self::CompanyDeactivated => "Your company's access is switched off.",
            Self::IsMember => "This address belongs to somebody who works for your provider.",
            Self::Ambiguous => "Your provider has several people on record with this address.",
            Self::Revoked => "You have not been given access here.",
            Self::Missing => "Your provider has nobody with this address on record.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::NotInPsa { inactive: true } => "Set the contact active in the PSA.",
            Self::NotInPsa { inactive: false } => {
                "Make the contact in the PSA again; if she was merged into another, look at that one."
            }
            Self::NoEmail { unreadable: false } => {
                "Enter an email address of the contact in the PSA, as her default one."
            }
            Self::NoEmail { unreadable: true } => {
                "Put the contact's default email address right in the PSA: it is no address as it stands."
            }
            Self::NotSynced(Some(gap)) => return gap.remedy(),
            Self::NotSynced(None) => "Map the contact's company, and see that no filter leaves it out.",
            Self::CompanyDeactivated => "Activate the company in the console.",
            Self::IsMember => {
                "Give the contact another address in the PSA, or delete the member: one address is either a member's or a contact's."
            }
            Self::Ambiguous => {
                "Give each contact an address of her own in the PSA, or merge them there."
            }
            Self::Revoked => "Give the contact a profile such as Admin.",
            Self::Missing => {
                "Add the address to a contact in the PSA. It comes with the next synchronisation."
            }
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Forbidden
    }
}

/// What came of a contact: nothing stands in her way, or something does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readiness {
    /// What stands in her way, what is looked at first before the rest.
    pub causes: Vec<ContactRefusal>,
}

impl Readiness {
    /// Whether she gets in.
    pub fn ready(&self) -> bool {
        self.causes.is_empty()
    }
    /// What stands in her way first.
    pub fn first(&self) -> Option<&ContactRefusal> {
        self.causes.first()
    }
    /// What stands in her way first, whatever her profile is: what giving her one does not mend.
    pub fn first_but_profile(&self) -> Option<&ContactRefusal> {
        self.causes.iter().find(|c| **c != ContactRefusal::Revoked)
    }
}

/// Judges a contact by one of her addresses. What has to be mended in the PSA comes before what is
/// mended here, and the profile comes last: giving access to somebody who does not get in anyhow mends
/// nothing.
pub fn judge_contact(facts: &ContactFacts) -> Readiness {
    let mut causes = Vec::new();
    match facts.state {
        ContactState::Gone => causes.push(ContactRefusal::NotInPsa { inactive: false }),
        ContactState::Inactive => causes.push(ContactRefusal::NotInPsa { inactive: true }),
        ContactState::OutOfScope | ContactState::Active => {}
    }
    match facts.address {
        AddressFact::None => causes.push(ContactRefusal::NoEmail { unreadable: false }),
        AddressFact::Unreadable => causes.push(ContactRefusal::NoEmail { unreadable: true }),
        AddressFact::Good => {}
    }
    match facts.state {
        ContactState::OutOfScope => causes.push(ContactRefusal::NotSynced(facts.gap.clone())),
        ContactState::Active if !facts.company_active => {
            causes.push(ContactRefusal::CompanyDeactivated);
        }
        _ => {}
    }
    if facts.is_member {
        causes.push(ContactRefusal::IsMember);
    }
    if facts.sharing > 0 {
        causes.push(ContactRefusal::Ambiguous);
    }
    if facts.revoked {
        causes.push(ContactRefusal::Revoked);
    }
    Readiness { causes }
}

/// Decides about an address by all contacts that have it: which of them it lets in, by her place in
/// the list. Where it is none, the cause is that of the one who stands best.
///
/// # Errors
/// [`ContactRefusal`].
pub fn judge_address(is_member: bool, contacts: &[ContactFacts]) -> Result<usize, ContactRefusal> {
    let judged: Vec<Readiness> = contacts.iter().map(judge_contact).collect();
    if let Some(at) = judged.iter().position(Readiness::ready) {
        return Ok(at);
    }
    let best = (0..contacts.len()).min_by_key(|at| (contacts[*at].state, judged[*at].causes.len()));
    match best.and_then(|at| judged[at].first()) {
        Some(cause) => Err(cause.clone()),
        None if is_member => Err(ContactRefusal::IsMember),
        None => Err(ContactRefusal::Missing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ContactRefusal as No;

    fn good() -> ContactFacts {
        ContactFacts {
            state: ContactState::Active,
            gap: None,
            address: AddressFact::Good,
            company_active: true,
            is_member: false,
            sharing: 0,
            revoked: false,
        }
    }

    fn codes(facts: &ContactFacts) -> Vec<&'static str> {
        judge_contact(facts).causes.iter().map(No::code).collect()
    }

    #[test]
    fn table_of_single_causes() {
        assert!(judge_contact(&good()).ready());
        let gap = Some(ScopeGap::NotMapped("Example Ltd".into()));
        for (facts, cause) in [
            (
                ContactFacts {
                    state: ContactState::Gone,
                    ..good()
                },
                No::NotInPsa { inactive: false },
            ),
            (
                ContactFacts {
                    state: ContactState::Inactive,
                    ..good()
                },
                No::NotInPsa { inactive: true },
            ),
            (
                ContactFacts {
                    address: AddressFact::None,
                    ..good()
                },
                No::NoEmail { unreadable: false },
            ),
            (
                ContactFacts {
                    address: AddressFact::Unreadable,
                    ..good()
                },
                No::NoEmail { unreadable: true },
            ),
            (
                ContactFacts {
                    state: ContactState::OutOfScope,
                    gap: gap.clone(),
                    company_active: false,
                    ..good()
                },
                No::NotSynced(gap),
            ),
            (
                ContactFacts {
                    company_active: false,
                    ..good()
                },
                No::CompanyDeactivated,
            ),
            (
                ContactFacts {
                    is_member: true,
                    ..good()
                },
                No::IsMember,
            ),
            (
                ContactFacts {
                    sharing: 1,
                    ..good()
                },
                No::Ambiguous,
            ),
            (
                ContactFacts {
                    revoked: true,
                    ..good()
                },
                No::Revoked,
            ),
        ] {
            assert_eq!(judge_contact(&facts).causes, [cause], "{facts:?}");
        }
    }

    /// Every combination of facts: the causes come in their order, each once, and there is one exactly
    /// where a fact is bad.
    #[test]
    fn all_combinations() {
        let mut seen = 0;
        for state in ContactState::ALL {
            for address in [
                AddressFact::None,
                AddressFact::Unreadable,
                AddressFact::Good,
            ] {
                for bits in 0..16_u8 {
                    let facts = ContactFacts {
                        state,
                        gap: None,
                        address,
                        company_active: bits & 1 == 0,
                        is_member: bits & 2 != 0,
                        sharing: i64::from(bits & 4),
                        revoked: bits & 8 != 0,
                    };
                    let found = codes(&facts);
                    let places: Option<Vec<usize>> = found
                        .iter()
                        .map(|c| CONTACT_CAUSES.iter().position(|known| known == c))
                        .collect();
                    assert!(
                        places.is_some_and(|p| p.is_sorted_by(|a, b| a < b)),
                        "{found:?}"
                    );
                    let has = |code| found.contains(&code);
                    let away = matches!(state, ContactState::Gone | ContactState::Inactive);
                    assert_eq!(has("contact_not_in_psa"), away);
                    assert_eq!(has("contact_no_email"), address != AddressFact::Good);
                    assert_eq!(has("contact_not_synced"), state == ContactState::OutOfScope);
                    let closed = state == ContactState::Active && !facts.company_active;
                    assert_eq!(has("contact_company_deactivated"), closed);
                    assert_eq!(has("contact_is_member"), facts.is_member);
                    assert_eq!(has("contact_email_ambiguous"), facts.sharing > 0);
                    assert_eq!(has("contact_revoked"), facts.revoked);
                    assert!(!has("contact_missing"));
                    seen += 1;
                }
            }
        }
        assert_eq!(seen, 4 * 3 * 16);
    }

    #[test]
    fn the_profile_alone_is_what_a_profile_mends() {
        let revoked = ContactFacts {
            revoked: true,
            ..good()
        };
        assert_eq!(judge_contact(&revoked).first_but_profile(), None);
        let both = ContactFacts {
            is_member: true,
            ..revoked
        };
        assert_eq!(
            judge_contact(&both).first_but_profile(),
            Some(&No::IsMember)
        );
    }

    #[test]
    fn table_of_addresses() {
        let revoked = ContactFacts {
            revoked: true,
            ..good()
        };
        let gone = ContactFacts {
            state: ContactState::Gone,
            ..good()
        };
        let shared = ContactFacts {
            sharing: 1,
            ..good()
        };
        let member = ContactFacts {
            is_member: true,
            ..good()
        };
        for (is_member, contacts, said) in [
            (false, vec![], Err(No::Missing)),
            (true, vec![], Err(No::IsMember)),
            (false, vec![good()], Ok(0)),
            (false, vec![gone.clone(), good()], Ok(1)),
            (false, vec![gone.clone(), revoked.clone()], Err(No::Revoked)),
            (false, vec![gone], Err(No::NotInPsa { inactive: false })),
            // Never one of several, even where only one of them has access.
            (
                false,
                vec![
                    shared.clone(),
                    ContactFacts {
                        revoked: true,
                        ..shared.clone()
                    },
                ],
                Err(No::Ambiguous),
            ),
            (true, vec![member], Err(No::IsMember)),
        ] {
            assert_eq!(judge_address(is_member, &contacts), said, "{contacts:?}");
        }
    }

    #[test]
    fn each_cause_has_its_own_code_and_words() {
        let all = [
            No::NotInPsa { inactive: true },
            No::NoEmail { unreadable: true },
            No::NotSynced(None),
            No::CompanyDeactivated,
            No::IsMember,
            No::Ambiguous,
            No::Revoked,
            No::Missing,
        ];
        assert_eq!(all.each_ref().map(No::code), CONTACT_CAUSES);
        let mut sentences: Vec<_> = all.iter().map(No::sentence).collect();
        sentences.sort();
        sentences.dedup();
        assert_eq!(sentences.len(), all.len());
        let mut titles: Vec<_> = all.iter().map(No::title).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), all.len());
        for gap in [
            ScopeGap::NoCompany,
            ScopeGap::NotMapped("Acme".into()),
            ScopeGap::LeftOut("Acme".into(), LeftOut::Type("Vendor".into())),
            ScopeGap::LeftOut("Acme".into(), LeftOut::Inactive),
            ScopeGap::NoSite("Acme".into()),
            ScopeGap::Waiting("Acme".into()),
        ] {
            let named = gap == ScopeGap::NoCompany || gap.remedy().contains("Acme");
            assert!(named && No::NotSynced(Some(gap.clone())).remedy() == gap.remedy());
        }
    }
}
