//! The first page: email or username. It keeps nothing at the server until something was typed.

use super::pages::identify_page;
use super::progress::wrong_field;
use crate::answer::{Answer, page, see_other};
use crate::context::Ctx;
use crate::cookies;
use crate::guard::Perhaps;
use crate::view::{Notice, Tone};
use model::identity::{Destination, Identifier, Population};

/// `GET /sign-in`: whoever is signed in already goes on to the hub.
pub async fn show(ctx: Ctx<Perhaps>) -> Answer {
    if ctx.who.0.is_some() {
        return Ok(see_other("/"));
    }
    let query = ctx.query();
    let notice = (query.get("notice") == "ended").then(|| {
        Notice::new(
            Tone::Info,
            "Your session has ended. Sign in again to go on.",
        )
    });
    let action = action(query.get("open"));
    page(200, &identify_page(&action, None, "", None, notice))
}

fn action(open: &str) -> String {
    match open.parse::<kernel::InstanceId>() {
        Ok(id) => format!("/sign-in?open={id}"),
        Err(_) => "/sign-in".into(),
    }
}

/// `POST /sign-in`: begins a sign-in to the hub, or to one of its modules.
pub async fn begin(ctx: Ctx<Perhaps>) -> Answer {
    let form = ctx.form()?;
    let open = ctx.query().get("open").to_owned();
    let identifier = match Identifier::parse(form.get("identifier")) {
        Ok(identifier) => identifier,
        Err(fault) => {
            return wrong_field(&identify_page(
                &action(&open),
                None,
                &form.shown("identifier"),
                Some(fault),
                None,
            ));
        }
    };
    let destination = open.parse().map_or(Destination::Hub, Destination::Open);
    let engine = &ctx.app.engine;
    let token = engine
        .begin_sign_in(destination, Population::Staff, "")
        .await?;
    engine
        .identify(token.reveal(), form.get("identifier"), identifier)
        .await?;
    Ok(cookies::to_flow(&token, ctx.app.secure))
}
