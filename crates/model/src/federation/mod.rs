//! Clients, tokens and keys of the OpenID Connect provider.

mod client;
mod key;
mod token;

pub use client::{AuthMethod, Client, ClientDraft, GrantType, KNOWN_SCOPES, redirect_matches};
pub use key::{KeyPlan, KeyRow, KeyState, Rotation, plan_rotation};
pub use token::{
    AuthorizationCode, Family, FamilyEnd, RefreshToken, RefreshVerdict, TokenLifetimes,
    judge_refresh,
};
