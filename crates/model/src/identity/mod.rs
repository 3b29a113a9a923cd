//! Who somebody is, and how she proves it.

mod advice;
mod affiliation;
mod factor;
mod factor_reset;
mod flow;
mod mailed_link;
mod member_change;
mod member_import;
mod member_list;
mod offboarding;
mod own_account;
mod passkey;
mod password;
mod person;
mod push;
mod push_refusal;
mod refusal;
mod session;
mod throttle;
mod upstream;

pub use advice::Advice;
pub use affiliation::{Affiliation, AffiliationId, AffiliationState};
pub use factor::{FactorKind, RECOVERY_CODES, TotpFactor, normal_recovery_code, recovery_codes};
pub use factor_reset::{FactorReset, FactorResetRefusal, may_reset_factors};
pub use flow::{
    AfterPassword, Destination, Flow, Identifier, IdentifierFault, Step, after_password,
};
pub use mailed_link::{LinkKind, MailedLink, link_is_good};
pub use member_change::{GRACE, MemberChange, MemberFacts, MemberRefusal, decide_member_change};
pub use member_import::{
    ImportFault, ImportFile, ImportRow, ImportState, ImportSummary, MOST_BYTES, MemberImport,
    RowFault, read_members,
};
pub use member_list::{MemberFilter, MemberOrder, MemberRow, MemberStanding};
pub use offboarding::{
    AccountFacts, AccountToEnd, EndState, Found, LONGEST_REASON, OffboardWish, Offboarding,
    OffboardingStanding, Telling, TellingKind, account_end, telling_end,
};
pub use own_account::{
    EmailChange, KnownDevice, MAX_AUTHENTICATORS, MAX_PASSKEYS, OwnAccountRefusal,
    may_remove_factor,
};
pub use passkey::{PasskeyFactor, PasskeyPolicy, passkey_name};
pub use password::{MAX_PASSWORD, MIN_PASSWORD, PasswordFault, Strength, check_password, strength};
pub use person::{EndUser, HubRole, Identity, IdentityState, Member, Population};
pub use push::{
    MAX_PHONES, PUSH_LIFETIME, PUSH_MEMORY, PushAnswer, PushChallenge, PushDevice, PushEnrolment,
    PushReply, decide_push_answer, decide_push_start, two_digits,
};
pub use push_refusal::PushRefusal;
pub use refusal::SignInRefusal;
pub use session::{AuthenticationMethod, Danger, Lifetimes, RECENT, Session, acr_of};
pub use throttle::{Bucket, BucketState, ThrottleRule, charge};
pub use upstream::{
    UpstreamMember, UpstreamPlan, UpstreamRecord, UpstreamRefusal, UpstreamWish, UserName,
    decide_upstream,
};
