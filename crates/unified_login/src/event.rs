//! Security Event Tokens (RFC 8417) from the hub to a module, pushed by HTTP (RFC 8935).

use serde_json::{Map, Value, json};

const DISABLED: &str = "https://schemas.openid.net/secevent/risc/event-type/account-disabled";
const ENABLED: &str = "https://schemas.openid.net/secevent/risc/event-type/account-enabled";
const PURGED: &str = "https://schemas.openid.net/secevent/risc/event-type/account-purged";
const REVOKED: &str = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
const VERIFICATION: &str = "https://schemas.openid.net/secevent/ssf/event-type/verification";
const POLICY_CHANGED: &str = "urn:vestibule:event:policy-changed";
const LINK_ENDED: &str = "urn:vestibule:event:link-ended";
const UNLINKED: &str = "urn:vestibule:event:account-unlinked";

/// What happened to one person at the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountEvent {
    /// She may not come any more: sessions end, the account is deactivated (RISC).
    Disabled,
    /// She may come again (RISC).
    Enabled,
    /// She was deleted at the hub (RISC).
    Purged,
    /// Her sessions end; the account stays as it is (CAEP).
    SessionRevoked,
    /// The bond between her two accounts was ended at the hub.
    Unlinked,
}

/// What the hub tells a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// About one person.
    Account {
        /// What happened.
        what: AccountEvent,
        /// Her `sub` in the ID tokens of this module.
        sub: String,
        /// The module's id of her account, where the hub knows it.
        account: Option<String>,
    },
    /// The policy has this version now: fetch it.
    PolicyChanged(u64),
    /// The link was ended.
    LinkEnded,
    /// Somebody tries whether events arrive (Shared Signals).
    Verification,
}

/// The claims of an event's token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventToken {
    /// The hub.
    pub iss: String,
    /// The client id of the module.
    pub aud: String,
    /// When the token was signed, in seconds since 1970.
    pub iat: i64,
    /// Names the event: it stays when the same event is sent again.
    pub jti: String,
    /// The link.
    pub link: String,
    /// The tenant at the module.
    pub tenant: String,
    /// Grows with each event of a link, so that a late one cannot undo a newer.
    pub seq: u64,
    /// What happened.
    pub event: Event,
}

/// Why a token is no event for this module; the codes of RFC 8935, 2.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventFault {
    /// Not of the shape.
    InvalidRequest,
    /// Not signed by the hub.
    InvalidKey,
    /// Of another hub.
    InvalidIssuer,
    /// For another module.
    InvalidAudience,
    /// Of a link or tenant that is not there.
    AccessDenied,
}

impl EventFault {
    /// The code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidKey => "invalid_key",
            Self::InvalidIssuer => "invalid_issuer",
            Self::InvalidAudience => "invalid_audience",
            Self::AccessDenied => "access_denied",
        }
    }
}

impl AccountEvent {
    const fn uri(self) -> &'static str {
        match self {
            Self::Disabled => DISABLED,
            Self::Enabled => ENABLED,
            Self::Purged => PURGED,
            Self::SessionRevoked => REVOKED,
            Self::Unlinked => UNLINKED,
        }
    }
}

impl EventToken {
    /// The `typ` of the token's header: nothing else may pass for an event, nor an event for
    /// something else.
    pub const TYP: &'static str = "secevent+jwt";

    /// The claims to sign.
    pub fn claims(&self) -> Value {
        let (uri, about) = match &self.event {
            Event::Account { what, account, .. } => (
                what.uri(),
                account
                    .as_ref()
                    .map_or(json!({}), |a| json!({ "account": a })),
            ),
            Event::PolicyChanged(version) => (POLICY_CHANGED, json!({ "version": version })),
            Event::LinkEnded => (LINK_ENDED, json!({})),
            Event::Verification => (VERIFICATION, json!({})),
        };
        let mut claims = json!({
            "iss": self.iss, "aud": self.aud, "iat": self.iat, "jti": self.jti,
            "link": self.link, "tenant": self.tenant, "seq": self.seq,
            "events": { uri: about },
        });
        if let (Event::Account { sub, .. }, Some(claims)) = (&self.event, claims.as_object_mut()) {
            let subject = json!({ "format": "iss_sub", "iss": self.iss, "sub": sub });
            claims.insert("sub_id".into(), subject);
        }
        claims
    }

    /// Reads claims whose signature was verified.
    ///
    /// # Errors
    /// [`EventFault::InvalidRequest`], also for an event that is not known.
    pub fn read(claims: &Value) -> Result<Self, EventFault> {
        read(claims).ok_or(EventFault::InvalidRequest)
    }
}

fn read(claims: &Value) -> Option<EventToken> {
    let claims = claims.as_object()?;
    // An ID token or logout token has a `sub` or `nonce` of its own; an event names its subject in
    // `sub_id` (RFC 9493), so that none passes for the other (RFC 8417, 4.5).
    if claims.contains_key("sub") || claims.contains_key("nonce") || claims.contains_key("exp") {
        return None;
    }
    let text = |map: &Map<String, Value>, name: &str| {
        let text = map.get(name)?.as_str()?;
        (!text.is_empty() && text.len() <= 500).then(|| text.to_owned())
    };
    let events = claims.get("events")?.as_object()?;
    let (uri, about) = events.iter().next().filter(|_| events.len() == 1)?;
    let about = about.as_object()?;
    let account_event = [
        AccountEvent::Disabled,
        AccountEvent::Enabled,
        AccountEvent::Purged,
        AccountEvent::SessionRevoked,
        AccountEvent::Unlinked,
    ]
    .into_iter()
    .find(|e| e.uri() == uri);
    let iss = text(claims, "iss")?;
    let event = match (account_event, uri.as_str()) {
        (Some(what), _) => {
            let subject = claims.get("sub_id")?.as_object()?;
            if text(subject, "format")? != "iss_sub" || text(subject, "iss")? != iss {
                return None;
            }
            Event::Account {
                what,
                sub: text(subject, "sub")?,
                account: text(about, "account"),
            }
        }
        (None, POLICY_CHANGED) => Event::PolicyChanged(about.get("version")?.as_u64()?),
        (None, LINK_ENDED) => Event::LinkEnded,
        (None, VERIFICATION) => Event::Verification,
        (None, _) => return None,
    };
    Some(EventToken {
        iss,
        aud: text(claims, "aud")?,
        iat: claims.get("iat")?.as_i64()?,
        jti: text(claims, "jti")?,
        link: text(claims, "link")?,
        tenant: text(claims, "tenant")?,
        seq: claims.get("seq")?.as_u64()?,
        event,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(event: Event) -> EventToken {
        EventToken {
            iss: "https://hub.example.com".into(),
            aud: "portal".into(),
            iat: 1_790_000_000,
            jti: "out_1".into(),
            link: "lnk_1".into(),
            tenant: "t1".into(),
            seq: 4,
            event,
        }
    }

    #[test]
    fn each_event_is_read_as_it_was_written() {
        let about = |what| Event::Account {
            what,
            sub: "mem_1".into(),
            account: Some("17".into()),
        };
        for event in [
            about(AccountEvent::Disabled),
            about(AccountEvent::Enabled),
            about(AccountEvent::Purged),
            about(AccountEvent::SessionRevoked),
            about(AccountEvent::Unlinked),
            Event::Account {
                what: AccountEvent::Disabled,
                sub: "mem_1".into(),
                account: None,
            },
            Event::PolicyChanged(17),
            Event::LinkEnded,
            Event::Verification,
        ] {
            let token = token(event);
            assert_eq!(EventToken::read(&token.claims()), Ok(token));
        }
    }

    #[test]
    fn nothing_else_passes_for_an_event() {
        let good = token(Event::LinkEnded).claims();
        let with = |name: &str, value: Value| {
            let mut claims = good.clone();
            claims[name] = value;
            EventToken::read(&claims)
        };
        let bad = Err(EventFault::InvalidRequest);
        assert_eq!(with("sub", "mem_1".into()), bad);
        assert_eq!(with("nonce", "n".into()), bad);
        assert_eq!(with("exp", 1.into()), bad);
        assert_eq!(with("seq", (-1).into()), bad);
        assert_eq!(with("jti", "".into()), bad);
        assert_eq!(with("events", json!({})), bad);
        assert_eq!(with("events", json!({ LINK_ENDED: {}, REVOKED: {} })), bad);
        let logout = "http://schemas.openid.net/event/backchannel-logout";
        assert_eq!(with("events", json!({ logout: {} })), bad);
        // A subject of another issuer is nobody here.
        let mut foreign = token(Event::Account {
            what: AccountEvent::Disabled,
            sub: "mem_1".into(),
            account: None,
        })
        .claims();
        foreign["sub_id"]["iss"] = "https://evil.example.com".into();
        assert_eq!(EventToken::read(&foreign), bad);
        assert_eq!(EventToken::read(&Value::Null), bad);
    }
}
