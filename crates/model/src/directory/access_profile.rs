//! Access profiles: which parts of the client portal a contact may use.

use kernel::name::name_key;
use kernel::{AccessProfileId, DisplayName, PartnerId, Refusal, RefusalKind, Timestamp};
use std::collections::BTreeSet;

/// Most profiles that a partner makes.
pub const MOST_PROFILES: i64 = 50;

/// One switch of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessSwitch {
    /// Look at invoices.
    SeeInvoices,
    /// Pay them.
    PayInvoices,
    /// Look at credits and payments.
    SeeCredits,
    /// Look at tickets.
    SeeTickets,
    /// Open tickets and answer in them.
    MakeTickets,
    /// Look at quotes.
    SeeQuotes,
    /// Look at contracts.
    SeeContracts,
}

impl AccessSwitch {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::SeeInvoices,
        Self::PayInvoices,
        Self::SeeCredits,
        Self::SeeTickets,
        Self::MakeTickets,
        Self::SeeQuotes,
        Self::SeeContracts,
    ];

    /// The text in the database and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SeeInvoices => "see_invoices",
            Self::PayInvoices => "pay_invoices",
            Self::SeeCredits => "see_credits",
            Self::SeeTickets => "see_tickets",
            Self::MakeTickets => "make_tickets",
            Self::SeeQuotes => "see_quotes",
            Self::SeeContracts => "see_contracts",
        }
    }
    /// The words of a page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::SeeInvoices => "See invoices",
            Self::PayInvoices => "Pay invoices",
            Self::SeeCredits => "See credits and payments",
            Self::SeeTickets => "See tickets",
            Self::MakeTickets => "Make tickets",
            Self::SeeQuotes => "See quotes",
            Self::SeeContracts => "See contracts",
        }
    }
    /// The switch of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
    /// What it is of no use without.
    pub const fn needs(self) -> Option<Self> {
        match self {
            Self::PayInvoices => Some(Self::SeeInvoices),
            Self::MakeTickets => Some(Self::SeeTickets),
            _ => None,
        }
    }
}

/// The switches that are on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Switches(BTreeSet<AccessSwitch>);

impl Switches {
    /// These, and what they are of no use without.
    pub fn of(on: impl IntoIterator<Item = AccessSwitch>) -> Self {
        let mut set = BTreeSet::new();
        for switch in on {
            set.insert(switch);
            set.extend(switch.needs());
        }
        Self(set)
    }
    /// All.
    pub fn all() -> Self {
        Self::of(AccessSwitch::ALL)
    }
    /// Whether one is on.
    pub fn has(&self, switch: AccessSwitch) -> bool {
        self.0.contains(&switch)
    }
    /// Whether none is on.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Those that are on, in the order in which they are offered.
    pub fn iter(&self) -> impl Iterator<Item = AccessSwitch> + '_ {
        self.0.iter().copied()
    }
    /// The text in the database.
    pub fn text(&self) -> String {
        let words: Vec<_> = self.iter().map(AccessSwitch::as_str).collect();
        words.join(" ")
    }
    /// The switches of that text; none for a word that is not known.
    pub fn parse(text: &str) -> Option<Self> {
        let switches: Option<Vec<_>> = text.split_whitespace().map(AccessSwitch::parse).collect();
        switches.map(Self::of)
    }
    /// The words of a page: `See invoices, Pay invoices`; a dash where none is on.
    pub fn in_words(&self) -> String {
        let words: Vec<_> = self.iter().map(AccessSwitch::title).collect();
        match words.is_empty() {
            true => "–".into(),
            false => words.join(", "),
        }
    }
}

/// Which profile a contact has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// No access: where every contact starts (S0-46, X-09).
    #[default]
    Revoked,
    /// Everything (S0-47).
    Admin,
    /// One that the partner made.
    Custom(AccessProfileId),
}

impl Profile {
    /// What the built-in one without access is called, as it is shown (S0-58).
    pub const REVOKED_NAME: &'static str = "(Revoke Access)";
    /// What the built-in one with every switch is called.
    pub const ADMIN_NAME: &'static str = "Admin";

    /// The profile of the text in the database. What cannot be read gives no access.
    pub fn kept(text: &str) -> Self {
        Self::parse(text).unwrap_or_default()
    }
    /// The profile of a form's or a program's text.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            super::REVOKED => Some(Self::Revoked),
            "admin" => Some(Self::Admin),
            id => id.parse().ok().map(Self::Custom),
        }
    }
}

impl std::fmt::Display for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Revoked => f.write_str(super::REVOKED),
            Self::Admin => f.write_str("admin"),
            Self::Custom(id) => id.fmt(f),
        }
    }
}

/// A profile that a partner made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessProfile {
    /// The id.
    pub id: AccessProfileId,
    /// Whose it is.
    pub partner_id: PartnerId,
    /// Its name, unique within the partner.
    pub name: DisplayName,
    /// What it allows.
    pub switches: Switches,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Why a profile is not made, changed or deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileRefusal {
    /// The partner has none of this id.
    Unknown,
    /// Another one bears the name.
    NameTaken,
    /// One that is built in bears the name.
    NameBuiltIn,
    /// No switch is on.
    NothingOn,
    /// So many contacts have it.
    InUse(i64),
    /// There are too many.
    TooMany,
}

/// Whether a profile may have this name and these switches. One without a switch would let people in
/// who then see nothing, which looks like a fault (S0-51): no access has a profile of its own.
///
/// # Errors
/// [`ProfileRefusal::NameBuiltIn`], `NothingOn`.
pub fn check_profile(name: &DisplayName, switches: &Switches) -> Result<(), ProfileRefusal> {
    let bare = name_key(name.as_str().trim_matches(['(', ')']));
    if ["admin", "revoke access", "revoked"]
        .iter()
        .any(|built_in| name_key(built_in) == bare)
    {
        return Err(ProfileRefusal::NameBuiltIn);
    }
    match switches.is_empty() {
        true => Err(ProfileRefusal::NothingOn),
        false => Ok(()),
    }
}

impl Refusal for ProfileRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "profile_unknown",
            Self::NameTaken => "profile_name_taken",
            Self::NameBuiltIn => "profile_name_built_in",
            Self::NothingOn => "profile_allows_nothing",
            Self::InUse(_) => "profile_in_use",
            Self::TooMany => "profiles_too_many",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Unknown => "There is no such profile.".into(),
            Self::NameTaken => "Another profile has this name.".into(),
            Self::NameBuiltIn => "A profile that is built in has this name.".into(),
            Self::NothingOn => "This profile would allow nothing.".into(),
            Self::InUse(1) => "One contact has this profile.".into(),
            Self::InUse(n) => format!("{n} contacts have this profile."),
            Self::TooMany => format!("There are {MOST_PROFILES} profiles already."),
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::Unknown => "Choose one of the list of profiles.",
            Self::NameTaken | Self::NameBuiltIn => "Choose another name.",
            Self::NothingOn => {
                "Switch something on. Whoever is to have no access gets the profile (Revoke Access)."
            }
            Self::InUse(_) => "Give them another profile first, for all of them at once if you like.",
            Self::TooMany => "Delete one that nobody has.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Absent,
            Self::NothingOn => RefusalKind::Invalid,
            _ => RefusalKind::Conflict,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_bring_what_they_need_and_survive_their_text() {
        let paying = Switches::of([AccessSwitch::PayInvoices]);
        assert!(paying.has(AccessSwitch::SeeInvoices) && !paying.has(AccessSwitch::SeeTickets));
        assert_eq!(paying.text(), "see_invoices pay_invoices");
        assert_eq!(paying.in_words(), "See invoices, Pay invoices");
        for switches in [Switches::default(), paying, Switches::all()] {
            assert_eq!(Switches::parse(&switches.text()), Some(switches));
        }
        assert_eq!(Switches::parse("see_invoices fly"), None);
        assert_eq!(Switches::all().iter().count(), AccessSwitch::ALL.len());
        for switch in AccessSwitch::ALL {
            assert_eq!(AccessSwitch::parse(switch.as_str()), Some(switch));
        }
    }

    #[test]
    fn what_cannot_be_read_gives_no_access() {
        for text in ["", "Admin", "owner", "apr_1", "revoked "] {
            assert_eq!(Profile::kept(text), Profile::Revoked, "{text}");
            assert_eq!(Profile::parse(text), None, "{text}");
        }
        let custom = Profile::Custom(AccessProfileId([7; 16]));
        for profile in [Profile::Revoked, Profile::Admin, custom] {
            assert_eq!(Profile::kept(&profile.to_string()), profile);
        }
        assert_eq!(Profile::default().to_string(), crate::directory::REVOKED);
    }

    #[test]
    fn table_of_profiles() {
        use AccessSwitch::SeeQuotes;
        for (name, switches, said) in [
            ("Bookkeeper", Switches::of([SeeQuotes]), Ok(())),
            (
                "Bookkeeper",
                Switches::default(),
                Err(ProfileRefusal::NothingOn),
            ),
            ("ADMIN", Switches::all(), Err(ProfileRefusal::NameBuiltIn)),
            (
                "(Revoke  Access)",
                Switches::all(),
                Err(ProfileRefusal::NameBuiltIn),
            ),
            ("Revoked", Switches::all(), Err(ProfileRefusal::NameBuiltIn)),
            ("Administration", Switches::all(), Ok(())),
        ] {
            let name = DisplayName::parse(name).expect("a name");
            assert_eq!(check_profile(&name, &switches), said, "{}", name.as_str());
        }
    }
}
