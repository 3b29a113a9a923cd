//! RP-initiated logout.

use crate::answer::{Answer, page, see_other};
use crate::context::Ctx;
use crate::failure::Failed;
use crate::guard::{Anyone, Perhaps};
use crate::signin::sign_out::{done, question};
use crate::view::Link;
use ::protocol::oidc::Parameters;
use ::protocol::oidc::discovery::path;
use engine::federation::EndSessionRefusal;
use engine::identity::Told;

/// `GET /oidc/logout`: at once when the module proves that it knows this session, else after a
/// question.
pub async fn asked(ctx: Ctx<Perhaps>) -> Answer {
    let (engine, signed) = (&ctx.app.engine, ctx.who.0.as_ref());
    let words = ctx.words();
    let asked = engine
        .asked_to_end(ctx.raw.query.as_bytes(), signed)
        .await
        .map_err(|f| {
            Failed::from(f).with_actions(vec![
                Link::new("/sign-out", words.sign_out()),
                Link::new("/", words.stay_signed_in()),
            ])
        })?;
    match (signed, asked.return_to) {
        (Some(signed), _) if !asked.certain => {
            page(200, &question(&ctx.app, words, signed, &ctx.raw.query))
        }
        (Some(signed), return_to) => {
            let told = engine
                .sign_out(signed, "signed_out_at_module", &ctx.visitor.address)
                .await?;
            done(&ctx.app, words, told, return_to.as_deref())
        }
        (None, Some(address)) => Ok(see_other(&address)),
        (None, None) => done(&ctx.app, words, Told::default(), None),
    }
}

/// `POST /oidc/logout`: turned into the GET that carries the session cookie.
pub async fn from_form(ctx: Ctx<Anyone>) -> Answer {
    ctx.form()?;
    match Parameters::parse(&ctx.body) {
        Ok(parameters) => Ok(see_other(&format!(
            "{}?{}",
            path::END_SESSION,
            parameters.encode_without(&[])
        ))),
        Err(fault) => Err(Failed::of(&EndSessionRefusal::Malformed(fault))
            .with_actions(vec![Link::new("/sign-out", ctx.words().sign_out())])),
    }
}
