//! Members by a file: the dry run, the import, a stop in the middle.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use testkit::{Browser, Page, TestHub, on_both_engines};

const PAGE: &str = "/console/members/import";

/// Sends a file as a browser does.
async fn bring(browser: &Browser, csrf: &str, file: &[u8]) -> Page {
    let boundary = "----boundary";
    let mut body = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"members.csv\"\r\nContent-Type: text/csv\r\n\r\n").into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    let request = browser
        .request("POST", PAGE)
        .header(
            "content-type",
            format!("multipart/form-data; boundary={boundary}"),
        )
        .body(body);
    browser.send(request, PAGE).await
}

async fn csrf(browser: &Browser) -> String {
    browser
        .get("/console/members")
        .await
        .input("csrf")
        .to_owned()
}

fn lines(from: usize, to: usize) -> String {
    (from..to)
        .map(|n| format!("person{n}@example.com,Demo Person {n},,user,Technicians\n"))
        .collect()
}

async fn members(hub: &TestHub, owner: &Browser) -> usize {
    let _ = hub;
    owner.get("/console/members.csv").await.body.lines().count() - 1
}

on_both_engines! {
    async fn a_file_is_checked_before_anything_changes_and_then_taken_over(hub) {
        let owner = hub.actor("owner").sign_in(hub).await;
        let csrf = csrf(&owner).await;
        let before = members(hub, &owner).await;
        let file = format!("email,name,username,role,groups\n{}owner@example.com,Demo Owner,,,\nbad,X,,,\nx@example.com,X,,,Tehcnicians\ny@example.com,Y,tech,,\n", lines(0, 10));
        let page = bring(&owner, &csrf, file.as_bytes()).await;
        assert_eq!(page.status, 303, "{}", page.body);
        let path = page.location().to_owned();
        let page = owner.get(&path).await;
        assert_eq!(page.heading(), "10 new members");
        for said in ["There is no group “Tehcnicians”", "Another member has this username", "1, and stay as they are"] {
            assert!(page.body.contains(said), "{said}: {}", page.body);
        }
        let faults = owner.get(&format!("{path}/faults.csv")).await.body;
        assert_eq!(faults.lines().map(|l| l.split(',').next().unwrap().to_owned()).collect::<Vec<_>>(), ["line", "13", "14", "15"], "{faults}");
        assert_eq!(members(hub, &owner).await, before, "a dry run");
        let form = [("csrf", csrf.as_str()), ("do", "start"), ("invite", "yes")];
        assert_eq!(owner.post(&path, &form).await.status, 303);
        assert_eq!(owner.get(&path).await.header("refresh"), "2");
        hub.engine.run_imports().await.unwrap();
        let page = owner.get(&path).await;
        assert_eq!((page.heading(), page.header("refresh")), ("10 members were made", ""));
        assert_eq!(members(hub, &owner).await, before + 10);
        let link = hub.mailed_link("person7@example.com").await;
        assert_eq!(hub.browser().get(&link).await.status, 200);
        assert!(owner.get("/console/members?q=person3").await.body.contains("Invited"));
        assert_eq!(owner.post(&path, &form).await.status, 409, "not twice");
        let audit = hub.audit().await;
        assert_eq!(audit.iter().filter(|l| l.starts_with("group.joined mem_")).count(), 10);
        assert!(audit.iter().any(|l| l.starts_with("import.started")));
    }

    async fn an_import_goes_on_after_a_stop_and_makes_nobody_twice(hub) {
        let owner = hub.actor("owner").sign_in(hub).await;
        let csrf = csrf(&owner).await;
        let before = members(hub, &owner).await;
        let file = format!("email,name,username,role,groups\n{}", lines(0, 450));
        let path = bring(&owner, &csrf, file.as_bytes()).await.location().to_owned();
        owner.post(&path, &[("csrf", &csrf), ("do", "start")]).await;
        // A node that dies on the way: its task is dropped between two steps.
        let engine = hub.engine.clone();
        let dying = tokio::spawn(async move { engine.run_imports().await });
        while members(hub, &owner).await == before {
            tokio::task::yield_now().await;
        }
        dying.abort();
        let _ = dying.await;
        // Twice: a step that was on its way to the disk makes the first who comes after it step back.
        for _ in 0..2 {
            hub.wait(kernel::Span::minutes(2));
            hub.engine.run_imports().await.unwrap();
        }
        assert_eq!(members(hub, &owner).await, before + 450);
        assert_eq!(owner.get(&path).await.heading(), "450 members were made");
    }

    async fn a_stopped_import_ends_and_bad_files_say_why(hub) {
        let owner = hub.actor("owner").sign_in(hub).await;
        let csrf = csrf(&owner).await;
        for (file, said) in [
            (&b""[..], "The file is empty"),
            (b"name\nX\n", "There is no column email"),
            (b"email,name\n\xff,X\n", "not written in UTF-8"),
        ] {
            let page = bring(&owner, &csrf, file).await;
            assert!(page.status == 422 && page.body.contains(said), "{said}: {} {}", page.status, page.body);
        }
        assert_eq!(bring(&owner, "wrong", b"email,name\n").await.status, 403);
        let before = members(hub, &owner).await;
        let file = format!("email,name,username,role,groups\n{}", lines(0, 3));
        let path = bring(&owner, &csrf, file.as_bytes()).await.location().to_owned();
        assert_eq!(owner.post(&path, &[("csrf", &csrf), ("do", "cancel")]).await.status, 303);
        hub.engine.run_imports().await.unwrap();
        assert_eq!(members(hub, &owner).await, before);
        assert_eq!(owner.get(&path).await.heading(), "Stopped after 0 members");
        // Whoever may not bring a file is turned away before its bytes are read.
        let technician = hub.actor("technician").sign_in(hub).await;
        let page = bring(&technician, &csrf, &vec![b'x'; 1_000_000]).await;
        assert_eq!(page.status, 403);
    }
}
