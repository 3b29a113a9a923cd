//! Keys are shown nowhere and go nowhere else; partners do not see each other's.

use super::*;

on_both_engines! {
    async fn keys_are_shown_nowhere(hub) {
        let owner = master(hub).await;
        let program = hub.mighty_program("owner").await;
        let simulator = connectwise(hub).await;
        let (url, good) = (simulator.url(), keys(&simulator, "Integration"));
        let path = make(&owner, &url, &good, &[]).await;
        send(&owner, &format!("{path}/work"), &[("do", "test")]).await;
        // Half a change, a refused one, a test: what was typed of keys is never written back.
        let second = keys(&simulator, "Scanner");
        let mut seen = vec![
            send(&owner, &path, &form(&url, &second, &[("name", "")])).await.body,
            send(&owner, &path, &form(&url, &second, &[("do", "test")])).await.body,
            send(&owner, &path, &form(&url, &second, &[])).await.body,
        ];
        for page in [LIST.into(), path.clone(), format!("{path}/filter"), format!("{path}/rights"), format!("{path}/addresses"), "/console/audit".into(), "/console/audit.csv".into()] {
            let page = owner.get(&page).await;
            assert_eq!(page.status, 200, "{}", page.body);
            seen.push(page.body);
        }
        let made = format!("{API}/{}", id(&path));
        for address in [API, made.as_str(), "/api/v1/audit?limit=200"] {
            seen.push(good_text(program.get(address).await));
        }
        let draft = json!({"draft": {"vendor": "connectwise", "name": "x", "base_url": url, "company": second.company, "public_key": second.public, "private_key": second.private}});
        seen.push(good_text(program.call("POST", "/api/v1/psa-connection-tests", draft).await));
        for text in &seen {
            for key in [&good.public, &good.private, &second.public, &second.private] {
                assert!(!text.contains(key.as_str()), "{key} in {text}");
            }
        }
        let audit = hub.audit().await.join("\n");
        for action in ["made", "tested", "changed", "draft_tested"] {
            assert!(audit.contains(&format!("psa_connection.{action}")), "{audit}");
        }
        // In the database they are sealed.
        if let Some(file) = hub.database_file() {
            let mut bytes = std::fs::read(&file).unwrap();
            let log = file.with_extension("db-wal");
            bytes.extend(std::fs::read(log).unwrap_or_default());
            let holds = |text: &str| bytes.windows(text.len()).any(|w| w == text.as_bytes());
            assert!(holds("training"), "the file is looked at");
            for key in [&good.private, &second.private, &good.public, &second.public] {
                assert!(!holds(key), "a key lies open in the database");
            }
        }
    }

    async fn keys_go_nowhere_else_than_they_were_meant_for(hub) {
        let owner = master(hub).await;
        let simulator = connectwise(hub).await;
        let (url, good) = (simulator.url(), keys(&simulator, "Integration"));
        let path = make(&owner, &url, &good, &[]).await;
        // Left empty they stay: another name, another member.
        let kept = [("public_key", ""), ("private_key", "")];
        let renamed = [kept[0], kept[1], ("name", "office")];
        assert_eq!(send(&owner, &path, &form(&url, &good, &renamed)).await.location(), format!("{path}?done=saved"));
        let page = send(&owner, &format!("{path}/work"), &[("do", "test")]).await;
        assert_eq!(page.location(), format!("{path}?done=passed"), "with the keys of before");
        // Another machine, another company: they are asked for again, by keeping and by testing alike.
        let thief = Simulator::start(listener().await, Options { companies: 1, contacts: 1, clock: seconds(hub), ..Options::default() }).await.unwrap();
        let elsewhere = thief.url();
        for change in [("host", elsewhere.as_str()), ("company", "another")] {
            for deed in ["save", "test"] {
                let changed = [kept[0], kept[1], change, ("do", deed)];
                let page = send(&owner, &path, &form(&url, &good, &changed)).await;
                assert!(page.status == 422 && said(&page).contains("The keys go to another host, company or account"), "{}", page.body);
                assert!(page.body.contains("id=\"private_key-fault\""));
            }
        }
        assert!(thief.requests().is_empty(), "nothing was sent there");
        // One of the two is not enough.
        let half = [("public_key", ""), ("host", elsewhere.as_str())];
        assert_eq!(send(&owner, &path, &form(&url, &good, &half)).await.status, 422);
        let whole = [("host", elsewhere.as_str())];
        assert_eq!(send(&owner, &path, &form(&url, &good, &whole)).await.location(), format!("{path}?done=saved"));
        // A program has no other way.
        let program = hub.mighty_program("owner").await;
        let draft = |base_url: &str| json!({"vendor": "connectwise", "name": "office", "base_url": base_url, "company": good.company});
        let page = program.call("PUT", &format!("{API}/{}", id(&path)), draft(&url)).await;
        assert_eq!(refused(&page), (400, "psa_connection_keys_again".into()));
        let asked = json!({"connection": id(&path), "draft": draft(&url)});
        let page = program.call("POST", "/api/v1/psa-connection-tests", asked).await;
        assert_eq!(refused(&page), (400, "psa_connection_keys_again".into()));
        // A connection stays with its vendor.
        let bms = json!({"vendor": "bms", "name": "office", "base_url": "bms.kaseya.com", "company": "a", "user_name": "b", "password": "c"});
        let page = program.call("PUT", &format!("{API}/{}", id(&path)), bms).await;
        assert_eq!(refused(&page), (409, "psa_connection_vendor".into()));
    }

    async fn a_confirmation_does_not_swallow_keys(hub) {
        let owner = master(hub).await;
        let simulator = connectwise(hub).await;
        let (url, good) = (simulator.url(), keys(&simulator, "Integration"));
        let path = make(&owner, &url, &good, &[]).await;
        hub.wait(Span::minutes(15));
        let other = keys(&simulator, "Scanner");
        let page = send(&owner, &path, &form(&url, &other, &[])).await;
        assert!(page.status == 403 && page.body.contains("confirm_code"), "{}", page.body);
        assert!(!page.body.contains(&other.private) && !page.body.contains(&other.public), "not carried along");
        // What comes back with the confirmation says which fields it lacks.
        assert!(page.body.contains("name=\"left_out\" value=\"private_key\""), "{}", page.body);
        let owner = master(hub).await;
        let carried = form(&url, &other, &[("public_key", ""), ("private_key", ""), ("left_out", "private_key")]);
        let page = send(&owner, &path, &carried).await;
        assert!(page.status == 422 && said(&page).contains("Type it again"), "{}", page.body);
        assert!(page.body.contains("id=\"private_key-fault\"") && !page.body.contains("id=\"public_key-fault\""));
    }

    async fn partners_do_not_see_each_others(hub) {
        let owner = master(hub).await;
        let simulator = connectwise(hub).await;
        let path = make(&owner, &simulator.url(), &keys(&simulator, "Integration"), &[]).await;
        let second = hub.actor("second").sign_in(hub).await;
        assert!(second.get(LIST).await.body.contains("No PSA is connected yet"));
        for page in ["", "/filter", "/rights", "/addresses", "/addresses.csv"] {
            assert_eq!(second.get(&format!("{path}{page}")).await.status, 404, "{page}");
        }
        for (page, deed) in [("", "save"), ("", "test"), ("", "forget"), ("/work", "test"), ("/work", "pause"), ("/filter", "save"), ("/rights", "check")] {
            let page = send(&second, &format!("{path}{page}"), &[("do", deed), ("sure", "yes"), ("purpose", "findings")]).await;
            assert_eq!(page.status, 404, "{deed}");
        }
        let program = hub.mighty_program("second").await;
        assert_eq!(good(program.get(API).await)["data"], json!([]));
        // The name is free there, and its own test uses none of the other's keys.
        let draft = json!({"vendor": "connectwise", "name": "training", "base_url": simulator.url(), "company": "training"});
        let asked = json!({"connection": id(&path), "draft": draft});
        assert_eq!(refused(&program.call("POST", "/api/v1/psa-connection-tests", asked).await), (404, "psa_connection_unknown".into()));
        assert!(simulator.requests().is_empty());
        assert_eq!(owner.get(&path).await.status, 200);
    }
}

fn good_text(page: Page) -> String {
    assert_eq!(page.status, 200, "{}", page.body);
    page.body
}
