//! New secrets of clients, and old ones taken away.

use super::body::{Faults, answer};
use super::clients::id_of;
use super::key::{ClientsSecrets, Key};
use super::member_state::{Done, done};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use kernel::{ClientSecretId, Span};
use model::federation::ClientRefusal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a secret is followed by a new one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotateIn {
    /// For how many hours the old one goes on, so that the module can be changed without a gap.
    #[schema(minimum = 0, maximum = 2160, example = 24)]
    old_lives_for_hours: i64,
}

/// The new secret.
#[derive(Serialize, ToSchema)]
pub struct NewSecret {
    /// Here, and nowhere else afterwards.
    pub secret: String,
}

/// Makes a new secret beside the old one, which goes on for the chosen time.
#[utoipa::path(post, path = "/api/v1/clients/{client}/secrets", operation_id = "rotate_client_secret", tag = "Clients",
    request_body = RotateIn, responses((status = 201, description = "The new secret", body = NewSecret)))]
pub async fn rotate(ctx: Ctx<Key<ClientsSecrets>>) -> Answer {
    let asked: RotateIn = ctx.json()?;
    let hours = asked.old_lives_for_hours;
    if !(0..=2_160).contains(&hours) {
        let mut faults = Faults::default();
        faults.at("/old_lives_for_hours", "Choose 0 to 2160 hours.");
        return Err(faults.refusal());
    }
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    let secret = ctx
        .app
        .engine
        .rotate_secret(admin, id, Span::hours(hours))
        .await?;
    answer(
        201,
        &NewSecret {
            secret: secret.reveal().clone(),
        },
    )
}

/// Takes a secret away at once.
#[utoipa::path(delete, path = "/api/v1/clients/{client}/secrets/{secret}", operation_id = "revoke_client_secret", tag = "Clients",
    responses((status = 200, description = "It is good no more", body = Done)))]
pub async fn revoke(ctx: Ctx<Key<ClientsSecrets>>) -> Answer {
    ctx.no_body()?;
    let secret: ClientSecretId = ctx
        .placeholder("secret")
        .parse()
        .map_err(|_| Failed::of(&ClientRefusal::Absent))?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    ctx.app.engine.revoke_secret(admin, id, secret).await?;
    done()
}
