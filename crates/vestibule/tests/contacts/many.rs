//! Many contacts: the list, and one profile for all of them.

use super::*;

on_both_engines! {
    async fn all_who_get_invoices_get_a_profile_at_once_and_back(hub) {
        let office = office(hub).await;
        let bill = |id, email: &str| ContactSeed { bill_to: true, ..ContactSeed::new(id, "Payer", &format!("Number {id:03}"), email) };
        let mut seeds: Vec<_> = (1..=120).map(|n| bill(n, &format!("payer{n}@client.example.net"))).collect();
        seeds.push(bill(121, "technician@example.com"));
        seeds.push(ContactSeed { state: ContactState::Gone, ..bill(122, "gone@client.example.net") });
        seeds.push(ContactSeed::new(123, "Other", "Person", "other@client.example.net"));
        let ids = office.add(hub, seeds).await;
        office.give(ids[0], "admin").await;
        let start = office.owner.get(&format!("{LIST}/bulk")).await;
        assert!(start.body.contains("All default bill-to contacts"), "{}", start.body);
        let page = office.owner.get(&format!("{LIST}/bulk?whom=bill_to&profile=admin")).await;
        assert_eq!(page.heading(), "Admin: 119 contacts", "{}", page.body);
        for words in ["1 left out: Address of a member", "1 left out: Not in the PSA", "1 has it already", "technician@example.com", "Nothing has changed yet"] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        assert!(!page.body.contains("other@client.example.net"));
        assert_eq!(detail(hub, ids[5]).await["profile"], "revoked", "a preview changes nothing");
        // What the preview page sends is what is done.
        let fields = [("profile", page.input("profile").to_owned()), ("whom", page.input("whom").to_owned()), ("filter", page.input("filter").to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let done = office.send(&format!("{LIST}/bulk/run"), &fields).await;
        let page = office.owner.get(done.location()).await;
        assert!(page.body.contains("119 contacts got Admin. 2 contacts were left out"), "{}", page.body);
        for (at, profile) in [(0, "admin"), (5, "admin"), (119, "admin"), (120, "revoked"), (121, "revoked"), (122, "revoked")] {
            assert_eq!(detail(hub, ids[at]).await["profile"], profile, "{at}");
        }
        let audit = hub.audit().await;
        assert_eq!(audit.iter().filter(|l| l.starts_with("contact.profile_changed")).count(), 120);
        // One is changed by hand; then all is taken back where it is still as it was given.
        office.give(ids[7], "revoked").await;
        let action = page.input("action").to_owned();
        let undone = office.send(&format!("{LIST}/bulk/undo"), &[("action", &action)]).await;
        let page = office.owner.get(undone.location()).await;
        assert!(page.body.contains("118 contacts have again what they had. One contact was changed since"), "{}", page.body);
        assert!(page.body.contains("Undone "), "{}", page.body);
        for (at, profile) in [(0, "admin"), (5, "revoked"), (7, "revoked")] {
            assert_eq!(detail(hub, ids[at]).await["profile"], profile, "{at}");
        }
        let again = office.send(&format!("{LIST}/bulk/undo"), &[("action", &action)]).await;
        assert!(again.status == 422 && again.body.contains("was undone already"), "{}", again.body);
        // The ticked alone, and by a program: taking access away leaves nobody out.
        let path = format!("{LIST}/bulk?profile=admin&id={}&id={}", ids[1], ids[120]);
        let page = office.owner.get(&path).await;
        assert_eq!(page.heading(), "Admin: one contact", "{}", page.body);
        let program = hub.mighty_program("owner").await;
        let all = json!({"profile": "admin", "filter": {"bill_to": true}});
        let given = program.call("POST", "/api/v1/contact-actions", all).await.json();
        assert_eq!((given["changed"].as_i64(), given["unchanged"].as_i64()), (Some(119), Some(1)), "{given}");
        let codes: BTreeSet<_> = given["left_out"].as_array().unwrap().iter().map(|r| r["code"].as_str().unwrap()).collect();
        assert_eq!(codes, BTreeSet::from(["contact_is_member", "contact_not_in_psa"]));
        let none = json!({"profile": "revoked", "filter": {}});
        let preview = program.call("POST", "/api/v1/contact-actions/preview", none).await.json();
        assert_eq!((preview["changed"].as_i64(), preview["left_out"].as_array().map(Vec::len)), (Some(120), Some(0)), "{preview}");
        let action = given["action"].as_str().unwrap();
        let undone = program.call("POST", &format!("/api/v1/contact-actions/{action}/undo"), Value::Null).await.json();
        assert_eq!(undone, json!({"put_back": 119, "left": 0}));
    }

    async fn the_list_is_searched_filtered_and_paged(hub) {
        let office = office(hub).await;
        let mut seeds: Vec<_> = (0..3_000)
            .map(|n| ContactSeed::new(n, &format!("First{}", n % 7), &format!("Last{n:04}"), &format!("person{n}@client.example.net")))
            .collect();
        for n in [10, 20, 30] {
            seeds[n].company = "Second Client";
        }
        seeds[40].first = "=HYPERLINK(\"x\")".into();
        seeds[50].emails.push("other.address@elsewhere.example.org".into());
        // Two of one name, and one without any.
        let twin = seeds[60].clone();
        (seeds[61].first, seeds[61].last) = (twin.first, twin.last);
        seeds[70].first.clear();
        seeds[70].last.clear();
        let ids = office.add(hub, seeds).await;
        let program = hub.mighty_program("owner").await;
        // Page after page: everybody once, in the order of names.
        let (mut seen, mut names, mut cursor) = (BTreeSet::new(), Vec::new(), String::new());
        loop {
            let page = program.get(&format!("/api/v1/contacts?limit=200{cursor}")).await.json();
            for row in page["data"].as_array().unwrap() {
                assert!(seen.insert(row["id"].as_str().unwrap().to_owned()), "twice: {row}");
                names.push(row["name"].as_str().unwrap().to_owned());
            }
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), ids.len());
        assert!(names[0].contains("person70@"), "without a name she is called by her address: {}", names[0]);
        let page = office.owner.get(LIST).await;
        assert!(page.body.contains("3,000 contacts") && page.body.contains("person0@client.example.net"), "{}", page.body);
        let next = page.between("<nav class=\"row\" aria-label=\"Pages\"><a href=\"", "\"").replace("&#38;", "&");
        let page = office.owner.get(&next).await;
        assert!(page.body.contains("First page") && !page.body.contains("person0@client.example.net"), "{}", page.body);
        let second: CompanyId = hub.company(&office.admin, "Second Client").await;
        for (query, found) in [
            ("q=last0123", vec![123]),
            // Words in any order, of a name, an address or a company.
            ("q=first4+last0123", vec![123]),
            ("q=last0123+FIRST4", vec![123]),
            ("q=last0020+second+client", vec![20]),
            ("q=other.address@elsewhere", vec![50]),
            ("q=last0010+zebra", vec![]),
            ("q=100%25", vec![]),
            ("q=second", vec![10, 20, 30]),
            ("state=gone", vec![]),
            ("bill_to=true", vec![]),
            ("outcome=ready", vec![]),
            ("profile=given", vec![]),
        ] {
            let page = program.get(&format!("/api/v1/contacts?{query}")).await.json();
            let rows: BTreeSet<_> = page["data"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
            let wanted: BTreeSet<_> = found.iter().map(|n: &usize| ids[*n].to_string()).collect();
            assert_eq!(rows, wanted, "{query}");
        }
        let page = program.get(&format!("/api/v1/contacts?company={second}")).await.json();
        assert_eq!(page["data"].as_array().unwrap().len(), 3);
        let page = office.owner.get(&format!("{LIST}?company={second}")).await;
        assert!(page.body.contains("At one company only") && page.body.contains("3 contacts"), "{}", page.body);
        assert!(office.owner.get(&format!("{LIST}?q=zebra")).await.body.contains("Nobody fits"));
        for (query, pointer) in [("outcome=whatever", "outcome"), ("profile=king", "profile")] {
            let page = program.get(&format!("/api/v1/contacts?{query}")).await;
            assert!(page.status == 422 && page.body.contains(pointer), "{}", page.body);
        }
        // A name that a spreadsheet would run comes as text.
        let csv = office.owner.get("/console/contacts.csv").await;
        assert_eq!(csv.body.trim_end().lines().count(), 3_001);
        assert!(csv.body.contains("\"'=HYPERLINK(\"\"x\"\") Last0040\""), "formula");
    }
}
