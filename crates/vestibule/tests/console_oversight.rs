//! Audit, jobs, mails, settings and readiness in the console of a running hub.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use engine::Undelivered;
use kernel::Span;
use testkit::{Browser, Kind, Page, TestHub, on_both_engines};

async fn master(hub: &TestHub) -> Browser {
    hub.actor("owner").sign_in(hub).await
}

async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get("/console/members").await;
    let csrf = page.input("csrf").to_owned();
    let mut form = vec![("csrf", csrf.as_str())];
    form.extend(fields);
    browser.post(path, &form).await
}

const MAIL: &str = "/console/settings/mail";

fn server<'a>(host: &'a str, password: &'a str, word: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("host", host),
        ("port", "587"),
        ("encryption", "starttls"),
        ("username", "hub"),
        ("password", password),
        ("from", "Example MSP <no-reply@example.com>"),
        ("do", word),
    ]
}

/// Of one company alone, as an installation mostly is.
async fn a_mail_server_is_tested_before_it_is_used(hub: &TestHub) {
    hub.apply("[[partner]]\nname = \"Example MSP\"\n[[partner.member]]\nemail = \"owner@example.com\"\nname = \"Demo Owner\"\nrole = \"master\"\n# credentials of owner\n").await.unwrap();
    let owner = master(hub).await;
    let page = send(&owner, MAIL, &server("smtp.example.com", "", "test")).await;
    assert!(
        page.status == 422 && page.body.contains("User name and password go together"),
        "{}",
        page.body
    );
    let page = send(
        &owner,
        MAIL,
        &server("closed.example.com", "mail-secret", "test"),
    )
    .await;
    let watched = page.location().to_owned();
    assert_eq!(owner.get(&watched).await.header("refresh"), "1");
    hub.deliver().await;
    let page = owner.get(&watched).await;
    assert!(
        page.body.contains("did not leave: connection refused"),
        "{}",
        page.body
    );
    let page = send(
        &owner,
        MAIL,
        &server("smtp.example.com", "mail-secret", "test"),
    )
    .await;
    let watched = page.location().to_owned();
    let posted = hub.deliver().await;
    assert!(
        posted
            .iter()
            .any(|p| p.subject == "Mails arrive" && p.to == "owner@example.com")
    );
    let page = owner.get(&watched).await;
    assert!(
        page.body.contains("has taken the test mail") && !page.body.contains("mail-secret"),
        "{}",
        page.body
    );
    assert_eq!(
        send(&owner, MAIL, &[("do", "use")]).await.location(),
        "/console/settings/mail?done=used"
    );
    let page = owner.get(MAIL).await;
    assert!(page.body.contains("smtp.example.com, port 587") && !page.body.contains("mail-secret"));
    // The password is kept when the field is empty, for the same host and user only.
    assert_eq!(
        send(&owner, MAIL, &server("smtp.example.com", "", "test"))
            .await
            .status,
        303
    );
    assert_eq!(
        send(&owner, MAIL, &server("other.example.com", "", "test"))
            .await
            .status,
        422
    );
    assert!(!hub.audit().await.join("\n").contains("mail-secret"));
    assert_eq!(
        send(&owner, MAIL, &[("do", "forget")]).await.location(),
        "/console/settings/mail?done=forgot"
    );
    // With two companies in one installation it is the operator's.
    hub.apply("[[partner]]\nname = \"Other MSP\"\n[[partner.member]]\nemail = \"stranger@example.org\"\nname = \"Demo Stranger\"\nrole = \"master\"\n").await.unwrap();
    assert_eq!(owner.get(MAIL).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_server_of_an_installation_with_one_company() {
    let mut engines = 0;
    for kind in [Kind::Sqlite, Kind::Postgres] {
        if let Some(hub) = TestHub::start_empty(kind).await {
            a_mail_server_is_tested_before_it_is_used(&hub).await;
            engines += 1;
        }
    }
    assert!(engines >= 1);
}

on_both_engines! {
    async fn the_audit_log_is_searched_exported_and_checked(hub) {
        let owner = master(hub).await;
        send(&owner, "/console/groups/new", &[("name", "Sellers"), ("do", "save")]).await;
        let page = owner.get("/console/audit?action=group.").await;
        assert!(page.body.contains("group.made") && !page.body.contains("session.begun"), "{}", page.body);
        // By name, and the id leads to all that she did.
        let (_, link) = page.body.split_once("<a href=\"?actor=mem_").unwrap();
        assert!(link.split_once("</a>").unwrap().0.ends_with(">Demo Owner"), "{link}");
        assert!(owner.get("/console/audit?q=sellers").await.body.contains("group.made"));
        assert!(owner.get("/console/audit?q=%25zebra").await.body.contains("No entry fits"));
        let today = hub.now().rfc3339();
        let day = today.split('T').next().unwrap();
        assert!(owner.get(&format!("/console/audit?from={day}&until={day}")).await.body.contains("group.made"));
        assert!(owner.get("/console/audit?from=2001-01-01&until=2001-01-02").await.body.contains("No entry fits"));
        let csv = owner.get("/console/audit.csv?action=group.made").await.body;
        assert!(csv.lines().count() >= 2 && csv.contains(",group.made,"), "{csv}");
        let page = send(&owner, "/console/audit/check", &[]).await;
        assert!(page.location().contains("check=whole"), "{}", page.location());
        assert!(owner.get(page.location()).await.body.contains("entries are whole"));
    }

    async fn jobs_are_seen_tried_again_and_thrown_away(hub) {
        let owner = master(hub).await;
        hub.deliver().await;
        hub.outside.fail_next(vec![Undelivered::Never("no such mailbox".into()); 2]);
        for who in ["one", "two"] {
            send(&owner, "/console/members/invite", &[("email", &format!("{who}@example.com")), ("name", "Demo"), ("role", "user")]).await;
            hub.wait(Span::seconds(1));
        }
        hub.deliver().await;
        let page = owner.get("/console/jobs?state=dead").await;
        assert!(page.body.contains("Activation to one@example.com") && page.body.contains("no such mailbox") && page.body.contains("2 given up"), "{}", page.body);
        let id = format!("out_{}", page.between("name=\"id\" value=\"out_", "\""));
        assert_eq!(send(&owner, "/console/jobs", &[("do", "retry"), ("id", &id)]).await.location(), "/console/jobs?done=retry");
        assert_eq!(hub.deliver().await.iter().filter(|p| p.to == "two@example.com").count(), 1, "the newest first");
        assert_eq!(send(&owner, "/console/jobs", &[("do", "retry"), ("id", &id)]).await.location(), "/console/jobs?done=late");
        let page = owner.get("/console/jobs?state=dead").await;
        let id = format!("out_{}", page.between("name=\"id\" value=\"out_", "\""));
        assert_eq!(send(&owner, "/console/jobs", &[("do", "discard"), ("id", &id)]).await.location(), "/console/jobs?done=discard");
        assert!(owner.get("/console/jobs?q=TWO%40").await.body.contains("two@example.com"));
        assert!(!owner.get("/console/jobs?state=dead").await.body.contains("one@example.com"));
        let audit = hub.audit().await;
        assert!(audit.iter().any(|l| l.starts_with("job.retried")) && audit.iter().any(|l| l.starts_with("job.discarded")));
    }

    async fn mails_are_shown_as_they_arrive(hub) {
        let owner = master(hub).await;
        let page = owner.get("/console/mails?kind=mail-password-reset").await;
        assert!(page.body.contains("src=\"/console/mails/mail-password-reset?lang=en\""), "{}", page.body);
        let mail = owner.get("/console/mails/mail-password-reset").await;
        assert_eq!((mail.status, mail.header("x-frame-options")), (200, "SAMEORIGIN"));
        assert!(mail.header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(owner.get("/console/mails/nothing").await.status, 404);
    }

    async fn a_network_list_binds_members_and_never_whoever_sets_it(hub) {
        let owner = master(hub).await;
        let save = |networks: &'static str, read: String| {
            let owner = &owner;
            async move { send(owner, "/console/settings", &[("networks", networks), ("idle", "30"), ("read", &read)]).await }
        };
        let read = || async { owner.get("/console/settings").await.input("read").replace("&#34;", "\"").replace("&quot;", "\"") };
        let page = save("203.0.113.0/24", read().await).await;
        assert!(page.status == 422 && page.body.contains("Your own address 127.0.0.1 is in none"), "{}", page.body);
        let page = save("office", read().await).await;
        assert!(page.status == 422 && page.body.contains("is no network"), "{}", page.body);
        let old = read().await;
        assert_eq!(save("127.0.0.0/8", old.clone()).await.status, 303);
        let page = save("127.0.0.1", old).await;
        assert!(page.status == 422 && page.body.contains("Somebody else has changed"), "{}", page.body);
        let technician = hub.actor("technician").sign_in(hub).await;
        assert_eq!(technician.get("/modules").await.status, 200);
        // A shorter idle time counts at once.
        hub.wait(Span::minutes(31));
        assert_eq!(technician.get("/modules").await.location(), "/sign-in");
        // From elsewhere nobody comes in, with a session or without; the operator opens it again.
        let technician = hub.actor("technician").sign_in(hub).await;
        let mut tx = hub.engine.db().read().await.unwrap();
        let partner = store::directory::partners::list(&mut tx).await.unwrap().remove(0);
        drop(tx);
        let scope = kernel::Scope::of(partner.id);
        hub.engine.db().write(move |tx| Box::pin(async move {
            let (policy, read) = store::directory::partners::policy(tx, scope).await?;
            let far = model::directory::PartnerPolicy { networks: vec!["203.0.113.0/24".parse().unwrap()], ..policy };
            store::directory::partners::set_policy(tx, scope, &far, &read).await.map(|_| ())?;
            Ok::<_, store::StoreFault>(())
        })).await.unwrap();
        let page = technician.get("/modules").await;
        assert!(page.status == 403 && page.body.contains("network_not_allowed"), "{}", page.body);
        let other = hub.actor("sales");
        let browser = hub.browser();
        let path = other.identify(&browser).await;
        let page = other.sign_in_with(hub, &browser, &path).await;
        assert!(page.status == 403 && page.body.contains("network_not_allowed"), "{}", page.body);
        let client = hub.actor("client-office");
        let browser = hub.browser();
        let path = client.identify(&browser).await;
        assert_ne!(client.sign_in_with(hub, &browser, &path).await.status, 403, "clients' people are not bound");
        hub.engine.operator_open_networks("Example MSP").await.unwrap();
        assert_eq!(technician.get("/modules").await.status, 200);
    }

    async fn readiness_says_of_everybody_what_the_door_says(hub) {
        let owner = master(hub).await;
        // Modules that were made at one moment come in any order.
        let first = owner.get("/console/readiness").await.body;
        let option = first.split("<option value=\"").find(|o| o.contains(">Partner Portal<")).unwrap();
        let module = option.split('"').next().unwrap();
        let page = owner.get(&format!("/console/readiness?module={module}")).await;
        assert!(page.body.contains("Demo Owner") && page.body.contains("Granted to her"), "{}", page.body);
        let page = owner.get(&format!("/console/readiness?module={module}&show=not_granted")).await;
        assert!(page.body.contains("sales@example.com") && !page.body.contains("technician@example.com"), "{}", page.body);
        let csv = owner.get(&format!("/console/readiness.csv?module={module}")).await.body;
        // The same answers as the page of each member, which asks the door itself.
        let list = owner.get("/console/members.csv").await.body;
        for row in list.lines().skip(1) {
            let (email, id) = (row.split(',').next().unwrap(), row.rsplit(',').next().unwrap());
            let own = owner.get(&format!("/console/members/{id}")).await.body;
            let module = own.split("Partner Portal").nth(1).unwrap();
            let open = module.find("Gets in").is_some_and(|at| at < module.find("</tr>").unwrap());
            let said = csv.lines().find(|l| l.starts_with(&format!("{email},"))).unwrap().split(',').nth(2).unwrap();
            assert_eq!(said == "yes", open, "{email}");
        }
        assert_eq!(owner.get("/console/readiness?module=ins_00000000000070008000000000000000").await.status, 404);
    }
}
