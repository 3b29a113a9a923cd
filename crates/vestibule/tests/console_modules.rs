//! Modules and clients as a master sets them up at a running hub.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::Span;
use testkit::{Browser, Page, Party, TestHub, on_both_engines};

const NOBODYS: &str = "ins_00000000000070008000000000000000";

/// Sends a form of the console with the token of a page of it.
async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get("/console/members").await;
    let csrf = page.input("csrf").to_owned();
    let mut form = vec![("csrf", csrf.as_str())];
    form.extend(fields);
    browser.post(path, &form).await
}

/// Makes a module of a web application at wiki.example.com: its address in the console, and its client.
async fn wiki(owner: &Browser) -> (String, Party) {
    let form = owner.get("/console/modules/new/web-application").await;
    let id = form.input("id").to_owned();
    let fields = [
        ("id", id.as_str()),
        ("name", "Wiki"),
        ("base", "https://wiki.example.com/"),
        ("audience", "staff"),
    ];
    let page = send(owner, "/console/modules/new/web-application", &fields).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let value = |name: &str| {
        let at = page
            .body
            .find(&format!(">{name}</td>"))
            .expect("a line to copy");
        let rest = &page.body[at..];
        let from = rest
            .find("<code")
            .and_then(|c| rest[c..].find('>').map(|e| c + e + 1))
            .unwrap();
        let to = rest[from..].find('<').unwrap();
        rest[from..from + to].to_owned()
    };
    assert!(value("Discovery address").ends_with("/.well-known/openid-configuration"));
    let party = Party {
        id: value("Client ID").leak(),
        secret: value("Client secret").leak(),
        redirect_uri: value("Redirect address (callback)").leak(),
    };
    assert_eq!(party.redirect_uri, "https://wiki.example.com/callback");
    assert!(party.id.starts_with("wiki-") && party.secret.len() >= 32);
    (format!("/console/modules/{id}"), party)
}

async fn master(hub: &TestHub) -> Browser {
    hub.actor("owner").sign_in(hub).await
}

on_both_engines! {
    async fn the_catalogue_is_searched_and_knows_each_entry(hub) {
        let owner = master(hub).await;
        let page = owner.get("/console/modules/new").await;
        for name in ["Web application", "Apache", "Grafana", "Nextcloud"] {
            assert!(page.body.contains(name), "{name}");
        }
        let page = owner.get("/console/modules/new?q=dashboards").await;
        assert!(page.body.contains("Grafana") && !page.body.contains("Nextcloud"));
        assert!(owner.get("/console/modules/new?q=xyz").await.body.contains("nothing like this"));
        assert_eq!(owner.get("/console/modules/new/grafana").await.heading(), "Add Grafana");
        assert_eq!(owner.get("/console/modules/new/nonsense").await.status, 404);
    }

    async fn a_module_is_set_up_tried_out_and_turned_on(hub) {
        let owner = master(hub).await;
        let (path, party) = wiki(&owner).await;
        // The secret was shown once.
        let page = owner.get(&path).await;
        assert!(!page.body.contains(party.secret) && page.body.contains("Not turned on"));
        // Nobody enters, not even who made it, and the hub says why.
        let page = owner.get(&party.authorize(&[])).await;
        assert!(page.status == 403 && page.body.contains("unified_login_off"), "{}", page.body);
        // On trial the master enters alone.
        hub.wait(Span::seconds(1));
        assert_eq!(send(&owner, &path, &[("do", "trial")]).await.status, 303);
        hub.wait(Span::seconds(1));
        let technician = hub.actor("technician").sign_in(hub).await;
        let page = technician.get(&party.authorize(&[])).await;
        assert!(page.status == 403 && page.body.contains("unified_login_off"), "{}", page.body);
        assert!(owner.get("/modules").await.body.contains("Wiki"), "the master sees it in My Modules");
        // A wrong redirect address at the other side is told in plain words.
        hub.wait(Span::seconds(1));
        let page = owner.get(&party.authorize(&[("redirect_uri", "https://wiki.example.com/cb")])).await;
        assert_eq!(page.status, 400, "{}", page.body);
        let page = owner.get(&path).await;
        assert!(page.body.contains("https://wiki.example.com/cb is not registered"), "{}", page.body);
        assert_eq!(page.header("refresh"), "", "what is typed here stays");
        let watched = owner.get(&format!("{path}?trial=watch")).await;
        assert_eq!(watched.header("refresh"), "4", "the page brings itself up to date");
        assert!(!watched.body.contains("name=\"email\""), "{}", watched.body);
        // A wrong secret too.
        hub.wait(Span::seconds(1));
        let code = party.code(&owner).await;
        let wrong = Party { secret: "wrong-secret-wrong-secret-wrong-se", ..party.clone() };
        assert_eq!(wrong.exchange(&owner, &code, &[]).await.status, 401);
        let page = owner.get(&path).await;
        assert_eq!(page.body.matches("badge good\">Works").count(), 2, "{}", page.body);
        assert!(page.body.contains("badge bad\">Fails"), "{}", page.body);
        hub.wait(Span::seconds(1));
        let tokens = party.tokens(&owner).await;
        assert!(tokens["id_token"].is_string());
        let page = owner.get(&format!("{path}?trial=watch")).await;
        assert!(page.body.contains("The login works from end to end"), "{}", page.body);
        assert_eq!(page.header("refresh"), "");
        // Turned on, grants count, and the trial is over.
        assert_eq!(send(&owner, &path, &[("do", "on")]).await.location(), format!("{path}?done=on"));
        let page = owner.get(&party.authorize(&[])).await;
        assert!(page.status == 403 && page.body.contains("not_granted"), "{}", page.body);
        let group = owner.get(&path).await.between("name=\"group\" value=\"", "\"").to_owned();
        assert_eq!(send(&owner, &path, &[("do", "groups"), ("group", &group)]).await.status, 303);
        assert!(party.tokens(&technician).await["id_token"].is_string());
        // Turned off, nobody enters and nothing is renewed.
        let refresh = party.tokens(&technician).await["refresh_token"].as_str().unwrap().to_owned();
        assert_eq!(send(&owner, &path, &[("do", "off"), ("sure", "yes")]).await.status, 303);
        assert_eq!(technician.get(&party.authorize(&[])).await.status, 403);
        assert_eq!(party.refresh(&technician, &refresh).await.status, 400);
        let audit = hub.audit().await.join("\n");
        for action in ["module_instance.made", "client.made", "module_instance.trial_begun", "module_instance.trial_ended", "module_instance.changed", "grant.given"] {
            assert!(audit.contains(action), "{action}: {audit}");
        }
        assert!(!audit.contains(party.secret));
    }

    async fn a_trial_ends_by_itself(hub) {
        let owner = master(hub).await;
        let (path, party) = wiki(&owner).await;
        send(&owner, &path, &[("do", "trial")]).await;
        assert!(party.tokens(&owner).await["id_token"].is_string());
        hub.wait(Span::minutes(61));
        let owner = master(hub).await;
        assert_eq!(owner.get(&party.authorize(&[])).await.status, 403);
        let page = owner.get(&path).await;
        assert!(page.body.contains("Begin a trial") && page.body.contains("works from end to end"), "{}", page.body);
    }

    async fn a_form_that_is_sent_twice_makes_one_module(hub) {
        let owner = master(hub).await;
        let (path, _) = wiki(&owner).await;
        let id = path.rsplit('/').next().unwrap();
        let fields = [("id", id), ("name", "Wiki"), ("base", "https://wiki.example.com/"), ("audience", "staff")];
        let page = send(&owner, "/console/modules/new/web-application", &fields).await;
        assert_eq!((page.status, page.location()), (303, path.as_str()));
        let page = owner.get("/console/modules?q=wiki").await;
        assert_eq!(page.body.matches("/console/modules/ins_").count(), 1);
        // Another of the same name gets a key of its own.
        let fields = [("name", "Wiki"), ("base", "https://second.example.com/"), ("audience", "staff")];
        assert_eq!(send(&owner, "/console/modules/new/web-application", &fields).await.status, 200);
    }

    async fn faults_keep_what_was_typed(hub) {
        let owner = master(hub).await;
        let fields = [("name", "Wiki"), ("base", "wiki"), ("region", "EU"), ("audience", "client")];
        let page = send(&owner, "/console/modules/new/grafana", &fields).await;
        assert_eq!(page.status, 422);
        for kept in ["value=\"wiki\"", "value=\"EU\"", "Give the whole address", "value=\"client\" selected"] {
            assert!(page.body.contains(kept), "{kept}: {}", page.body);
        }
        let (path, _) = wiki(&owner).await;
        let page = send(&owner, &path, &[("do", "grant"), ("email", "nobody@example.com")]).await;
        assert!(page.status == 422 && page.body.contains("nobody of this address"), "{}", page.body);
        let settings = format!("{path}/settings");
        let fields = [("do", "save"), ("name", "Wiki"), ("launch_url", "https://wiki.example.com/in"), ("groups_claim", "sub"), ("mapping", "Technicians")];
        let page = send(&owner, &settings, &fields).await;
        assert!(page.status == 422 && page.body.contains("Line 1"), "{}", page.body);
        let fields = [("do", "save"), ("name", "Wiki"), ("launch_url", "https://wiki.example.com/in"), ("groups_claim", "sub")];
        let page = send(&owner, &settings, &fields).await;
        assert!(page.status == 422 && page.body.contains("meaning of its own"), "{}", page.body);
        let fields = [("do", "save"), ("name", "Our wiki"), ("launch_url", "https://wiki.example.com/in"), ("roles_claim", "roles"), ("mapping", "Technicians = editor")];
        assert_eq!(send(&owner, &settings, &fields).await.status, 303);
        let page = owner.get(&settings).await;
        assert!(page.body.contains("Technicians = editor") && page.body.contains("Our wiki"), "{}", page.body);
    }

    async fn a_module_is_granted_to_a_person_and_deleted_with_its_client(hub) {
        let owner = master(hub).await;
        let (path, party) = wiki(&owner).await;
        send(&owner, &path, &[("do", "on")]).await;
        assert_eq!(send(&owner, &path, &[("do", "grant"), ("email", "Sales@example.com")]).await.status, 303);
        let sales = hub.actor("sales").sign_in(hub).await;
        assert!(party.tokens(&sales).await["id_token"].is_string());
        let page = owner.get(&path).await;
        let holder = page.between("name=\"holder\" value=\"", "\"").to_owned();
        assert!(holder.starts_with("mem_") && page.body.contains("Demo Sales"));
        assert_eq!(send(&owner, &path, &[("do", "take"), ("holder", &holder)]).await.status, 303);
        assert_eq!(sales.get(&party.authorize(&[])).await.status, 403);
        // Without the tick nothing happens.
        send(&owner, &format!("{path}/settings"), &[("do", "delete")]).await;
        assert_eq!(owner.get(&path).await.status, 200);
        let page = send(&owner, &format!("{path}/settings"), &[("do", "delete"), ("sure", "yes")]).await;
        assert_eq!(page.location(), "/console/modules?done=deleted");
        assert_eq!(owner.get(&path).await.status, 404);
        assert_eq!(owner.get(&party.authorize(&[])).await.status, 400, "an unknown client");
    }

    async fn what_is_another_partners_is_not_there(hub) {
        let owner = master(hub).await;
        for path in [format!("/console/modules/{NOBODYS}"), "/console/clients/cli_00000000000070008000000000000000".into()] {
            assert_eq!(owner.get(&path).await.status, 404, "{path}");
        }
        let page = owner.get("/console/clients").await;
        assert!(page.body.contains(">portal<") && !page.body.contains(">other<"), "{}", page.body);
        let page = owner.get("/console/modules").await;
        assert!(page.body.contains("Partner Portal") && !page.body.contains("Other portal"), "{}", page.body);
    }

    async fn a_machine_gets_a_client_and_its_secrets_follow_each_other_without_a_gap(hub) {
        let owner = master(hub).await;
        let page = send(&owner, "/console/clients/new", &[("oauth_client_id", "a b"), ("auth_method", "client_secret_basic"), ("id_token_alg", "EdDSA"), ("grant_types", "client_credentials")]).await;
        assert!(page.status == 422 && page.body.contains("id=\"oauth_client_id-fault\""), "{}", page.body);
        let fields = [("oauth_client_id", "nightly"), ("auth_method", "client_secret_basic"), ("id_token_alg", "EdDSA"), ("grant_types", "client_credentials"), ("scopes", "reports.read")];
        let page = send(&owner, "/console/clients/new", &fields).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let first = page.between("id=\"secret-text\" class=\"shown\">", "<").to_owned();
        let path = format!("/console/clients/cli_{}", page.between("action=\"/console/clients/cli_", "/secrets\""));
        let machine = |secret: &str| Party { id: "nightly", secret: secret.to_owned().leak(), redirect_uri: "" };
        let form = [("grant_type", "client_credentials"), ("scope", "reports.read")];
        assert_eq!(machine(&first).call(&owner, "/oidc/token", &form).await.status, 200);
        // Taken again it is refused at its field.
        let page = send(&owner, "/console/clients/new", &fields).await;
        assert!(page.status == 422 && page.body.contains("id=\"oauth_client_id-fault\""), "{}", page.body);
        // Both are good for an hour, then the new one alone.
        let page = send(&owner, &format!("{path}/secrets"), &[("do", "rotate"), ("overlap", "1")]).await;
        let second = page.between("id=\"secret-text\" class=\"shown\">", "<").to_owned();
        assert_ne!(first, second);
        for secret in [&first, &second] {
            assert_eq!(machine(secret).call(&owner, "/oidc/token", &form).await.status, 200);
        }
        let page = send(&owner, &format!("{path}/secrets"), &[("do", "rotate"), ("overlap", "1")]).await;
        assert_eq!(page.status, 422, "two are the most");
        hub.wait(Span::minutes(61));
        assert_eq!(machine(&first).call(&owner, "/oidc/token", &form).await.status, 401);
        assert_eq!(machine(&second).call(&owner, "/oidc/token", &form).await.status, 200);
        // What it tried is there in plain words.
        let owner = master(hub).await;
        let page = owner.get(&path).await;
        assert!(page.body.contains("a token was given to the client itself"), "{}", page.body);
        assert!(page.body.contains("invalid_client"), "{}", page.body);
        // Revoked at once, then deleted.
        let which = page.between("name=\"which\" value=\"", "\"").to_owned();
        assert_eq!(send(&owner, &format!("{path}/secrets"), &[("do", "revoke"), ("which", &which)]).await.status, 303);
        assert_eq!(machine(&second).call(&owner, "/oidc/token", &form).await.status, 401);
        assert_eq!(send(&owner, &path, &[("do", "delete"), ("sure", "yes")]).await.location(), "/console/clients?done=deleted");
        assert_eq!(owner.get(&path).await.status, 404);
    }

    async fn settings_of_a_client_are_changed_and_what_is_wrong_is_told_at_its_field(hub) {
        let owner = master(hub).await;
        let (_, party) = wiki(&owner).await;
        let page = owner.get("/console/clients?q=wiki").await;
        let path = format!("/console/clients/cli{}", page.between("href=\"/console/clients/cli", "\""));
        let fields = |redirect: &'static str| [("do", "save"), ("auth_method", "client_secret_basic"), ("grant_types", "authorization_code"), ("redirect_uris", redirect), ("scopes", "openid"), ("id_token_alg", "ES256")];
        let page = send(&owner, &path, &fields("http://wiki.example.com/x")).await;
        assert!(page.status == 422 && page.body.contains("id=\"redirect_uris-fault\""), "{}", page.body);
        let page = send(&owner, &path, &fields("https://wiki.example.com/one\r\nhttps://wiki.example.com/two")).await;
        assert_eq!(page.status, 303, "{}", page.body);
        let page = owner.get(&path).await;
        assert!(page.body.contains("https://wiki.example.com/one\nhttps://wiki.example.com/two"), "{}", page.body);
        assert_eq!(owner.get(&party.authorize(&[])).await.status, 400, "the old address is not registered any more");
    }

    async fn a_wish_to_change_needs_a_new_proof(hub) {
        let owner = master(hub).await;
        hub.wait(Span::minutes(11));
        let page = send(&owner, "/console/modules/new/grafana", &[("name", "Wiki"), ("base", "https://wiki.example.com"), ("audience", "staff")]).await;
        assert!(page.body.contains("confirm_"), "{}", page.body);
        assert!(!owner.get("/console/modules").await.body.contains("Wiki"));
    }
}
