//! The record of one contact: her profile, a mail to her, her second factors.

use super::*;

on_both_engines! {
    async fn a_contact_starts_without_access_and_gets_a_profile(hub) {
        let office = office(hub).await;
        let empty = office.owner.get(LIST).await;
        assert!(empty.body.contains("No contacts yet"), "{}", empty.body);
        let id = office.demo(hub).await;
        let path = format!("{LIST}/{id}");
        let page = office.owner.get(&path).await;
        assert_eq!(page.heading(), "Demo Owner");
        assert_eq!(chosen(&page), "(Revoke Access)");
        for words in ["Email Address 1 *", "demo@client.example.net", "Related Company 1", "First Client", "Reset Two Factor", "Undo Changes", "Does not get in", "contact_revoked"] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        assert!(page.body.contains("ConnectWise (training) #1"), "{}", page.body);
        // Two pages are open: the second save is refused, and what was chosen on it is not lost.
        let stale = page.input("version").to_owned();
        assert_eq!(office.give(id, "admin").await.location(), format!("{path}?done=saved"));
        let page = office.send(&path, &[("version", &stale), ("profile", "revoked"), ("do", "save")]).await;
        assert_eq!(page.status, 422, "{}", page.body);
        assert!(page.body.contains("Somebody else has changed this contact") && page.body.contains("She has Admin now"), "{}", page.body);
        assert_eq!(chosen(&page), "(Revoke Access)");
        assert_eq!(detail(hub, id).await["profile"], "admin");
        let page = office.owner.get(&path).await;
        assert!(chosen(&page) == "Admin" && page.body.contains("Gets in") && !page.body.contains("contact_revoked"), "{}", page.body);
        // A profile of nobody is refused at its field.
        let page = office.give(id, "apr_00000000000070008000000000000000").await;
        assert!(page.status == 422 && page.body.contains("There is no such profile"), "{}", page.body);
        // The last change is undone, and the undo can be undone.
        for (after, before) in [("(Revoke Access)", "Admin"), ("Admin", "(Revoke Access)")] {
            let page = office.owner.get(&path).await;
            assert!(page.between("id=\"last\"", "</section>").contains(after), "{}", page.body);
            let version = page.input("version").to_owned();
            let undone = office.send(&path, &[("version", &version), ("do", "undo")]).await;
            assert_eq!(undone.location(), format!("{path}?done=undone"), "{}", undone.body);
            let page = office.owner.get(&path).await;
            assert_eq!(chosen(&page), after);
            assert!(page.between("id=\"last\"", "</section>").contains(before));
        }
        let audit = hub.audit().await.join("\n");
        assert_eq!(audit.matches(&format!("contact.profile_changed {id}")).count(), 3, "{audit}");
        // A session that proved itself long ago gives nobody access.
        hub.wait(Span::minutes(15));
        let page = office.give(id, "revoked").await;
        assert!(page.status == 403 && page.body.contains("confirm_"), "{}", page.body);
    }

    async fn the_mail_says_what_she_may_do_and_lets_her_in(hub) {
        let office = office(hub).await;
        let id = office.demo(hub).await;
        let path = format!("{LIST}/{id}");
        let page = office.send(&path, &[("do", "mail")]).await;
        assert!(page.status == 422 && page.body.contains("She would not get in: revoke access"), "{}", page.body);
        let program = hub.mighty_program("owner").await;
        let profile = json!({"name": "Bookkeeper", "allows": ["pay_invoices"]});
        let profile = program.call("POST", "/api/v1/profiles", profile).await.json();
        office.give(id, profile["id"].as_str().unwrap()).await;
        let page = office.send(&path, &[("do", "mail")]).await;
        assert_eq!(page.location(), format!("{path}?done=mailed"), "{}", page.body);
        let posted = hub.deliver().await;
        let mail = posted.iter().rev().find(|p| p.to == "demo@client.example.net").expect("a mail");
        for words in ["Demo Owner", "Example MSP", "see invoices, pay invoices", "/activate/"] {
            assert!(mail.text.contains(words), "{words}: {}", mail.text);
        }
        assert_eq!(mail.subject, "Example MSP gives you access");
        // Once in ten minutes.
        let mails = || async { hub.deliver().await.iter().filter(|p| p.to == "demo@client.example.net").count() };
        let page = office.send(&path, &[("do", "mail")]).await;
        assert!(page.status == 422 && page.body.contains("in the last ten minutes"), "{}", page.body);
        assert_eq!(mails().await, 1);
        let first = hub.mailed_link("demo@client.example.net").await;
        hub.wait(Span::minutes(10));
        let again = program.call("POST", &format!("/api/v1/contacts/{id}/mail"), Value::Null).await;
        assert_eq!(again.status, 200, "{}", again.body);
        let link = hub.mailed_link("demo@client.example.net").await;
        assert_ne!(link, first);
        // The new link is good, the old one void; she sets up her login by it.
        let browser = hub.browser();
        let old = browser.get(first.strip_prefix(&hub.base).unwrap()).await;
        assert!(old.status >= 400, "{}: {}", old.status, old.body);
        let good = browser.get(link.strip_prefix(&hub.base).unwrap()).await;
        assert!(good.status == 200 && good.body.contains("password"), "{}: {}", good.status, good.body);
        let seen = detail(hub, id).await;
        assert_eq!(seen["login"]["state"], "invited", "{seen}");
        assert!(!seen["mailed_at"].is_null());
        let audit = hub.audit().await.join("\n");
        assert_eq!(audit.matches(&format!("contact.mailed {id}")).count(), 2, "{audit}");
        assert_eq!(audit.matches("person.invited").count(), audit.matches("person.invited eus_").count() + audit.matches("person.invited mem_").count());
    }

    async fn whoever_has_a_login_is_mailed_the_way_to_sign_in(hub) {
        let office = office(hub).await;
        let seed = ContactSeed::new(1, "Client", "Office", "client-office@client.example.net");
        let id = office.add(hub, vec![seed]).await[0];
        office.give(id, "admin").await;
        let page = office.send(&format!("{LIST}/{id}"), &[("do", "mail")]).await;
        assert_eq!(page.status, 303, "{}", page.body);
        let link = hub.mailed_link("client-office@client.example.net").await;
        assert_eq!(link, format!("{}/sign-in?for=client", hub.base));
        assert_eq!(detail(hub, id).await["login"]["state"], "active");
    }

    async fn her_second_factors_are_reset_by_the_verb_of_members(hub) {
        let office = office(hub).await;
        let ids = office.add(hub, vec![
            ContactSeed::new(1, "Client", "Office", "client-office@client.example.net"),
            ContactSeed::new(2, "Without", "Login", "without@client.example.net"),
        ]).await;
        let path = format!("{LIST}/{}", ids[0]);
        assert_eq!(detail(hub, ids[0]).await["login"]["has_second_factor"], true);
        let person = hub.actor("client-office");
        let page = office.send(&format!("{path}/factors"), &[]).await;
        assert_eq!(page.location(), format!("{path}?done=factors"), "{}", page.body);
        let link = hub.mailed_link("client-office@client.example.net").await;
        assert!(link.contains("/enrol/"), "{link}");
        assert_eq!(detail(hub, ids[0]).await["login"]["has_second_factor"], false);
        // The password alone leads to no session: the link is due.
        let browser = hub.browser();
        let step = person.identify(&browser).await;
        browser.post(&step, &[("password", &person.password)]).await;
        assert!(browser.cookie("vst_session").is_none());
        let audit = hub.audit().await.join("\n");
        assert!(audit.contains("factors.reset eus_"), "{audit}");
        // Nothing to reset is said in words.
        let page = office.send(&format!("{LIST}/{}/factors", ids[1]), &[]).await;
        assert!(page.status == 422 && page.body.contains("She has never signed in here"), "{}", page.body);
        let program = hub.mighty_program("owner").await;
        let page = program.call("POST", &format!("/api/v1/contacts/{}/factor-reset", ids[1]), Value::Null).await;
        assert_eq!((page.status, page.json()["code"].as_str()), (409, Some("contact_no_login")));
        hub.wait(Span::minutes(15));
        let page = office.send(&format!("{path}/factors"), &[]).await;
        assert!(page.status == 403 && page.body.contains("confirm_code"), "{}", page.body);
    }
}
