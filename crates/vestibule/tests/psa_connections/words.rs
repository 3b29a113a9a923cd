//! What is typed is put right or refused, and a test says in words what is wrong.

use super::*;

on_both_engines! {
    async fn each_base_url_is_put_right_or_refused_in_its_words(hub) {
        let owner = master(hub).await;
        assert!(owner.get(LIST).await.body.contains("No PSA is connected yet"));
        let choice = owner.get(NEW).await;
        assert!(choice.body.contains("ConnectWise") && choice.body.contains("Kaseya BMS"), "{}", choice.body);
        let any = Keys { company: "acme".into(), public: "PUBLICKEY1".into(), private: "PRIVATEKEY1".into(), member: "api".into(), role: String::new() };
        for (typed, told) in [
            ("", "The base URL is missing."),
            ("na myconnectwise.net", "not the name of a host"),
            ("ftp://na.myconnectwise.net", "begins with something else than https://"),
            ("http://cw.example.com", "ConnectWise takes no such calls"),
            ("https://me:secret@cw.example.com", "holds a name or a password"),
            ("https://cw.example.com/psa", "holds a path"),
            ("www.connectwise.com", "not your ConnectWise PSA"),
            ("myconnectwise.net", "in which region"),
            ("na.myconnectwise.net:8443", "through a port of its own"),
        ] {
            let page = send(&owner, NEW, &form(typed, &any, &[])).await;
            assert!(page.status == 422 && said(&page).contains(told), "{typed}: {}", page.body);
            assert_eq!(page.input("host"), typed, "what was typed stays");
            assert_eq!(page.input("name"), "training");
            assert!(page.body.contains("id=\"host-fault\"") && !page.body.contains(&any.private), "{}", page.body);
        }
        for (typed, kept) in [
            ("na", "na.myconnectwise.net"),
            ("https://api-eu.myconnectwise.net/v4_6_release/apis/3.0/", "eu.myconnectwise.net"),
            ("https://cw.example.com:8443/", "cw.example.com:8443"),
            ("https://AU.myconnectwise.net/v2026_1/ConnectWise.aspx?x=1", "au.myconnectwise.net"),
        ] {
            let page = send(&owner, NEW, &form(typed, &any, &[("name", typed)])).await;
            assert_eq!(page.status, 303, "{}", page.body);
            let page = owner.get(page.location()).await;
            assert_eq!(page.input("host"), kept);
            assert!(said(&page).contains(&format!("The address was put right: {kept}.")), "{}", page.body);
        }
        // Every other field has its own words, beside itself.
        for (change, field, told) in [
            (vec![("name", " ")], "name", "The name is missing"),
            (vec![("name", "NA")], "name", "Another connection has this name"),
            (vec![("company", "a b")], "company", "signs that no company has"),
            (vec![("public_key", "")], "public_key", "The public key is missing"),
            (vec![("private_key", "short")], "private_key", "The private key is missing or not whole"),
            (vec![("client_id", "0123")], "client_id", "The client id is not a GUID"),
            (vec![("vendor", "bms"), ("host", "https://one.kaseya.com"), ("account", "api")], "host", "none of the regions"),
            (vec![("vendor", "bms"), ("host", "http://bms.kaseya.com"), ("account", "api")], "host", "BMS takes no such calls"),
            (vec![("vendor", "bms"), ("host", "bms.kaseya.com")], "account", "The user name is missing"),
            (vec![("vendor", "bms"), ("host", "bms.kaseya.com"), ("account", "api"), ("company", "")], "company", "The company is missing"),
            (vec![("vendor", "bms"), ("host", "bms.kaseya.com"), ("account", "api"), ("private_key", "")], "private_key", "The password is missing"),
        ] {
            let page = send(&owner, NEW, &form("cw.example.com", &any, &change)).await;
            assert!(page.status == 422 && said(&page).contains(told), "{change:?}: {}", page.body);
            assert!(page.body.contains(&format!("id=\"{field}-fault\"")), "{change:?}: {}", page.body);
        }
    }

    async fn a_test_says_in_words_what_is_wrong(hub) {
        let owner = master(hub).await;
        let simulator = connectwise(hub).await;
        let (url, good) = (simulator.url(), keys(&simulator, "Integration"));
        let nobody = { let gone = listener().await; format!("http://{}", gone.local_addr().unwrap()) };
        let tls = url.replace("http:", "https:");
        let other = "11111111-2222-3333-4444-555555555555";
        // On the form, before anything is kept.
        for (change, told, remedy) in [
            (vec![("company", "elsewhere")], "knows no company of that name", "exactly as you type it when you sign in"),
            (vec![("private_key", "wrong-key-1")], "does not accept these keys", "Make a new pair of keys"),
            (vec![("host", nobody.as_str())], "could not be reached", "firewall lets this machine out"),
            (vec![("host", tls.as_str())], "certificate was not accepted", "made out for"),
            (vec![("host", "https://psa.invalid")], "leads nowhere", "Check the spelling of the base URL"),
        ] {
            let mut change = change;
            change.push(("do", "test"));
            let page = send(&owner, NEW, &form(&url, &good, &change)).await;
            let text = said(&page);
            assert!(page.status == 200 && text.contains(told) && text.contains(remedy), "{change:?}: {}", page.body);
            assert!(text.contains("The test found something to mend"), "{text}");
            assert!(!page.body.contains(&good.private) && !page.body.contains("wrong-key-1"), "no key in a page");
        }
        let fine = send(&owner, NEW, &form(&url, &good, &[("do", "test"), ("client_id", other)])).await;
        assert!(said(&fine).contains("Everything that is needed works"), "{}", fine.body);
        assert!(owner.get(LIST).await.body.contains("No PSA is connected yet"), "a test keeps nothing");
        // As it is kept: the result stays on the page.
        let path = make(&owner, &url, &good, &[]).await;
        assert!(said(&owner.get(LIST).await).contains("Not tested"));
        let page = send(&owner, &format!("{path}/work"), &[("do", "test")]).await;
        assert_eq!(page.location(), format!("{path}?done=passed"));
        let page = owner.get(&path).await;
        assert!(said(&page).contains("list companies") && said(&page).contains("version v2026"), "{}", page.body);
        assert!(said(&owner.get(LIST).await).contains("Passed"));
        // A role that is too weak is named list by list.
        let weak = keys(&simulator, "Scanner");
        let change = form(&url, &weak, &[]);
        assert_eq!(send(&owner, &path, &change).await.location(), format!("{path}?done=saved"));
        let page = send(&owner, &format!("{path}/work"), &[("do", "test")]).await;
        assert_eq!(page.location(), format!("{path}?done=failed"));
        let text = said(&owner.get(&path).await);
        assert!(text.contains("The PSA's security role does not allow: list contacts"), "{text}");
        assert!(text.contains("psa_no_right"), "{text}");
        assert!(said(&owner.get(LIST).await).contains("Failed"));
        let before = simulator.requests().iter().filter(|r| r.method != "GET").count();
        assert_eq!(before, 0, "a test changes nothing");
    }
}
