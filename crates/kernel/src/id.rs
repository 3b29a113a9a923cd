//! Typed ids: UUIDv7 (RFC 9562) inside, a typed prefix outside (`mem_0192…`).

use crate::{Chance, Timestamp};
use std::fmt;

/// What went wrong when the text of an id was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form {prefix}_ followed by 32 hexadecimal digits")]
pub struct IdFault {
    /// The prefix that was asked for.
    pub prefix: &'static str,
}

/// Sixteen bytes of UUIDv7 from a moment and chance. The time comes first, so that rows of a table
/// lie in the order in which they were made, whatever the collation of the database.
pub fn uuid_v7(now: Timestamp, chance: &dyn Chance) -> [u8; 16] {
    let millis = u64::try_from(now.0.div_euclid(1_000)).unwrap_or(0);
    let tail = chance.bytes::<10>();
    *uuid::Builder::from_unix_timestamp_millis(millis, &tail)
        .into_uuid()
        .as_bytes()
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// The prefix of the text form.
            pub const PREFIX: &'static str = $prefix;

            /// A new id made of the moment and chance.
            pub fn new(now: Timestamp, chance: &dyn Chance) -> Self {
                Self(uuid_v7(now, chance))
            }

            /// The bytes as a vector, as the store wants them.
            pub fn to_vec(self) -> Vec<u8> {
                self.0.to_vec()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, uuid::Uuid::from_bytes(self.0).simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdFault;
            fn from_str(text: &str) -> Result<Self, IdFault> {
                let fault = IdFault { prefix: $prefix };
                let hex = text
                    .strip_prefix($prefix)
                    .and_then(|rest| rest.strip_prefix('_'))
                    .ok_or(fault.clone())?;
                // One spelling for each id.
                if hex.len() != 32 || hex.bytes().any(|b| b.is_ascii_uppercase()) {
                    return Err(fault);
                }
                uuid::Uuid::try_parse(hex).map(|id| Self(*id.as_bytes())).map_err(|_| fault)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

typed_ids! {
    /// A partner: the managed service provider that owns a tenant.
    PartnerId = "par";
    /// A client organisation of a partner.
    CompanyId = "com";
    /// The login subject: credentials, factors, sessions.
    IdentityId = "idn";
    /// A staff person of one partner.
    MemberId = "mem";
    /// A person of a company who signs in to client-side modules.
    EndUserId = "eus";
    /// A set of people used to grant modules.
    GroupId = "grp";
    /// A catalogue entry.
    ModuleId = "mod";
    /// One deployment of a module for a partner.
    InstanceId = "ins";
    /// The right of a person or a group to open a module instance.
    GrantId = "grt";
    /// An OpenID Connect client registration.
    ClientId = "cli";
    /// One secret of a client.
    ClientSecretId = "sec";
    /// A session at the hub; also the `sid` claim.
    SessionId = "ses";
    /// A second factor.
    FactorId = "fac";
    /// A question to the phone of somebody who is signing in.
    ChallengeId = "chl";
    /// A family of tokens that descend from one authorization.
    FamilyId = "fam";
    /// A message waiting in the outbox; also the idempotency key outside.
    OutboxId = "out";
    /// A link of a hub tenant with a tenant of a module.
    LinkId = "lnk";
    /// The hub's copy of an account of a module.
    ModuleAccountId = "acc";
    /// The bond of a person with her account at a module.
    AccountLinkId = "acl";
    /// An import of members.
    ImportId = "imp";
    /// A key by which a program uses the JSON API.
    ApiKeyId = "key";
    /// Offboarding of a member.
    OffboardingId = "off";
    /// A request of the JSON API that may be sent twice.
    ApiRequestId = "req";
    /// An address that audit entries are posted to.
    WebhookId = "whk";
    /// One signing secret of a webhook.
    WebhookSecretId = "whs";
    /// A connection to a PSA.
    PsaConnectionId = "psa";
    /// A notice of a PSA that waits to be looked after.
    PsaNoticeId = "not";
    /// A pair of an own company and a PSA's.
    MappingId = "map";
    /// A site of a company.
    SiteId = "sit";
    /// A person record of a company.
    ContactId = "con";
    /// A profile that was given to many contacts at once.
    ContactActionId = "cac";
    /// A set of switches for contacts.
    AccessProfileId = "apr";
    /// How tickets are made.
    RuleId = "rul";
    /// A question about records of a PSA that only a person can answer.
    ConflictId = "cfl";
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Zero;
    impl Chance for Zero {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(0);
        }
    }

    #[test]
    fn text_round_trips_and_foreign_prefixes_are_refused() {
        let id = MemberId::new(Timestamp::from_unix_seconds(1), &Zero);
        assert_eq!(id.to_string(), "mem_0000000003e870008000000000000000");
        assert_eq!(id.to_string().parse::<MemberId>(), Ok(id));
        for bad in [
            "",
            "mem",
            "mem_",
            "grp_0000000003e870008000000000000000",
            "mem_0000000003e8-7000-8000-000000000000",
            "mem_zz00000003e870008000000000000000",
            "mem_0000000003E870008000000000000000",
        ] {
            assert!(bad.parse::<MemberId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn later_ids_sort_later() {
        let a = MemberId::new(Timestamp::from_unix_seconds(1), &Zero);
        let b = MemberId::new(Timestamp::from_unix_seconds(2), &Zero);
        assert!(a < b);
    }
}
