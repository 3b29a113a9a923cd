//! Profiles of a partner, and two partners apart.

use super::*;

on_both_engines! {
    async fn two_partners_are_apart(hub) {
        let office = office(hub).await;
        let id = office.demo(hub).await;
        office.give(id, "admin").await;
        let other = hub.actor("second").sign_in(hub).await;
        assert!(other.get(LIST).await.body.contains("No contacts yet"));
        assert_eq!(other.get(&format!("{LIST}/{id}")).await.status, 404);
        let program = hub.mighty_program("second").await;
        let listed = program.get("/api/v1/contacts").await.json();
        assert_eq!(listed["data"], json!([]));
        let said = program.get("/api/v1/contact-readiness/address?email=demo@client.example.net").await.json();
        assert_eq!((said["cause"]["code"].as_str(), &said["holders"]), (Some("contact_missing"), &json!([])));
        for (method, path, body) in [
            ("PUT", format!("/api/v1/contacts/{id}/profile"), json!({"profile": "revoked", "version": 2})),
            ("POST", format!("/api/v1/contacts/{id}/mail"), Value::Null),
            ("POST", format!("/api/v1/contacts/{id}/factor-reset"), Value::Null),
        ] {
            assert_eq!(program.call(method, &path, body).await.status, 404, "{path}");
        }
        let deed = json!({"profile": "revoked", "ids": [id]});
        let done = program.call("POST", "/api/v1/contact-actions", deed).await.json();
        assert_eq!((done["total"].as_i64(), &done["action"]), (Some(0), &Value::Null));
        // A profile of one partner is none at the other.
        let own = json!({"name": "Own", "allows": ["see_quotes"]});
        let own = program.call("POST", "/api/v1/profiles", own).await.json();
        let page = office.give(id, own["id"].as_str().unwrap()).await;
        assert_eq!(page.status, 422);
        // A member there is none here.
        let seed = ContactSeed::new(2, "Second", "Owner", "second@example.com");
        let twin = office.add(hub, vec![seed]).await[0];
        assert_eq!(codes(&detail(hub, twin).await["causes"]), ["contact_revoked"]);
        assert_eq!(detail(hub, id).await["profile"], "admin");
    }

    async fn profiles_are_made_changed_and_deleted_while_nobody_has_them(hub) {
        let office = office(hub).await;
        let id = office.demo(hub).await;
        let list = "/console/profiles";
        let page = office.owner.get(list).await;
        assert!(page.body.contains("(Revoke Access)") && page.body.contains("Built in"), "{}", page.body);
        let make = format!("{list}/new");
        for (fields, told) in [
            (vec![("name", "Books"), ("do", "save")], "would allow nothing"),
            (vec![("name", "admin"), ("switch", "see_quotes"), ("do", "save")], "built in has this name"),
            (vec![("name", ""), ("switch", "see_quotes"), ("do", "save")], "name"),
        ] {
            let page = office.send(&make, &fields).await;
            assert!(page.status == 422 && page.body.contains(told), "{told}: {}", page.body);
            assert_eq!(page.input("name"), fields[0].1);
        }
        let page = office.send(&make, &[("name", "Books"), ("switch", "pay_invoices"), ("do", "save")]).await;
        let path = page.location().strip_suffix("?done=saved").unwrap_or_else(|| panic!("{}", page.body)).to_owned();
        let profile = path.strip_prefix("/console/profiles/").unwrap().to_owned();
        let page = office.owner.get(&path).await;
        assert!(page.body.contains("value=\"see_invoices\" checked") && page.body.contains("value=\"pay_invoices\" checked"), "paying brings seeing: {}", page.body);
        let page = office.send(&make, &[("name", "BOOKS"), ("switch", "see_quotes"), ("do", "save")]).await;
        assert!(page.status == 422 && page.body.contains("Another profile has this name"), "{}", page.body);
        office.give(id, &profile).await;
        assert_eq!(detail(hub, id).await["allows"], json!(["see_invoices", "pay_invoices"]));
        // What it allows changes for her at once.
        office.send(&path, &[("name", "Books and quotes"), ("switch", "see_quotes"), ("do", "save")]).await;
        assert_eq!(detail(hub, id).await["allows"], json!(["see_quotes"]));
        let page = office.send(&path, &[("do", "delete"), ("sure", "yes")]).await;
        assert!(page.status == 422 && page.body.contains("One contact has this profile"), "{}", page.body);
        office.give(id, "revoked").await;
        assert_eq!(office.send(&path, &[("do", "delete")]).await.location(), path, "it asks to be sure");
        let page = office.send(&path, &[("do", "delete"), ("sure", "yes")]).await;
        assert_eq!(page.location(), "/console/profiles?done=deleted");
        // An undo cannot give back what is gone.
        let record = format!("{LIST}/{id}");
        let version = office.owner.get(&record).await.input("version").to_owned();
        let page = office.send(&record, &[("version", &version), ("do", "undo")]).await;
        assert!(page.status == 422 && page.body.contains("The profile that she had before is gone"), "{}", page.body);
        let audit = hub.audit().await.join("\n");
        for action in ["profile.made", "profile.changed", "profile.deleted"] {
            assert_eq!(audit.matches(&format!("{action} apr_")).count(), 1, "{audit}");
        }
    }
}
