//! One address for all steps of a sign-in: the page that is due is shown, its form is answered.

use super::language::{chosen, shown_again};
use super::pages::{Remark, recovery_page, step_page, warning};
use super::progress::{address, cannot_go_on, status_at_field, went_on, with_wait};
use crate::answer::{Answer, header, json, see_other, text};
use crate::context::Ctx;
use crate::cookies;
use crate::failure::Failed;
use crate::guard::Anyone;
use crate::tongue;
use crate::view::Link;
use crate::words::{InWords as _, Words};
use engine::identity::Progress;
use engine::{Failure, Visitor};
use kernel::Secret;
use model::identity::{AffiliationId, Flow, Identifier, SignInRefusal, Step};

fn token(ctx: &Ctx<Anyone>) -> Result<Secret<String>, Failed> {
    cookies::flow_token(&ctx.headers, ctx.placeholder("flow")).ok_or_else(|| {
        Failed::of(&SignInRefusal::FlowGone)
            .with_actions(vec![Link::new("/sign-in", ctx.words().start_again())])
    })
}

fn path(ctx: &Ctx<Anyone>) -> String {
    format!("/sign-in/{}", ctx.placeholder("flow"))
}

async fn flow(ctx: &Ctx<Anyone>) -> Result<(Secret<String>, Flow), Failed> {
    let token = token(ctx)?;
    let flow = ctx
        .app
        .engine
        .look_at_sign_in(token.reveal())
        .await
        .map_err(|f| cannot_go_on(&ctx.words(), f))?;
    Ok((token, flow))
}

async fn render(
    ctx: &Ctx<Anyone>,
    token: &Secret<String>,
    flow: &Flow,
    status: u16,
    remark: Remark,
) -> Answer {
    let choices = match flow.step {
        Step::Choose => ctx
            .app
            .engine
            .choices(token.reveal())
            .await
            .map_err(|f| cannot_go_on(&ctx.words(), f))?,
        _ => Vec::new(),
    };
    let remark = with_second(ctx, token, flow, remark).await?;
    let words = words(ctx, flow);
    let path = path(ctx);
    step_page(
        &ctx.app.engine,
        words,
        flow,
        &path,
        &choices,
        status,
        remark,
    )
}

/// Whether a code is asked for at this step, a question for a passkey, and what is of her phone.
async fn with_second(
    ctx: &Ctx<Anyone>,
    token: &Secret<String>,
    flow: &Flow,
    remark: Remark,
) -> Result<Remark, Failed> {
    let (engine, token) = (&ctx.app.engine, token.reveal());
    let found = match flow.step {
        Step::Code => {
            async {
                Ok(Remark {
                    second: engine.second_factors(token).await?,
                    has_phone: engine.has_phone(token).await?,
                    ..Remark::default()
                })
            }
            .await
        }
        Step::Push(_) => engine.phone_question(token).await.map(|question| Remark {
            question: Some(question),
            ..Remark::default()
        }),
        _ => Ok(Remark::default()),
    };
    let found = match found {
        Ok(found) => found,
        // A double click: the first answer has gone on, the second is told what it got.
        Err(Failure::Refused(SignInRefusal::FlowStep | SignInRefusal::FlowGone)) => Remark {
            second: (true, None),
            ..Remark::default()
        },
        Err(failure) => return Err(cannot_go_on(&ctx.words(), failure)),
    };
    Ok(Remark {
        fault: remark.fault,
        typed: remark.typed,
        notice: remark.notice,
        ..found
    })
}

fn words(ctx: &Ctx<Anyone>, flow: &Flow) -> Words {
    tongue::in_flow(&ctx.raw.words, &ctx.headers, flow)
}

/// The visitor, who asks for the language of the page that she answers.
fn visitor(ctx: &Ctx<Anyone>, words: &Words) -> Visitor {
    Visitor {
        language: Some(words.language()),
        ..ctx.visitor.clone()
    }
}

/// `GET /sign-in/{flow}`.
pub async fn show(ctx: Ctx<Anyone>) -> Answer {
    let (token, flow) = flow(&ctx).await?;
    if flow.step == Step::Done {
        return Ok(see_other(&address(&flow.destination, flow.population)));
    }
    render(&ctx, &token, &flow, 200, Remark::default()).await
}

/// `POST /sign-in/{flow}`.
pub async fn answer(ctx: Ctx<Anyone>) -> Answer {
    let (token, flow) = flow(&ctx).await?;
    let form = ctx.form()?;
    let words = words(&ctx, &flow);
    let (engine, visitor, key) = (
        &ctx.app.engine,
        &visitor(&ctx, &words),
        token.reveal().as_str(),
    );
    let field = match flow.step {
        Step::Identify => "identifier",
        Step::Company => "company",
        _ => "code",
    };
    if let Some(language) = chosen(&form) {
        let remark = Remark {
            typed: form.shown(field),
            ..Remark::default()
        };
        let remark = with_second(&ctx, &token, &flow, remark).await?;
        let words = words.speaking(language);
        let page = step_page(engine, words.clone(), &flow, &path(&ctx), &[], 200, remark);
        return shown_again(&ctx, &words, page);
    }
    let before_code = matches!(
        flow.step,
        Step::Identify | Step::Company | Step::Password | Step::Code
    );
    if before_code && !form.get("credential").is_empty() {
        let outcome = engine
            .prove_passkey(key, form.get("ceremony"), form.get("credential"), visitor)
            .await;
        return respond(&ctx, &token, flow, outcome, String::new()).await;
    }
    let outcome = match &flow.step {
        Step::Identify => match Identifier::parse(form.get("identifier")) {
            Ok(identifier) => {
                engine
                    .identify(key, form.get("identifier"), identifier)
                    .await
            }
            Err(fault) => {
                let fault = fault.in_words(&words);
                return remark(&ctx, &token, &flow, 422, fault, form.shown(field)).await;
            }
        },
        Step::Company => {
            let typed = form.get("company");
            match kernel::PartnerName::parse(typed) {
                Ok(name) => engine.name_company(key, name.as_str()).await,
                Err(fault) => {
                    return remark(
                        &ctx,
                        &token,
                        &flow,
                        422,
                        fault.in_words(&words),
                        form.shown(field),
                    )
                    .await;
                }
            }
        }
        Step::Password => match form.get("password") {
            "" => {
                return remark(
                    &ctx,
                    &token,
                    &flow,
                    422,
                    words.password_needed().into(),
                    String::new(),
                )
                .await;
            }
            _ => {
                engine
                    .prove_password(key, form.secret("password"), visitor)
                    .await
            }
        },
        Step::Enrol(_) => engine.enrol(key, form.get("code"), visitor).await,
        Step::Code if form.has("phone") => engine.ask_phone(key, visitor).await,
        Step::Code => engine.prove_code(key, form.get("code"), visitor).await,
        Step::Push(_) if form.has("phone") => engine.ask_phone(key, visitor).await,
        Step::Push(_) if form.has("instead") => engine.code_instead(key).await,
        Step::Push(_) => engine.prove_phone(key, visitor).await,
        Step::RecoveryCodes(_) => match form.get("saved") {
            "" => {
                let fault = words.codes_needed();
                return remark(&ctx, &token, &flow, 422, fault.into(), String::new()).await;
            }
            _ => engine.codes_saved(key, visitor).await,
        },
        Step::Choose => match form.get("affiliation").parse::<AffiliationId>() {
            Ok(chosen) => engine.choose(key, chosen, visitor).await,
            Err(_) => Err(Failure::Refused(SignInRefusal::NotHers)),
        },
        Step::ActivationDue | Step::EnrolmentDue => return Ok(see_other(&path(&ctx))),
        Step::Done => return Ok(see_other(&address(&flow.destination, flow.population))),
    };
    respond(&ctx, &token, flow, outcome, form.shown(field)).await
}

async fn remark(
    ctx: &Ctx<Anyone>,
    token: &Secret<String>,
    flow: &Flow,
    status: u16,
    fault: String,
    typed: String,
) -> Answer {
    render(
        ctx,
        token,
        flow,
        status,
        Remark {
            fault: Some(fault),
            typed,
            ..Remark::default()
        },
    )
    .await
}

async fn respond(
    ctx: &Ctx<Anyone>,
    token: &Secret<String>,
    flow: Flow,
    outcome: Result<Progress, Failure<SignInRefusal>>,
    typed: String,
) -> Answer {
    match outcome {
        Ok(progress) => Ok(went_on(
            &progress,
            ctx.placeholder("flow"),
            flow.population,
            ctx.app.secure,
        )),
        Err(Failure::Refused(SignInRefusal::FlowStep)) => now_due(ctx, token).await,
        Err(Failure::Refused(refusal)) if shown_at_field(&refusal) => {
            let text = words(ctx, &flow).told_in_a_line(&refusal);
            let waiting = matches!(
                refusal,
                SignInRefusal::TooManyTries(_)
                    | SignInRefusal::Busy
                    | SignInRefusal::PasskeyWrong
                    | SignInRefusal::PasskeyCloned
                    | SignInRefusal::Push(_)
            );
            let remark = if waiting {
                Remark {
                    typed,
                    notice: warning(text),
                    ..Remark::default()
                }
            } else {
                Remark {
                    fault: Some(text),
                    typed,
                    ..Remark::default()
                }
            };
            let response = render(ctx, token, &flow, status_at_field(&refusal), remark).await?;
            Ok(with_wait(response, &refusal))
        }
        Err(failure) => Err(cannot_go_on(&ctx.words(), failure)),
    }
}

/// Two answers to one step, as with a double click: on to what is due now, which after the last
/// step is where the first answer led.
async fn now_due(ctx: &Ctx<Anyone>, token: &Secret<String>) -> Answer {
    let flow = ctx
        .app
        .engine
        .look_at_sign_in(token.reveal())
        .await
        .map_err(|f| cannot_go_on(&ctx.words(), f))?;
    Ok(see_other(&match flow.step {
        Step::Done => address(&flow.destination, flow.population),
        _ => path(ctx),
    }))
}

fn shown_at_field(refusal: &SignInRefusal) -> bool {
    use SignInRefusal::*;
    matches!(
        refusal,
        Mismatch
            | CodeWrong
            | CodeUsed
            | CodeForm
            | RecoveryCodeWrong
            | PasskeyWrong
            | PasskeyCloned
            | TooManyTries(_)
            | Busy
            | Push(_)
    )
}

/// `GET /sign-in/{flow}/again`: "not you?".
pub async fn again(ctx: Ctx<Anyone>) -> Answer {
    let token = token(&ctx)?;
    match ctx.app.engine.restart_sign_in(token.reveal()).await {
        Ok(_) | Err(Failure::Refused(SignInRefusal::FlowStep)) => Ok(see_other(&path(&ctx))),
        Err(failure) => Err(cannot_go_on(&ctx.words(), failure)),
    }
}

/// `GET /sign-in/{flow}/phone`: how the question on her phone stands, for the script of the page.
pub async fn look_at_phone(ctx: Ctx<Anyone>) -> Answer {
    let token = token(&ctx)?;
    match ctx.app.engine.phone_question(token.reveal()).await {
        Ok(question) => {
            let body = serde_json::json!({ "state": question.state.as_str() });
            Ok(json(200, body.to_string()))
        }
        Err(failure) => Err(cannot_go_on(&ctx.words(), failure)),
    }
}

/// `GET /sign-in/{flow}/recovery`.
pub async fn show_recovery(ctx: Ctx<Anyone>) -> Answer {
    let (_, flow) = flow(&ctx).await?;
    match flow.step {
        Step::Code => recovery_page(
            words(&ctx, &flow),
            &flow,
            &path(&ctx),
            200,
            None,
            String::new(),
        ),
        _ => Ok(see_other(&path(&ctx))),
    }
}

/// `POST /sign-in/{flow}/recovery`.
pub async fn answer_recovery(ctx: Ctx<Anyone>) -> Answer {
    let (token, flow) = flow(&ctx).await?;
    let form = ctx.form()?;
    let words = words(&ctx, &flow);
    match ctx
        .app
        .engine
        .prove_recovery_code(token.reveal(), form.get("code"), &visitor(&ctx, &words))
        .await
    {
        Ok(progress) => Ok(went_on(
            &progress,
            ctx.placeholder("flow"),
            flow.population,
            ctx.app.secure,
        )),
        Err(Failure::Refused(SignInRefusal::FlowStep)) => now_due(&ctx, &token).await,
        Err(Failure::Refused(refusal)) if shown_at_field(&refusal) => {
            let text = words.told_in_a_line(&refusal);
            let response = recovery_page(
                words,
                &flow,
                &path(&ctx),
                status_at_field(&refusal),
                Some(text),
                form.shown("code"),
            )?;
            Ok(with_wait(response, &refusal))
        }
        Err(failure) => Err(cannot_go_on(&ctx.words(), failure)),
    }
}

/// `GET /sign-in/{flow}/recovery-codes.txt`: the codes as a file, while they are being shown.
pub async fn download_codes(ctx: Ctx<Anyone>) -> Answer {
    let (_, flow) = flow(&ctx).await?;
    let Step::RecoveryCodes(codes) = &flow.step else {
        return Err(Failed::not_found());
    };
    let (words, host) = (words(&ctx, &flow), &ctx.app.engine.settings().issuer);
    let body = format!(
        "{}\n{}\n\n{}\n",
        words.codes_file(&flow.typed, host),
        words.codes_file_once(),
        codes.join("\n")
    );
    Ok(header(
        text(200, body),
        axum::http::header::CONTENT_DISPOSITION,
        "attachment; filename=\"recovery-codes.txt\"",
    ))
}
