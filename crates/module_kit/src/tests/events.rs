//! Events of the hub: believed, or refused.

use serde_json::json;
use unified_login::{AccountEvent, Event};

use super::bench::Bench;
use crate::{AccountChange, Accounts};

fn about(what: AccountEvent, sub: &str) -> Event {
    Event::Account {
        what,
        sub: sub.to_owned(),
        account: None,
    }
}

async fn ready() -> (Bench, String, String) {
    let bench = Bench::matched().await;
    let link = bench.linked().await;
    let tech = bench
        .hub
        .add_person("Demo Technician", "tech@example.com", "tech");
    bench.come(&mut bench.browser(), &tech).await.at("/");
    (bench, link, tech)
}

#[tokio::test]
async fn a_deactivated_person_is_out_at_once_and_comes_back() {
    let (bench, link, tech) = ready().await;
    let mut browser = bench.browser();
    bench.come(&mut browser, &tech).await.at("/");
    let mut local = bench.browser();
    local.log_in("tech@example.com").await.at("/");
    // An exception does not help.
    bench.hub.change(&link, |d| {
        d.exceptions.insert(bench.tech.clone());
    });
    let disabled = bench.hub.event(&link, about(AccountEvent::Disabled, &tech));
    assert_eq!(bench.push_event(disabled.clone()).await, 202);
    browser.get("/").await.at("/local-login");
    local.get("/").await.at("/local-login");
    local
        .log_in("tech@example.com")
        .await
        .refused("hub_account_deactivated");
    bench
        .come(&mut browser, &tech)
        .await
        .refused("account_deactivated_at_module");
    let enabled = bench.hub.event(&link, about(AccountEvent::Enabled, &tech));
    assert_eq!(bench.push_event(enabled).await, 202);
    local.log_in("tech@example.com").await.at("/");
    // A replay is taken and does nothing.
    assert_eq!(bench.push_event(disabled).await, 202);
    local.get("/").await.at("/");
    // An event that was overtaken does nothing either, under a name that was never seen.
    let old = bench
        .hub
        .event_with(&link, about(AccountEvent::Disabled, &tech), |t| {
            (t.seq, t.jti) = (1, "out_late".into());
        });
    assert_eq!(bench.push_event(old).await, 202);
    local.get("/").await.at("/");
}

#[tokio::test]
async fn what_an_administrator_deactivated_the_hub_does_not_undo() {
    let (bench, link, tech) = ready().await;
    let off = AccountChange::SetActive(false);
    bench
        .login
        .change_account("t1", &bench.tech, None, off)
        .await
        .unwrap();
    for what in [AccountEvent::Disabled, AccountEvent::Enabled] {
        let event = bench.hub.event(&link, about(what, &tech));
        assert_eq!(bench.push_event(event).await, 202);
    }
    bench
        .browser()
        .log_in("tech@example.com")
        .await
        .refused("account_deactivated");
}

#[tokio::test]
async fn the_last_admin_stays() {
    let (bench, link, _) = ready().await;
    let mut admin = bench.browser();
    bench.come(&mut admin, "mem_owner").await.at("/");
    for what in [AccountEvent::Disabled, AccountEvent::Purged] {
        let event = bench.hub.event(&link, about(what, "mem_owner"));
        assert_eq!(bench.push_event(event).await, 202);
        admin.get("/").await.at("/local-login");
        admin.log_in("owner@example.com").await.at("/");
    }
}

#[tokio::test]
async fn the_other_events() {
    let (bench, link, tech) = ready().await;
    let mut browser = bench.browser();
    bench.come(&mut browser, &tech).await.at("/");
    let push = async |event| {
        let token = bench.hub.event(&link, event);
        assert_eq!(bench.push_event(token).await, 202);
    };
    push(Event::Verification).await;
    browser.get("/").await.at("/");
    push(about(AccountEvent::SessionRevoked, &tech)).await;
    browser.get("/").await.at("/local-login");
    push(about(AccountEvent::Unlinked, &tech)).await;
    let account = bench
        .accounts
        .find("t1", &bench.tech)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(account.hub_subject, None);
    push(about(AccountEvent::Disabled, "mem_nobody")).await;
    // A nudge: the policy comes from the hub, and nothing of the event is believed.
    bench
        .hub
        .change(&link, |d| d.policy.require_unified_login = true);
    push(Event::PolicyChanged(2)).await;
    for _ in 0..100 {
        if bench
            .login
            .inner
            .policies
            .of("t1")
            .document
            .unwrap()
            .requires()
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    bench
        .browser()
        .log_in("tech@example.com")
        .await
        .refused("unified_login_required");
    push(about(AccountEvent::Purged, &tech)).await;
    bench.come(&mut browser, &tech).await.at("/");
    push(about(AccountEvent::Purged, &tech)).await;
    assert_eq!(bench.accounts.find("t1", &bench.tech).await.unwrap(), None);
    push(Event::LinkEnded).await;
    bench
        .come(&mut browser, &tech)
        .await
        .refused("unified_login_off");
}

#[tokio::test]
async fn what_is_no_event_of_this_hub_for_this_module_is_refused() {
    let (bench, link, tech) = ready().await;
    let disabled = || about(AccountEvent::Disabled, &tech);
    let hub = &bench.hub;
    for (what, token) in [
        (
            "another hub",
            hub.event_with(&link, disabled(), |t| t.iss = "https://evil.example".into()),
        ),
        (
            "another module",
            hub.event_with(&link, disabled(), |t| t.aud = "other".into()),
        ),
        (
            "another link",
            hub.event_with(&link, disabled(), |t| t.link = "lnk_9".into()),
        ),
        (
            "another tenant",
            hub.event_with(&link, disabled(), |t| t.tenant = "t2".into()),
        ),
        (
            "too old and of no number",
            hub.event_with(&link, disabled(), |t| (t.iat, t.seq) = (1000, 0)),
        ),
        ("no token", "x.y.z".into()),
        ("nothing", String::new()),
        ("far too long", "a".repeat(60_000)),
    ] {
        assert_eq!(bench.push_event(token).await, 400, "{what}");
    }
    // The same claims under the types of other tokens, and another token's claims under this type.
    let claims = json!({
        "iss": hub.issuer, "aud": "portal", "iat": crate::clock::now(), "jti": "x", "link": link, "tenant": "t1",
        "seq": 99, "sub_id": { "format": "iss_sub", "iss": hub.issuer, "sub": tech },
        "events": { "https://schemas.openid.net/secevent/risc/event-type/account-disabled": {} },
    });
    for typ in ["JWT", "logout+jwt", "at+jwt"] {
        assert_eq!(bench.push_event(hub.sign(typ, &claims)).await, 400, "{typ}");
    }
    let mut login = claims.clone();
    login["nonce"] = json!("n");
    assert_eq!(
        bench.push_event(hub.sign("secevent+jwt", &login)).await,
        400
    );
    // Another key of the same name.
    let stranger = crate::token::maker::Maker::es256("k1");
    let forged = stranger.sign(
        &json!({ "alg": "ES256", "kid": "k1", "typ": "secevent+jwt" }),
        &claims,
    );
    assert_eq!(bench.push_event(forged).await, 400);
    // A form is no event, and an event is no logout.
    let event = hub.event(&link, disabled());
    let post = bench
        .http
        .post(format!("{}/unified-login/events", bench.base));
    assert_eq!(post.body(event.clone()).send().await.unwrap().status(), 400);
    let post = bench
        .http
        .post(format!("{}/backchannel-logout", bench.base));
    let post = post.form(&[("logout_token", event.as_str())]);
    assert_eq!(post.send().await.unwrap().status(), 400);
    bench.come(&mut bench.browser(), &tech).await.at("/");
    // Late but new: a module that was down gets it all the same.
    let late = hub.event_with(&link, disabled(), |t| t.iat = 1000);
    assert_eq!(bench.push_event(late).await, 202);
    bench
        .come(&mut bench.browser(), &tech)
        .await
        .refused("account_deactivated_at_module");
}
