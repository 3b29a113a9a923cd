//! What people type.

use crate::Target;
use kernel::{DisplayName, EmailAddress, Language, PartnerName, Secret, Timestamp, Username, Zone};
use model::access::{BaseUrl, ClaimSettings, Condition};
use model::directory::{MOST_NETWORKS, PartnerPolicy, read_networks};
use model::identity::{AffiliationId, Identifier, normal_recovery_code, passkey_name, strength};
use model::operation::{EventFilter, WebhookDraft};

pub const TARGETS: &[Target] = &[
    Target {
        name: "email_address",
        run: email,
        seeds: &[
            "a@example.net",
            "First.Last+tag@sub.example.co.uk",
            "\"a b\"@example.com",
            "ä@example.com",
        ],
        covers: &["kernel/src/email.rs::parse"],
    },
    Target {
        name: "names",
        run: names,
        seeds: &[
            "Example MSP",
            "Ехample MSP",
            "O'Neill, Anne-Marie",
            "a\u{202e}b",
            "100 %",
        ],
        covers: &["kernel/src/name.rs::parse", "kernel/src/name.rs::parse_key"],
    },
    Target {
        name: "identifier",
        run: identifier,
        seeds: &["tech", " Owner@Example.com ", "a@b@c", "user.name-1"],
        covers: &["model/src/identity/flow.rs::parse"],
    },
    Target {
        name: "codes",
        run: codes,
        seeds: &[
            "123456",
            "123 456",
            "ABCD-EFGH-IJ",
            "N53W4ZLSFUWS2LJNFUWS2LJNFUWS2LJN",
        ],
        covers: &["protocol/src/totp.rs::from_base32"],
    },
    Target {
        name: "password",
        run: password,
        seeds: &["seven grey owls at noon", "aaaaaaaaaaaa", "password1234"],
        covers: &[],
    },
    Target {
        name: "ids",
        run: ids,
        seeds: &[
            "mem_00000000000070008000000000000000",
            "eus_00000000000070008000000000000000",
            "mem_{0000000-0000-7000-8000-00000000000}",
        ],
        covers: &[
            "kernel/src/id.rs::from_str",
            "model/src/identity/affiliation.rs::from_str",
        ],
    },
    Target {
        name: "language_and_zone",
        run: language_and_zone,
        seeds: &[
            "de-AT,de;q=0.9,en;q=0.8",
            "*",
            "en;q=0.0001",
            "Europe/Vienna",
            "2026-11-26",
            "fr es",
        ],
        covers: &["kernel/src/language.rs::parse", "kernel/src/zone.rs::parse"],
    },
    Target {
        name: "networks",
        run: networks,
        seeds: &[
            "203.0.113.0/24\n2001:db8::/32\n198.51.100.7",
            "::ffff:192.0.2.1",
            "0.0.0.0/0",
        ],
        covers: &["model/src/directory/policy.rs::read_networks"],
    },
    Target {
        name: "event_filter",
        run: event_filter,
        seeds: &[
            "member.*\nsession.begun",
            "*",
            "https://a.example/hook",
            "\u{1}https://a.example/hook",
            "http://127.0.0.1/",
        ],
        covers: &["model/src/operation/event_filter.rs::parse"],
    },
    Target {
        name: "role_mapping",
        run: role_mapping,
        seeds: &[
            "Technicians = admin, editor\nSales=viewer\n",
            "a = b = c",
            "=,",
        ],
        covers: &["model/src/access/claims.rs::read_mapping"],
    },
    Target {
        name: "module_address",
        run: module_address,
        seeds: &[
            "https://wiki.example.com/a/",
            "http://localhost:8080",
            "https://a.example//",
            "HTTPS://A.example",
            "https://a.example/a\n/",
        ],
        covers: &["model/src/access/blueprint.rs::parse"],
    },
    Target {
        name: "group_rule",
        run: group_rule,
        seeds: &["role\nMaster", "email_domain\n@Example.com", "name_has\nÄ"],
        covers: &[],
    },
];

fn event_filter(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(filter) = EventFilter::parse(&text) {
        assert_eq!(
            EventFilter::parse(&filter.to_string()).as_ref(),
            Ok(&filter)
        );
        let _ = filter.chooses(&text);
        assert!(
            filter
                .patterns()
                .iter()
                .all(|p| p == "*" || p.contains('.'))
        );
    }
    let draft = WebhookDraft {
        address: text.clone().into_owned(),
        description: String::new(),
        events: EventFilter::all(),
    };
    if draft.check(false).is_ok() {
        assert!(text.to_ascii_lowercase().starts_with("https:"), "{text}");
    }
}

fn role_mapping(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(role_mapping) = ClaimSettings::read_mapping(&text) {
        assert!(role_mapping.len() <= 200);
        let settings = ClaimSettings {
            role_mapping: role_mapping.clone(),
            ..ClaimSettings::default()
        };
        assert_eq!(
            ClaimSettings::read_mapping(&settings.mapping_text()),
            Ok(role_mapping)
        );
    }
}

fn module_address(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(address) = BaseUrl::parse(&text) {
        assert!(address.as_str().len() <= 1_000 && !address.as_str().contains(['?', '#', ' ']));
        assert_eq!(BaseUrl::parse(address.as_str()).as_ref(), Ok(&address));
    }
}

fn email(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(email) = EmailAddress::parse(&text) {
        assert!(email.as_str().is_ascii() && email.as_str().len() <= 254);
        assert!(
            !email.as_str().contains(['\r', '\n', ' ', '<', '>', ',']),
            "safe in a mail's head"
        );
        assert_eq!(EmailAddress::parse(email.as_str()).as_ref(), Ok(&email));
        let key = EmailAddress::parse(&email.key()).expect("a key is an address");
        assert_eq!(key.key(), email.key(), "a key is its own key");
    }
}

fn names(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(name) = DisplayName::parse(&text) {
        assert!(name.as_str().chars().count() <= 120);
        assert!(!name.as_str().chars().any(char::is_control));
        assert_eq!(DisplayName::parse(name.as_str()).as_ref(), Ok(&name));
    }
    if let Ok(name) = PartnerName::parse(&text) {
        assert_eq!(
            kernel::name::name_key(&name.key()),
            name.key(),
            "a key is its own key"
        );
    }
    if let Ok(name) = Username::parse(&text) {
        assert!(name.as_str().is_ascii());
        assert_eq!(Username::parse(name.as_str()).as_ref(), Ok(&name));
    }
    if let Ok(key) = kernel::name::parse_key(&text) {
        assert_eq!(key, *text);
    }
    if let Ok(name) = passkey_name(&text) {
        assert!((1..=60).contains(&name.chars().count()));
    }
}

fn identifier(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(read) = Identifier::parse(&text) {
        assert!(
            read.throttle_key().len() <= 400,
            "a bucket has a short name"
        );
        let kept = serde_json::to_string(&read).expect("it is written");
        assert_eq!(serde_json::from_str::<Identifier>(&kept).ok(), Some(read));
    }
}

fn codes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(code) = normal_recovery_code(&text) {
        assert_eq!(normal_recovery_code(&code).as_ref(), Some(&code));
    }
    let secret = Secret::new(b"12345678901234567890".to_vec());
    let _ = protocol::totp::check(&secret, &text, -1, Timestamp(0));
    if let Some(read) = protocol::totp::from_base32(&text) {
        let again = protocol::totp::from_base32(&protocol::totp::base32(&read));
        assert_eq!(again.as_ref(), Some(&read));
    }
}

fn password(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = strength(&Secret::from(&*text), &[&text, "owner@example.com"]);
}

fn ids(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(id) = text.parse::<kernel::MemberId>() {
        assert!(id.to_string().eq_ignore_ascii_case(&text), "{id} is {text}");
    }
    if let Ok(id) = text.parse::<AffiliationId>() {
        assert!(id.to_string().eq_ignore_ascii_case(&text));
    }
}

fn language_and_zone(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(language) = Language::parse(&text) {
        assert_eq!(language.tag(), text);
    }
    let _ = (
        Language::accepted(&text),
        Language::listed(&text),
        Language::serving(&text),
    );
    if let Some(zone) = Zone::parse(&text) {
        assert_eq!(Zone::parse(zone.name()).as_ref(), Some(&zone));
        for at in [i64::MIN, 0, i64::MAX] {
            let _ = zone.civil(Timestamp(at));
        }
    }
    if let Some(day) = Timestamp::of_day(&text) {
        let _ = (day.rfc3339(), day.for_people());
    }
}

fn networks(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(networks) = read_networks(&text) {
        assert!(networks.len() <= MOST_NETWORKS);
        let written: Vec<String> = networks.iter().map(ToString::to_string).collect();
        assert_eq!(read_networks(&written.join("\n")).as_ref(), Ok(&networks));
        let policy = PartnerPolicy {
            networks,
            ..PartnerPolicy::default()
        };
        let _ = (
            policy.lets_in("192.0.2.1"),
            policy.lets_in(&text),
            policy.check(&text),
        );
    }
}

fn group_rule(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (field, value) = text.split_once('\n').unwrap_or((&text, ""));
    if let Some(condition) = Condition::of(field, value) {
        assert!(condition.value().len() <= 3 * value.len());
    }
}
