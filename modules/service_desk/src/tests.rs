//! The desk against a hub in memory. The flows themselves are tested in the kit.

use module_kit::fake_hub::FakeHub;
use module_kit::{Accounts, ClientSecret};
use unified_login::{RegionCheck, check_region};

use super::*;

const SEED: &str = include_str!("../seed.toml");

#[tokio::test]
async fn the_seed_opens_and_each_link_has_its_region() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hub = FakeHub::start(listener, "service-desk", "s3cret");
    let accounts = SqliteAccounts::in_memory().unwrap();
    assert!(accounts.seed(SEED, now()).await.unwrap());
    let secret = Some(ClientSecret::new("s3cret"));
    let settings = Settings::new(&hub.issuer, "service-desk", secret, "http://localhost:8605");
    let (login, _) = open(settings, accounts.clone()).await.unwrap();
    let manifest = login.manifest();
    assert_eq!(manifest.linking, Linking::Explicit);
    assert_eq!(manifest.cardinality, Cardinality::OneToOne);
    for tenant in accounts.tenants().await.unwrap() {
        let region = tenant.region.unwrap();
        assert!(manifest.regions.iter().any(|r| r.key == region));
        let page = accounts.page(&tenant.id, None, 100).await.unwrap();
        assert!(page.iter().any(|a| a.is_security_admin(manifest)));
        let known = |role: &String| manifest.role(role).is_some();
        assert!(page.iter().all(|a| a.roles.iter().all(known)));
    }
    let wrong = check_region(&manifest.regions, Some("us"), "http://uk.localhost:8605/");
    let uk = RegionCheck::Wrong {
        belongs_to: "UK".into(),
    };
    assert_eq!(wrong, uk);
    let owner = accounts
        .check_password("owner", "a password of the desk")
        .await
        .unwrap();
    assert!(login.decide_local_login(&owner[0]).is_ok());
}
