//! What happened in her account, in plain words.

use super::shell::shell;
use crate::answer::{Answer, page};
use crate::context::Ctx;
use crate::guard::SignedIn;
use crate::view::hub::{ActivityRow, MyActivity};
use kernel::Timestamp;

/// `GET /settings/activity`.
pub async fn show(ctx: Ctx<SignedIn>) -> Answer {
    let (words, signed) = (ctx.words(), &ctx.who.0);
    let before = ctx.query().get("before").parse().ok().map(Timestamp);
    let (shell, _) = shell(words.clone(), &ctx.app, signed, "/settings/activity").await?;
    let activity = ctx.app.engine.my_activity(signed, before).await?;
    let own = [
        signed.affiliation.id.to_string(),
        signed.identity.id.to_string(),
    ];
    let rows = activity
        .entries
        .iter()
        .map(|entry| ActivityRow {
            what: words.happened(entry, &own),
            when: words.at(entry.at),
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
