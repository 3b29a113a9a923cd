//! Backup, restore, move.

use crate::place::{Engine, Place, engines, with_changed_byte};
use testkit::Browser;

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_running_hub_comes_back_on_either_engine() {
    for from in engines() {
        let (place, hub) = Place::with_people(from).await;
        let browser = hub.browser();
        hub.sign_in(&browser).await;
        let backup = place.file("backup");
        let said = place.run(&["backup", &backup]).good();
        assert!(
            said.out.contains("1  member") && said.out.contains("fingerprint"),
            "{said:?}"
        );
        assert!(hub.knows(&browser).await, "the hub goes on");
        place.run(&["backup", &backup]).refused("is there already");
        hub.stop();
        for to in engines() {
            let other = Place::new(to).await;
            other.take_key_of(&place);
            let said = other.run(&["restore", &backup, "--check"]).good();
            assert!(said.out.contains("as it was made"), "{said:?}");
            let said = other.run(&["restore", &backup]).good();
            assert!(said.out.contains("good  audit log"), "{said:?}");
            other
                .run(&["restore", &backup])
                .refused("[installation_not_empty]");
            let hub = other.serve().await;
            let before = copy_of(&browser, &hub.base);
            assert!(
                !hub.knows(&before).await,
                "an older state brings no session back"
            );
            hub.sign_in(&hub.browser()).await;
            hub.stop();
            other.run(&["doctor"]).good();
            let audit = other.audit().await;
            assert!(
                audit.contains(&"installation.restored".to_owned()),
                "{audit:?}"
            );
            let told = place.audit().await;
            assert!(
                told.contains(&"installation.backed_up".to_owned()),
                "{told:?}"
            );
        }
    }
}

/// A browser with the session cookie of another, at another address.
fn copy_of(browser: &Browser, base: &str) -> Browser {
    let copy = Browser::new(base);
    copy.plant("vst_session", "/", &browser.cookie("vst_session").unwrap());
    copy
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_moves_from_sqlite_to_postgres_and_back() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let (place, hub) = Place::with_people(Engine::Sqlite).await;
    let browser = hub.browser();
    hub.sign_in(&browser).await;
    let there = Place::new(Engine::Postgres).await;
    let back = Place::new(Engine::Sqlite).await;
    let to = |place: &Place| place.file("vestibule.toml");
    place
        .run(&["move", "--to", &to(&there)])
        .refused("[hub_running]");
    hub.stop();
    let said = place.run(&["move", "--to", &to(&there)]).good();
    assert!(said.out.contains("in PostgreSQL now") && said.out.contains("good  audit log"));
    place
        .run(&["move", "--to", &to(&there)])
        .refused("[installation_not_empty]");
    let hub = there.serve().await;
    assert!(
        hub.knows(&copy_of(&browser, &hub.base)).await,
        "sessions go on"
    );
    there
        .run(&["move", "--to", &to(&back)])
        .refused("[hub_running]");
    assert!(
        !back.folder.join("data/vestibule.db").exists(),
        "nothing is left of what was refused"
    );
    hub.stop();
    let said = there.run(&["move", "--to", &to(&back)]).good();
    assert!(said.out.contains("in SQLite now"), "{said:?}");
    let hub = back.serve().await;
    assert!(hub.knows(&copy_of(&browser, &hub.base)).await);
    hub.stop();
    let audit = back.audit().await;
    assert_eq!(
        audit.iter().filter(|a| *a == "installation.moved").count(),
        2,
        "{audit:?}"
    );
    back.run(&["doctor"]).good();
    // The old place is as it was.
    place.run(&["doctor"]).good();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_whole_backup_of_this_key_is_refused_and_changes_nothing() {
    let (place, hub) = Place::with_people(Engine::Sqlite).await;
    hub.stop();
    let backup = place.folder.join("backup");
    place.run(&["backup", &place.file("backup")]).good();
    let whole = std::fs::read(&backup).unwrap();
    let bad = place.folder.join("bad");
    for engine in engines() {
        let other = Place::new(engine).await;
        let refused = |bytes: &[u8], code: &str| {
            std::fs::write(&bad, bytes).unwrap();
            let file = bad.display().to_string();
            other.run(&["restore", &file, "--check"]).refused(code);
            other.run(&["restore", &file]).refused(code);
            assert!(!other.folder.join("data/vestibule.db").exists(), "{code}");
        };
        // No key file, then another one.
        other
            .run(&["restore", &place.file("backup"), "--check"])
            .good();
        other
            .run(&["restore", &place.file("backup")])
            .refused("[key_missing]");
        let (strange, hub) = Place::with_people(Engine::Sqlite).await;
        hub.stop();
        other.take_key_of(&strange);
        refused(&whole, "[key_other]");
        other.take_key_of(&place);
        refused(b"", "[backup_foreign]");
        refused(b"SQLite format 3\0and more", "[backup_foreign]");
        refused(b"vestibule backup 2\nwho knows", "[backup_newer]");
        // The program's name gives up a letter for the second digit, so that lengths stay.
        let text = String::from_utf8_lossy(&whole[..200]).into_owned();
        let known = store::newest_schema();
        let later = text.find(&format!("\"schema\":{known},")).unwrap();
        let mut bytes = whole.clone();
        let program = text.find("\"program\":\"").unwrap() + 11;
        let moved = bytes[program + 1..later + 9].to_vec();
        bytes[program..later + 8].copy_from_slice(&moved);
        bytes[later + 8] = b'9';
        let later = bytes;
        refused(&later, "[backup_newer]");
        for cut in [whole.len() - 1, whole.len() / 2, 30, 20] {
            refused(&whole[..cut], "[backup_");
        }
        let mut longer = whole.clone();
        longer.push(0);
        refused(&longer, "[backup_damaged]");
        for part in 1..12 {
            let at = whole.len() * part / 12;
            refused(&with_changed_byte(&backup, at), "[");
        }
        refused(&forged(&whole), "[backup_forged]");
        other.run(&["restore", &place.file("backup")]).good();
    }
}

/// A backup whose rows somebody without the key changed: every digest right, only the seal is not.
fn forged(whole: &[u8]) -> Vec<u8> {
    let at = whole.windows(11).position(|w| w == b"First Owner").unwrap();
    let mut bytes = whole.to_vec();
    bytes[at..at + 11].copy_from_slice(b"Other Owner");
    let mut digest = [0; 32];
    let mut rest = bytes.as_slice();
    let line = rest.iter().position(|b| *b == b'\n').unwrap() + 1;
    let (mut piece, mut after) = rest.split_at(line);
    let mut done = 0;
    loop {
        digest = vault::digest::sha256(&[digest.as_slice(), piece].concat());
        done += piece.len();
        rest = after;
        let length = u32::from_be_bytes(rest[1..5].try_into().unwrap()) as usize;
        if rest[0] == b'E' {
            break;
        }
        (piece, after) = rest.split_at(5 + length);
    }
    // Kind, length, rows, then the digest.
    bytes[done + 13..done + 45].copy_from_slice(&digest);
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_leaves_no_backup() {
    let (place, hub) = Place::with_people(Engine::Sqlite).await;
    hub.stop();
    let said = place.run(&["backup", "/no/such/folder/backup"]);
    said.refused("cannot be written");
    if std::path::Path::new("/dev/full").exists() {
        // A file whose `.part` leads to a device that is always full.
        std::os::unix::fs::symlink("/dev/full", place.folder.join("full")).unwrap();
        let said = place.run(&["backup", &place.file("full")]);
        said.refused("is there already");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hubs_do_not_work_on_one_folder() {
    let (place, hub) = Place::with_people(Engine::Sqlite).await;
    place.run(&["serve"]).refused("another hub is running");
    hub.stop();
}
