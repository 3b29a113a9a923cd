//! The authorization endpoint.

use crate::answer::{Answer, see_other};
use crate::context::Ctx;
use crate::cookies;
use crate::failure::Failed;
use crate::guard::{Anyone, Perhaps};
use crate::view::Link;
use crate::view::signin::{ChooseTenant, TenantLink};
use ::protocol::oidc::Parameters;
use ::protocol::oidc::discovery::path;
use engine::federation::{AuthorizeRefusal, Authorized};

/// `GET /oidc/authorize`.
pub async fn authorize(ctx: Ctx<Perhaps>) -> Answer {
    let (engine, words) = (&ctx.app.engine, ctx.words());
    match engine
        .authorize(ctx.raw.query.as_bytes(), ctx.who.0.as_ref(), &ctx.visitor)
        .await
    {
        Ok(Authorized::Answer(answer)) => super::outgoing::send(ctx.words(), &answer),
        Ok(Authorized::SignIn(token)) => Ok(cookies::to_flow(&token, ctx.app.secure)),
        Ok(Authorized::Choose { module, tenants }) => {
            let tenants = tenants.into_iter().map(|(title, query)| TenantLink {
                title,
                href: format!("{}?{query}", path::AUTHORIZE),
            });
            let page = ChooseTenant {
                words,
                module,
                tenants: tenants.collect(),
            };
            crate::answer::page(200, &page)
        }
        Ok(Authorized::Refused {
            refusal,
            module,
            back,
        }) => Err(Failed::of(&refusal)
            .titled(words.cannot_open(&module))
            .with_actions(vec![
                Link::new("/", words.go_to_my_modules()),
                Link::new("/sign-out", words.another_account()),
                Link::new(back, words.go_back_to(&module)),
            ])),
        Err(failure) => {
            Err(Failed::from(failure).with_actions(vec![Link::new("/", words.go_to_my_modules())]))
        }
    }
}

/// `POST /oidc/authorize` (OpenID Connect Core 3.1.2.1). A browser does not send the session cookie
/// with another site's form, so the request is turned into the GET that carries it.
pub async fn from_form(ctx: Ctx<Anyone>) -> Answer {
    ctx.form()?;
    // Read and written again, so that what goes into the address is well encoded.
    match Parameters::parse(&ctx.body) {
        Ok(parameters) => Ok(see_other(&format!(
            "{}?{}",
            path::AUTHORIZE,
            parameters.encode_without(&[])
        ))),
        Err(fault) => Err(Failed::of(&AuthorizeRefusal::Malformed(fault))
            .with_actions(vec![Link::new("/", ctx.words().go_to_my_modules())])),
    }
}
