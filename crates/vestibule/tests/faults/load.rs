//! People and programs at work until the hub goes away; each notes what it was answered.

use crate::ledger::{Family, Ledger};
use crate::place::Person;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use testkit::{Browser, Page, Party};
use tokio::sync::Mutex;

/// Counts on over all rounds, for names that nobody had before.
static NEXT: AtomicUsize = AtomicUsize::new(0);

fn next() -> usize {
    NEXT.fetch_add(1, Ordering::SeqCst)
}

/// Begins sign-ins, as fast as it can, from everywhere: one address alone would be slowed.
pub async fn begin(base: String, ledger: Ledger) {
    let browser = Browser::new(&base);
    loop {
        let n = next();
        let name = format!("person{n}@example.net");
        let from = format!("198.51.{}.{}", n / 250 % 250, n % 250);
        let request = browser
            .request("POST", "/sign-in")
            .header("origin", &base)
            .header("x-forwarded-for", from)
            .form(&[("identifier", &name)]);
        let Some(page) = browser.try_send(request, "/nowhere").await else {
            return;
        };
        if page.status == 303
            && let Some(cookie) = cookie_of(&page, "vst_flow")
        {
            ledger.flow(page.location().to_owned(), cookie);
        }
    }
}

fn cookie_of(page: &Page, name: &str) -> Option<String> {
    let lines = page.headers.get_all("set-cookie").iter();
    let mut values = lines.filter_map(|v| v.to_str().ok()?.strip_prefix(name)?.strip_prefix('='));
    let value = values.next()?.split(';').next()?;
    Some(value.to_owned())
}

/// Signs whole people in, each with a code that was not used.
pub async fn sign_in(base: String, people: Arc<Mutex<Vec<Person>>>, ledger: Ledger) {
    loop {
        let person = {
            let mut people = people.lock().await;
            let at = people.iter().position(Person::has_code);
            at.map(|at| people.swap_remove(at))
        };
        let Some(mut person) = person else {
            // Everybody has signed in a moment ago: look whether the hub is still there.
            if Browser::new(&base).try_get("/health/live").await.is_none() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            continue;
        };
        let signed = person.sign_in(&base).await;
        people.lock().await.push(person);
        match signed {
            Some(browser) => ledger.session(browser.cookie("vst_session").unwrap()),
            None => {
                if Browser::new(&base).try_get("/health/live").await.is_none() {
                    return;
                }
            }
        }
    }
}

/// Sends a form with HTTP Basic, as a client of the portal does.
async fn token(browser: &Browser, form: &[(&str, &str)]) -> Option<serde_json::Value> {
    let request = browser
        .request("POST", "/oidc/token")
        .basic_auth(Party::PORTAL.id, Some(Party::PORTAL.secret))
        .form(form);
    let response = request.send().await.ok()?;
    let status = response.status().as_u16();
    let body = response.text().await.ok()?;
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).ok()
}

/// Codes, their exchange, and refreshes, for somebody who is signed in.
pub async fn tokens(signed: Arc<Browser>, ledger: Ledger) {
    let portal = Party::PORTAL;
    for n in 0_usize.. {
        let Some(page) = signed.try_get(&portal.authorize(&[])).await else {
            return;
        };
        let Some(code) = portal.returned(&page).remove("code") else {
            panic!("no code: {}", page.location());
        };
        if n % 3 == 2 {
            ledger.code(code);
            continue;
        }
        let Some(first) = portal_exchange(&signed, &code).await else {
            return;
        };
        let mut family = Family {
            newest: first,
            before: None,
            in_doubt: false,
        };
        for _ in 0..4 {
            let form = [
                ("grant_type", "refresh_token"),
                ("refresh_token", family.newest.as_str()),
            ];
            let Some(answer) = token(&signed, &form).await else {
                family.in_doubt = true;
                break;
            };
            let newer = answer["refresh_token"].as_str().unwrap().to_owned();
            family.before = Some(std::mem::replace(&mut family.newest, newer));
        }
        let over = family.in_doubt;
        ledger.family(family);
        if over {
            return;
        }
    }
}

async fn portal_exchange(browser: &Browser, code: &str) -> Option<String> {
    // The verifier is the party's own: its form is asked for once and sent by hand.
    let verifier = "a-verifier-of-the-tests-that-is-long-enough-0123456789";
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", Party::PORTAL.redirect_uri),
        ("code_verifier", verifier),
    ];
    let answer = token(browser, &form).await?;
    Some(answer["refresh_token"].as_str().unwrap().to_owned())
}

/// A machine that asks for tokens.
pub async fn machine(base: String, ledger: Ledger) {
    let browser = Browser::new(&base);
    loop {
        let request = browser
            .request("POST", "/oidc/token")
            .basic_auth(Party::MACHINE.id, Some(Party::MACHINE.secret))
            .form(&[("grant_type", "client_credentials")]);
        let Ok(response) = request.send().await else {
            return;
        };
        let Ok(body) = response.text().await else {
            return;
        };
        let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
        ledger.token(answer["access_token"].as_str().expect(&body).to_owned());
    }
}

/// A master who makes groups, invites people and brings files.
pub async fn console(owner: Arc<Browser>, csrf: String, ledger: Ledger, file: bool) {
    for n in 0_usize.. {
        let name = format!("Group {}", next());
        let form = [("csrf", csrf.as_str()), ("name", &name), ("do", "save")];
        let Some(page) = owner.try_post("/console/groups/new", &form).await else {
            return;
        };
        assert_eq!(page.status, 303, "{}", page.body);
        let path = page.location().split('?').next().unwrap().to_owned();
        ledger.group(path, name);
        if n % 4 == 1 {
            let email = format!("invited{}@example.com", next());
            let form = [
                ("csrf", csrf.as_str()),
                ("email", &email),
                ("name", "Demo"),
                ("role", "user"),
            ];
            let Some(page) = owner.try_post("/console/members/invite", &form).await else {
                return;
            };
            assert_eq!(page.status, 303, "{}", page.body);
            ledger.invited(email);
        }
        if file && n == 0 && import(&owner, &csrf, &ledger).await.is_none() {
            return;
        }
    }
}

/// People in a file that a master brings.
pub const ROWS: usize = 150;

async fn import(owner: &Browser, csrf: &str, ledger: &Ledger) -> Option<()> {
    const PAGE: &str = "/console/members/import";
    let mark = format!("file{}x", next());
    let rows: String = (0..ROWS)
        .map(|n| format!("{mark}{n}@example.com,Demo Person {n},,user,Technicians\n"))
        .collect();
    let boundary = "----boundary";
    let body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"members.csv\"\r\nContent-Type: text/csv\r\n\r\nemail,name,username,role,groups\n{rows}\r\n--{boundary}--\r\n"
    );
    let kind = format!("multipart/form-data; boundary={boundary}");
    let request = owner
        .request("POST", PAGE)
        .header("content-type", kind)
        .body(body);
    let page = owner.try_send(request, PAGE).await?;
    assert_eq!(page.status, 303, "{}", page.body);
    let path = page.location().to_owned();
    let page = owner
        .try_post(&path, &[("csrf", csrf), ("do", "start")])
        .await?;
    assert_eq!(page.status, 303, "{}", page.body);
    ledger.import(path, mark);
    Some(())
}
