use module_kit::{Account, AccountChange, Accounts, Changed, contract};

use crate::{Draft, SqliteAccounts};

async fn store() -> SqliteAccounts {
    let store = SqliteAccounts::in_memory().unwrap();
    for tenant in ["t1", "t2"] {
        store.add_tenant(tenant, tenant, None).await.unwrap();
    }
    store
}

#[tokio::test]
async fn it_keeps_the_contract() {
    let store = store().await;
    let add = async |account: Account, password: &str| {
        store.add(Draft::from(account), Some(password)).await
    };
    contract::run(&store, ["t1", "t2"], add).await.unwrap();
}

#[tokio::test]
async fn the_file_is_there_after_a_restart() {
    let folder = std::env::temp_dir().join(format!("module_accounts_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("accounts.db");
    let store = SqliteAccounts::open(&path).unwrap();
    assert!(store.is_empty().await.unwrap());
    store.add_tenant("t1", "One", Some("uk")).await.unwrap();
    let draft = Draft::new("t1", "a@example.com", "Ann")
        .username("ann")
        .role("x")
        .primary();
    let id = store.add(draft, Some("a long password")).await.unwrap();
    store.keep("link/t1", Some("{}")).await.unwrap();
    drop(store);
    let store = SqliteAccounts::open(&path).unwrap();
    let found = store
        .check_password("ANN", "a long password")
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].primary && found[0].id == id);
    assert_eq!(store.kept("link/").await.unwrap().len(), 1);
    let tenant = store.tenant("t1").await.unwrap().unwrap();
    assert_eq!(tenant.region.as_deref(), Some("uk"));
    store.set_password("t1", &id, None).await.unwrap();
    let found = store
        .check_password("ann", "a long password")
        .await
        .unwrap();
    assert!(found.is_empty());
    assert!(store.set_password("t1", "99", None).await.is_err());
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn twins_from_before_can_still_be_changed() {
    let store = store().await;
    let twin = || Draft::new("t1", "twin@example.com", "Twin");
    let first = store.add(twin(), None).await.unwrap();
    let second = store.add(twin(), None).await.unwrap();
    assert_ne!(first, second);
    let hers = AccountChange::SetHubSubject(Some("mem_1".into()));
    let changed = store
        .change("t1", &first, None, hers.clone(), &[])
        .await
        .unwrap();
    assert!(matches!(changed, Changed::Done(_)));
    let changed = store.change("t1", &second, None, hers, &[]).await.unwrap();
    assert_eq!(changed, Changed::Taken);
}

/// Two deactivations at once cannot take the last two admins.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_admin_survives_a_race() {
    let store = store().await;
    let admins = ["admin".to_owned()];
    for round in 0..20 {
        let mut ids = Vec::new();
        for n in 0..2 {
            let email = format!("{round}.{n}@example.com");
            let draft = Draft::new("t1", &email, "Admin").role("admin");
            ids.push(store.add(draft, None).await.unwrap());
        }
        let off = |id: String| {
            let (store, admins) = (store.clone(), admins.clone());
            tokio::spawn(async move {
                let off = AccountChange::SetActive(false);
                store.change("t1", &id, None, off, &admins).await.unwrap()
            })
        };
        let both = [off(ids[0].clone()), off(ids[1].clone())];
        let mut kept = 0;
        for one in both {
            kept += usize::from(one.await.unwrap() == Changed::LastAdmin);
        }
        // The one of the round before is still there, so the first round alone keeps one.
        assert_eq!(kept, usize::from(round == 0));
    }
}

#[tokio::test]
async fn a_seed_is_sown_once() {
    let store = SqliteAccounts::in_memory().unwrap();
    let seed = r#"
        [[tenant]]
        id = "acme"
        name = "Acme"
        region = "uk"
        [[tenant.account]]
        email = "a@example.com"
        name = "Ann"
        roles = ["admin"]
        primary = true
        password = "a long password"
        last_login_days = 2
        [[tenant.account]]
        email = "a@example.com"
        name = "Twin"
        deactivated = true
    "#;
    assert!(store.seed(seed, 200_000).await.unwrap());
    assert!(!store.seed(seed, 200_000).await.unwrap());
    let all = store.page("acme", None, 10).await.unwrap();
    assert_eq!(all.len(), 2);
    assert!(all[0].primary && all[0].active && !all[1].active);
    assert_eq!(all[0].last_local_login, Some(27_200));
    assert!(store.seed("[[tenant]]\nid = 1", 0).await.is_err());
}
