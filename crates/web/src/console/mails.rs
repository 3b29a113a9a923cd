//! How mails look: each kind with made-up names, as it arrives.

use super::reading::shell;
use crate::answer::{Answer, header, page};
use crate::context::Ctx;
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{Choice, MailsPage};
use crate::view::{Sample, gallery};
use crate::words::Words;
use axum::http::header::{CONTENT_SECURITY_POLICY, X_FRAME_OPTIONS};
use kernel::Language;

/// One sample of each kind of mail, in a language.
fn kinds(language: Language) -> Result<Vec<Sample>, Failed> {
    let all =
        gallery(&Words::of(language)).map_err(|_| Failed::broken("a mail could not be written"))?;
    let mails = all
        .into_iter()
        .filter(|s| s.text.is_some() && s.case == "typical" && s.page != "mail-letter");
    Ok(mails.collect())
}

/// The language that is asked for.
fn language(ctx: &Ctx<Master>) -> Language {
    Language::parse(ctx.query().get("lang")).unwrap_or(Language::English)
}

/// `GET /console/mails`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let language = language(&ctx);
    let kinds = kinds(language)?;
    let chosen = kinds
        .iter()
        .find(|k| k.page == query.get("kind"))
        .or(kinds.first())
        .ok_or_else(Failed::not_found)?;
    let words = |page: &str| {
        let plain = page.trim_start_matches("mail-").replace('-', " ");
        let mut letters = plain.chars();
        letters
            .next()
            .map(|c| c.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    let title = |html: &str| {
        let from = html.find("<title>").map_or(0, |at| at + 7);
        let to = html.find("</title>").unwrap_or(from);
        html.get(from..to).unwrap_or_default().to_owned()
    };
    let view = MailsPage {
        shell: shell(&ctx, "/console/mails").await?,
        kinds: Choice::of(kinds.iter().map(|k| (k.page, words(k.page))), chosen.page),
        subject: match title(&chosen.html) {
            subject if subject.is_empty() => words(chosen.page),
            subject => subject,
        },
        kind: chosen.page.into(),
        languages: Choice::of(Language::ALL.map(|l| (l.tag(), l.name())), language.tag()),
        lang: language.tag(),
        href: format!("/console/mails/{}?lang={}", chosen.page, language.tag()),
        text: chosen.text.clone().unwrap_or_default(),
    };
    page(200, &view)
}

/// `GET /console/mails/{mail}`: the mail itself. It may be shown in a page of the hub, runs nothing
/// and loads nothing; its styles are its own, as mail programs want them.
pub async fn show_one(ctx: Ctx<Master>) -> Answer {
    let wanted = ctx.placeholder("mail").to_owned();
    let mail = kinds(language(&ctx))?
        .into_iter()
        .find(|k| k.page == wanted)
        .ok_or_else(Failed::not_found)?;
    let response = crate::answer::bytes("text/html; charset=utf-8", mail.html);
    let response = header(
        response,
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin",
    );
    Ok(header(response, X_FRAME_OPTIONS, "SAMEORIGIN"))
}
