//! A list of contacts as administrators see it, and what is done to contacts.

use super::{
    Contact, ContactFacts, ContactRefusal, ContactState, Profile, Readiness, judge_contact,
};
use kernel::{CompanyId, Refusal, RefusalKind};

/// By which profile contacts are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileFilter {
    /// This one.
    Is(Profile),
    /// Any that gives access.
    Given,
}

/// By what came of them contacts are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadinessFilter {
    /// Who gets in.
    Ready,
    /// Who does not, for whatever reason.
    NotReady,
    /// Who does not, first of all for the cause of this code.
    By(&'static str),
}

impl ReadinessFilter {
    /// The filter of a text: `ready`, `not_ready`, or the code of a cause.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "ready" => Some(Self::Ready),
            "not_ready" => Some(Self::NotReady),
            code => super::CONTACT_CAUSES
                .into_iter()
                .find(|c| *c == code)
                .map(Self::By),
        }
    }
    /// Its text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::NotReady => "not_ready",
            Self::By(code) => code,
        }
    }
    /// Whether an outcome is looked for.
    pub fn fits(self, found: &Readiness) -> bool {
        match self {
            Self::Ready => found.ready(),
            Self::NotReady => !found.ready(),
            Self::By(code) => found.first().is_some_and(|c| c.code() == code),
        }
    }
}

/// What is looked for. Empty finds all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactFilter {
    /// Words, each of which is part of her name, an address or a company of hers.
    pub text: String,
    /// At this company.
    pub company: Option<CompanyId>,
    /// With which profile.
    pub profile: Option<ProfileFilter>,
    /// How her records stand.
    pub state: Option<ContactState>,
    /// Who gets invoices (true), or does not.
    pub bill_to: Option<bool>,
    /// What comes of her.
    pub readiness: Option<ReadinessFilter>,
}

impl ContactFilter {
    /// True when it finds all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactRow {
    /// The contact; of her addresses the default alone.
    pub contact: Contact,
    /// How many addresses she has.
    pub emails: i64,
    /// The company of her best record; empty where there is none.
    pub company: String,
    /// At how many companies she is.
    pub companies: i64,
    /// What decides whether she gets in.
    pub facts: ContactFacts,
    /// Where the list goes on after this row.
    pub place: String,
}

impl ContactRow {
    /// Whether she gets in, and what stands in her way.
    pub fn readiness(&self) -> Readiness {
        judge_contact(&self.facts)
    }
    /// Her profile.
    pub fn profile(&self) -> Profile {
        Profile::kept(&self.contact.profile)
    }
}

/// Why nothing was done to a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactChangeRefusal {
    /// The partner has none of this id.
    Unknown,
    /// Somebody else has changed her since the page was opened.
    ChangedMeanwhile,
    /// There is no such profile.
    ProfileUnknown,
    /// Something stands in her way, so a mail would invite her to a closed door.
    NotReady(ContactRefusal),
    /// A mail went to her just now.
    MailedJustNow,
    /// Her login at the company was deactivated by hand.
    LoginDeactivated,
    /// She has no login, so she has no second factor.
    NoLogin,
    /// No change of her profile is known that could be undone.
    NothingToUndo,
    /// The profile that she had is gone.
    EarlierProfileGone,
    /// An action for more contacts than one may touch.
    TooMany,
    /// An action that is not known any more, or was undone already.
    ActionUnknown,
}

impl Refusal for ContactChangeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "contact_unknown",
            Self::ChangedMeanwhile => "contact_changed_meanwhile",
            Self::ProfileUnknown => "contact_profile_unknown",
            Self::NotReady(cause) => cause.code(),
            Self::MailedJustNow => "contact_mailed_just_now",
            Self::LoginDeactivated => "contact_login_deactivated",
            Self::NoLogin => "contact_no_login",
            Self::NothingToUndo => "contact_nothing_to_undo",
            Self::EarlierProfileGone => "contact_earlier_profile_gone",
            Self::TooMany => "contacts_too_many",
            Self::ActionUnknown => "contact_action_unknown",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Unknown => "There is no contact of this id here.",
            Self::ChangedMeanwhile => {
                "Somebody else has changed this contact since you opened the page."
            }
            Self::ProfileUnknown => "There is no such profile.",
            Self::NotReady(cause) => {
                return format!("She would not get in: {}.", cause.title().to_lowercase());
            }
            Self::MailedJustNow => "A mail went to her in the last ten minutes.",
            Self::LoginDeactivated => "Her login at this company was deactivated.",
            Self::NoLogin => "She has never signed in here, so there is no second factor to reset.",
            Self::NothingToUndo => "No change of her profile is known that could be undone.",
            Self::EarlierProfileGone => "The profile that she had before is gone.",
            Self::TooMany => "More contacts are meant than one action may touch.",
            Self::ActionUnknown => "This action is not known any more, or was undone already.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::Unknown => "Open the contact from the list again.",
            Self::ChangedMeanwhile => {
                "What you chose is still here: look at what she has now, and save again if you still want it."
            }
            Self::ProfileUnknown => "Choose one of the list.",
            Self::NotReady(cause) => return cause.remedy(),
            Self::MailedJustNow => "Wait until it has arrived, and look into the spam folder with her.",
            Self::LoginDeactivated => "Reactivate the login first.",
            Self::NoLogin => "Send her the access mail; she sets up a second factor when she signs in.",
            Self::NothingToUndo | Self::EarlierProfileGone => "Choose the profile that she is to have.",
            Self::TooMany => "Filter more closely, and do it in parts.",
            Self::ActionUnknown => "The list of actions shows what can be undone.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown | Self::ActionUnknown => RefusalKind::Absent,
            Self::ProfileUnknown => RefusalKind::Invalid,
            Self::MailedJustNow => RefusalKind::Slow,
            _ => RefusalKind::Conflict,
        }
    }
}

/// What giving a profile to one of many would do: whether it changes something. Access is given to
/// whom it lets in; taking it away is never refused.
///
/// # Errors
/// The cause that a profile does not mend.
pub fn decide_profile(row: &ContactRow, profile: Profile) -> Result<bool, ContactRefusal> {
    if row.contact.profile == profile.to_string() {
        return Ok(false);
    }
    if profile == Profile::Revoked {
        return Ok(true);
    }
    match row.readiness().first_but_profile() {
        Some(cause) => Err(cause.clone()),
        None => Ok(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::{AddressFact, REVOKED};
    use kernel::{ContactId, PartnerId, Timestamp};

    fn row(profile: Profile, is_member: bool) -> ContactRow {
        let state = ContactState::Active;
        ContactRow {
            contact: Contact {
                id: ContactId([1; 16]),
                partner_id: PartnerId([1; 16]),
                first_name: "Demo".into(),
                last_name: "Owner".into(),
                title: String::new(),
                state,
                profile: profile.to_string(),
                main: false,
                bill_to: true,
                version: 1,
                created_at: Timestamp(0),
                synced_at: Timestamp(0),
                emails: vec!["demo@example.com".into()],
            },
            emails: 1,
            company: "Demo Company".into(),
            companies: 1,
            facts: ContactFacts {
                state,
                gap: None,
                address: AddressFact::Good,
                company_active: true,
                is_member,
                sharing: 0,
                revoked: profile == Profile::Revoked,
            },
            place: String::new(),
        }
    }

    #[test]
    fn table_of_profiles_for_many() {
        use Profile::{Admin, Revoked};
        for (has, is_member, gets, said) in [
            (Revoked, false, Admin, Ok(true)),
            (Admin, false, Admin, Ok(false)),
            (Revoked, true, Admin, Err(ContactRefusal::IsMember)),
            // Nothing stands in the way of taking access away.
            (Admin, true, Revoked, Ok(true)),
            (Revoked, true, Revoked, Ok(false)),
        ] {
            assert_eq!(
                decide_profile(&row(has, is_member), gets),
                said,
                "{has:?} {gets:?}"
            );
        }
        assert_eq!(row(Revoked, false).contact.profile, REVOKED);
    }

    #[test]
    fn outcomes_are_found_by_their_first_cause() {
        let found = row(Profile::Revoked, true).readiness();
        for (text, fits) in [
            ("ready", false),
            ("not_ready", true),
            ("contact_is_member", true),
            ("contact_revoked", false),
        ] {
            let filter = ReadinessFilter::parse(text).expect(text);
            assert_eq!((filter.as_str(), filter.fits(&found)), (text, fits));
        }
        assert_eq!(ReadinessFilter::parse("whatever"), None);
    }
}
