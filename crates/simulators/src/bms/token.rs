//! Logging in: a token for a name and a password, a new one for an old one.

use super::envelope::{Refused, result};
use super::state::State;
use crate::psa::chance::Chance;
use crate::psa::form::{Part, parse_form};
use crate::psa::moment;
use crate::psa::serve::{Question, Reply};
use serde_json::json;
use std::collections::HashMap;

/// A login of an API employee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The user's name.
    pub username: String,
    /// The password.
    pub password: String,
    /// May change things.
    pub writes: bool,
    /// The role has the feature "Has API Access".
    pub api_access: bool,
}

/// Refresh tokens last so many times as long as access tokens.
const REFRESH: u64 = 24;

#[derive(Clone, Debug)]
struct Token {
    user: usize,
    until: u64,
}

/// The tokens that were given.
#[derive(Debug)]
pub(super) struct Tokens {
    access: HashMap<String, Token>,
    refresh: HashMap<String, Token>,
    chance: Chance,
}

impl Tokens {
    pub(super) fn new(seed: u64) -> Self {
        let chance = Chance::new(seed ^ 0x70c3);
        Self {
            access: HashMap::new(),
            refresh: HashMap::new(),
            chance,
        }
    }

    fn give(&mut self, user: usize, now: u64, seconds: u64) -> Reply {
        self.access.retain(|_, token| token.until > now);
        let (access, refresh) = (self.chance.key(64), self.chance.key(64));
        let (ends, refresh_ends) = (now + seconds, now + seconds * REFRESH);
        self.access
            .insert(access.clone(), Token { user, until: ends });
        self.refresh.insert(
            refresh.clone(),
            Token {
                user,
                until: refresh_ends,
            },
        );
        let text = |at: u64| moment::text(i64::try_from(at).unwrap_or_default());
        result(json!({
            "AccessToken": access,
            "RefreshToken": refresh,
            "AccessTokenExpireOn": text(ends),
            "RefreshTokenExpireOn": text(refresh_ends),
        }))
    }

    /// A token without a login, for hostile bytes that are to get further.
    pub(super) fn lasting(&mut self, user: usize, now: u64) -> String {
        let token = "lasting".to_owned();
        self.access.insert(
            token.clone(),
            Token {
                user,
                until: now + 1,
            },
        );
        token
    }

    /// Whose token this is.
    pub(super) fn user(&self, question: &Question, now: u64) -> Option<usize> {
        let given = question.header("authorization").strip_prefix("Bearer ")?;
        let token = self.access.get(given.trim())?;
        (token.until > now).then_some(token.user)
    }
}

/// The members of a form or of a JSON body, whatever the case of their names.
fn members(question: &Question) -> HashMap<String, String> {
    let kind = question.header("content-type");
    let pairs: Vec<(String, String)> = if kind.starts_with("multipart/form-data") {
        let parts = parse_form(kind, &question.body).unwrap_or_default();
        let pair = |part: Part<'_>| {
            (
                part.name,
                String::from_utf8_lossy(part.content).into_owned(),
            )
        };
        parts.into_iter().map(pair).collect()
    } else {
        form_urlencoded::parse(&question.body)
            .into_owned()
            .collect()
    };
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_lowercase(), value))
        .collect()
}

pub(super) fn authenticate(state: &mut State, question: &Question) -> Reply {
    let given = members(question);
    let word = |name: &str| given.get(name).map_or("", String::as_str);
    if word("granttype") != "password" {
        return Refused::invalid(vec!["GrantType is not supported.".to_owned()]).reply();
    }
    let known = |login: &Login| {
        login.username.eq_ignore_ascii_case(word("username")) && login.password == word("password")
    };
    let tenant = word("tenant").eq_ignore_ascii_case(&state.options.tenant);
    let Some(user) = state.logins.iter().position(known).filter(|_| tenant) else {
        return Refused::new(401, "The user name, password or company is not correct.").reply();
    };
    if !state.logins[user].api_access {
        return Refused::new(403, "The user has no API access.").reply();
    }
    let now = (state.options.clock)();
    state.tokens.give(user, now, state.options.token_seconds)
}

pub(super) fn refresh(state: &mut State, question: &Question) -> Reply {
    let given = members(question);
    let word = |name: &str| given.get(name).map_or("", String::as_str);
    let now = (state.options.clock)();
    // Each refresh token works once.
    let token = state.tokens.refresh.remove(word("refreshtoken"));
    match token.filter(|token| token.until > now && !word("accesstoken").is_empty()) {
        Some(token) => state
            .tokens
            .give(token.user, now, state.options.token_seconds),
        None => Refused::new(401, "The token cannot be refreshed.").reply(),
    }
}
