//! The pages for the code of a device: type it, see what it wants, say yes or no.

use crate::answer::{Answer, page};
use crate::context::{Ctx, Raw, check_form_token, form_token};
use crate::failure::Failed;
use crate::guard::{Guard, SignedIn};
use crate::view::signin::{DeviceCode, DeviceDone, DeviceQuestion};
use crate::view::{Field, Link};
use engine::Failure;
use engine::identity::Signed;
use model::federation::{DeviceRefusal, read_user_code, show_user_code};

/// Signed in, or sent to sign in and then back here with the code.
pub struct AtDevice(SignedIn);

impl Guard for AtDevice {
    const NAME: &'static str = "signed in, with a device";
    async fn admit(raw: &Raw) -> Result<Self, Failed> {
        match SignedIn::admit(raw).await {
            Ok(signed) => Ok(Self(signed)),
            Err(Failed::Elsewhere(_)) => {
                let code = read_user_code(raw.query().get("code")).unwrap_or_default();
                Err(Failed::Elsewhere(format!("/sign-in?device={code}")))
            }
            Err(other) => Err(other),
        }
    }
    fn known(&self) -> Option<&Signed> {
        self.0.known()
    }
}

fn code_page(ctx: &Ctx<AtDevice>, code: Field) -> DeviceCode {
    DeviceCode {
        words: ctx.words().fixed(),
        csrf: form_token(&ctx.app, &ctx.who.0.0),
        who: ctx.who.0.0.identity.email.as_str().to_owned(),
        code,
    }
}

/// `GET /device`: with a code in the address, as a picture on the device gives it, the field is filled
/// and nothing more: she compares it and goes on by herself (RFC 8628, 3.3.1).
pub async fn show(ctx: Ctx<AtDevice>) -> Answer {
    let code = read_user_code(ctx.query().get("code"));
    let field = Field::of(code.map(|c| show_user_code(&c)).unwrap_or_default());
    page(200, &code_page(&ctx, field))
}

fn refused(ctx: &Ctx<AtDevice>, typed: String, failure: Failure<DeviceRefusal>) -> Answer {
    match failure {
        Failure::Refused(refusal @ DeviceRefusal::CodeWrong) => {
            let text = ctx.words().told_in_a_line(&refusal);
            page(422, &code_page(ctx, Field::at_fault(typed, text)))
        }
        other => Err(Failed::from(other).with_actions(vec![
            Link::new("/", ctx.words().go_to_start()),
            Link::new("/choose", ctx.words().choose_another_account()),
        ])),
    }
}

/// `POST /device`: what the device wants.
pub async fn look(ctx: Ctx<AtDevice>) -> Answer {
    let form = ctx.form()?;
    let signed = &ctx.who.0.0;
    check_form_token(&ctx.app, signed, &form)?;
    let looked = ctx
        .app
        .engine
        .look_at_device(signed, form.get("code"), &ctx.visitor)
        .await;
    match looked {
        Ok(question) => {
            let minutes = (ctx.app.engine.now() - question.begun_at).as_seconds_up() / 60;
            page(
                200,
                &DeviceQuestion {
                    csrf: form_token(&ctx.app, signed),
                    who: signed.identity.email.as_str().to_owned(),
                    code: question.code,
                    module: question.module,
                    begun_from: question.begun_from,
                    begun: ctx.words().device_begun_ago(minutes),
                    words: ctx.words().fixed(),
                },
            )
        }
        Err(failure) => refused(&ctx, form.shown("code"), failure),
    }
}

/// `POST /device/answer`: yes or no. Anything but a plain yes is a no.
pub async fn answer(ctx: Ctx<AtDevice>) -> Answer {
    let form = ctx.form()?;
    let signed = &ctx.who.0.0;
    check_form_token(&ctx.app, signed, &form)?;
    let allow = form.get("answer") == "allow";
    let answered = ctx
        .app
        .engine
        .answer_device(signed, form.get("code"), allow, &ctx.visitor)
        .await;
    match answered {
        Ok(module) => page(
            200,
            &DeviceDone {
                words: ctx.words().fixed(),
                module,
                allow,
            },
        ),
        Err(failure) => refused(&ctx, form.shown("code"), failure),
    }
}
