//! Serves every page and every mail in each of its states, for eyes and for axe.
//!
//! `cargo run -p web --example gallery -- 8099`, then open the root of that port;
//! `?lang=de` behind an address shows it in German. The pages
//! come with the strict Content-Security-Policy of the product, so a style or script that the
//! product would block is blocked here too. Mails bring their styles with them, as they must,
//! and get a policy that lets them.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use web::{
    assets,
    view::{Sample, gallery},
    words::Words,
};

const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";
const MAIL_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'";

/// The samples of each language, by its tag.
type Samples = State<Arc<Vec<(&'static str, Vec<Sample>)>>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = match std::env::args().nth(1) {
        Some(port) => port.parse()?,
        None => 8099,
    };
    let mut samples = Vec::new();
    for language in kernel::Language::ALL {
        let words = Words::of(language).changeable("/sign-in");
        samples.push((language.tag(), gallery(&words)?));
    }
    let app = Router::new()
        .route("/", get(index))
        .route("/assets/{name}", get(asset))
        .route("/password-strength", post(strength))
        .route("/console/mails/{mail}", get(letter))
        .route("/{page}/{case}", get(sample))
        .with_state(Arc::new(samples));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("gallery: http://{}/", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

fn page(policy: &str, content_type: &'static str, body: String) -> Response {
    (
        [
            (header::CONTENT_TYPE, content_type.to_owned()),
            (header::CONTENT_SECURITY_POLICY, policy.to_owned()),
        ],
        body,
    )
        .into_response()
}

async fn index(State(samples): Samples) -> Response {
    let mut list = String::new();
    for sample in samples.iter().take(1).flat_map(|(_, samples)| samples) {
        let (page, case) = (sample.page, sample.case);
        list.push_str(&format!(
            "<li><a href=\"/{page}/{case}\">{page}/{case}</a></li>\n"
        ));
        if sample.text.is_some() {
            list.push_str(&format!(
                "<li><a href=\"/{page}/{case}.txt\">{page}/{case}.txt</a></li>\n"
            ));
        }
    }
    let body = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Gallery</title><link rel=\"stylesheet\" href=\"{}\"></head><body><main class=\"main\"><h1>Gallery</h1><ul>{list}</ul></main></body></html>",
        assets::css_href()
    );
    page(PAGE_POLICY, "text/html; charset=utf-8", body)
}

async fn sample(
    State(samples): Samples,
    Path((wanted, case)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let (name, as_text) = case
        .strip_suffix(".txt")
        .map_or((case.as_str(), false), |name| (name, true));
    let wish = query.unwrap_or_default();
    let wish = wish.strip_prefix("lang=").unwrap_or_default();
    let spoken = samples
        .iter()
        .find(|(tag, _)| *tag == wish)
        .or(samples.first());
    let Some(found) = spoken
        .into_iter()
        .flat_map(|(_, samples)| samples)
        .find(|sample| sample.page == wanted && sample.case == name)
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match (&found.text, as_text) {
        (Some(text), true) => page(PAGE_POLICY, "text/plain; charset=utf-8", text.clone()),
        (None, true) => StatusCode::NOT_FOUND.into_response(),
        (Some(_), false) => page(MAIL_POLICY, "text/html; charset=utf-8", found.html.clone()),
        (None, false) => {
            let policy = format!("{PAGE_POLICY}; {}", found.policy);
            page(&policy, "text/html; charset=utf-8", found.html.clone())
        }
    }
}

/// The mail that the console's page of mails shows in its frame.
async fn letter(State(samples): Samples, Path(mail): Path<String>) -> Response {
    let english = samples.first().into_iter().flat_map(|(_, all)| all);
    match english
        .filter(|s| s.text.is_some())
        .find(|s| s.page == mail)
    {
        Some(found) => page(MAIL_POLICY, "text/html; charset=utf-8", found.html.clone()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn asset(Path(name): Path<String>) -> Response {
    match assets::find(&name) {
        Some(asset) => ([(header::CONTENT_TYPE, asset.content_type)], asset.bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Stands in for the real endpoint: longer is stronger, which is enough to see the meter move.
async fn strength(body: String) -> Response {
    let score = (body.len().saturating_sub("password=".len()) / 4).min(4);
    let advice = if score < 3 {
        "[\"Add another word or two. Uncommon words are better.\"]"
    } else {
        "[]"
    };
    let label = ["Very weak", "Weak", "Fair", "Good", "Strong"][score];
    page(
        PAGE_POLICY,
        "application/json",
        format!("{{\"score\":{score},\"label\":\"{label}\",\"advice\":{advice}}}"),
    )
}
