//! Groups that fill themselves: a rule says who is in.

use crate::identity::HubRole;
use kernel::{EmailAddress, Username};
use serde::{Deserialize, Serialize};

/// Most conditions of one rule: a rule that nobody can read is no rule.
pub const MOST_CONDITIONS: usize = 10;

/// Whether all conditions must hold, or one is enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combine {
    /// All.
    #[default]
    All,
    /// One is enough.
    Any,
}

/// One condition about a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum Condition {
    /// Her role at the hub is this one: `master`, `billing` or `user`.
    Role(String),
    /// Her address is at this domain, letter by letter but for capitals.
    EmailDomain(String),
    /// Her username begins so.
    UsernameBegins(String),
    /// Her name has this in it.
    NameHas(String),
}

/// Why a rule cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    /// No condition: it would put everybody in by mistake.
    #[error("A rule needs at least one condition.")]
    Empty,
    /// Too many.
    #[error("A rule can have at most {MOST_CONDITIONS} conditions.")]
    TooMany,
    /// A value is empty, too long, or no role or domain.
    #[error(
        "Condition {0} has a value that cannot be: a role, a domain such as example.com, or a text of at most 100 characters."
    )]
    Value(usize),
}

/// A rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRule {
    /// How the conditions combine.
    pub combine: Combine,
    /// The conditions, at least one.
    pub conditions: Vec<Condition>,
}

/// What a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct RuleFacts<'a> {
    /// Her role.
    pub hub_role: HubRole,
    /// Her address.
    pub email: &'a EmailAddress,
    /// Her username.
    pub username: Option<&'a Username>,
    /// Her name.
    pub display_name: &'a str,
}

impl Condition {
    /// The field in forms and in the API.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Role(_) => "role",
            Self::EmailDomain(_) => "email_domain",
            Self::UsernameBegins(_) => "username_begins",
            Self::NameHas(_) => "name_has",
        }
    }
    /// The fields with the words of a page.
    pub const FIELDS: [(&'static str, &'static str); 4] = [
        ("role", "Role is"),
        ("email_domain", "Email domain is"),
        ("username_begins", "Username begins with"),
        ("name_has", "Name contains"),
    ];
    /// The value.
    pub fn value(&self) -> &str {
        match self {
            Self::Role(v) | Self::EmailDomain(v) | Self::UsernameBegins(v) | Self::NameHas(v) => v,
        }
    }
    /// The condition of a field and a value as they were typed.
    pub fn of(field: &str, value: &str) -> Option<Self> {
        let value = value.trim().to_owned();
        Some(match field {
            "role" => Self::Role(value.to_lowercase()),
            "email_domain" => Self::EmailDomain(value.trim_start_matches('@').to_ascii_lowercase()),
            "username_begins" => Self::UsernameBegins(value.to_ascii_lowercase()),
            "name_has" => Self::NameHas(value),
            _ => return None,
        })
    }
    fn is_sound(&self) -> bool {
        let value = self.value();
        let sized = !value.is_empty() && value.chars().count() <= 100;
        sized
            && match self {
                Self::Role(role) => HubRole::parse(role).is_some(),
                Self::EmailDomain(domain) => EmailAddress::parse(&format!("x@{domain}")).is_ok(),
                Self::UsernameBegins(_) | Self::NameHas(_) => true,
            }
    }
    fn holds(&self, of: &RuleFacts<'_>) -> bool {
        match self {
            Self::Role(role) => of.hub_role.as_str() == role,
            Self::EmailDomain(domain) => of
                .email
                .key()
                .rsplit_once('@')
                .is_some_and(|(_, d)| d == domain),
            Self::UsernameBegins(start) => {
                of.username.is_some_and(|u| u.as_str().starts_with(start))
            }
            Self::NameHas(part) => of
                .display_name
                .to_lowercase()
                .contains(&part.to_lowercase()),
        }
    }
}

impl GroupRule {
    /// Checks a rule before it is kept.
    ///
    /// # Errors
    /// [`RuleFault`] with the number of the condition, from 1.
    pub fn check(&self) -> Result<(), RuleFault> {
        if self.conditions.is_empty() {
            return Err(RuleFault::Empty);
        }
        if self.conditions.len() > MOST_CONDITIONS {
            return Err(RuleFault::TooMany);
        }
        match self.conditions.iter().position(|c| !c.is_sound()) {
            Some(at) => Err(RuleFault::Value(at + 1)),
            None => Ok(()),
        }
    }

    /// Whether somebody is in by this rule. A rule without conditions lets nobody in.
    pub fn lets_in(&self, of: &RuleFacts<'_>) -> bool {
        match self.combine {
            _ if self.conditions.is_empty() => false,
            Combine::All => self.conditions.iter().all(|c| c.holds(of)),
            Combine::Any => self.conditions.iter().any(|c| c.holds(of)),
        }
    }

    /// The rule in one line.
    pub fn in_words(&self) -> String {
        let joint = match self.combine {
            Combine::All => " and ",
            Combine::Any => " or ",
        };
        let words = |c: &Condition| {
            let field = Condition::FIELDS
                .iter()
                .find(|(f, _)| *f == c.field())
                .map_or("", |(_, words)| words);
            format!("{field} {}", c.value())
        };
        self.conditions
            .iter()
            .map(words)
            .collect::<Vec<_>>()
            .join(joint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_rules() {
        let email = EmailAddress::parse("Tech@Example.com").unwrap();
        let username = Username::parse("tech.one").unwrap();
        let facts = RuleFacts {
            hub_role: HubRole::User,
            email: &email,
            username: Some(&username),
            display_name: "Demo Technician",
        };
        let role = |r: &str| Condition::of("role", r).unwrap();
        let domain = |d: &str| Condition::of("email_domain", d).unwrap();
        let rule = |combine, conditions: Vec<Condition>| GroupRule {
            combine,
            conditions,
        };
        for (combine, conditions, is_in) in [
            (Combine::All, vec![], false),
            (Combine::Any, vec![], false),
            (
                Combine::All,
                vec![role("User"), domain("@example.com")],
                true,
            ),
            (
                Combine::All,
                vec![role("master"), domain("example.com")],
                false,
            ),
            (
                Combine::Any,
                vec![role("master"), domain("example.com")],
                true,
            ),
            // A domain is not the end of another one.
            (Combine::All, vec![domain("ample.com")], false),
            (
                Combine::All,
                vec![Condition::of("username_begins", "TECH.").unwrap()],
                true,
            ),
            (
                Combine::All,
                vec![Condition::of("name_has", "technic").unwrap()],
                true,
            ),
        ] {
            let rule = rule(combine, conditions);
            assert_eq!(rule.lets_in(&facts), is_in, "{}", rule.in_words());
        }
    }

    #[test]
    fn rules_that_cannot_be_are_refused() {
        let one = |c: Condition| GroupRule {
            combine: Combine::All,
            conditions: vec![c],
        };
        assert_eq!(GroupRule::default().check(), Err(RuleFault::Empty));
        for (field, value) in [
            ("role", "king"),
            ("email_domain", "no domain"),
            ("email_domain", ""),
            ("name_has", " "),
        ] {
            let rule = one(Condition::of(field, value).unwrap());
            assert_eq!(rule.check(), Err(RuleFault::Value(1)), "{field} {value}");
        }
        let many = GroupRule {
            combine: Combine::Any,
            conditions: vec![Condition::NameHas("a".into()); 11],
        };
        assert_eq!(many.check(), Err(RuleFault::TooMany));
        assert_eq!(Condition::of("shoe_size", "42"), None);
    }
}
