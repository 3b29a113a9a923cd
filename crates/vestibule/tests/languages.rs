//! People of four languages at a running hub.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::{Language, Secret, Zone};
use std::collections::BTreeSet;
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

/// What a page says: text between its tags, and what is read out in their place.
fn said(page: &Page) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in page.body.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        found.insert(text.trim().to_owned());
        for label in ["aria-label=\"", "data-label=\"", "data-failed=\""] {
            let label = tag.split_once(label).and_then(|(_, l)| l.split('"').next());
            found.insert(label.unwrap_or_default().to_owned());
        }
    }
    // One word may be the same in two languages, and names are in all of them.
    let names = [
        "Demo Technician",
        "Example MSP",
        "Partner Portal",
        "Command line tool",
    ];
    found.retain(|text| text.split_whitespace().count() > 1 && !names.contains(&text.as_str()));
    found
}

/// The pages of My Settings.
const SETTINGS: [&str; 11] = [
    "/settings",
    "/settings/profile",
    "/settings/security",
    "/settings/password",
    "/settings/authenticators/add",
    "/settings/passkeys/add",
    "/settings/recovery-codes",
    "/settings/devices",
    "/settings/activity",
    "/settings/modules",
    "/settings/language",
];

/// What somebody of one language reads in My Settings and in the mails about it.
struct Reader {
    language: Language,
    no_name: &'static str,
    password_wrong: &'static str,
    password_changed: &'static str,
    password_mail: &'static str,
    email_form: &'static str,
    email_asked: &'static str,
    removed: &'static str,
    removed_mail: &'static str,
    last_factor: &'static str,
    codes: &'static str,
    happened: [&'static str; 4],
}

const READERS: [Reader; 3] = [
    Reader {
        language: Language::German,
        no_name: "Geben Sie einen Namen ein.",
        password_wrong: "Das ist nicht Ihr Passwort.",
        password_changed: "Ihr Passwort wurde geändert, und Sie wurden überall sonst abgemeldet.",
        password_mail: "Ihr Passwort wurde geändert",
        email_form: "Eine E-Mail-Adresse sieht aus wie name@example.com.",
        email_asked: "Eine E-Mail ist an die neue Adresse unterwegs.",
        removed: "Die Authenticator-App wurde entfernt.",
        removed_mail: "Eine Authenticator-App wurde entfernt",
        last_factor: "Das ist Ihr einziger zweiter Faktor.",
        codes: "Wiederherstellungscodes für technician@example.com bei ",
        happened: [
            "Sie haben Ihr Passwort geändert.",
            "Eine andere E-Mail-Adresse wurde angefordert.",
            "Eine Authenticator-App wurde entfernt.",
            "Sie haben sich angemeldet.",
        ],
    },
    Reader {
        language: Language::French,
        no_name: "Saisissez un nom.",
        password_wrong: "Ce n’est pas votre mot de passe.",
        password_changed: "Votre mot de passe a été changé, et vos sessions ont été fermées partout ailleurs.",
        password_mail: "Votre mot de passe a été modifié",
        email_form: "Une adresse e-mail ressemble à name@example.com.",
        email_asked: "Un e-mail est en route vers la nouvelle adresse.",
        removed: "L’application d’authentification a été supprimée.",
        removed_mail: "Une application d’authentification a été retirée",
        last_factor: "C’est votre seul second facteur.",
        codes: "Codes de récupération de technician@example.com sur ",
        happened: [
            "Vous avez changé votre mot de passe.",
            "Une autre adresse e-mail a été demandée.",
            "Une application d’authentification a été supprimée.",
            "Vous avez ouvert une session.",
        ],
    },
    Reader {
        language: Language::Spanish,
        no_name: "Escriba un nombre.",
        password_wrong: "Esta no es su contraseña.",
        password_changed: "Su contraseña ha cambiado y se han cerrado sus demás sesiones.",
        password_mail: "Su contraseña ha cambiado",
        email_form: "Una dirección de correo es como name@example.com.",
        email_asked: "Un correo va en camino a la nueva dirección.",
        removed: "La aplicación de autenticación se ha quitado.",
        removed_mail: "Se ha retirado una aplicación de autenticación",
        last_factor: "Este es su único segundo factor.",
        codes: "Códigos de recuperación de technician@example.com en ",
        happened: [
            "Ha cambiado su contraseña.",
            "Se ha pedido otra dirección de correo.",
            "Se ha quitado una aplicación de autenticación.",
            "Ha iniciado sesión.",
        ],
    },
];

/// Posts a form of her own pages and follows it.
async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let token = browser
        .get("/settings/language")
        .await
        .input("csrf")
        .to_owned();
    let mut form = fields.to_vec();
    form.push(("csrf", &token));
    let page = browser.post(path, &form).await;
    browser.follow(page).await
}

/// Adds an authenticator beside the first one.
async fn add_authenticator(hub: &TestHub, browser: &Browser) {
    let page = browser.get("/settings/authenticators/add").await;
    let typed = page.between("id=\"secret\">", "</dd>").replace(' ', "");
    let secret = Secret::new(protocol::totp::from_base32(&typed).unwrap());
    let code = protocol::totp::code_at(&secret, hub.now()).unwrap();
    let form = [("proposal", page.input("proposal")), ("code", &code)];
    assert_eq!(
        send(browser, "/settings/authenticators/add", &form)
            .await
            .status,
        200
    );
}

/// Goes through My Settings as a person of one language.
async fn walk(hub: &TestHub, reader: &Reader) {
    let Reader { language, .. } = reader;
    let technician = hub.actor("technician");
    let browser = technician.sign_in(hub).await;
    let signed = hub.signed(&browser).await;
    // Each page in English first: nothing of it is left in her language.
    hub.engine
        .speak_to(&signed, Some(Language::English), None)
        .await
        .unwrap();
    let mut english = Vec::new();
    for path in SETTINGS {
        english.push(said(&browser.get(path).await));
    }
    hub.engine
        .speak_to(&signed, Some(*language), Zone::parse("Europe/Vienna"))
        .await
        .unwrap();
    for (path, english) in SETTINGS.iter().zip(english) {
        let page = browser.get(path).await;
        assert_eq!(
            (page.status, page.header("content-language")),
            (200, language.tag()),
            "{path}"
        );
        let left: Vec<_> = said(&page).intersection(&english).cloned().collect();
        assert!(left.is_empty(), "{language:?}, {path}: {left:?}");
    }
    // Faults of fields, notices and mails tell her what happened.
    let page = send(&browser, "/settings/profile", &[("display_name", " ")]).await;
    assert!(page.body.contains(reader.no_name), "{}", page.body);
    let new = "four brown bears by the sea";
    for (current, tells) in [
        ("a wrong one", reader.password_wrong),
        (technician.password.as_str(), reader.password_changed),
    ] {
        let form = [("current", current), ("password", new), ("repeat", new)];
        let page = send(&browser, "/settings/password", &form).await;
        assert!(page.body.contains(tells), "{}", page.body);
    }
    assert_eq!(
        mail_to(hub, &technician.email).await.subject,
        reader.password_mail
    );
    for (email, tells) in [
        ("x@", reader.email_form),
        ("new@example.com", reader.email_asked),
    ] {
        let page = send(&browser, "/settings/email", &[("email", email)]).await;
        assert!(page.body.contains(tells), "{}", page.body);
    }
    let confirm = mail_to(hub, "new@example.com").await;
    assert!(
        !confirm.subject.contains("Confirm your"),
        "{}",
        confirm.subject
    );
    add_authenticator(hub, &browser).await;
    let page = browser.get("/settings/security").await;
    let first = page.input("factor").to_owned();
    let page = send(
        &browser,
        "/settings/authenticators/remove",
        &[("factor", &first)],
    )
    .await;
    assert!(page.body.contains(reader.removed), "{}", page.body);
    let told = hub.deliver().await;
    let hers = |p: &testkit::Posted| p.to == technician.email && p.subject == reader.removed_mail;
    assert!(told.iter().any(hers), "{}", reader.removed_mail);
    let mut tx = hub.engine.db().read().await.unwrap();
    let left = store::identity::factors::list_totp(&mut tx, signed.identity.id)
        .await
        .unwrap();
    drop(tx);
    let last = left[0].id.to_string();
    let page = send(
        &browser,
        "/settings/authenticators/remove",
        &[("factor", &last)],
    )
    .await;
    assert!(
        page.status == 409 && page.body.contains(reader.last_factor),
        "{}",
        page.body
    );
    let page = send(&browser, "/settings/recovery-codes", &[]).await;
    let code = page.input("code").to_owned();
    let file = send(&browser, "/settings/recovery-codes.txt", &[("code", &code)]).await;
    assert!(file.body.starts_with(reader.codes), "{}", file.body);
    let page = browser.get("/settings/activity").await;
    for sentence in reader.happened {
        assert!(page.body.contains(sentence), "{sentence}: {}", page.body);
    }
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

    async fn my_settings_speak_german(hub) {
        walk(hub, &READERS[0]).await;
    }

    async fn my_settings_speak_french(hub) {
        walk(hub, &READERS[1]).await;
    }

    async fn my_settings_speak_spanish(hub) {
        walk(hub, &READERS[2]).await;
    }
}
