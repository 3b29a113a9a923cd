//! The steps of a sign-in as a state machine; its row is sealed and lives for fifteen minutes.
//!
//! Identifier first; the company where a username needs it; password; activation or enrolment
//! where they are due; code; a choice where the person is known at several places. Every step but
//! the proofs themselves looks the same whether or not the account exists.

use super::{AffiliationId, AuthenticationMethod, Population};
use kernel::email::EmailFault;
use kernel::name::NameFault;
use kernel::{
    ChallengeId, ClientId, EmailAddress, IdentityId, Language, PartnerId, Span, Timestamp, Username,
};
use serde::{Deserialize, Serialize};

/// Where the person goes after sign-in: a closed list instead of an address, so that no open
/// redirect can be built (attack: open redirect).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Destination {
    /// My Modules.
    Hub,
    /// Open a module from My Modules.
    Open(kernel::InstanceId),
    /// The page for the code of a device; the code, where she came with one.
    Device(String),
    /// Back to an authorization request, which is checked anew.
    Authorize {
        /// The query of the request as it came.
        query: String,
        /// The client that asked.
        client_id: ClientId,
        /// The partner whose module it is: only affiliations there can be used.
        partner_id: PartnerId,
        /// The module's name, for "to continue to".
        continue_to: String,
        /// Who must sign in, where the module's hint names somebody, and the address that tells it
        /// `login_required` when somebody else did (OpenID Connect Core 3.1.2.1).
        hint: Option<(IdentityId, String)>,
        /// The address that tells a linked module that her hub account is not active, so that she
        /// lands on its own login page with the reason (S2-47).
        #[serde(default)]
        inactive: Option<String>,
    },
    /// Back to a module's registered address with an error.
    Back(String),
    /// Accept an invitation whose mailed link was opened; the digest of its token.
    Accept(Vec<u8>),
}

/// What was typed in the first step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Identifier {
    /// A mail address, by its key.
    Email(String),
    /// A username; the company's name key is added in the next step.
    Username {
        /// The username in small letters.
        username: String,
        /// The key of the company name, once it was typed.
        company_key: Option<String>,
    },
}

impl Identifier {
    /// Reads what was typed: with an @ it is an address, without one a username (S4-15).
    ///
    /// # Errors
    /// [`IdentifierFault`] with a sentence for the field.
    pub fn parse(typed: &str) -> Result<Self, IdentifierFault> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(IdentifierFault::Empty);
        }
        if typed.contains('@') {
            Ok(EmailAddress::parse(typed).map(|e| Self::Email(e.key()))?)
        } else {
            Ok(Username::parse(typed).map(|u| Self::Username {
                username: u.as_str().to_owned(),
                company_key: None,
            })?)
        }
    }

    /// The text under which tries are counted, the same for existing and other accounts.
    pub fn throttle_key(&self) -> String {
        match self {
            Self::Email(key) => format!("e:{key}"),
            Self::Username {
                username,
                company_key,
            } => {
                format!(
                    "u:{username}@{}",
                    company_key.as_deref().unwrap_or_default()
                )
            }
        }
    }
}

/// Why what was typed in the first step names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierFault {
    /// Nothing was typed.
    #[error("Enter your email address or username.")]
    Empty,
    /// It has an @ and is no address.
    #[error(transparent)]
    Email(#[from] EmailFault),
    /// It has none and is no username.
    #[error(transparent)]
    Username(#[from] NameFault),
}

/// Which step is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Email or username.
    Identify,
    /// Company name, after a username.
    Company,
    /// Password.
    Password,
    /// The address is not confirmed: a link was mailed (S1-41).
    ActivationDue,
    /// The second factors were reset, and a link to set up new ones was mailed.
    EnrolmentDue,
    /// Set up an authenticator; holds the proposed secret (20 bytes).
    Enrol(Vec<u8>),
    /// Show new recovery codes once.
    RecoveryCodes(Vec<String>),
    /// A six-digit code.
    Code,
    /// A question on her phone, which is asked for first once one is set up (S4-20).
    Push(ChallengeId),
    /// Choose one of several affiliations (S4-28).
    Choose,
    /// Everything is proved.
    Done,
}

/// A sign-in under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Where it leads.
    pub destination: Destination,
    /// Which people this entrance is for.
    pub population: Population,
    /// The step that is due.
    pub step: Step,
    /// What was typed, as it was typed, to be shown again.
    pub typed: String,
    /// What was typed, read.
    pub identifier: Option<Identifier>,
    /// The identity, once the password was right.
    pub identity_id: Option<IdentityId>,
    /// The proofs so far.
    pub methods: Vec<AuthenticationMethod>,
    /// Whose mailbox was proved by the link that this sign-in began with.
    #[serde(default)]
    pub mailbox_of: Option<IdentityId>,
    /// Set when nothing is proved anew and only the account of this session is chosen.
    pub of_session: Option<kernel::SessionId>,
    /// The affiliation that was chosen or is the only one.
    pub affiliation_id: Option<AffiliationId>,
    /// When it began.
    pub started_at: Timestamp,
    /// The language that the asking module wishes for this sign-in (`ui_locales`).
    #[serde(default)]
    pub wished_language: Option<Language>,
    /// Her own language, known once the password was right: not before, so that a page does not
    /// tell who has an account.
    #[serde(default)]
    pub own_language: Option<Language>,
}

impl Flow {
    /// How long a sign-in may take.
    pub const LIFETIME: Span = Span::minutes(15);

    /// A sign-in at its first step.
    pub fn begin(
        destination: Destination,
        population: Population,
        typed: String,
        now: Timestamp,
    ) -> Self {
        Self {
            destination,
            population,
            step: Step::Identify,
            typed,
            identifier: None,
            identity_id: None,
            methods: Vec::new(),
            mailbox_of: None,
            of_session: None,
            affiliation_id: None,
            started_at: now,
            wished_language: None,
            own_language: None,
        }
    }

    /// Takes the identifier; a username asks for the company next, for everybody alike.
    pub fn identified(&mut self, typed: &str, identifier: Identifier) {
        self.typed = typed.trim().to_owned();
        self.step = match identifier {
            Identifier::Email(_) => Step::Password,
            Identifier::Username { .. } => Step::Company,
        };
        self.identifier = Some(identifier);
    }

    /// Takes the company name's key.
    pub fn company_named(&mut self, key: String) {
        if let Some(Identifier::Username { company_key, .. }) = &mut self.identifier {
            *company_key = Some(key);
            self.step = Step::Password;
        }
    }

    /// Goes back to the first step: "not you?".
    pub fn restart(&mut self) {
        *self = Self {
            wished_language: self.wished_language,
            ..Self::begin(
                self.destination.clone(),
                self.population,
                self.typed.clone(),
                self.started_at,
            )
        };
    }

    /// The partner that limits the choice of affiliations, if the destination has one.
    pub fn partner(&self) -> Option<PartnerId> {
        match &self.destination {
            Destination::Authorize { partner_id, .. } => Some(*partner_id),
            _ => None,
        }
    }
}

/// What is known of a person whose password was right.
#[derive(Clone, Copy, Debug)]
pub struct AfterPassword {
    /// Whether her address was confirmed.
    pub email_verified: bool,
    /// Whether she has a second factor.
    pub has_factor: bool,
    /// Whether her factors were reset, so that her password alone must not set up new ones.
    pub enrols_by_mail: bool,
    /// Whether this sign-in began with a link out of her mailbox.
    pub mailbox_proved: bool,
}

/// Which step follows a right password: nobody gets past without a confirmed address and a second
/// factor, and enrolment comes before anything else (S2-11, X-10).
pub fn after_password(known: AfterPassword, proposed_secret: Vec<u8>) -> Step {
    match known {
        AfterPassword {
            email_verified: false,
            ..
        } => Step::ActivationDue,
        AfterPassword {
            has_factor: true, ..
        } => Step::Code,
        AfterPassword {
            enrols_by_mail: true,
            mailbox_proved: false,
            ..
        } => Step::EnrolmentDue,
        _ => Step::Enrol(proposed_secret),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_lead_to_their_steps() {
        let now = Timestamp(0);
        for (typed, step) in [
            ("Owner@Example.com", Step::Password),
            ("tech.one", Step::Company),
        ] {
            let mut flow = Flow::begin(Destination::Hub, Population::Staff, String::new(), now);
            flow.identified(typed, Identifier::parse(typed).unwrap());
            assert_eq!(flow.step, step);
            flow.company_named("example msp".into());
            assert_eq!(flow.step, Step::Password);
            flow.restart();
            assert_eq!(
                (flow.step.clone(), flow.typed.as_str()),
                (Step::Identify, typed)
            );
        }
        for bad in ["", "  ", "a b", "x@", "ünder"] {
            assert!(Identifier::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn nobody_passes_without_address_and_factor() {
        for (email_verified, has_factor, enrols_by_mail, mailbox_proved, step) in [
            (false, true, false, false, Step::ActivationDue),
            (false, false, false, true, Step::ActivationDue),
            (true, false, false, false, Step::Enrol(vec![1])),
            (true, false, true, false, Step::EnrolmentDue),
            (true, false, true, true, Step::Enrol(vec![1])),
            (true, true, true, true, Step::Code),
            (true, true, false, false, Step::Code),
        ] {
            let known = AfterPassword {
                email_verified,
                has_factor,
                enrols_by_mail,
                mailbox_proved,
            };
            assert_eq!(after_password(known, vec![1]), step, "{known:?}");
        }
    }
}
