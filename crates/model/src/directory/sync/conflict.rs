//! Questions that only a person can answer, and her answers.

/// What is in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConflictKind {
    /// Contacts of one company have the same address.
    DuplicateEmail,
    /// Contacts of several companies have the same address.
    SeveralCompanies,
    /// A mapped company was deleted, merged or switched off in the PSA.
    CompanyGone,
    /// A mapped company has another name and another short name: perhaps another one under an old
    /// number.
    CompanyRecycled,
    /// A company was renamed in the PSA to what another is called here.
    NameTaken,
    /// A mapped site is not there any more.
    SiteGone,
    /// A great part of a list is missing at once: perhaps the API member sees less than before.
    ManyGone,
}

/// An answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// They are one person: one contact of all the companies.
    SamePerson,
    /// They are several people; none of them can sign in by that address alone.
    Apart,
    /// The mapping goes on with the company that took over its people.
    Follow,
    /// The own company is deactivated.
    Deactivate,
    /// It stays as it is.
    Keep,
    /// It is the same company, under another name.
    SameCompany,
    /// It is another company: the mapping is deleted.
    OtherCompany,
    /// They are really gone.
    Believe,
}

impl Decision {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::SamePerson,
        Self::Apart,
        Self::Follow,
        Self::Deactivate,
        Self::Keep,
        Self::SameCompany,
        Self::OtherCompany,
        Self::Believe,
    ];

    /// The text in the database and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SamePerson => "same_person",
            Self::Apart => "apart",
            Self::Follow => "follow",
            Self::Deactivate => "deactivate",
            Self::Keep => "keep",
            Self::SameCompany => "same_company",
            Self::OtherCompany => "other_company",
            Self::Believe => "believe",
        }
    }
    /// The decision of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.as_str() == text)
    }
    /// What a button says.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SamePerson => "One person",
            Self::Apart => "Different people",
            Self::Follow => "Follow to the other company",
            Self::Deactivate => "Deactivate our company",
            Self::Keep => "Leave it as it is",
            Self::SameCompany => "The same company",
            Self::OtherCompany => "Another company: delete the mapping",
            Self::Believe => "They are gone",
        }
    }
}

impl ConflictKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::DuplicateEmail,
        Self::SeveralCompanies,
        Self::CompanyGone,
        Self::CompanyRecycled,
        Self::NameTaken,
        Self::SiteGone,
        Self::ManyGone,
    ];

    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DuplicateEmail => "duplicate_email",
            Self::SeveralCompanies => "several_companies",
            Self::CompanyGone => "company_gone",
            Self::CompanyRecycled => "company_recycled",
            Self::NameTaken => "name_taken",
            Self::SiteGone => "site_gone",
            Self::ManyGone => "many_gone",
        }
    }
    /// The kind of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
    /// The title of a row.
    pub const fn title(self) -> &'static str {
        match self {
            Self::DuplicateEmail => "Two contacts with one address",
            Self::SeveralCompanies => "One address at several companies",
            Self::CompanyGone => "Company gone",
            Self::CompanyRecycled => "Perhaps another company",
            Self::NameTaken => "Name taken",
            Self::SiteGone => "Site gone",
            Self::ManyGone => "Many records missing at once",
        }
    }
    /// What it means and what each answer does.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::DuplicateEmail => {
                "An address must lead to one person. Until you decide, neither can sign in by it. Mend it in the PSA, or say whether they are one person."
            }
            Self::SeveralCompanies => {
                "If it is one person who works for all of them, she becomes one contact with several companies. Until you decide, nobody can sign in by this address."
            }
            Self::CompanyGone => {
                "Its contacts have no access. If it was merged, follow to the company that took over its people; if you serve it no more, deactivate it; or map it to another company."
            }
            Self::CompanyRecycled => {
                "Both the name and the short name changed, so it may be another company under an old number. Nothing of it is taken over until you decide."
            }
            Self::NameTaken => {
                "The PSA's new name is that of another company here. Rename one of them in the PSA, or keep the name that it has here."
            }
            Self::SiteGone => {
                "The site that this company is mapped to is not there any more. Its contacts have no access. Map it to another site or to the whole company."
            }
            Self::ManyGone => {
                "So many at once is more likely a lost permission than a clean-up. Nothing was taken away. Check the permissions, or say that they are really gone."
            }
        }
    }
    /// The answers that it takes.
    pub const fn decisions(self) -> &'static [Decision] {
        match self {
            Self::DuplicateEmail | Self::SeveralCompanies => {
                &[Decision::SamePerson, Decision::Apart]
            }
            Self::CompanyGone => &[Decision::Follow, Decision::Deactivate, Decision::Keep],
            Self::CompanyRecycled => &[Decision::SameCompany, Decision::OtherCompany],
            Self::NameTaken | Self::SiteGone => &[Decision::Keep],
            Self::ManyGone => &[Decision::Believe],
        }
    }
}

/// A question, as the facts raise it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What is in question.
    pub kind: ConflictKind,
    /// What it is about, by a key that stays: an address, the number of a company.
    pub subject: String,
    /// The same in words for a person, such as `Acme is now called Other`.
    pub detail: String,
}
