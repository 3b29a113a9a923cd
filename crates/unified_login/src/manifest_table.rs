use super::*;

const ORIGIN: &str = "https://portal.example.com";

fn manifest() -> serde_json::Value {
    serde_json::json!({
        "version": 1, "name": "Partner Portal", "match_by": ["email", "username"], "linking": "matched",
        "cardinality": "several", "capabilities": {"unified_login": true, "require_unified_login": true},
        "roles": [{"key": "tech", "title": "Tech"}, {"key": "security-admin", "title": "Security Admin", "high": true, "security_admin": true}],
        "regions": [{"key": "us", "title": "US", "base_url": "https://desk.example.com"}, {"key": "uk", "title": "UK", "base_url": "https://deskemea.example.com:8443/"}],
        "scim": "https://portal.example.com/scim/v2", "events": "https://portal.example.com/unified-login/events",
        "something_newer": {"left": "aside"},
    })
}

fn read(change: impl Fn(&mut serde_json::Value)) -> Result<Manifest, ManifestFault> {
    let mut value = manifest();
    change(&mut value);
    Manifest::read(value.to_string().as_bytes(), ORIGIN)
}

#[test]
fn a_manifest_is_read_within_its_limits() {
    let good = read(|_| {}).unwrap();
    assert!(good.capabilities.has(Feature::RequireUnifiedLogin));
    assert!(!good.capabilities.has(Feature::JitProvisioning));
    assert!(good.role("security-admin").unwrap().security_admin);
    assert_eq!(
        Manifest::read(&serde_json::to_vec(&good).unwrap(), ORIGIN),
        Ok(good)
    );
    assert_eq!(
        read(|m| m["version"] = 2.into()),
        Err(ManifestFault::Version(2))
    );
    assert_eq!(
        read(|m| m["scim"] = "https://evil.example.com/scim".into()),
        Err(ManifestFault::Address("scim"))
    );
    // A longer name that begins alike is another origin.
    assert_eq!(
        read(|m| m["events"] = "https://portal.example.com.evil.org/x".into()),
        Err(ManifestFault::Address("events"))
    );
    assert_eq!(
        read(|m| m["roles"][1]["key"] = "tech".into()),
        Err(ManifestFault::Keys("roles"))
    );
    assert_eq!(
        read(|m| m["roles"][1]["key"] = "Se cret".into()),
        Err(ManifestFault::Keys("roles"))
    );
    assert_eq!(
        read(|m| m["name"] = "x".repeat(101).into()),
        Err(ManifestFault::TooMuch("letters in its name"))
    );
    assert_eq!(
        read(|m| m["roles"][0]["title"] = "".into()),
        Err(ManifestFault::TooMuch("letters in a title"))
    );
    assert_eq!(
        read(|m| m["regions"][0]["base_url"] = "ftp://x".into()),
        Err(ManifestFault::Address("a region"))
    );
    let many: Vec<_> = (0..201)
        .map(|n| serde_json::json!({"key": format!("r{n}"), "title": "R"}))
        .collect();
    assert_eq!(
        read(|m| m["roles"] = many.clone().into()),
        Err(ManifestFault::TooMuch("roles"))
    );
    assert!(matches!(
        Manifest::read(b"<html>", ORIGIN),
        Err(ManifestFault::Unreadable(_))
    ));
    assert_eq!(
        Manifest::read(&vec![b' '; LONGEST + 1], ORIGIN),
        Err(ManifestFault::TooMuch("bytes"))
    );
}

#[test]
fn the_table_of_regions() {
    let regions = read(|_| {}).unwrap().regions;
    let row = |region, address| check_region(&regions, region, address);
    assert_eq!(
        row(Some("us"), "https://desk.example.com/start"),
        RegionCheck::Fits
    );
    assert_eq!(row(None, "https://DESK.example.com"), RegionCheck::Fits);
    assert_eq!(
        row(Some("uk"), "https://deskemea.example.com:8443"),
        RegionCheck::Fits
    );
    // At the hub people write it as the title says.
    assert_eq!(
        row(Some("US"), "https://desk.example.com"),
        RegionCheck::Fits
    );
    let mut spelt = regions.clone();
    spelt[1].title = "United Kingdom".into();
    let there = "https://deskemea.example.com:8443";
    assert_eq!(
        check_region(&spelt, Some("united kingdom"), there),
        RegionCheck::Fits
    );
    let wrong = RegionCheck::Wrong {
        belongs_to: "UK".into(),
    };
    assert_eq!(
        row(Some("us"), "https://deskemea.example.com:8443/x"),
        wrong
    );
    for foreign in [
        "https://desk.example.com.evil.org",
        "https://desk.example.com@evil.org",
        "http://desk.example.com",
        "https://desk.example.com:444",
        "desk.example.com",
        "",
    ] {
        assert_eq!(row(Some("us"), foreign), RegionCheck::Unknown, "{foreign}");
    }
    assert_eq!(check_region(&[], Some("us"), "anything"), RegionCheck::Fits);
}
