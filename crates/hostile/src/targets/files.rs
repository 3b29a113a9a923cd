//! Files that operators and administrators bring, and what is kept as JSON.

use crate::Target;
use engine::operation::apply;
use engine::settings::{Override, SettingsFile};
use model::identity::{MOST_BYTES, read_members};
use model::operation::Message;
use model::operation::backup::{
    BackupReading, FRAME_HEAD, body_length, first_line, read_first_line,
};

pub const TARGETS: &[Target] = &[
    Target {
        name: "members_csv",
        run: members_csv,
        seeds: &[
            "email,name,username,role,groups\na@example.net,A,a,user,\"Technicians;Sales\"\n",
            "Email;Vorname;Nachname\r\na@example.net;Anna;\"Mü\"\"ller\"\r\nb@example.net;B;B\r\n",
            "\u{feff}email\tname\na@example.net\t\"two\nlines\"\n",
        ],
        covers: &["model/src/identity/member_import.rs::read_members"],
    },
    Target {
        name: "set_up_file",
        run: set_up_file,
        seeds: &[
            "[[partner]]\nname = \"A\"\n[[partner.member]]\nemail = \"a@example.net\"\nname = \"A\"\nrole = \"master\"\n",
            "[[partner]]\nname = \"A\"\n[[partner.module]]\nkey = \"m\"\nname = \"M\"\nurl = \"https://m.example\"\nclaims = { roles = \"r\" }\n[partner.module.client]\nid = \"m\"\nsecret_env = \"X\"\nredirect_uris = [\"https://m.example/cb\"]\n",
        ],
        covers: &[
            "engine/src/settings.rs::read_toml",
            "engine/src/operation/apply/file.rs::read",
        ],
    },
    Target {
        name: "settings_file",
        run: settings_file,
        seeds: &[
            "public_url = \"https://login.example.com\"\n[mail]\nhost = \"mail.example.com\"\n",
            "public_url = \"http://localhost:1\"\ntrusted_proxies = [\"::1\"]\n[keys]\nactive_days = 9\noverlap_days = 1\n",
        ],
        covers: &[
            "engine/src/settings.rs::parse",
            "engine/src/settings.rs::parse_with",
        ],
    },
    Target {
        name: "backup_file",
        run: backup_file,
        seeds: &[
            "vestibule backup 1\nH\0\0\0\u{55}{\"program\":\"0\",\"schema\":1,\"engine\":\"S\",\"made_at\":1,\"key\":\"0123456789abcdef\",\"rows\":1}",
            "vestibule backup 1\nH\0\0\0\u{43}{\"program\":\"0\",\"schema\":1,\"engine\":\"\",\"made_at\":1,\"key\":\"\",\"rows\":1}T\0\0\0\u{2d}{\"table\":\"t\",\"columns\":[[\"a\",\"int\"],[\"b\",\"text\"]]}R\0\0\0\u{f}\u{2}\0\0\0\0\0\0\0\u{1}\u{1}\0\0\0\u{1}x",
        ],
        covers: &[
            "model/src/operation/backup.rs::read_first_line",
            "model/src/operation/backup.rs::read_rows",
            "model/src/operation/backup.rs::read_end",
            "model/src/operation/backup.rs::read_cell",
        ],
    },
    Target {
        name: "outbox_message",
        run: outbox_message,
        seeds: &[
            r#"{"kind":"mail","to":"a@example.net","mail":{"mail":"password_changed","display_name":"A","at":5},"language":"en","zone":"UTC"}"#,
            r#"{"kind":"backchannel_logout","oauth_client_id":"c","uri":"https://a.example","sub":"s","sid":"x","algorithm":"ES256"}"#,
        ],
        covers: &[],
    },
    Target {
        name: "kept_settings",
        run: kept_settings,
        seeds: &[
            r#"{"networks":["192.0.2.0/24"],"idle_minutes":5}"#,
            r#"{"direct":["d8522d9f-575b-4866-88a9-ba99fa02f35b"]}"#,
            "{}",
        ],
        covers: &["model/src/identity/passkey.rs::read"],
    },
];

fn members_csv(bytes: &[u8]) {
    if let Ok(file) = read_members(bytes) {
        assert!(bytes.len() <= MOST_BYTES);
        let lines = bytes
            .iter()
            .filter(|b| **b == b'\n' || **b == b'\r')
            .count()
            + 1;
        assert!(file.rows.len() + file.faulty <= lines, "a row has a line");
        let kept = serde_json::to_string(&file.rows).expect("it is written");
        let again: Vec<model::identity::ImportRow> = serde_json::from_str(&kept).expect("and read");
        assert_eq!(again, file.rows);
    }
}

fn set_up_file(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(fault) = apply::read("x.toml", &text, |_| Some("x".repeat(40))) {
        assert!(fault.line <= text.lines().count() + 1, "{fault}");
    }
}

fn settings_file(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(file) = SettingsFile::parse("x.toml", &text) {
        let settings = file.settings(2);
        assert!(!settings.issuer.ends_with('/'));
    }
    let (value, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let over: Vec<Override> = [
        Override::of_flag(value),
        Override::of_variable(&format!("VESTIBULE__{value}"), rest),
    ]
    .into_iter()
    .flatten()
    .collect();
    let good = "public_url = \"https://login.example.com\"\n";
    let _ = SettingsFile::parse_with("x.toml", good, &over);
    let _ = SettingsFile::parse_with("x.toml", rest, &over);
}

fn backup_file(bytes: &[u8]) {
    let Ok(line) = read_first_line(bytes) else {
        return;
    };
    assert_eq!(bytes[..line], first_line(), "this form has one first line");
    let (mut reading, mut rest) = (BackupReading::default(), &bytes[line..]);
    while let Some(head) = rest.first_chunk::<FRAME_HEAD>() {
        let Ok(length) = body_length(*head) else {
            return;
        };
        let Some((piece, after)) = rest.split_at_checked(FRAME_HEAD + length) else {
            return;
        };
        let before = reading.rows();
        match reading.take(piece) {
            // JSON may be written in many ways; rows and the end in one alone.
            Ok(frame) if matches!(piece[0], b'R' | b'E') => {
                assert_eq!(
                    frame.write().as_deref(),
                    Ok(piece),
                    "read and written again"
                );
                assert!(reading.rows() - before <= length as u64, "a row has a byte");
            }
            Ok(_) => {}
            Err(_) => return,
        }
        rest = after;
    }
}

fn outbox_message(bytes: &[u8]) {
    if let Ok(message) = serde_json::from_slice::<Message>(bytes) {
        let kept = serde_json::to_vec(&message).expect("it is written");
        let again: Message = serde_json::from_slice(&kept).expect("and read");
        assert_eq!(serde_json::to_vec(&again).ok(), Some(kept));
        let _ = (message.kind(), message.about());
    }
}

fn kept_settings(bytes: &[u8]) {
    use model::identity::PasskeyPolicy;
    let text = String::from_utf8_lossy(bytes);
    let policy = PasskeyPolicy::read(&text);
    assert_eq!(PasskeyPolicy::read(&policy.text()), policy);
    if let Ok(policy) = serde_json::from_slice::<model::directory::PartnerPolicy>(bytes) {
        let kept = serde_json::to_string(&policy).expect("it is written");
        assert_eq!(serde_json::from_str(&kept).ok(), Some(policy));
    }
    let _ = serde_json::from_slice::<model::federation::ClientOptions>(bytes);
    let _ = serde_json::from_slice::<model::operation::MailServerSettings>(bytes);
    let _ = serde_json::from_slice::<model::access::GroupRule>(bytes);
    let _ = serde_json::from_slice::<model::identity::Flow>(bytes);
}
