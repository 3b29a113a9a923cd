//! New recovery codes.

use super::shell::shell;
use crate::answer::{Answer, header, page, text};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::fresh::FreshFactor;
use crate::guard::SignedIn;
use crate::view::hub::MyCodes;
use model::identity::{RECOVERY_CODES, normal_recovery_code};

async fn view(ctx: &Ctx<FreshFactor<SignedIn>>, codes: Vec<String>) -> Answer {
    let (shell, about) = shell(
        ctx.words(),
        &ctx.app,
        ctx.who.signed(),
        "/settings/security",
    )
    .await?;
    page(
        200,
        &MyCodes {
            shell,
            left: u64::try_from(about.recovery_codes_left).unwrap_or(0),
            codes,
            action: "/settings/recovery-codes".into(),
            download_action: "/settings/recovery-codes.txt".into(),
            back_href: "/settings/security".into(),
        },
    )
}

/// `GET /settings/recovery-codes`.
pub async fn show(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    view(&ctx, Vec::new()).await
}

/// `POST /settings/recovery-codes`: makes new ones and shows them.
pub async fn make(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    check_form_token(&ctx.app, ctx.who.signed(), &ctx.form()?)?;
    let codes = ctx
        .app
        .engine
        .make_recovery_codes(ctx.who.signed(), &ctx.visitor.address)
        .await?;
    view(&ctx, codes).await
}

/// `POST /settings/recovery-codes.txt`: the codes of the page as a file. They are not kept here, so
/// the page brings them along.
pub async fn download(ctx: Ctx<SignedIn>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let codes: Vec<&str> = form
        .pairs()
        .filter(|(name, value)| *name == "code" && normal_recovery_code(value).is_some())
        .map(|(_, value)| value)
        .take(RECOVERY_CODES)
        .collect();
    if codes.is_empty() {
        return Err(Failed::not_found());
    }
    let words = ctx.words();
    let body = format!(
        "{}\n{}\n\n{}\n",
        words.codes_file(
            ctx.who.0.identity.email.as_str(),
            &ctx.app.engine.settings().issuer
        ),
        words.codes_file_once(),
        codes.join("\n")
    );
    Ok(header(
        text(200, body),
        axum::http::header::CONTENT_DISPOSITION,
        "attachment; filename=\"recovery-codes.txt\"",
    ))
}
