//! The mail server: typed, tested, taken into use.

use super::reading::shell;
use crate::answer::{Answer, header, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::fresh::Fresh;
use crate::guard::Master;
use crate::view::console::{Choice, MailServerPage};
use crate::view::{Field, Notice, Tone};
use axum::http::header::REFRESH;
use engine::Failure;
use kernel::Refusal;
use model::operation::{MailEncryption, MailServerRefusal, MailServerSettings, OutboxState};

fn encryptions(chosen: MailEncryption) -> Vec<Choice> {
    let all = [
        (MailEncryption::StartTls, "STARTTLS"),
        (MailEncryption::Tls, "TLS from the first byte"),
        (
            MailEncryption::None,
            "None: only for a server on the same machine",
        ),
    ];
    Choice::of(all.map(|(e, t)| (e.as_str(), t)), chosen.as_str())
}

async fn view(ctx: &Ctx<Master>) -> Result<MailServerPage, Failed> {
    let found = ctx.app.engine.mail_server(&ctx.who.1).await?;
    let shown = found.draft.as_ref().or(found.in_use.as_ref());
    Ok(MailServerPage {
        shell: shell(ctx, "/console/settings").await?,
        in_use: found.in_use.as_ref().map_or_else(
            || "the server of the settings file".into(),
            |s| format!("{}, port {}", s.host, s.port),
        ),
        own: found.in_use.is_some(),
        draft: found.draft.is_some(),
        host: Field::of(shown.map_or("", |s| s.host.as_str())),
        port: Field::of(shown.map_or_else(|| "587".into(), |s| s.port.to_string())),
        encryption: encryptions(shown.map_or(MailEncryption::StartTls, |s| s.encryption)),
        username: Field::of(shown.map_or("", |s| s.username.as_str())),
        has_password: shown.is_some_and(|s| !s.password.is_empty()),
        sender: Field::of(shown.map_or_else(
            || ctx.app.engine.settings().mail_from.clone(),
            |s| s.from.clone(),
        )),
        to: ctx.who.0.identity.email.as_str().into(),
        ..MailServerPage::default()
    })
}

/// `GET /console/settings/mail`, with what came of the test named in `test`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let mut view = view(&ctx).await?;
    let query = ctx.query();
    view.notice = match query.get("done") {
        "used" => Some(Notice::new(
            Tone::Good,
            "All mails leave by this server now.",
        )),
        "forgot" => Some(Notice::new(
            Tone::Good,
            "The server of the settings file is in use again.",
        )),
        _ => None,
    };
    if let Ok(id) = query.get("test").parse()
        && let Some(job) = ctx.app.engine.find_job(&ctx.who.1, id).await?
    {
        match job.state {
            OutboxState::Waiting => view.testing = true,
            OutboxState::Sent => {
                view.notice = Some(Notice::new(
                    Tone::Good,
                    "The server has taken the test mail. Look whether it arrived, then take the server into use.",
                ));
            }
            OutboxState::Dead => {
                let text = format!("The test mail did not leave: {}", job.last_fault);
                view.notice = Some(Notice::new(Tone::Bad, text));
            }
        }
    }
    let response = page(200, &view)?;
    Ok(if view.testing {
        header(response, REFRESH, "1")
    } else {
        response
    })
}

fn typed(form: &Form) -> MailServerSettings {
    let text = |name: &str| form.get(name).trim().to_owned();
    MailServerSettings {
        host: text("host"),
        port: text("port").parse().unwrap_or(0),
        encryption: MailEncryption::parse(form.get("encryption")).unwrap_or_default(),
        username: text("username"),
        password: form.get("password").to_owned(),
        from: text("from"),
    }
}

/// `POST /console/settings/mail`: test, use or forget, after a new proof.
pub async fn change(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let (engine, admin, own) = (&ctx.app.engine, &ctx.who.1, &ctx.who.0.identity);
    let done = match form.get("do") {
        "use" => engine
            .use_mail_server(admin)
            .await
            .map(|()| "done=used".to_owned()),
        "forget" => engine
            .forget_mail_server(admin)
            .await
            .map(|()| "done=forgot".to_owned()),
        _ => engine
            .test_mail_server(admin, typed(&form), own)
            .await
            .map(|id| format!("test={id}")),
    };
    let refusal = match done {
        Ok(told) => return Ok(see_other(&format!("/console/settings/mail?{told}"))),
        Err(Failure::Broken(broken)) => return Err(broken.into()),
        Err(Failure::Refused(refusal)) => refusal,
    };
    let mut view = view(&ctx).await?;
    view.host = Field::of(form.shown("host"));
    view.port = Field::of(form.shown("port"));
    view.encryption = encryptions(typed(&form).encryption);
    view.username = Field::of(form.shown("username"));
    view.sender = Field::of(form.shown("from"));
    let text = Some(format!("{} {}", refusal.sentence(), refusal.remedy()));
    match refusal {
        MailServerRefusal::Host => view.host.fault = text,
        MailServerRefusal::Port => view.port.fault = text,
        MailServerRefusal::From => view.sender.fault = text,
        MailServerRefusal::Login | MailServerRefusal::Unprotected => view.login_fault = text,
        MailServerRefusal::NoDraft => {
            view.notice = text.map(|t| Notice::new(Tone::Bad, t));
        }
        MailServerRefusal::Operators | MailServerRefusal::RootOnly => {
            return Err(Failed::of(&refusal));
        }
    }
    page(422, &view)
}
