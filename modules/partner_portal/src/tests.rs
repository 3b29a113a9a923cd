//! The portal as it is sown. The flows themselves are tested in the kit.

use super::*;

#[tokio::test]
async fn the_seed_has_people_in_every_state() {
    use module_kit::Accounts;
    use unified_login::{AccountFacts, Exemption, exemption_of};
    let accounts = module_accounts::SqliteAccounts::in_memory().unwrap();
    assert!(accounts.seed(SEED, 1_800_000_000).await.unwrap());
    let settings = Settings::new("http://localhost:1", "portal", None, "http://localhost:2");
    let (login, _) = open(settings, accounts.clone()).await.unwrap();
    let all = accounts.page("example-msp", None, 100).await.unwrap();
    let manifest = login.manifest();
    assert!(
        all.iter()
            .all(|a| a.roles.iter().all(|r| manifest.role(r).is_some()))
    );
    let facts: Vec<AccountFacts> = all.iter().map(|a| a.facts(manifest)).collect();
    for exemption in Exemption::ALL {
        let one = |f: &AccountFacts| exemption_of(f, None) == Some(exemption);
        assert!(facts.iter().any(one), "{exemption:?}");
    }
    assert!(facts.iter().any(|f| exemption_of(f, None).is_none()));
    let right = accounts
        .check_password("consultant@example.org", "a password of the portal")
        .await
        .unwrap();
    assert_eq!(right.len(), 2);
}
