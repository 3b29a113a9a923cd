//! People of four languages at a running hub.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::{Language, Zone};
use testkit::{Browser, Page, Party, TestHub, on_both_engines};

/// GET with the wishes of a browser.
async fn get_in(browser: &Browser, path: &str, wishes: &str) -> Page {
    let request = browser
        .request("GET", path)
        .header("accept-language", wishes);
    browser.send(request, path).await
}

/// The newest mail to somebody.
async fn mail_to(hub: &TestHub, to: &str) -> testkit::Posted {
    let posted = hub.deliver().await;
    posted
        .into_iter()
        .rev()
        .find(|p| p.to == to)
        .expect("a mail")
}

on_both_engines! {
    async fn a_page_speaks_the_language_of_the_browser(hub) {
        let browser = hub.browser();
        for (wishes, lang, heading) in [
            ("de-AT,de;q=0.9,en;q=0.8", "de", "Anmelden"),
            ("it, fr-CA;q=0.7, en;q=0.5", "fr", "Connexion"),
            ("es", "es", "Iniciar sesión"),
            ("it", "en", "Sign in"),
            ("de;q=0, en;q=0.1", "en", "Sign in"),
            (",;=, ;q=x", "en", "Sign in"),
        ] {
            let page = get_in(&browser, "/sign-in", wishes).await;
            assert_eq!(page.heading(), heading, "{wishes}");
            assert!(page.body.contains(&format!("<html lang=\"{lang}\">")), "{wishes}");
            assert_eq!(page.header("content-language"), lang);
            assert_eq!(page.header("vary"), "Accept-Language, Cookie");
        }
        // Refusals, of handlers and of what stands before them.
        let page = get_in(&browser, "/nowhere", "de").await;
        assert_eq!((page.status, page.heading()), (404, "Diese Seite gibt es hier nicht"));
        let page = get_in(&browser, "/activate/none", "fr").await;
        assert!(page.body.contains("Ce lien n’est pas connu ici."), "{}", page.body);
        let page = get_in(&browser, "/oidc/authorize?client_id=none&redirect_uri=x", "es").await;
        assert!(page.body.contains("El módulo que le ha enviado aquí no está registrado."));
    }

    async fn a_choice_on_the_page_goes_before_the_browser_and_keeps_what_was_typed(hub) {
        let browser = hub.browser();
        // The buttons of the first page belong to its form: what was typed comes again.
        let typed = [("identifier", "somebody@example"), ("language", "de")];
        let page = browser.post("/sign-in", &typed).await;
        assert_eq!((page.status, page.heading()), (200, "Anmelden"));
        assert_eq!(page.input("identifier"), "somebody@example");
        assert_eq!(browser.cookie("vst_language").as_deref(), Some("de"));
        let page = get_in(&browser, "/forgot", "fr").await;
        assert_eq!(page.heading(), "Passwort vergessen?", "the choice goes before the browser");
        // A fault comes in her language too.
        let page = browser.post("/sign-in", &[("identifier", "a b")]).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("Ein Benutzername besteht aus"), "{}", page.body);
        // Pages with nothing to keep have a form of their own, and the sign-in goes on.
        let technician = hub.actor("technician");
        let path = technician.identify(&browser).await;
        let page = browser.get(&path).await;
        assert_eq!(page.heading(), "Passwort eingeben");
        assert_eq!(page.input("to"), path);
        let page = browser.post("/language", &[("to", &path), ("language", "es")]).await;
        assert_eq!((page.status, page.location()), (303, path.as_str()));
        assert_eq!(browser.get(&path).await.heading(), "Escriba su contraseña");
        let wrong = browser.post(&path, &[("password", "wrong")]).await;
        assert!(wrong.body.contains("Este nombre y esta contraseña no se corresponden."));
        browser.post(&path, &[("password", &technician.password)]).await;
        assert_eq!(browser.get(&path).await.heading(), "Escriba su código");
        let page = browser.post(&path, &[("code", &technician.next_code(hub))]).await;
        assert_eq!(page.location(), "/modules");
    }

    async fn a_choice_leads_nowhere_else(hub) {
        let browser = hub.browser();
        for to in ["https://evil.example/", "//evil.example", "/\\evil.example", "", "x"] {
            let page = browser.post("/language", &[("to", to), ("language", "de")]).await;
            assert_eq!((page.status, page.location()), (303, "/"), "{to}");
        }
        let page = browser.post("/language", &[("to", "/forgot"), ("language", "xx")]).await;
        assert_eq!(page.location(), "/forgot");
        assert_eq!(browser.cookie("vst_language").as_deref(), Some("de"), "an unknown one is none");
        let foreign = browser
            .request("POST", "/language")
            .header("origin", "https://evil.example")
            .form(&[("to", "/"), ("language", "fr")]);
        assert_eq!(browser.send(foreign, "/language").await.status, 403);
    }

    async fn her_own_setting_beats_both_and_is_not_told_to_strangers(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        let signed = hub.signed(&browser).await;
        let vienna = Zone::parse("Europe/Vienna");
        hub.engine.speak_to(&signed, Some(Language::French), vienna).await.unwrap();
        // Another browser, which asks for German: until the password was right nobody is told that
        // there is somebody who speaks French.
        let browser = hub.browser();
        let path = technician.identify(&browser).await;
        assert_eq!(get_in(&browser, &path, "de").await.heading(), "Passwort eingeben");
        let wrong = browser.post(&path, &[("password", "wrong"), ("x", "")]).await;
        assert_eq!(wrong.header("content-language"), "en");
        browser.post(&path, &[("password", &technician.password)]).await;
        assert_eq!(get_in(&browser, &path, "de").await.heading(), "Saisissez votre code");
        // A choice on this very page goes before all.
        browser.post("/language", &[("to", &path), ("language", "es")]).await;
        assert_eq!(get_in(&browser, &path, "de").await.heading(), "Escriba su código");
        let page = browser.post(&path, &[("code", &technician.next_code(hub))]).await;
        browser.follow(page).await;
        // Signed in, her own setting counts, and no other is offered.
        let page = get_in(&browser, "/sign-out", "de").await;
        assert_eq!(page.heading(), "Se déconnecter ?");
        assert!(!page.body.contains("class=\"languages\""));
        let page = get_in(&browser, "/open/mod_0000000000000000000000000000000", "de").await;
        assert_eq!(page.heading(), "Cette page n’existe pas");
    }

    async fn she_chooses_language_and_zone_in_my_settings(hub) {
        hub.actor("owner").sign_in(hub).await;
        let browser = hub.actor("owner").sign_in(hub).await;
        let page = browser.get("/settings/language").await;
        assert_eq!(page.heading(), "Language and time zone");
        assert!(page.body.contains(" UTC</span>"), "the zone of those who chose none is named");
        let csrf = page.input("csrf").to_owned();
        let form = [("csrf", csrf.as_str()), ("language", "de"), ("time_zone", "Europe/Vienna")];
        let page = browser.post("/settings/language", &form).await;
        assert_eq!((page.status, page.location()), (303, "/settings/language?done=yes"));
        let page = browser.follow(page).await;
        assert_eq!(page.heading(), "Sprache und Zeitzone");
        assert!(page.body.contains("Sprache und Zeitzone wurden gespeichert."));
        assert!(page.body.contains("<option selected>Europe/Vienna</option>"));
        assert!(page.body.contains(" Uhr</span>"), "her own zone needs no name");
        // My Modules: her language, her zone, and the browser of the other session in words.
        let page = get_in(&browser, "/modules", "es").await;
        assert_eq!(page.heading(), "Meine Module");
        assert!(page.body.contains("Letzte Anmeldung: ") && page.body.contains(" Uhr, Ein Browser."), "{}", page.body);
        assert_eq!(page.header("content-language"), "de");
        assert_eq!(browser.get("/launcher").await.heading(), "Meine Module");
        // What is no language and no zone is as good as none; another page's form is refused.
        let form = [("csrf", csrf.as_str()), ("language", "xx"), ("time_zone", "Mars/Base")];
        browser.post("/settings/language", &form).await;
        assert_eq!(browser.get("/settings/language").await.heading(), "Language and time zone");
        let foreign = [("csrf", "x"), ("language", "fr"), ("time_zone", "")];
        assert_eq!(browser.post("/settings/language", &foreign).await.status, 403);
    }

    async fn mails_come_in_her_language_and_zone(hub) {
        let technician = hub.actor("technician");
        // She has none of her own: the request counts.
        let browser = hub.browser();
        let request = browser
            .request("POST", "/forgot")
            .header("accept-language", "de-CH")
            .form(&[("identifier", technician.email.as_str()), ("company", "")]);
        assert_eq!(browser.send(request, "/forgot").await.heading(), "Sehen Sie in Ihr Postfach");
        let mail = mail_to(hub, &technician.email).await;
        assert_eq!(mail.subject, "Wählen Sie ein neues Passwort");
        assert!(mail.text.starts_with("Guten Tag Demo Technician,"), "{}", mail.text);
        assert!(mail.text.contains("Uhr UTC"), "{}", mail.text);
        // Her own goes before the request, and moments are told in her zone.
        let browser = technician.sign_in(hub).await;
        let signed = hub.signed(&browser).await;
        let zone = Zone::parse("America/Bogota");
        hub.engine.speak_to(&signed, Some(Language::Spanish), zone).await.unwrap();
        let request = browser
            .request("POST", "/forgot")
            .header("accept-language", "de-CH")
            .form(&[("identifier", technician.email.as_str()), ("company", "")]);
        browser.send(request, "/forgot").await;
        let mail = mail_to(hub, &technician.email).await;
        assert_eq!(mail.subject, "Elija una nueva contraseña");
        assert!(mail.text.contains(" -05"), "{}", mail.text);
    }

    async fn invitations_come_in_the_language_of_the_partner(hub) {
        let file = "[[partner]]\nname = \"Example MSP\"\nlanguage = \"fr\"\n[[partner.member]]\nemail = \"nouvelle@example.com\"\nname = \"Nouvelle\"\n";
        hub.apply(file).await.unwrap();
        let mail = mail_to(hub, "nouvelle@example.com").await;
        assert_eq!(mail.subject, "Activez votre compte chez Example MSP");
        // Who was invited before has been written to in the operator's default.
        let mail = mail_to(hub, "newcomer@example.com").await;
        assert_eq!(mail.subject, "Activate your account at Example MSP");
        let fault = hub.apply("[[partner]]\nname = \"Example MSP\"\nlanguage = \"it\"\n").await;
        assert!(fault.is_err());
    }

    async fn a_module_may_wish_for_a_language(hub) {
        let browser = hub.browser();
        let page = browser.get("/.well-known/openid-configuration").await;
        assert_eq!(page.json()["ui_locales_supported"], serde_json::json!(["en", "de", "fr", "es"]));
        let wish = Party::PORTAL.authorize(&[("ui_locales", "it fr-CA de")]);
        let page = get_in(&browser, &wish, "de").await;
        let path = page.location().to_owned();
        assert_eq!(get_in(&browser, &path, "de").await.heading(), "Connexion");
        // The wish is of that sign-in alone.
        assert_eq!(get_in(&browser, "/sign-in", "de").await.heading(), "Anmelden");
        // A choice of hers takes it away, here and where she comes back to.
        let page = browser.post(&path, &[("language", "es"), ("identifier", "x")]).await;
        assert_eq!(page.heading(), "Iniciar sesión");
        assert_eq!(get_in(&browser, &path, "de").await.heading(), "Iniciar sesión");
        let refused = Party::PORTAL.authorize(&[("ui_locales", "fr"), ("redirect_uri", "https://x.example/")]);
        let page = get_in(&hub.browser(), &refused, "de").await;
        assert_eq!(page.heading(), "Cela ne fonctionne pas ainsi");
        assert!(!page.input("to").contains("ui_locales"));
    }

    async fn the_strength_of_a_password_is_told_in_her_language(hub) {
        let browser = hub.browser();
        let request = browser
            .request("POST", "/password-strength")
            .header("accept-language", "de")
            .form(&[("password", "password1")]);
        let page = browser.send(request, "/password-strength").await;
        assert_eq!(page.json()["label"], "Leicht zu erraten");
        assert_eq!(page.json()["advice"][0], "Dieses Passwort ist sehr verbreitet.");
    }
}
