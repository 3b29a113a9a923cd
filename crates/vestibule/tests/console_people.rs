//! Members and groups as a master administers them at a running hub.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::Span;
use testkit::{Browser, Page, TestHub, on_both_engines};

async fn master(hub: &TestHub) -> Browser {
    hub.actor("owner").sign_in(hub).await
}

/// Sends a form of the console with the token of its page.
async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get("/console/members").await;
    let csrf = page.input("csrf").to_owned();
    let mut form = vec![("csrf", csrf.as_str())];
    form.extend(fields);
    browser.post(path, &form).await
}

/// The id of a member by her address.
async fn id_of(browser: &Browser, email: &str) -> String {
    let page = browser.get(&format!("/console/members?q={email}")).await;
    page.between("href=\"/console/members/mem_", "\"")
        .to_owned()
}

async fn path_of(browser: &Browser, email: &str) -> String {
    format!("/console/members/mem_{}", id_of(browser, email).await)
}

on_both_engines! {
    async fn only_masters_come_into_the_console(hub) {
        let technician = hub.actor("technician").sign_in(hub).await;
        let page = technician.get("/console/members").await;
        assert_eq!(page.status, 403);
        assert!(page.body.contains("not_master"), "{}", page.body);
        assert!(!technician.get("/modules").await.body.contains("/console/"), "no link to where she may not go");
        let owner = master(hub).await;
        assert!(owner.get("/modules").await.body.contains("/console/members"));
    }

    async fn members_are_found_filtered_and_ordered(hub) {
        let owner = master(hub).await;
        let page = owner.get("/console/members").await;
        for name in ["Demo Owner", "Demo Technician", "Demo Sales", "Demo Newcomer"] {
            assert!(page.body.contains(name), "{name}");
        }
        assert!(!page.body.contains("Client Office"), "client people are no members");
        // By any part of name, address or username; signs stand for themselves.
        for (query, found) in [("SALES", "Demo Sales"), ("technician@", "Demo Technician"), ("tech", "Demo Technician")] {
            let page = owner.get(&format!("/console/members?q={query}")).await;
            assert!(page.body.contains(found) && !page.body.contains("newcomer@"), "{query}");
        }
        assert!(owner.get("/console/members?q=%25").await.body.contains("Nobody fits"));
        let page = owner.get("/console/members?standing=invited").await;
        assert!(page.body.contains("Demo Newcomer") && !page.body.contains("sales@"));
        let page = owner.get("/console/members?role=master").await;
        assert!(page.body.contains("owner@") && !page.body.contains("sales@"));
        let page = owner.get("/console/members?factor=no").await;
        assert!(page.body.contains("newcomer@") && !page.body.contains("technician@"));
        let page = owner.get("/console/members?order=unseen").await;
        let at = |name: &str| page.body.rfind(name).unwrap();
        assert!(at("newcomer@example.com") < at("owner@example.com"), "who never came is first");
        let csv = owner.get("/console/members.csv?role=master").await;
        assert_eq!(csv.body.lines().count(), 2, "{}", csv.body);
        assert!(csv.body.lines().nth(1).unwrap().starts_with("owner@example.com,Demo Owner,owner,master,active,yes,"));
    }

    async fn an_invited_member_comes_in_and_bad_drafts_keep_what_was_typed(hub) {
        let owner = master(hub).await;
        let page = send(&owner, "/console/members/invite", &[("email", "sales@example.com"), ("name", "X"), ("role", "user")]).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("is a member already"), "{}", page.body);
        let page = send(&owner, "/console/members/invite", &[("email", "not an address"), ("name", "Demo Second"), ("username", "TECH")]).await;
        assert!(page.status == 422 && page.body.contains("value=\"Demo Second\""), "{}", page.body);
        let page = send(&owner, "/console/members/invite", &[("email", "second@example.com"), ("name", "Demo Second"), ("username", "tech")]).await;
        assert!(page.status == 422 && page.body.contains("Another member has this username"), "{}", page.body);
        let page = send(&owner, "/console/members/invite", &[("email", "second@example.com"), ("name", "Demo Second"), ("role", "billing")]).await;
        assert_eq!((page.status, page.location()), (303, "/console/members?done=invited"));
        hub.deliver().await;
        let first = hub.mailed_link("second@example.com").await;
        // Sent again: not at once, then with a new link that alone is good.
        let path = path_of(&owner, "second@example.com").await;
        let page = send(&owner, &path, &[("do", "resend")]).await;
        assert!(page.status == 422 && page.body.contains("less than a minute ago"), "{}", page.body);
        hub.wait(Span::minutes(2));
        assert_eq!(send(&owner, &path, &[("do", "resend")]).await.status, 303);
        hub.deliver().await;
        let second = hub.mailed_link("second@example.com").await;
        assert_ne!(first, second);
        assert_eq!(hub.browser().get(&first).await.status, 410);
        assert_eq!(hub.browser().get(&second).await.status, 200);
    }

    async fn a_leaver_is_out_everywhere_and_may_come_back_within_the_grace(hub) {
        let owner = master(hub).await;
        let technician = hub.actor("technician").sign_in(hub).await;
        assert_eq!(technician.get("/modules").await.status, 200);
        let id = format!("mem_{}", id_of(&owner, "technician@example.com").await);
        let page = send(&owner, "/console/members/bulk", &[("action", "deactivate"), ("id", &id)]).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Deactivate: one member"), "{}", page.body);
        assert_eq!(technician.get("/modules").await.status, 200, "a preview changes nothing");
        let page = send(&owner, "/console/members/bulk/run", &[("action", "deactivate"), ("id", &id)]).await;
        assert_eq!(page.location(), "/console/members?done=bulk&changed=1&refused=0");
        assert_eq!(technician.get("/modules").await.location(), "/sign-in");
        assert!(hub.audit().await.iter().any(|l| l.starts_with("member.deactivated")));
        let page = send(&owner, "/console/members/bulk/run", &[("action", "delete"), ("id", &id)]).await;
        assert_eq!(page.status, 303);
        hub.wait(Span::days(29));
        let owner = master(hub).await;
        hub.engine.tidy().await.unwrap();
        let path = format!("/console/members/{id}");
        assert!(owner.get(&path).await.body.contains("She is removed for good on"));
        assert_eq!(send(&owner, &path, &[("do", "restore")]).await.status, 303);
        send(&owner, "/console/members/bulk/run", &[("action", "reactivate"), ("id", &id)]).await;
        hub.actor("technician").sign_in(hub).await;
        // Deleted once more, and nobody takes it back.
        send(&owner, "/console/members/bulk/run", &[("action", "delete"), ("id", &id)]).await;
        hub.wait(Span::days(31));
        hub.engine.tidy().await.unwrap();
        let owner = master(hub).await;
        assert_eq!(owner.get(&path).await.status, 404);
        assert!(hub.audit().await.iter().any(|l| l.starts_with("member.deleted")));
    }

    async fn the_last_root_master_and_the_last_master_stay(hub) {
        let owner = master(hub).await;
        let own = format!("mem_{}", id_of(&owner, "owner@example.com").await);
        let page = send(&owner, "/console/members/bulk", &[("action", "deactivate"), ("id", &own)]).await;
        assert!(page.body.contains("Deactivate: nobody"), "{}", page.body);
        let rights = format!("/console/members/{own}/rights");
        let page = send(&owner, &rights, &[("role", "user")]).await;
        assert!(page.status == 422 && page.body.contains("This is the last root master."), "{}", page.body);
        // A second root master, and the first may go.
        let tech = format!("mem_{}", id_of(&owner, "technician@example.com").await);
        let page = send(&owner, &format!("/console/members/{tech}/rights"), &[("do", "make_root")]).await;
        assert!(page.body.contains("Only a master can be a root master."), "{}", page.body);
        assert_eq!(send(&owner, &format!("/console/members/{tech}/rights"), &[("role", "master")]).await.status, 303);
        let ordinary = hub.actor("technician").sign_in(hub).await;
        let page = send(&ordinary, "/console/members/bulk", &[("action", "deactivate"), ("id", &own)]).await;
        assert!(page.body.contains("changed by root masters only"), "{}", page.body);
        assert_eq!(send(&owner, &format!("/console/members/{tech}/rights"), &[("do", "make_root")]).await.status, 303);
        assert_eq!(send(&owner, &rights, &[("role", "user")]).await.status, 303);
        assert_eq!(owner.get("/console/members").await.status, 403, "her role counts at once");
    }

    async fn a_dangerous_deed_asks_for_a_new_proof(hub) {
        let owner = master(hub).await;
        let id = format!("mem_{}", id_of(&owner, "sales@example.com").await);
        hub.wait(Span::minutes(11));
        let page = send(&owner, "/console/members/bulk/run", &[("action", "deactivate"), ("id", &id)]).await;
        assert_eq!((page.status, page.heading()), (403, "Confirm that it is you"), "{}", page.body);
        assert!(hub.audit().await.iter().all(|l| !l.starts_with("member.deactivated")));
    }

    async fn a_lost_phone_is_reset_and_a_new_one_set_up_by_the_mailed_link(hub) {
        let owner = master(hub).await;
        let path = path_of(&owner, "sales@example.com").await;
        let sales = hub.actor("sales").sign_in(hub).await;
        let page = send(&owner, &format!("{path}/factors"), &[]).await;
        assert_eq!((page.status, page.location()), (303, format!("{path}?done=factors").as_str()), "{}", page.body);
        assert_eq!(sales.get("/modules").await.location(), "/sign-in");
        assert!(owner.get("/console/members?factor=no").await.body.contains("sales@example.com"));
        let link = hub.mailed_link("sales@example.com").await;
        assert_eq!(hub.browser().get(&link).await.status, 200);
        // Not her own: a stolen session must not.
        let own = path_of(&owner, "owner@example.com").await;
        assert_eq!(send(&owner, &format!("{own}/factors"), &[]).await.status, 422);
    }

    async fn groups_open_modules_by_hand_and_by_rule(hub) {
        let owner = master(hub).await;
        let page = send(&owner, "/console/groups/new", &[("name", "technicians"), ("do", "save")]).await;
        assert!(page.status == 422 && page.body.contains("Another group has this name"), "{}", page.body);
        let rule = [("name", "Sellers"), ("combine", "any"), ("field", "name_has"), ("value", "sales")];
        let page = send(&owner, "/console/groups/new", &[&rule[..], &[("do", "preview")]].concat()).await;
        assert!(page.status == 200 && page.body.contains("This rule lets 1 members in: 1 join, 0 leave."), "{}", page.body);
        let page = send(&owner, "/console/groups/new", &[("name", "Sellers"), ("field", "role"), ("value", "king"), ("do", "save")]).await;
        assert!(page.status == 422 && page.body.contains("Condition 1"), "{}", page.body);
        let page = send(&owner, "/console/groups/new", &[&rule[..], &[("do", "save")]].concat()).await;
        let path = page.location().split('?').next().unwrap().to_owned();
        let page = owner.get(&path).await;
        assert!(page.body.contains("sales@example.com") && page.body.contains("The rule"), "{}", page.body);
        // The group opens the portal; she gets in by it.
        let instance = page.between("value=\"ins_", "\"").to_owned();
        send(&owner, &path, &[("do", "modules"), ("instance", &format!("ins_{instance}"))]).await;
        let sales = path_of(&owner, "sales@example.com").await;
        assert!(owner.get(&sales).await.body.contains("By the group Sellers"));
        // The rule lets go of whom it no longer fits.
        let other = [("name", "Sellers"), ("field", "username_begins"), ("value", "zz"), ("do", "save")];
        send(&owner, &path, &other).await;
        assert!(!owner.get(&sales).await.body.contains("By the group Sellers"));
        assert!(hub.audit().await.iter().any(|l| l.starts_with("group.left")));
        // Whoever is invited and fits is in at once.
        let fits = [("name", "Sellers"), ("field", "email_domain"), ("value", "sellers.example.com"), ("do", "save")];
        send(&owner, &path, &fits).await;
        send(&owner, "/console/members/invite", &[("email", "new@sellers.example.com"), ("name", "Demo Seller")]).await;
        assert!(owner.get(&path).await.body.contains("new@sellers.example.com"));
        assert_eq!(send(&owner, &path, &[("do", "delete"), ("sure", "yes")]).await.location(), "/console/groups?done=deleted");
        assert_eq!(owner.get(&path).await.status, 404);
    }

    async fn no_partner_sees_or_touches_another(hub) {
        let set_up = "[[partner]]\nname = \"Other MSP\"\n[[partner.group]]\nname = \"Theirs\"\n[[partner.member]]\nemail = \"stranger@example.org\"\nname = \"Demo Stranger\"\nrole = \"master\"\n";
        hub.apply(set_up).await.unwrap();
        let mut tx = hub.engine.db().read().await.unwrap();
        let key = kernel::PartnerName::parse("Other MSP").unwrap().key();
        let other = store::directory::partners::find_by_key(&mut tx, &key).await.unwrap().unwrap();
        let scope = kernel::Scope::of(other.id);
        let theirs = store::identity::members::list(&mut tx, scope, None, 1).await.unwrap().remove(0);
        let group = store::access::groups::find_by_key(&mut tx, scope, &kernel::name::name_key("Theirs")).await.unwrap().unwrap();
        drop(tx);
        let owner = master(hub).await;
        assert!(!owner.get("/console/members").await.body.contains("stranger@"));
        let path = format!("/console/members/{}", theirs.id);
        assert_eq!(owner.get(&path).await.status, 404);
        assert_eq!(send(&owner, &path, &[("do", "sign_out")]).await.status, 404);
        assert_eq!(send(&owner, &format!("{path}/rights"), &[("role", "user")]).await.status, 404);
        let id = theirs.id.to_string();
        let page = send(&owner, "/console/members/bulk", &[("action", "deactivate"), ("id", &id)]).await;
        assert!(page.body.contains("Nobody was chosen"), "{}", page.body);
        let page = send(&owner, "/console/members/bulk/run", &[("action", "deactivate"), ("id", &id)]).await;
        assert_eq!(page.location(), "/console/members?done=bulk&changed=0&refused=1");
        let theirs = format!("/console/groups/{}", group.id);
        assert_eq!(owner.get(&theirs).await.status, 404);
        assert_eq!(send(&owner, &theirs, &[("do", "delete"), ("sure", "yes")]).await.status, 404);
        let own = format!("mem_{}", id_of(&owner, "sales@example.com").await);
        send(&owner, &format!("/console/members/{own}"), &[("do", "groups"), ("group", &group.id.to_string())]).await;
        assert!(!owner.get(&format!("/console/members/{own}")).await.body.contains("Theirs"));
    }
}
