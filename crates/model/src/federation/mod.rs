//! Clients, tokens and keys of the OpenID Connect provider.

mod attempt;
mod client;
mod device;
mod key;
mod options;
mod refusal;
mod secret;
mod token;

pub use attempt::{
    Attempt, AttemptPlace, CODE_SENT, LONGEST_DETAIL, SENT_TO_SIGN_IN, TOKENS_FOR_CODE, WORKED,
    plain_detail,
};
pub(crate) use client::check_address;
pub use client::{AuthMethod, Client, ClientDraft, GrantType, KNOWN_SCOPES, redirect_matches};
pub use device::{
    DEVICE_PAUSE, DEVICE_WAIT, DeviceGrant, DeviceRefusal, DeviceState, PollVerdict, judge_poll,
    make_user_code, read_user_code, show_user_code,
};
pub use key::{KeyPlan, KeyRow, KeyState, LEAD, Rotation, plan_rotation, plan_stolen};
pub use options::{ASSERTION_ALGORITHMS, ClientOptions, LONGEST_JWKS, resource_form};
pub use refusal::ClientRefusal;
pub use secret::{ClientSecret, LONGEST_OVERLAP, MOST_SECRETS, plan_new_secret};
pub use token::{
    AskedClaims, AuthorizationCode, Family, FamilyEnd, Purpose, RefreshToken, RefreshVerdict,
    TokenLifetimes, judge_refresh,
};
