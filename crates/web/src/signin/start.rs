//! The first page: email or username. It keeps nothing at the server until something was typed.

use super::language::{chosen, shown_again};
use super::pages::identify_page;
use super::progress::{status_at_field, went_on, with_wait, wrong_field};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form};
use crate::cookies;
use crate::failure::Failed;
use crate::guard::Perhaps;
use crate::view::signin::Identify;
use crate::view::{Notice, Tone};
use crate::words::InWords as _;
use engine::Failure;
use engine::identity::Progress;
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
    page(200, &first_page(&ctx, &action, "", None, notice))
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
        let again = Identify {
            words: words.clone(),
            ..first_page(&ctx, &action, &form.shown("identifier"), None, None)
        };
        return shown_again(&ctx, &words, page(200, &again));
    }
    let destination = match device(&query) {
        Some(code) => Destination::Device(code),
        None => query
            .get("open")
            .parse()
            .map_or(Destination::Hub, Destination::Open),
    };
    if !form.get("credential").is_empty() {
        let action = action(&query, population);
        return by_passkey(&ctx, &form, destination, &action, population).await;
    }
    let identifier = match Identifier::parse(form.get("identifier")) {
        Ok(identifier) => identifier,
        Err(fault) => {
            return wrong_field(&first_page(
                &ctx,
                &action(&query, population),
                &form.shown("identifier"),
                Some(fault.in_words(&ctx.words())),
                None,
            ));
        }
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

fn first_page(
    ctx: &Ctx<Perhaps>,
    action: &str,
    typed: &str,
    fault: Option<String>,
    notice: Option<Notice>,
) -> Identify {
    Identify {
        passkeys: ctx.app.engine.has_passkeys(),
        ..identify_page(ctx.words(), action, None, typed, fault, notice)
    }
}

/// The whole sign-in by a passkey.
async fn by_passkey(
    ctx: &Ctx<Perhaps>,
    form: &Form,
    destination: Destination,
    action: &str,
    population: Population,
) -> Answer {
    let engine = &ctx.app.engine;
    let token = engine
        .begin_sign_in(destination, population, "", &ctx.visitor)
        .await?;
    let (ceremony, answer) = (form.get("ceremony"), form.get("credential"));
    let proved = engine
        .prove_passkey(token.reveal(), ceremony, answer, &ctx.visitor)
        .await;
    match proved {
        Ok(Progress::Next(_)) => Ok(cookies::to_flow(&token, ctx.app.secure)),
        Ok(progress) => {
            let path = cookies::flow_path(&token);
            let handle = path.rsplit('/').next().unwrap_or_default();
            Ok(went_on(&progress, handle, population, ctx.app.secure))
        }
        Err(Failure::Refused(refusal)) => {
            let text = ctx.words().told_in_a_line(&refusal);
            let notice = Some(Notice::new(Tone::Warn, text));
            let view = first_page(ctx, action, "", None, notice);
            Ok(with_wait(page(status_at_field(&refusal), &view)?, &refusal))
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
