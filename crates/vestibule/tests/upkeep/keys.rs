//! The key file and the signing keys.

use crate::place::{Place, engines};
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn another_key_file_opens_the_same_data_and_the_old_one_no_more() {
    for engine in engines() {
        let (place, hub) = Place::with_people(engine).await;
        let browser = hub.browser();
        hub.sign_in(&browser).await;
        let (old, new) = (place.key_file(), place.folder.join("data/key-next"));
        let backup = place.file("before");
        place.run(&["backup", &backup]).good();
        let said = place
            .run(&["change-key", &new.display().to_string()])
            .good();
        assert!(
            said.out.contains("key_file = ") && said.out.contains("keep it"),
            "{said:?}"
        );
        // The hub that runs goes on; every new start needs the new file.
        assert!(hub.knows(&browser).await);
        let said = place.run(&["doctor"]).refused("fingerprint");
        assert!(said.err.contains(&old.display().to_string()), "{said:?}");
        hub.stop();
        std::fs::rename(&old, place.folder.join("key-old")).unwrap();
        place.run(&["doctor"]).refused("is not there");
        std::fs::rename(&new, &old).unwrap();
        place.run(&["doctor"]).good();
        place
            .run(&["change-key", &old.display().to_string()])
            .refused("[key_same]");
        let hub = place.serve().await;
        assert!(
            hub.knows(&browser).await,
            "her session and her factor open as before"
        );
        hub.stop();
        assert!(place.audit().await.contains(&"key.changed".to_owned()));
        // Older backups need the old key, and say so.
        let other = Place::new(engine).await;
        other.take_key_of(&place);
        other.run(&["restore", &backup]).refused("[key_other]");
        std::fs::copy(place.folder.join("key-old"), other.key_file()).unwrap();
        other.run(&["restore", &backup]).good();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_keys_are_changed_at_the_operators_word() {
    for engine in engines() {
        let (place, hub) = Place::with_people(engine).await;
        let first = published(&hub.base).await;
        assert_eq!(first.len(), 3);
        hub.stop();
        let said = place.run(&["rotate-keys"]).good();
        assert!(said.out.contains("New keys are published"), "{said:?}");
        place.run(&["rotate-keys"]).good();
        let hub = place.serve().await;
        let both = published(&hub.base).await;
        assert!(
            both.len() == 6 && both.is_superset(&first),
            "ordered twice is ordered once"
        );
        hub.stop();
        place.run(&["rotate-keys", "--stolen"]).good();
        let hub = place.serve().await;
        let last = published(&hub.base).await;
        assert!(last.len() == 3 && last.is_disjoint(&both));
        hub.stop();
        let audit = place.audit().await;
        for (action, count) in [
            ("signing_keys.change_ordered", 2),
            ("signing_key.withdrawn", 6),
            ("signing_key.made", 9),
        ] {
            assert_eq!(
                audit.iter().filter(|a| *a == action).count(),
                count,
                "{action}"
            );
        }
        place.run(&["doctor"]).good();
    }
}

/// The ids of the keys that the hub publishes.
async fn published(base: &str) -> BTreeSet<String> {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let keys = client
        .get(format!("{base}/oidc/keys"))
        .send()
        .await
        .unwrap();
    let keys: serde_json::Value = keys.json().await.unwrap();
    let keys = keys["keys"].as_array().unwrap().clone();
    keys.iter()
        .map(|k| k["kid"].as_str().unwrap().to_owned())
        .collect()
}
