//! Faults of fields, in words.

use super::Words;
use kernel::email::EmailFault;
use kernel::name::NameFault;
use model::identity::{Advice, HubRole, IdentifierFault, MAX_PASSWORD, PasswordFault};

/// Something that has a sentence in every language.
pub trait InWords {
    /// The sentence.
    fn in_words(&self, words: &Words) -> String;
}

impl InWords for EmailFault {
    fn in_words(&self, words: &Words) -> String {
        match self {
            Self::Empty => words.email_empty(),
            Self::TooLong => words.email_too_long(),
            Self::Form => words.email_form(),
            Self::Letters => words.email_letters(),
        }
        .into()
    }
}

impl InWords for NameFault {
    fn in_words(&self, words: &Words) -> String {
        match self {
            Self::Empty => words.name_empty().into(),
            Self::TooLong { most } => words.name_too_long(*most),
            Self::Invisible => words.name_invisible().into(),
            Self::Username => words.name_username().into(),
        }
    }
}

impl InWords for IdentifierFault {
    fn in_words(&self, words: &Words) -> String {
        match self {
            Self::Empty => words.identifier_empty().into(),
            Self::Email(fault) => fault.in_words(words),
            Self::Username(fault) => fault.in_words(words),
        }
    }
}

impl InWords for PasswordFault {
    fn in_words(&self, words: &Words) -> String {
        match self {
            Self::Short(least) => words.password_short(*least),
            Self::Long => words.password_long(MAX_PASSWORD),
            Self::Weak(advice) => words.password_weak(&advice.in_words(words)),
            Self::Different => words.password_different().into(),
        }
    }
}

impl InWords for Advice {
    fn in_words(&self, words: &Words) -> String {
        match self {
            Self::KeyRow => words.advice_key_row(),
            Self::KeyPattern => words.advice_key_pattern(),
            Self::Repeats => words.advice_repeats(),
            Self::Common => words.advice_common(),
            Self::LikeCommon => words.advice_like_common(),
            Self::Sequence => words.advice_sequence(),
            Self::RecentYear => words.advice_recent_year(),
            Self::OneWord => words.advice_one_word(),
            Self::Date => words.advice_date(),
            Self::Name => words.advice_name(),
            Self::FewWords => words.advice_few_words(),
            Self::NoSigns => words.advice_no_signs(),
            Self::AddWords => words.advice_add_words(),
            Self::Capitals => words.advice_capitals(),
            Self::Reversed => words.advice_reversed(),
            Self::Substitution => words.advice_substitution(),
            Self::LongerPattern => words.advice_longer_pattern(),
            Self::AvoidRepeats => words.advice_avoid_repeats(),
            Self::AvoidSequences => words.advice_avoid_sequences(),
            Self::AvoidYears => words.advice_avoid_years(),
            Self::AvoidOwnYears => words.advice_avoid_own_years(),
            Self::AvoidOwnDates => words.advice_avoid_own_dates(),
        }
        .into()
    }
}

impl Words {
    /// A role at the hub.
    pub fn role(&self, role: HubRole) -> &'static str {
        match role {
            HubRole::Master => self.role_master(),
            HubRole::Billing => self.role_billing(),
            HubRole::User => self.role_user(),
        }
    }

    /// What somebody is at the hub: her role, or a client.
    pub fn standing(&self, role: Option<HubRole>) -> &'static str {
        role.map_or(self.settings_client(), |role| self.role(role))
    }

    /// How strong a password is, by its score of 0 to 4.
    pub fn strength(&self, score: u8) -> &'static str {
        match score {
            0 | 1 => self.strength_0(),
            2 => self.strength_2(),
            3 => self.strength_3(),
            _ => self.strength_4(),
        }
    }
}
