//! In which language and zone she is spoken to.

use super::shell::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::guard::SignedIn;
use crate::view::hub::MyLanguage;
use crate::view::{Notice, Tone};
use kernel::{Language, Zone};

const HERE: &str = "/settings/language";

/// `GET /settings/language`.
pub async fn show(ctx: Ctx<SignedIn>) -> Answer {
    let (words, signed) = (ctx.words(), &ctx.who.0);
    let (shell, _) = shell(words.clone(), &ctx.app, signed, HERE).await?;
    let saved = ctx.query().get("done") == "yes";
    page(
        200,
        &MyLanguage {
            shell,
            notice: saved.then(|| Notice::new(Tone::Good, words.language_saved())),
            language: signed.identity.language,
            time_zone: signed
                .identity
                .time_zone
                .as_ref()
                .map_or_else(String::new, |zone| zone.name().to_owned()),
            now: words.at(ctx.app.engine.now()),
            zones: Zone::names(),
        },
    )
}

/// `POST /settings/language`. What is not in the lists is as good as nothing chosen.
pub async fn save(ctx: Ctx<SignedIn>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let language = Language::parse(form.get("language"));
    let zone = Zone::parse(form.get("time_zone"));
    ctx.app.engine.speak_to(&ctx.who.0, language, zone).await?;
    Ok(see_other("/settings/language?done=yes"))
}
