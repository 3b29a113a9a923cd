//! What a webhook sends: tests, pauses, replays.

use super::webhooks::{id_of, refuse, view};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::guard::Master;
use crate::view::Field;
use crate::view::console::thousands;
use engine::Failure;
use kernel::Timestamp;
use model::operation::WebhookRefusal;

/// `POST /console/webhooks/{webhook}/deliveries`: one thing, named by `do`.
pub async fn change(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let since = Timestamp::of_minute(form.get("since"));
    let word = |done: &'static str| move |()| done.to_owned();
    let done = match (form.get("do"), since) {
        ("test", _) => engine
            .test_webhook(admin, id)
            .await
            .map(|_| "tested".into()),
        ("pause", _) => engine.pause_webhook(admin, id).await.map(word("paused")),
        ("resume", _) => {
            let resumed = engine.resume_webhook(admin, id, false).await;
            resumed.map(word("resumed"))
        }
        ("resume_from_now", _) => {
            let resumed = engine.resume_webhook(admin, id, true).await;
            resumed.map(word("resumed"))
        }
        ("replay", _) => match form.get("delivery").parse() {
            Ok(delivery) => {
                let replayed = engine.replay_delivery(admin, id, delivery).await;
                replayed.map(word("replayed"))
            }
            Err(_) => Err(Failure::Refused(WebhookRefusal::UnknownDelivery)),
        },
        ("replay_given_up", _) => {
            let replayed = engine.replay_given_up(admin, id).await;
            replayed.map(|n| format!("replaying&n={n}"))
        }
        ("replay_since", Some(since)) => {
            let replayed = engine.replay_since(admin, id, since).await;
            replayed.map(|n| format!("replaying&n={n}"))
        }
        ("preview_since", Some(since)) => {
            let found = engine.preview_replay(admin, id, since).await?;
            let mut view = view(&ctx, id).await?;
            view.since = Field::of(form.shown("since"));
            view.preview = Some(match found.events {
                0 => "No event of this webhook has happened since.".into(),
                1 => "1 event would be sent again. Nothing has left yet.".into(),
                n => format!(
                    "{} events would be sent again, in their order. Nothing has left yet.",
                    thousands(n)
                ),
            });
            return page(200, &view);
        }
        ("replay_since" | "preview_since", None) => {
            let mut view = view(&ctx, id).await?;
            let fault = "Type a day and a time, such as 2026-03-01T09:00.";
            view.since = Field::at_fault(form.shown("since"), fault);
            return page(422, &view);
        }
        _ => Ok(String::new()),
    };
    match done {
        Ok(told) => Ok(see_other(&format!("/console/webhooks/{id}?done={told}"))),
        Err(Failure::Refused(WebhookRefusal::UnknownDelivery)) => {
            Ok(see_other(&format!("/console/webhooks/{id}?done=gone")))
        }
        Err(Failure::Refused(refusal)) => {
            let mut view = view(&ctx, id).await?;
            refuse(&mut view, refusal)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
