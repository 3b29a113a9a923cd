//! The list of modules, the catalogue, and a module out of it.

use super::reading::{read, shell};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::fresh::Fresh;
use crate::guard::Master;
use crate::view::console::{
    CataloguePage, Choice, EntryLine, ModuleLine, ModulesPage, NewModulePage, thousands,
};
use crate::view::{Field, Notice, Tone};
use engine::Failure;
use engine::access::{LinkView, ModuleRow, ModuleWish};
use kernel::{DisplayName, InstanceId, Refusal};
use model::access::{BaseUrl, ModuleRefusal};
use model::identity::Population;
use unified_login::{RegionCheck, check_region};

/// Whose modules: what is sent, and what it says.
pub(super) const AUDIENCES: [(Population, &str); 2] = [
    (Population::Staff, "Staff"),
    (Population::Client, "People of clients"),
];

/// The words for whose it is.
pub(super) fn audience(population: Population) -> &'static str {
    AUDIENCES
        .into_iter()
        .find(|(p, _)| *p == population)
        .map_or("", |(_, words)| words)
}

fn line(row: ModuleRow, now: kernel::Timestamp, links: &[LinkView]) -> ModuleLine {
    let instance = row.instance;
    // A module says its regions once it is linked; the address must be that of its own (S2-21, S2-25).
    let link = links.iter().find(|v| v.link.instance_id == instance.id);
    let manifest = link.and_then(|v| v.manifest.as_ref());
    let check = manifest.map(|m| {
        let region = instance.region.as_deref();
        check_region(&m.regions, region, &instance.launch_url)
    });
    let trying = instance.trial.as_ref().is_some_and(|t| t.runs(now));
    let (state, tone) = match (instance.unified_login, trying, &row.oauth_client_id) {
        (true, _, Some(_)) => ("On", "good"),
        (_, true, _) => ("Being tried out", "info"),
        (_, _, None) => ("No client", "warn"),
        (false, ..) => ("Not turned on", ""),
    };
    ModuleLine {
        id: instance.id.to_string(),
        name: instance.display_name.as_str().into(),
        kind: match instance.region {
            Some(region) => format!("{} · {region}", row.catalogue),
            None => row.catalogue,
        },
        audience: audience(instance.population),
        address: instance.launch_url,
        belongs_to: match check {
            Some(RegionCheck::Wrong { belongs_to }) => belongs_to,
            _ => String::new(),
        },
        state,
        tone,
        oauth_client_id: row.oauth_client_id.unwrap_or_default(),
        grants: thousands(row.grants),
    }
}

/// `GET /console/modules`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let (engine, text) = (&ctx.app.engine, query.shown("q"));
    let rows = engine.list_module_rows(&ctx.who.1, &text).await?;
    let (now, links) = (engine.now(), engine.links(&ctx.who.1, None).await?);
    let view = ModulesPage {
        shell: shell(&ctx, "/console/modules").await?,
        notice: (query.get("done") == "deleted")
            .then(|| Notice::new(Tone::Good, "The module was deleted with its client.")),
        query: text,
        rows: rows.into_iter().map(|row| line(row, now, &links)).collect(),
    };
    page(200, &view)
}

/// `GET /console/modules/new`: what can be set up.
pub async fn catalogue(ctx: Ctx<Master>) -> Answer {
    let text = ctx.query().shown("q");
    let entries = ctx.app.engine.catalogue(&ctx.who.1, &text).await?;
    let view = CataloguePage {
        shell: shell(&ctx, "/console/modules").await?,
        query: text,
        entries: entries
            .into_iter()
            .map(|e| EntryLine {
                key: e.key,
                name: e.name,
                description: e.description,
            })
            .collect(),
    };
    page(200, &view)
}

async fn new_view(ctx: &Ctx<Master>) -> Result<NewModulePage, Failed> {
    let (engine, key) = (&ctx.app.engine, ctx.placeholder("entry"));
    let entry = engine
        .catalogue_entry(&ctx.who.1, key)
        .await?
        .ok_or_else(|| Failed::of(&ModuleRefusal::NoBlueprint))?;
    Ok(NewModulePage {
        shell: shell(ctx, "/console/modules").await?,
        id: engine.propose_module().to_string(),
        display_name: Field::of(entry.name.as_str()),
        key: entry.key,
        kind: entry.name,
        description: entry.description,
        audience: Choice::of(AUDIENCES.map(|(p, t)| (p.as_str(), t)), "staff"),
        ..NewModulePage::default()
    })
}

/// `GET /console/modules/new/{entry}`.
pub async fn show_new(ctx: Ctx<Master>) -> Answer {
    page(200, &new_view(&ctx).await?)
}

/// `POST /console/modules/new/{entry}`: makes it, after a new proof, and shows its secret this once.
pub async fn make(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let mut view = new_view(&ctx).await?;
    let population = Population::parse(form.get("audience")).unwrap_or(Population::Staff);
    view.audience = Choice::of(AUDIENCES.map(|(p, t)| (p.as_str(), t)), population.as_str());
    let id: Option<InstanceId> = form.get("id").parse().ok();
    if let Some(id) = id {
        view.id = id.to_string();
    }
    let (name, field) = read(&form, "name", DisplayName::parse);
    view.display_name = field;
    let (base, field) = read(&form, "base", BaseUrl::parse);
    view.base = field;
    view.region = Field::of(form.shown("region"));
    let (Some(display_name), Some(base)) = (name, base) else {
        return page(422, &view);
    };
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let wish = ModuleWish {
        id: id.unwrap_or_else(|| engine.propose_module()),
        entry: view.key.clone(),
        display_name,
        base,
        region: Some(form.get("region").trim().to_owned()).filter(|r| !r.is_empty()),
        population,
    };
    let refusal = match engine.make_module(admin, wish).await {
        Ok(made) => {
            let secret = made.client.secret.map(|s| s.reveal().clone());
            let view = super::module::view(&ctx, made.instance.id, secret).await?;
            return page(200, &view);
        }
        // The same form again, by the back button or a second click: the module is there already.
        Err(Failure::Refused(ModuleRefusal::Made(id))) => {
            return Ok(see_other(&format!("/console/modules/{id}")));
        }
        Err(Failure::Refused(refusal)) => refusal,
        Err(Failure::Broken(broken)) => return Err(broken.into()),
    };
    match refusal {
        ModuleRefusal::Address(why) | ModuleRefusal::Client(why) => view.base.fault = Some(why),
        ModuleRefusal::Region => view.region.fault = Some(refusal.sentence()),
        other => {
            let text = format!("{} {}", other.sentence(), other.remedy());
            view.notice = Some(Notice::new(Tone::Bad, text));
        }
    }
    page(422, &view)
}
