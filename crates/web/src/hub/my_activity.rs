//! What happened in her account, in plain words.

use super::shell::shell;
use crate::answer::{Answer, page};
use crate::context::Ctx;
use crate::guard::SignedIn;
use crate::view::hub::{ActivityRow, MyActivity};
use kernel::Timestamp;
use model::operation::AuditEntry;

/// An entry as a sentence to whom it concerns. What has no words of its own keeps its name.
fn words(entry: &AuditEntry) -> String {
    let said = match entry.action.as_str() {
        "session.begun" => "You signed in.",
        "session.proved_again" => "You signed in again in the same browser.",
        "session.confirmed" => "You confirmed that it is you.",
        "session.account_chosen" => "You chose another account.",
        "session.ended" => match entry.reason.as_str() {
            "ended_by_owner" => "You ended a session.",
            "signed_out" => "You signed out.",
            "factors_reset" => "A session ended, since your factors were reset.",
            "password_reset" | "password_changed" => {
                "A session ended, since your password changed."
            }
            "email_put_back" => "A session ended, since your address was put back.",
            _ => "A session ended.",
        },
        "sign_in.refused" => "A sign-in to your account was refused.",
        "confirmation.refused" => "A confirmation was refused.",
        "factor.enrolled" => "An authenticator was added.",
        "factor.removed" => "An authenticator was removed.",
        "factor.used" => "A code of your authenticator was used.",
        "factors.reset" => "Your second factors were reset.",
        "enrolment.begun" => "The link to set up a new second factor was opened.",
        "recovery_code.used" => "A recovery code was used.",
        "recovery_codes.made" => "New recovery codes were made.",
        "passkey.added" => "A passkey was added.",
        "passkey.removed" => "A passkey was removed.",
        "passkey.renamed" => "A passkey got another name.",
        "passkey.used" => "A passkey was used.",
        "passkey.cloned" => "A passkey that answers like a copy was removed.",
        "password.changed" => "You changed your password.",
        "password.reset" => "Your password was set anew through a mailed link.",
        "email.asked" => "Another email address was asked for.",
        "email.changed" => "Your email address was changed.",
        "email.stopped" => "A change of your email address was stopped.",
        "email.put_back" => "Your old email address was put back.",
        "device.forgotten" => "A known browser was forgotten.",
        "person.renamed" => "Your name was changed.",
        "person.invited" => "You were invited.",
        "person.activated" => "You activated your account.",
        "person.first_credentials" => "Your first password and authenticator were set.",
        "invitation.accepted" => "You accepted an invitation.",
        "module.entered" => "You opened a module.",
        "module.refused" => "A module was not opened to you.",
        "group.joined" => "You were put into a group.",
        "group.left" => "You were taken out of a group.",
        "grant.given" => "You were given a module.",
        "grant.taken_back" => "A module was taken back from you.",
        "member.changed" | "end_user.changed" => "Your account was changed.",
        "link.made" => "The operator made a link for you.",
        _ => "",
    };
    if said.is_empty() {
        entry.action.replace(['.', '_'], " ")
    } else {
        said.to_owned()
    }
}

/// `GET /settings/activity`.
pub async fn show(ctx: Ctx<SignedIn>) -> Answer {
    let signed = &ctx.who.0;
    let before = ctx.query().get("before").parse().ok().map(Timestamp);
    let (shell, _) = shell(&ctx.app, signed, "/settings/activity").await?;
    let activity = ctx.app.engine.my_activity(signed, before).await?;
    let own = [
        signed.affiliation.id.to_string(),
        signed.identity.id.to_string(),
    ];
    let rows = activity
        .entries
        .iter()
        .map(|entry| ActivityRow {
            what: words(entry),
            when: entry.at.for_people(),
            address: entry.address.clone(),
            by_other: !own.contains(&entry.actor),
        })
        .collect();
    page(
        200,
        &MyActivity {
            shell,
            rows,
            older_href: activity.older.map(|at| format!("?before={}", at.0)),
            newest_href: before.map(|_| "/settings/activity".into()),
        },
    )
}
