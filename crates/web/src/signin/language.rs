//! Another language, chosen at the foot of a page, with and without JavaScript.

use crate::answer::{Answer, see_other};
use crate::context::{Ctx, Form, Raw};
use crate::cookies;
use crate::fresh::ReturnTo;
use crate::guard::Anyone;
use crate::words::Words;
use axum::response::Response;
use kernel::Language;

/// `POST /language`: remembers the choice and goes back to the page.
pub async fn choose(ctx: Ctx<Anyone>) -> Answer {
    let form = ctx.form()?;
    let to = ReturnTo::parse(form.get("to"));
    let to = to.path();
    let response = see_other(to);
    Ok(match Language::parse(form.get("language")) {
        Some(language) => remember(response, language, to, ctx.app.secure),
        None => response,
    })
}

/// The choice for this browser, and before all else for the sign-in whose page it was made on.
fn remember(response: Response, language: Language, at: &str, secure: bool) -> Response {
    let response = cookies::set_language(response, language, secure);
    match at
        .strip_prefix("/sign-in/")
        .map(|rest| rest.split(['/', '?']).next())
    {
        Some(Some(handle)) => cookies::set_flow_language(response, handle, language, secure),
        _ => response,
    }
}

/// The language that was chosen instead of sending the form; its page is then shown again with
/// what was typed.
pub fn chosen(form: &Form) -> Option<Language> {
    Language::parse(form.get("language"))
}

/// The page after such a choice.
pub fn shown_again(raw: &Raw, words: &Words, page: Answer) -> Answer {
    page.map(|response| remember(response, words.language(), &raw.path, raw.app.secure))
}
