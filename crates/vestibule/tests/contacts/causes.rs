//! What stands in somebody's way is named, on pages and to programs.

use super::*;

on_both_engines! {
    async fn each_cause_is_named_on_the_page_and_to_programs(hub) {
        let office = office(hub).await;
        let seed = |id, email: &str| ContactSeed::new(id, "Contact", &format!("Number {id}"), email);
        let with = |id, state| ContactSeed { state, ..seed(id, &format!("n{id}@client.example.net")) };
        let shut = |id| ContactSeed { company: "Second Client", ..seed(id, &format!("n{id}@client.example.net")) };
        let ids = office.add(hub, vec![
            with(0, ContactState::Active),
            with(1, ContactState::Gone),
            with(2, ContactState::Inactive),
            seed(3, ""),
            seed(4, "no address"),
            with(5, ContactState::OutOfScope),
            shut(6),
            seed(7, "Technician@Example.com"),
            seed(8, "shared@client.example.net"),
            seed(9, "shared@client.example.net"),
            with(10, ContactState::Active),
        ]).await;
        close_company(hub, &office.admin, "Second Client").await;
        say_company(hub, office.psa, 1_000, "PSA Client", &[1, 5], 1).await;
        for id in &ids[..10] {
            assert_eq!(office.give(*id, "admin").await.status, 303);
        }
        let wanted = [
            (0, vec![], ""),
            (1, vec!["contact_not_in_psa"], "Make the contact in the PSA again"),
            (2, vec!["contact_not_in_psa"], "Set the contact active in the PSA"),
            (3, vec!["contact_no_email"], "Enter an email address"),
            (4, vec!["contact_no_email"], "it is no address as it stands"),
            (5, vec!["contact_not_synced"], "The company PSA Client is hidden by its type Type 5"),
            (6, vec!["contact_company_deactivated"], "Activate the company"),
            (7, vec!["contact_is_member"], "delete the member"),
            (8, vec!["contact_email_ambiguous"], "an address of her own"),
            (9, vec!["contact_email_ambiguous"], "an address of her own"),
            (10, vec!["contact_revoked"], "Give the contact a profile"),
        ];
        let program = hub.mighty_program("owner").await;
        for (n, causes, remedy) in &wanted {
            let id = ids[*n];
            let seen = program.get(&format!("/api/v1/contacts/{id}")).await.json();
            assert_eq!(codes(&seen["causes"]), *causes, "{n}: {seen}");
            assert_eq!(seen["gets_in"], causes.is_empty(), "{n}");
            let page = office.owner.get(&format!("{LIST}/{id}")).await;
            assert!(page.body.contains(remedy) && causes.iter().all(|c| page.body.contains(c)), "{n}: {}", page.body);
            assert_eq!(page.body.contains("<span class=\"badge good\">Gets in</span></span></div>"), causes.is_empty(), "{n}");
            // The list finds her by her cause, and the readiness page says the same.
            let outcome = causes.first().unwrap_or(&"ready");
            let listed = program.get(&format!("/api/v1/contacts?outcome={outcome}")).await.json();
            let found = listed["data"].as_array().unwrap();
            assert!(found.iter().any(|c| c["id"] == id.to_string()), "{outcome}: {listed}");
            let page = office.owner.get(&format!("{LIST}/readiness?show={outcome}")).await;
            assert!(page.body.contains(&id.to_string()) && page.body.contains(remedy), "{outcome}: {}", page.body);
        }
        let counts = program.get("/api/v1/contact-readiness").await.json();
        assert_eq!(counts["gets_in"], 1);
        let count = |code: &str| counts["refused"].as_array().unwrap().iter().find(|c| c["code"] == code).map_or(json!(0), |c| c["count"].clone());
        assert_eq!((count("contact_not_in_psa"), count("contact_no_email"), count("contact_email_ambiguous")), (json!(2), json!(2), json!(2)));
        // The export says it too, each contact in a line.
        let csv = office.owner.get(&format!("{LIST}/readiness.csv?show=not_ready")).await;
        assert_eq!(csv.body.trim_end().lines().count(), 11, "{}", csv.body);
        assert!(csv.body.contains(",no,contact_is_member,"), "{}", csv.body);
    }

    async fn any_address_that_is_typed_is_answered(hub) {
        let office = office(hub).await;
        let seed = |id, email: &str| ContactSeed::new(id, "Contact", &format!("Number {id}"), email);
        let ids = office.add(hub, vec![
            seed(1, "in@client.example.net"),
            seed(2, "revoked@client.example.net"),
            seed(3, "twin@client.example.net"),
            seed(4, "twin@client.example.net"),
            ContactSeed { emails: vec!["first@client.example.net".into(), "Second@Client.example.net".into()], ..seed(5, "") },
            ContactSeed { state: ContactState::Gone, ..seed(6, "in@client.example.net") },
        ]).await;
        for at in [0, 2, 4] {
            office.give(ids[at], "admin").await;
        }
        // What a PSA says of people who are no contacts here.
        say_company(hub, office.psa, 2_000, "Unmapped Ltd", &[1], 1).await;
        say_company(hub, office.psa, 2_001, "Vendor Ltd", &[1, 5], 1).await;
        say_company(hub, office.psa, 2_002, "Former Ltd", &[1], 9).await;
        say_contact(hub, office.psa, 31, Some(2_000), "Unmapped@Other.example.net").await;
        say_contact(hub, office.psa, 32, Some(2_001), "vendor@other.example.net").await;
        say_contact(hub, office.psa, 33, Some(2_002), "former@other.example.net").await;
        say_contact(hub, office.psa, 34, None, "loner@other.example.net").await;
        let program = hub.mighty_program("owner").await;
        for (email, code, words) in [
            ("IN@client.example.net", "", "Gets in."),
            ("second@client.example.net", "", "Gets in."),
            ("revoked@client.example.net", "contact_revoked", "Give the contact a profile"),
            ("twin@client.example.net", "contact_email_ambiguous", "an address of her own"),
            ("technician@example.com", "contact_is_member", "delete the member"),
            ("nobody@client.example.net", "contact_missing", "No contact has this address"),
            ("unmapped@other.example.net", "contact_not_synced", "Map or import the company Unmapped Ltd"),
            ("vendor@other.example.net", "contact_not_synced", "Vendor Ltd is hidden by its type Type 5"),
            ("former@other.example.net", "contact_not_synced", "Former Ltd is hidden by its status Status 9"),
            ("loner@other.example.net", "contact_not_synced", "Give the contact a company in the PSA"),
        ] {
            let page = ask(&office, email).await;
            assert!(page.status == 200 && page.body.contains(words) && page.body.contains(code), "{email}: {}", page.body);
            let path = format!("/api/v1/contact-readiness/address?email={email}");
            let said = program.get(&path).await.json();
            assert_eq!(said["gets_in"], code.is_empty(), "{said}");
            assert_eq!(said["cause"]["code"].as_str().unwrap_or(""), code, "{said}");
        }
        let said = program.get("/api/v1/contact-readiness/address?email=in@client.example.net").await.json();
        assert_eq!(said["contact"], ids[0].to_string());
        assert_eq!(said["holders"].as_array().unwrap().len(), 2, "{said}");
        let page = ask(&office, "in(at)client").await;
        assert!(page.status == 422 && page.body.contains("looks like name@example.com"), "{}", page.body);
        assert_eq!(page.input("email"), "in(at)client");
    }
}
