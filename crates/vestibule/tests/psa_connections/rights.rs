//! A role is compared with the least privilege; BMS, which tells of none.

use super::*;
use simulators::connectwise::Allow;

on_both_engines! {
    async fn a_role_is_compared_with_the_least_privilege(hub) {
        let owner = master(hub).await;
        let simulator = connectwise(hub).await;
        let (url, own) = (simulator.url(), keys(&simulator, "Integration"));
        let path = make(&owner, &url, &own, &[("api_member", "")]).await;
        // The steps and the table are there before.
        let table = said(&owner.get("/console/psa/rights").await);
        assert!(table.contains("Service Desk / Close Service Tickets") && table.contains("Add, Edit, Inquire"), "{table}");
        assert!(said(&owner.get(&format!("{path}/rights")).await).contains("Enter its Member ID under Credentials"));
        let all = [("purpose", "findings"), ("purpose", "contacts"), ("purpose", "billing"), ("purpose", "callbacks"), ("purpose", "role_check")];
        let as_member = async |member: &str, purposes: &[(&str, &str)]| {
            let change = [("api_member", member), ("public_key", ""), ("private_key", "")];
            assert_eq!(send(&owner, &path, &form(&url, &own, &change)).await.status, 303);
            send(&owner, &format!("{path}/rights"), purposes).await
        };
        let page = as_member(&own.member, &all).await;
        assert!(said(&page).contains("0 rows lack something, 7 rights are too much"), "{}", page.body);
        // Somebody follows the steps in ConnectWise, and the role is what is needed and no more.
        let none = ["None"; 4];
        for (module, function, [add, edit, delete, inquire]) in [
            ("Companies", "Manage Documents", none),
            ("Time & Expense", "Time Entry", none),
            ("System", "Table Setup (Customize)", ["All", "All", "None", "All"]),
        ] {
            assert!(simulator.allow(&Allow {
                role: "Integration".into(), module: module.into(), function: function.into(),
                add: add.into(), edit: edit.into(), delete: delete.into(), inquire: inquire.into(), tables: vec![],
            }), "{function}");
        }
        let page = as_member(&own.member, &all).await;
        assert!(page.status == 200 && said(&page).contains("is what the table asks for, and no more"), "{}", page.body);
        // What is too much, with the way to take it away.
        let page = as_member(&keys(&simulator, "Admin").member, &all).await;
        let text = said(&page);
        assert!(text.contains("0 rows lack something") && text.contains("Delete: All") && text.contains("set Delete from All to None"), "{text}");
        // What is missing, with the way to give it.
        let page = as_member(&keys(&simulator, "Scanner").member, &all).await;
        let text = said(&page);
        assert!(text.contains("System > Security Roles > Scanner > Companies > Contacts: set Inquire from None to All"), "{text}");
        // Whoever uses less needs less.
        let page = as_member(&keys(&simulator, "Scanner").member, &all[..1]).await;
        assert!(said(&page).contains("The role Scanner of") && said(&page).contains("is what the table asks for"), "{}", page.body);
        let page = as_member("nobody-of-that-name", &all).await;
        assert!(page.status == 422 && said(&page).contains("there is no API member nobody-of-that-name"), "{}", page.body);
        assert_eq!(send(&owner, &format!("{path}/rights"), &[]).await.status, 422);
        // By a program.
        let program = hub.program("owner", &[ApiScope::PsaWrite]).await;
        as_member(&own.member, &all).await;
        let rights = format!("{API}/{}/rights", id(&path));
        let seen = good(program.call("POST", &rights, json!({})).await);
        assert_eq!((&seen["role"], &seen["fine"]), (&json!("Integration"), &json!(true)));
        assert!(!seen["tables_to_look_at"].as_array().unwrap().is_empty());
        let seen = good(program.call("POST", &rights, json!({"purposes": ["findings"]})).await);
        assert_eq!((&seen["fine"], &seen["missing"]), (&json!(false), &json!([])));
        let page = program.call("POST", &rights, json!({"purposes": ["everything"]})).await;
        assert_eq!(page.status, 422, "{}", page.body);
        assert_eq!(refused(&program.get(API).await), (403, "missing_scope".into()));
    }

    async fn bms_is_connected_too(hub) {
        use simulators::bms;
        let owner = master(hub).await;
        let options = bms::Options { accounts: 5, contacts: 5, assets: 1, tickets: 1, clock: seconds(hub), ..bms::Options::default() };
        let simulator = bms::Simulator::start(listener().await, options).await.unwrap();
        let logins = simulator.logins();
        let allowed = logins.iter().find(|l| l.api_access && l.writes).unwrap();
        let url = simulator.url();
        let fields = |password: &str, deed: &str| {
            let fields = [("vendor", "bms"), ("name", "Europe"), ("host", &url), ("company", "Training MSP"), ("account", &allowed.username), ("private_key", password), ("do", deed)];
            fields.map(|(n, v)| (n.to_owned(), v.to_owned()))
        };
        let post = async |path: &str, fields: [(String, String); 7]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            send(&owner, path, &fields).await
        };
        let page = post(NEW, fields("wrong password", "test")).await;
        assert!(said(&page).contains("does not accept these keys"), "{}", page.body);
        let page = post(NEW, fields(&allowed.password, "save")).await;
        let path = page.location().split('?').next().unwrap().to_owned();
        assert_eq!(owner.get(&path).await.heading(), "Kaseya BMS (Europe)");
        assert_eq!(send(&owner, &format!("{path}/work"), &[("do", "test")]).await.location(), format!("{path}?done=passed"));
        let text = said(&owner.get(&format!("{path}/rights")).await);
        assert!(text.contains("Has API Access") && text.contains("BMS does not tell what a role allows"), "{text}");
        let program = hub.mighty_program("owner").await;
        let page = program.call("POST", &format!("{API}/{}/rights", id(&path)), json!({})).await;
        assert_eq!(refused(&page).1, "psa_not_offered");
        let strange = json!({"vendor": "bms", "name": "x", "base_url": "bms.kaseya.com", "company": "a", "user_name": "b", "password": "c", "public_key": "d"});
        let page = program.call("POST", API, strange).await;
        assert!(page.status == 422 && page.body.contains("/public_key"), "{}", page.body);
        assert!(!page.body.contains(&allowed.password));
    }
}
