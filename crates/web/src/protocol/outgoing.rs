//! Answers on their way to a module: as a redirect, or as a form that the browser posts.

use crate::answer::{Answer, page, see_other, with_policy};
use crate::context::Ctx;
use crate::failure::Failed;
use crate::guard::Anyone;
use crate::view::signin::PostAnswer;
use crate::words::Words;
use ::protocol::oidc::authorize::ResponseMode;
use ::protocol::oidc::redirect::Outgoing;

/// Scheme, host and port of a registered web address, for a Content-Security-Policy.
pub fn origin_of(address: &str) -> Option<String> {
    let rest = address.find("://").map(|i| i + 3)?;
    let end = address
        .get(rest..)?
        .find(['/', '?', '#'])
        .map_or(address.len(), |i| rest + i);
    let origin = address.get(..end)?;
    // A policy is split at spaces, commas and semicolons; a host has none of them.
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._:/[]".contains(&b);
    origin.bytes().all(plain).then(|| origin.to_owned())
}

/// Sends an answer on.
pub fn send(words: Words, answer: &Outgoing) -> Answer {
    if answer.mode == ResponseMode::Query {
        return Ok(see_other(&answer.address()));
    }
    let origin = origin_of(&answer.redirect_uri)
        .ok_or_else(|| Failed::broken("a registered address has no origin"))?;
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    let response = page(
        200,
        &PostAnswer {
            // The form may go to this one place alone, so no language is offered.
            words: words.fixed(),
            action: answer.redirect_uri.clone(),
            host: host.to_owned(),
            fields: answer.pairs.clone(),
        },
    )?;
    // The form may go to this one place.
    Ok(with_policy(response, &format!("form-action {origin}")))
}

/// `GET /oidc/answer`: a link of a page of the hub that leads to a module which wants posts.
pub async fn follow(ctx: Ctx<Anyone>) -> Answer {
    match ctx.app.engine.read_way_back(&ctx.raw.query) {
        Some(answer) => send(ctx.words(), &answer),
        None => Err(Failed::not_found()),
    }
}

#[cfg(test)]
mod tests {
    use super::origin_of;

    #[test]
    fn origins_for_a_policy() {
        for (address, expected) in [
            ("https://a.example/cb?x=1", Some("https://a.example")),
            ("http://127.0.0.1:9", Some("http://127.0.0.1:9")),
            ("http://[::1]:9/x", Some("http://[::1]:9")),
            ("https://a.example;script-src/x", None),
            ("/cb", None),
        ] {
            assert_eq!(origin_of(address).as_deref(), expected, "{address}");
        }
    }
}
