//! The policy of a link: fetched with its version as `ETag`, changed with `If-Match`.

use super::{By, ModuleItself, link, refused};
use crate::answer::{Answer, header};
use crate::api::body::answer;
use crate::context::Ctx;
use crate::failure::Failed;
use axum::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};
use engine::Failure;
use engine::access::{LinkPolicyRefusal, ShutOutRow};
use kernel::Refusal as _;
use serde::{Deserialize, Serialize};
use serde_json::json;
use unified_login::{Confirmed, LoginPolicy, PolicyRefusal};

/// A version as an entity tag (RFC 9110, 8.8.3).
fn tag(version: u64) -> String {
    format!("\"{version}\"")
}

/// `GET /api/module/v1/links/{link}/policy`.
pub async fn show(ctx: Ctx<ModuleItself>) -> Answer {
    let id = link(&ctx)?;
    let engine = &ctx.app.engine;
    let document = engine.policy_document(&ctx.who.0, id).await;
    let document = document.map_err(refused)?;
    let tag = tag(document.version);
    let known = ctx.header(IF_NONE_MATCH).is_some_and(|sent| {
        let same = |t: &str| t.trim().trim_start_matches("W/") == tag;
        sent.split(',').any(same)
    });
    let shown = if known {
        crate::answer::empty(304)
    } else {
        answer(200, &document)?
    };
    Ok(header(shown, ETAG, &tag))
}

/// A wish of somebody at the module.
#[derive(Deserialize)]
struct Wish {
    by: By,
    policy: LoginPolicy,
    #[serde(default)]
    confirm: Confirmed,
}

/// Somebody who could log in in no way any more.
#[derive(Serialize)]
struct ShutOut {
    account: String,
    name: String,
    email: String,
    reason: String,
    remedy: String,
}

fn told(rows: Vec<ShutOutRow>) -> Vec<ShutOut> {
    let one = |row: ShutOutRow| ShutOut {
        account: row.account,
        name: row.name,
        email: row.email,
        reason: row.reason,
        remedy: row.remedy,
    };
    rows.into_iter().map(one).collect()
}

/// `PUT /api/module/v1/links/{link}/policy`.
pub async fn change(ctx: Ctx<ModuleItself>) -> Answer {
    let id = link(&ctx)?;
    let wish: Wish = ctx.json()?;
    let version = ctx.header(IF_MATCH).and_then(|sent| {
        let sent = sent.trim().trim_start_matches("W/");
        sent.strip_prefix('"')?.strip_suffix('"')?.parse().ok()
    });
    let Some(version) = version else {
        return Err(Failed::refuse(
            428,
            "if_match_missing",
            "Precondition required",
            "A policy is changed from the version that was looked at.",
            "Send If-Match with the ETag of the policy.",
        ));
    };
    let hand = ctx.who.hand_for(&wish.by);
    let engine = &ctx.app.engine;
    let changed = engine
        .change_policy(&hand, id, version, wish.policy, wish.confirm)
        .await;
    match changed {
        Ok(_) => {
            let document = engine.policy_document(&ctx.who.0, id).await;
            let document = document.map_err(refused)?;
            Ok(header(
                answer(200, &document)?,
                ETAG,
                &tag(document.version),
            ))
        }
        // Whoever is told a number can look at the names.
        Err(Failure::Refused(refusal @ LinkPolicyRefusal::Rule(PolicyRefusal::ShutOut(_)))) => {
            let rows = engine.shut_out(&hand, id).await.map_err(refused)?;
            let problem = json!({
                "type": format!("urn:vestibule:problem:{}", refusal.code()),
                "title": "Conflict",
                "status": refusal.kind().status(),
                "code": refusal.code(),
                "detail": refusal.sentence(),
                "remedy": refusal.remedy(),
                "reference": ctx.raw.reference,
                "shut_out": told(rows),
            });
            let body = problem.to_string().into_bytes();
            Ok(crate::answer::problem(refusal.kind().status(), body))
        }
        Err(failure) => Err(refused(failure)),
    }
}

/// `GET /api/module/v1/links/{link}/shut-out`.
pub async fn shut_out(ctx: Ctx<ModuleItself>) -> Answer {
    let id = link(&ctx)?;
    let rows = ctx.app.engine.shut_out(&ctx.who.hand(), id).await;
    let shut_out = told(rows.map_err(refused)?);
    answer(200, &json!({ "shut_out": shut_out }))
}
