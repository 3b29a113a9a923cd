//! The first page: email or username. It keeps nothing at the server until something was typed.

use super::language::{chosen, shown_again};
use super::pages::identify_page;
use super::progress::wrong_field;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form};
use crate::cookies;
use crate::failure::Failed;
use crate::guard::Perhaps;
use crate::view::{Notice, Tone};
use crate::words::InWords as _;
use model::federation::read_user_code;
use model::identity::{Destination, Identifier, Population};

/// `GET /sign-in`: whoever is signed in already goes on to the hub.
pub async fn show(ctx: Ctx<Perhaps>) -> Answer {
    if ctx.who.0.is_some() {
        return Ok(see_other("/"));
    }
    let query = ctx.query();
    let notice = (query.get("notice") == "ended")
        .then(|| Notice::new(Tone::Info, ctx.words().step_out_of_time()));
    let action = action(&query, population(&ctx).await?);
    page(
        200,
        &identify_page(ctx.words(), &action, None, "", None, notice),
    )
}

/// Whose entrance this is: a module's own, else the one that is named, else the one that this
/// browser came in by last, else the staff's. The pages look alike.
async fn population(ctx: &Ctx<Perhaps>) -> Result<Population, Failed> {
    let query = ctx.query();
    if let Ok(id) = query.get("open").parse()
        && let Some(population) = ctx.app.engine.population_of(id).await?
    {
        return Ok(population);
    }
    let remembered = cookies::read(&ctx.headers, cookies::ENTRANCE);
    Ok(Population::parse(query.get("for"))
        .or_else(|| remembered.and_then(|c| Population::parse(c.reveal())))
        .unwrap_or(Population::Staff))
}

/// The device whose page she came from: its code, or nothing when she had none yet.
fn device(query: &Form) -> Option<String> {
    query
        .has("device")
        .then(|| read_user_code(query.get("device")).unwrap_or_default())
}

fn action(query: &Form, population: Population) -> String {
    if let Some(code) = device(query) {
        return format!("/sign-in?for={}&device={code}", population.as_str());
    }
    match (query.get("open").parse::<kernel::InstanceId>(), population) {
        (Ok(id), _) => format!("/sign-in?open={id}"),
        (Err(_), Population::Client) => "/sign-in?for=client".into(),
        (Err(_), Population::Staff) => "/sign-in?for=staff".into(),
    }
}

/// `POST /sign-in`: begins a sign-in to the hub, or to one of its modules.
pub async fn begin(ctx: Ctx<Perhaps>) -> Answer {
    let form = ctx.form()?;
    let query = ctx.query();
    let population = population(&ctx).await?;
    if let Some(language) = chosen(&form) {
        let words = ctx.words().speaking(language);
        let action = action(&query, population);
        let again = identify_page(
            words.clone(),
            &action,
            None,
            &form.shown("identifier"),
            None,
            None,
        );
        return shown_again(&ctx, &words, page(200, &again));
    }
    let identifier = match Identifier::parse(form.get("identifier")) {
        Ok(identifier) => identifier,
        Err(fault) => {
            return wrong_field(&identify_page(
                ctx.words(),
                &action(&query, population),
                None,
                &form.shown("identifier"),
                Some(fault.in_words(&ctx.words())),
                None,
            ));
        }
    };
    let destination = match device(&query) {
        Some(code) => Destination::Device(code),
        None => query
            .get("open")
            .parse()
            .map_or(Destination::Hub, Destination::Open),
    };
    let engine = &ctx.app.engine;
    let token = engine
        .begin_sign_in(destination, population, "", &ctx.visitor)
        .await?;
    engine
        .identify(token.reveal(), form.get("identifier"), identifier)
        .await?;
    Ok(cookies::to_flow(&token, ctx.app.secure))
}
