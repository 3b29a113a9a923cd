//! What modules and hub send each other about links.

use crate::Target;
use unified_login::{EventToken, LinkRequest, Manifest, PolicyDocument};

pub const TARGETS: &[Target] = &[
    Target {
        name: "link_request",
        run: request,
        seeds: &[
            r#"{"kind":"tenant","tenant":{"id":"t1","name":"Example","region":"uk"},"admin":{"id":"7","name":"Owner"}}"#,
            r#"{"kind":"account","tenant":"t1","account":{"id":"17","name":"Pat"}}"#,
        ],
        covers: &["unified_login/src/link_request.rs::read"],
    },
    Target {
        name: "module_manifest",
        run: manifest,
        seeds: &[
            r#"{"version":1,"name":"P","match_by":["email"],"linking":"matched","cardinality":"several","capabilities":{"unified_login":true},"roles":[{"key":"tech","title":"Tech"}],"scim":"https://p.example/scim/v2"}"#,
        ],
        covers: &["unified_login/src/manifest.rs::read"],
    },
    Target {
        name: "policy_document",
        run: document,
        seeds: &[
            r#"{"version":1,"link":"lnk_1","tenant":"t1","partner":"P","issuer":"https://hub.example","state":"active","policy":{"unified_login":true},"exceptions":["1"],"session_hours":12,"as_of":1}"#,
        ],
        covers: &["unified_login/src/document.rs::read"],
    },
    Target {
        name: "security_event",
        run: event,
        seeds: &[
            r#"{"iss":"i","aud":"a","iat":1,"jti":"j","link":"l","tenant":"t","seq":1,"events":{"urn:vestibule:event:link-ended":{}}}"#,
            r#"{"iss":"i","aud":"a","iat":1,"jti":"j","link":"l","tenant":"t","seq":1,"sub_id":{"format":"iss_sub","iss":"i","sub":"s"},"events":{"https://schemas.openid.net/secevent/risc/event-type/account-disabled":{"account":"1"}}}"#,
        ],
        covers: &["unified_login/src/event.rs::read"],
    },
];

fn request(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(read) = LinkRequest::read(&text) {
        let again = serde_json::to_string(&read).unwrap();
        assert_eq!(LinkRequest::read(&again), Ok(read));
    }
}

fn manifest(bytes: &[u8]) {
    let origin = "https://p.example";
    if let Ok(read) = Manifest::read(bytes, origin) {
        let again = serde_json::to_vec(&read).unwrap();
        assert_eq!(Manifest::read(&again, origin), Ok(read));
    }
}

fn document(bytes: &[u8]) {
    if let Ok(read) = PolicyDocument::read(bytes) {
        assert_eq!(read.follows(&read), Ok(()));
        let again = serde_json::to_vec(&read).unwrap();
        assert_eq!(PolicyDocument::read(&again), Ok(read));
    }
}

fn event(bytes: &[u8]) {
    let Ok(claims) = serde_json::from_slice(bytes) else {
        return;
    };
    if let Ok(read) = EventToken::read(&claims) {
        assert_eq!(EventToken::read(&read.claims()), Ok(read));
    }
}
