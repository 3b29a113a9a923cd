//! The rules of the partner for its people.

use super::body::{Faults, answer};
use super::key::{Key, Needs, SettingsRead, SettingsWrite};
use crate::answer::{Answer, header};
use crate::context::Ctx;
use crate::failure::Failed;
use axum::http::header::{ETAG, IF_MATCH};
use engine::directory::PolicyView;
use model::directory::{PartnerPolicy, PolicyRefusal, read_networks};
use model::identity::PasskeyPolicy;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The rules.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsBody {
    /// Networks that members come from; empty for any.
    #[schema(max_items = 100, example = json!(["203.0.113.0/24"]))]
    networks: Vec<String>,
    /// Minutes without use after which a session ends; null for the installation's own.
    #[schema(minimum = 5, maximum = 525600)]
    idle_minutes: Option<u32>,
    /// Hours after which a session ends; null for the installation's own.
    #[schema(minimum = 1, maximum = 8760)]
    absolute_hours: Option<u32>,
    /// The fewest characters of a new password; null for the installation's own.
    #[schema(minimum = 10, maximum = 64)]
    password_length: Option<u32>,
}

async fn show<S: Needs>(ctx: &Ctx<Key<S>>) -> Answer {
    let found = ctx.app.engine.policy(ctx.who.admin()).await?;
    let tag = tag(&found);
    let policy = found.policy;
    let response = answer(
        200,
        &SettingsBody {
            networks: policy.networks.iter().map(ToString::to_string).collect(),
            idle_minutes: policy.idle_minutes,
            absolute_hours: policy.absolute_hours,
            password_length: policy.password_length,
        },
    )?;
    Ok(header(response, ETAG, &tag))
}

fn tag(found: &PolicyView) -> String {
    format!("\"{}\"", found.tag())
}

/// The rules of the partner. `ETag` goes into `If-Match` of a change.
#[utoipa::path(get, path = "/api/v1/settings", operation_id = "get_settings", tag = "Settings",
    responses((status = 200, description = "The rules", body = SettingsBody, headers(("ETag" = String, description = "For `If-Match`")))))]
pub async fn get(ctx: Ctx<Key<SettingsRead>>) -> Answer {
    show(&ctx).await
}

/// Changes the rules. They count from everybody's next request on. Nobody sets a list of networks in
/// which the address of this request itself is not.
#[utoipa::path(put, path = "/api/v1/settings", operation_id = "change_settings", tag = "Settings",
    params(("If-Match" = String, Header, description = "The `ETag` of what was read")),
    request_body = SettingsBody, responses((status = 200, description = "The rules", body = SettingsBody)))]
pub async fn change(ctx: Ctx<Key<SettingsWrite>>) -> Answer {
    let asked: SettingsBody = ctx.json()?;
    let mut faults = Faults::default();
    let mut networks = Vec::new();
    for (n, text) in asked.networks.iter().enumerate().take(101) {
        match read_networks(text) {
            Ok(read) if read.len() == 1 => networks.extend(read),
            _ => faults.at(
                &format!("/networks/{n}"),
                "Write one network, such as 203.0.113.0/24 or 2001:db8::/32.",
            ),
        }
    }
    if asked.networks.len() > model::directory::MOST_NETWORKS {
        faults.at(
            "/networks",
            kernel::Refusal::sentence(&PolicyRefusal::TooMany),
        );
    }
    let number = |value: Option<u32>, least: u32, most: u32| match value {
        Some(n) if !(least..=most).contains(&n) => {
            Err(format!("Choose {least} to {most}, or null."))
        }
        other => Ok(other),
    };
    faults.read("/idle_minutes", number(asked.idle_minutes, 5, 525_600));
    faults.read("/absolute_hours", number(asked.absolute_hours, 1, 8_760));
    faults.read("/password_length", number(asked.password_length, 10, 64));
    faults.done()?;
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let found = engine.policy(admin).await?;
    match ctx.header(IF_MATCH) {
        None => return Err(needs_if_match()),
        Some(known) if known == "*" || known == tag(&found) => {}
        Some(_) => return Err(changed()),
    }
    let policy = PartnerPolicy {
        networks,
        idle_minutes: asked.idle_minutes,
        absolute_hours: asked.absolute_hours,
        password_length: asked.password_length,
    };
    match engine.set_policy(admin, policy, &found.read).await {
        Err(engine::Failure::Refused(PolicyRefusal::Changed)) => Err(changed()),
        other => {
            other?;
            show(&ctx).await
        }
    }
}

fn needs_if_match() -> Failed {
    Failed::refuse(
        428,
        "if_match_needed",
        "Precondition required",
        "A change says what it was made of.",
        "Read the settings, and send their ETag as If-Match.",
    )
}

fn changed() -> Failed {
    let changed = PolicyRefusal::Changed;
    Failed::refuse(
        412,
        kernel::Refusal::code(&changed),
        "Changed meanwhile",
        &kernel::Refusal::sentence(&changed),
        &kernel::Refusal::remedy(&changed),
    )
}

/// Which authenticators may be registered as passkeys.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelsBody {
    /// Their models (AAGUID); empty for any.
    #[schema(max_items = 50, example = json!(["ee882879-721c-4913-9775-3dfcce97072a"]))]
    models: Vec<String>,
}

async fn show_models<S: Needs>(ctx: &Ctx<Key<S>>) -> Answer {
    let policy = ctx.app.engine.passkey_policy(ctx.who.admin()).await?;
    let models = policy.lines().lines().map(str::to_owned).collect();
    answer(200, &ModelsBody { models })
}

/// Which authenticators may be registered as passkeys.
#[utoipa::path(get, path = "/api/v1/settings/passkeys", operation_id = "get_passkey_models", tag = "Settings",
    responses((status = 200, description = "The models", body = ModelsBody)))]
pub async fn get_models(ctx: Ctx<Key<SettingsRead>>) -> Answer {
    show_models(&ctx).await
}

/// Changes them. It counts for passkeys that are made from now on.
#[utoipa::path(put, path = "/api/v1/settings/passkeys", operation_id = "change_passkey_models", tag = "Settings",
    request_body = ModelsBody, responses((status = 200, description = "The models", body = ModelsBody)))]
pub async fn change_models(ctx: Ctx<Key<SettingsWrite>>) -> Answer {
    let asked: ModelsBody = ctx.json()?;
    let mut faults = Faults::default();
    for (n, model) in asked.models.iter().enumerate().take(101) {
        faults.line(&format!("/models/{n}"), model, 60);
    }
    let read = PasskeyPolicy::of_lines(&asked.models.join("\n"));
    let read = read.map_err(|line| kernel::Refusal::sentence(&PolicyRefusal::Model(line)));
    let Some(policy) = faults.read("/models", read) else {
        return Err(faults.refusal());
    };
    faults.done()?;
    let engine = &ctx.app.engine;
    engine.set_passkey_policy(ctx.who.admin(), policy).await?;
    show_models(&ctx).await
}
