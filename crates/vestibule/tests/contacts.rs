//! Contacts, their profiles, and why somebody does not get in: in the console and by programs.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use engine::identity::Administrator;
use kernel::{CompanyId, ContactId, PsaConnectionId, Span};
use model::directory::{ContactState, PsaChange, PsaCompany, PsaContact, PsaRef};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Browser, ContactSeed, Page, TestHub, on_both_engines};

const LIST: &str = "/console/contacts";

struct Office {
    owner: Browser,
    admin: Administrator,
    psa: PsaConnectionId,
}

async fn office(hub: &TestHub) -> Office {
    let owner = hub.actor("owner").sign_in(hub).await;
    let admin = hub.administrator(&owner).await;
    let psa = hub.quiet_psa(&admin, "training").await;
    Office { owner, admin, psa }
}

impl Office {
    async fn add(&self, hub: &TestHub, seeds: Vec<ContactSeed>) -> Vec<ContactId> {
        hub.contacts(&self.admin, self.psa, seeds).await
    }
    async fn demo(&self, hub: &TestHub) -> ContactId {
        let seed = ContactSeed::new(1, "Demo", "Owner", "demo@client.example.net");
        self.add(hub, vec![seed]).await[0]
    }
    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.owner.get("/console/members").await;
        let csrf = page.input("csrf").to_owned();
        let mut form = vec![("csrf", csrf.as_str())];
        form.extend(fields);
        self.owner.post(path, &form).await
    }
    /// Gives a profile on the record's page.
    async fn give(&self, id: ContactId, profile: &str) -> Page {
        let path = format!("{LIST}/{id}");
        let version = self.owner.get(&path).await.input("version").to_owned();
        let fields = [
            ("version", version.as_str()),
            ("profile", profile),
            ("do", "save"),
        ];
        self.send(&path, &fields).await
    }
}

/// The profile that the record's page shows as chosen.
fn chosen(page: &Page) -> &str {
    let select = page.between("<select id=\"profile\"", "</select>");
    let at = select.find(" selected>").expect("a chosen profile");
    let rest = &select[at + " selected>".len()..];
    &rest[..rest.find('<').unwrap()]
}

async fn detail(hub: &TestHub, id: ContactId) -> Value {
    let program = hub.mighty_program("owner").await;
    program.get(&format!("/api/v1/contacts/{id}")).await.json()
}

/// The codes of what stands in a contact's way.
fn codes(causes: &Value) -> Vec<&str> {
    let all = causes.as_array().unwrap();
    all.iter().map(|c| c["code"].as_str().unwrap()).collect()
}

async fn write<F>(hub: &TestHub, change: F)
where
    F: for<'t> FnOnce(
            &'t mut store::Tx,
        ) -> std::pin::Pin<
            Box<dyn Future<Output = Result<(), store::StoreFault>> + Send + 't>,
        > + Send
        + 'static,
{
    hub.engine.db().write(change).await.expect("written");
}

async fn close_company(hub: &TestHub, admin: &Administrator, name: &'static str) {
    let scope = admin.scope();
    let key = kernel::name::name_key(name);
    write(hub, move |tx| {
        Box::pin(async move {
            let mut company = store::directory::companies::find_by_key(tx, scope, &key)
                .await?
                .unwrap();
            company.state = model::directory::CompanyState::Deactivated;
            store::directory::companies::update(tx, scope, &company).await
        })
    })
    .await;
}

/// What the PSA says of a company, by its types and status.
async fn say_company(
    hub: &TestHub,
    psa: PsaConnectionId,
    id: i64,
    name: &str,
    types: &[i64],
    status: i64,
) {
    let company = PsaCompany {
        id,
        identifier: name.to_lowercase(),
        name: name.into(),
        status: Some(PsaRef {
            id: status,
            name: format!("Status {status}"),
        }),
        types: types
            .iter()
            .map(|t| PsaRef {
                id: *t,
                name: format!("Type {t}"),
            })
            .collect(),
        website: String::new(),
        active: true,
        changed: PsaChange {
            at: None,
            by: String::new(),
        },
    };
    write(hub, move |tx| {
        Box::pin(async move { store::directory::psa_companies::put(tx, psa, &company, 1).await })
    })
    .await;
}

async fn say_contact(
    hub: &TestHub,
    psa: PsaConnectionId,
    id: i64,
    company: Option<i64>,
    email: &str,
) {
    let contact = PsaContact {
        id,
        company,
        site: None,
        first_name: "Mirror".into(),
        last_name: format!("Number {id}"),
        title: String::new(),
        emails: vec![email.into()],
        active: true,
        primary: false,
        bill_to: false,
        changed: PsaChange {
            at: None,
            by: String::new(),
        },
    };
    write(hub, move |tx| {
        Box::pin(async move { store::directory::psa_contacts::put(tx, psa, &contact, 1).await })
    })
    .await;
}

async fn ask(office: &Office, email: &str) -> Page {
    let path = format!("{LIST}/readiness?email={email}");
    office.owner.get(&path).await
}

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
