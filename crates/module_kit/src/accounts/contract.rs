//! What every store of accounts must do: run it against your own store in a test.

use super::{
    Account, AccountChange, AccountKey, Accounts, Changed, Created, NewAccount, StoreFault,
};

/// Tries a store that is empty but for two tenants. `add` puts an account with a password into it
/// by the module's own road and gives its id.
///
/// # Errors
/// What the store does otherwise than it must, in one sentence.
pub async fn run<A: Accounts>(
    store: &A,
    tenants: [&str; 2],
    add: impl AsyncFn(Account, &str) -> Result<String, StoreFault>,
) -> Result<(), String> {
    let trial = Trial {
        store,
        tenants,
        admins: ["admin".to_owned()],
    };
    let ann = trial.first(&add).await.map_err(|f| f.to_string())?;
    trial.looking_up(&ann).await?;
    trial.passwords().await?;
    trial.making().await?;
    trial.changing(&ann).await?;
    trial.last_admin(&ann).await?;
    trial.several(&add).await?;
    trial.keeping().await
}

struct Trial<'t, A> {
    store: &'t A,
    tenants: [&'t str; 2],
    admins: [String; 1],
}

fn must(holds: bool, what: &str) -> Result<(), String> {
    if holds {
        Ok(())
    } else {
        Err(format!("the store must {what}"))
    }
}

fn says<T>(answer: Result<T, StoreFault>) -> Result<T, String> {
    answer.map_err(|fault| fault.to_string())
}

impl<A: Accounts> Trial<'_, A> {
    fn here(&self) -> &str {
        self.tenants[0]
    }

    async fn first(
        &self,
        add: &impl AsyncFn(Account, &str) -> Result<String, StoreFault>,
    ) -> Result<Account, StoreFault> {
        let account = Account {
            tenant: self.here().to_owned(),
            email: "Ann@example.com".into(),
            username: Some("Ann".into()),
            display_name: "Ann Example".into(),
            active: true,
            roles: vec!["admin".into()],
            version: 1,
            ..Account::default()
        };
        let id = add(account.clone(), "a long password of Ann").await?;
        let found = self.store.find(self.here(), &id).await?;
        found.ok_or_else(|| StoreFault("an account that was added is not found".into()))
    }

    async fn change(&self, id: &str, change: AccountChange) -> Result<Changed, String> {
        let answer = self
            .store
            .change(self.here(), id, None, change, &self.admins)
            .await;
        says(answer)
    }

    async fn looking_up(&self, ann: &Account) -> Result<(), String> {
        let by = async |key| says(self.store.find_by(self.here(), key).await).map(|f| f.len());
        must(
            by(AccountKey::Email("ann@EXAMPLE.com")).await? == 1,
            "find by e-mail without the case of letters",
        )?;
        must(
            by(AccountKey::Username("aNN")).await? == 1,
            "find by username without the case of letters",
        )?;
        must(
            by(AccountKey::HubSubject("mem_1")).await? == 0,
            "find nobody by a person of the hub that none has",
        )?;
        let elsewhere = says(self.store.find(self.tenants[1], &ann.id).await)?;
        must(elsewhere.is_none(), "show no tenant another's account")?;
        let all = says(self.store.page(self.here(), None, 10).await)?;
        must(all == [ann.clone()], "page what it finds")?;
        let after = says(self.store.page(self.here(), Some(&ann.id), 10).await)?;
        must(after.is_empty(), "page on after an id")?;
        let tenants = says(self.store.tenants().await)?;
        let known = |id: &str| tenants.iter().any(|t| t.id == id);
        must(self.tenants.iter().all(|id| known(id)), "know its tenants")?;
        let one = says(self.store.tenant(self.here()).await)?;
        must(
            one.is_some_and(|t| t.id == self.here()),
            "know a tenant by its id",
        )
    }

    async fn passwords(&self) -> Result<(), String> {
        for (login, password, count) in [
            ("ann@example.com", "a long password of Ann", 1),
            ("ANN", "a long password of Ann", 1),
            ("ann", "another password", 0),
            ("nobody", "a long password of Ann", 0),
            ("", "", 0),
        ] {
            let found = says(self.store.check_password(login, password).await)?;
            must(found.len() == count, "check passwords by address and name")?;
        }
        Ok(())
    }

    async fn making(&self) -> Result<(), String> {
        let new = |email: &str, username: Option<&str>, subject: Option<&str>| NewAccount {
            email: email.into(),
            username: username.map(str::to_owned),
            display_name: "Bob".into(),
            active: true,
            roles: vec!["tech".into()],
            hub_subject: subject.map(str::to_owned),
            made_by_hub: true,
            fields: [("department".to_owned(), "Service".to_owned())].into(),
        };
        let make = async |new| says(self.store.create(self.here(), new).await);
        let Created::Made(bob) = make(new("bob@example.com", Some("bob"), Some("mem_2"))).await?
        else {
            return Err("the store must make an account".into());
        };
        must(
            bob.version > 0 && bob.fields.len() == 1 && bob.made_by_hub,
            "keep what a new account has",
        )?;
        for taken in [
            new("BOB@example.com", None, None),
            new("b@example.com", Some("BOB"), None),
            new("c@example.com", None, Some("mem_2")),
        ] {
            must(
                make(taken).await? == Created::Taken,
                "refuse a second account with the same address, name or person of the hub",
            )?;
        }
        let without_password = says(self.store.check_password("bob", "").await)?;
        must(
            without_password.is_empty(),
            "open no account that has no password",
        )?;
        let elsewhere = new("bob@example.com", Some("bob"), Some("mem_2"));
        let made = says(self.store.create(self.tenants[1], elsewhere).await)?;
        must(matches!(made, Created::Made(_)), "keep tenants apart")
    }

    async fn changing(&self, ann: &Account) -> Result<(), String> {
        let Changed::Done(linked) = self
            .change(&ann.id, AccountChange::SetHubSubject(Some("mem_1".into())))
            .await?
        else {
            return Err("the store must change an account".into());
        };
        must(linked.version > ann.version, "count changes")?;
        let stale = self
            .store
            .change(
                self.here(),
                &ann.id,
                Some(ann.version),
                AccountChange::SetHubDeactivated(true),
                &self.admins,
            )
            .await;
        must(says(stale)? == Changed::Stale, "refuse a stale version")?;
        let taken = AccountChange::SetHubSubject(Some("mem_2".into()));
        must(
            self.change(&ann.id, taken).await? == Changed::Taken,
            "give a person of the hub one account",
        )?;
        let rename = AccountChange::Rename {
            email: "bob@example.com".into(),
            username: None,
            display_name: "Ann".into(),
        };
        must(
            self.change(&ann.id, rename).await? == Changed::Taken,
            "refuse a rename to a taken address",
        )?;
        let seen = AccountChange::LoggedIn(7);
        let Changed::Done(after) = self.change(&ann.id, seen).await? else {
            return Err("the store must note a login".into());
        };
        must(
            after.last_local_login == Some(7) && after.version == linked.version,
            "note a login without a new version",
        )?;
        let gone = self
            .change("nobody", AccountChange::SetActive(true))
            .await?;
        must(gone == Changed::Gone, "say that there is no such account")
    }

    async fn last_admin(&self, ann: &Account) -> Result<(), String> {
        for change in [
            AccountChange::SetActive(false),
            AccountChange::SetRoles(vec!["tech".into()]),
            AccountChange::Delete,
        ] {
            must(
                self.change(&ann.id, change).await? == Changed::LastAdmin,
                "keep the last active security admin",
            )?;
        }
        let bob = says(
            self.store
                .find_by(self.here(), AccountKey::Username("bob"))
                .await,
        )?;
        let bob = bob.first().ok_or("bob is gone")?;
        let raise = AccountChange::SetRoles(vec!["admin".into()]);
        self.change(&bob.id, raise).await?;
        let off = self
            .change(&ann.id, AccountChange::SetActive(false))
            .await?;
        must(
            matches!(&off, Changed::Done(a) if !a.active),
            "deactivate one of two security admins",
        )?;
        let last = self.change(&bob.id, AccountChange::Delete).await?;
        must(last == Changed::LastAdmin, "count active ones only")?;
        let back = self.change(&ann.id, AccountChange::SetActive(true)).await?;
        must(matches!(back, Changed::Done(_)), "activate again")?;
        let deleted = self.change(&bob.id, AccountChange::Delete).await?;
        must(matches!(deleted, Changed::Done(_)), "delete")?;
        let found = says(self.store.find(self.here(), &bob.id).await)?;
        must(found.is_none(), "forget who was deleted")
    }

    async fn several(
        &self,
        add: &impl AsyncFn(Account, &str) -> Result<String, StoreFault>,
    ) -> Result<(), String> {
        let twin = Account {
            tenant: self.tenants[1].to_owned(),
            email: "ANN@example.com".into(),
            display_name: "Ann of another company".into(),
            active: true,
            version: 1,
            ..Account::default()
        };
        says(add(twin, "a long password of Ann").await)?;
        let found = says(
            self.store
                .check_password("ann@example.com", "a long password of Ann")
                .await,
        )?;
        must(
            found.len() == 2 && found.iter().all(|a| a.email_at_several),
            "see that one address is at several tenants",
        )
    }

    async fn keeping(&self) -> Result<(), String> {
        let keep = async |key: &str, value| says(self.store.keep(key, value).await);
        keep("link/t1", Some("one")).await?;
        keep("link/t1", Some("two")).await?;
        keep("link/t2", Some("three")).await?;
        keep("policy/t1", Some("four")).await?;
        keep("link_", Some("five")).await?;
        let kept = says(self.store.kept("link/").await)?;
        must(
            kept == [
                ("link/t1".to_owned(), "two".to_owned()),
                ("link/t2".to_owned(), "three".to_owned()),
            ],
            "keep texts by key, and list them by the beginning of it",
        )?;
        keep("link/t1", None).await?;
        let kept = says(self.store.kept("link/").await)?;
        must(kept.len() == 1, "forget a text")
    }
}
