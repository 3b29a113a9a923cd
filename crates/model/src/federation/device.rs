//! Devices without a keyboard (RFC 8628): one shows a code, a person types it elsewhere and allows.

use kernel::{ClientId, FamilyId, PartnerId, Refusal, RefusalKind, Span, Timestamp, Value};

use crate::access::EntryRefusal;
use crate::identity::SignInRefusal;

/// How long a device may wait.
pub const DEVICE_WAIT: Span = Span::minutes(10);
/// The pause that a device must make between two questions, and what is added when it does not
/// (RFC 8628, 3.2 and 3.5).
pub const DEVICE_PAUSE: Span = Span::seconds(5);
/// The longest pause that is asked for.
const LONGEST_PAUSE: Span = Span::seconds(60);
/// Letters of a user code: no vowels, so that no words come out, and none that look alike (RFC 8628,
/// 6.1). Eight of twenty are 34 bits.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const CODE_LETTERS: usize = 8;

/// Where the question of a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceState {
    /// Nobody has answered it yet.
    Waiting,
    /// Somebody allowed it.
    Allowed,
    /// Somebody said no.
    Denied,
    /// The device has its tokens.
    Used,
}

impl DeviceState {
    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Used => "used",
        }
    }
    /// The state of a text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Waiting, Self::Allowed, Self::Denied, Self::Used]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// The question of one device, known by the digests of its two codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceGrant {
    /// The client that the device is.
    pub client_id: ClientId,
    /// Its partner.
    pub partner_id: PartnerId,
    /// Where it stands.
    pub state: DeviceState,
    /// What it asks for.
    pub scopes: Vec<String>,
    /// Resources that it asks for.
    pub resources: Vec<String>,
    /// The network address that it began from.
    pub begun_from: String,
    /// The family of its tokens, once somebody allowed it.
    pub family_id: Option<FamilyId>,
    /// The pause that it must make.
    pub pause: Span,
    /// When it asked last.
    pub last_polled_at: Option<Timestamp>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// What a device is told when it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PollVerdict {
    /// Not yet.
    Pending,
    /// Too fast: not yet, and from now on with this pause.
    SlowDown(Span),
    /// Here are the tokens.
    Give(FamilyId),
    /// Somebody said no.
    Denied,
    /// It took too long.
    Expired,
    /// Never its own, or it has them already.
    Refuse,
}

/// Judges a question of a device. One of another client is refused without a word about it.
pub fn judge_poll(grant: &DeviceGrant, client: ClientId, now: Timestamp) -> PollVerdict {
    if grant.client_id != client || grant.state == DeviceState::Used {
        return PollVerdict::Refuse;
    }
    if now >= grant.expires_at {
        return PollVerdict::Expired;
    }
    match (grant.state, grant.family_id) {
        (DeviceState::Denied, _) => PollVerdict::Denied,
        (DeviceState::Allowed, Some(family)) => PollVerdict::Give(family),
        (DeviceState::Waiting, _) => match grant.last_polled_at {
            Some(last) if now >= last && now - last < grant.pause => {
                let longer = Span(grant.pause.0.saturating_add(DEVICE_PAUSE.0));
                PollVerdict::SlowDown(longer.min(LONGEST_PAUSE))
            }
            _ => PollVerdict::Pending,
        },
        _ => PollVerdict::Refuse,
    }
}

/// A user code out of chance. Bytes that would prefer some letters are passed over.
pub fn make_user_code(mut chance: impl FnMut() -> [u8; 32]) -> String {
    let mut code = String::new();
    while code.len() < CODE_LETTERS {
        let fair = chance().into_iter().filter(|b| *b < 240);
        let letters = fair.filter_map(|b| LETTERS.get(usize::from(b) % LETTERS.len()));
        code.extend(
            letters
                .map(|b| char::from(*b))
                .take(CODE_LETTERS - code.len()),
        );
    }
    code
}

/// The code as it is shown: `WDJB-MJHT`.
pub fn show_user_code(code: &str) -> String {
    let (head, tail) = code
        .split_at_checked(CODE_LETTERS / 2)
        .unwrap_or((code, ""));
    format!("{head}-{tail}")
}

/// Reads what somebody typed: capitals or not, with dashes, spaces or nothing in between (RFC 8628,
/// 6.1).
pub fn read_user_code(typed: &str) -> Option<String> {
    if typed.len() > 64 {
        return None;
    }
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !"-–—_.".contains(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let fits = code.len() == CODE_LETTERS && code.bytes().all(|b| LETTERS.contains(&b));
    fits.then_some(code)
}

/// Why a device is not allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceRefusal {
    /// No device shows this code at the moment.
    CodeWrong,
    /// Too many codes were tried.
    Slow(SignInRefusal),
    /// She may not enter this module.
    Entry(EntryRefusal),
    /// Devices are turned off here.
    Off,
}

impl Refusal for DeviceRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::CodeWrong => "device_code_wrong",
            Self::Slow(refusal) => refusal.code(),
            Self::Entry(refusal) => refusal.code(),
            Self::Off => "device_flow_off",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::CodeWrong => "No device shows this code, or it has waited for too long.".into(),
            Self::Slow(refusal) => refusal.sentence(),
            Self::Entry(refusal) => refusal.sentence(),
            Self::Off => "Signing in on devices by a code is turned off here.".into(),
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::CodeWrong => {
                "Compare it letter by letter, or begin again on the device for a new one.".into()
            }
            Self::Slow(refusal) => refusal.remedy(),
            Self::Entry(refusal) => refusal.remedy(),
            Self::Off => "Ask your administrator how this device can be connected.".into(),
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::CodeWrong => RefusalKind::Invalid,
            Self::Slow(refusal) => refusal.kind(),
            Self::Entry(refusal) => refusal.kind(),
            Self::Off => RefusalKind::Absent,
        }
    }
    fn values(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::Slow(refusal) => refusal.values(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_polls() {
        let now = Timestamp::from_unix_seconds(1_000);
        let (own, other) = (ClientId([1; 16]), ClientId([2; 16]));
        let family = FamilyId([3; 16]);
        let fresh = DeviceGrant {
            client_id: own,
            partner_id: PartnerId([4; 16]),
            state: DeviceState::Waiting,
            scopes: vec![],
            resources: vec![],
            begun_from: String::new(),
            family_id: None,
            pause: DEVICE_PAUSE,
            last_polled_at: None,
            created_at: now,
            expires_at: now + DEVICE_WAIT,
        };
        let asked = |ago: i64, pause: i64| DeviceGrant {
            last_polled_at: Some(Timestamp(now.0 - ago * 1_000_000)),
            pause: Span::seconds(pause),
            ..fresh.clone()
        };
        let allowed = DeviceGrant {
            state: DeviceState::Allowed,
            family_id: Some(family),
            ..asked(0, 5)
        };
        let with = |state| DeviceGrant {
            state,
            ..allowed.clone()
        };
        let late = now + DEVICE_WAIT;
        for (grant, client, at, expected) in [
            (fresh.clone(), own, now, PollVerdict::Pending),
            (fresh.clone(), other, now, PollVerdict::Refuse),
            (fresh.clone(), own, late, PollVerdict::Expired),
            (asked(5, 5), own, now, PollVerdict::Pending),
            (
                asked(4, 5),
                own,
                now,
                PollVerdict::SlowDown(Span::seconds(10)),
            ),
            (
                asked(9, 10),
                own,
                now,
                PollVerdict::SlowDown(Span::seconds(15)),
            ),
            (
                asked(9, 60),
                own,
                now,
                PollVerdict::SlowDown(Span::seconds(60)),
            ),
            (allowed.clone(), own, now, PollVerdict::Give(family)),
            (allowed.clone(), other, now, PollVerdict::Refuse),
            (allowed.clone(), own, late, PollVerdict::Expired),
            (with(DeviceState::Denied), own, now, PollVerdict::Denied),
            (with(DeviceState::Used), own, now, PollVerdict::Refuse),
        ] {
            assert_eq!(judge_poll(&grant, client, at), expected, "{grant:?}");
        }
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        let mut n = 0_u8;
        let code = make_user_code(|| {
            n += 1;
            std::array::from_fn(|i| 255_u8.wrapping_sub(n).wrapping_sub(i as u8))
        });
        assert_eq!(read_user_code(&show_user_code(&code)), Some(code));
        for typed in [
            "WDJB-MJHT",
            "wdjbmjht",
            " wdjb mjht ",
            "WDJB–MJHT",
            "w-d-j-b-m-j-h-t",
        ] {
            assert_eq!(
                read_user_code(typed).as_deref(),
                Some("WDJBMJHT"),
                "{typed}"
            );
        }
        for typed in [
            "",
            "WDJB",
            "WDJB-MJHTX",
            "WDJB-MJH1",
            "AEIO-AEIO",
            &"W".repeat(65),
        ] {
            assert_eq!(read_user_code(typed), None, "{typed}");
        }
    }
}
