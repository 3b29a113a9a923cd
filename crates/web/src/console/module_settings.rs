//! What may be changed of a module, and its end.

use super::module::id_of;
use super::reading::{read, shell};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::fresh::Fresh;
use crate::guard::Master;
use crate::view::console::ModuleSettingsPage;
use crate::view::{Field, Notice, Tone};
use engine::Failure;
use kernel::{DisplayName, InstanceId, Refusal};
use model::access::{ClaimSettings, ModuleDraft, ModuleRefusal};

async fn view(ctx: &Ctx<Master>, id: InstanceId) -> Result<ModuleSettingsPage, Failed> {
    let folder = ctx.app.engine.look_at_module(&ctx.who.1, id).await?;
    let instance = folder.instance;
    let claims = instance.claims;
    Ok(ModuleSettingsPage {
        shell: shell(ctx, "/console/modules").await?,
        notice: None,
        id: id.to_string(),
        kept_name: instance.display_name.as_str().into(),
        display_name: Field::of(instance.display_name.as_str()),
        region: Field::of(instance.region.unwrap_or_default()),
        launch_url: Field::of(instance.launch_url),
        mapping: Field::of(claims.mapping_text()),
        groups_claim: Field::of(claims.groups.unwrap_or_default()),
        roles_claim: Field::of(claims.roles.unwrap_or_default()),
    })
}

/// `GET /console/modules/{instance}/settings`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let mut view = view(&ctx, id_of(&ctx)?).await?;
    if ctx.query().get("done") == "saved" {
        view.notice = Some(Notice::new(Tone::Good, "Saved."));
    }
    page(200, &view)
}

/// `POST /console/modules/{instance}/settings`: save, or delete, after a new proof.
pub async fn change(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    if form.get("do") == "delete" {
        if form.get("sure") != "yes" {
            return Ok(see_other(&format!("/console/modules/{id}/settings")));
        }
        engine.delete_module(admin, id).await?;
        return Ok(see_other("/console/modules?done=deleted"));
    }
    let mut view = view(&ctx, id).await?;
    let (name, field) = read(&form, "name", DisplayName::parse);
    view.display_name = field;
    view.region = Field::of(form.shown("region"));
    view.launch_url = Field::of(
        form.get("launch_url")
            .chars()
            .take(2_001)
            .collect::<String>(),
    );
    view.groups_claim = Field::of(form.shown("groups_claim"));
    view.roles_claim = Field::of(form.shown("roles_claim"));
    let typed: String = form.get("mapping").chars().take(16_000).collect();
    let mapping = ClaimSettings::read_mapping(&typed);
    view.mapping = Field::of(typed);
    if let Err(why) = &mapping {
        view.mapping.fault = Some(why.clone());
    }
    let (Some(display_name), Ok(role_mapping)) = (name, mapping) else {
        return page(422, &view);
    };
    let said = |name: &str| Some(form.get(name).trim().to_owned()).filter(|t| !t.is_empty());
    let draft = ModuleDraft {
        display_name,
        region: said("region"),
        launch_url: form.get("launch_url").trim().to_owned(),
        claims: ClaimSettings {
            groups: said("groups_claim"),
            roles: said("roles_claim"),
            role_mapping,
        },
    };
    match engine.change_module(admin, id, draft).await {
        Ok(()) => {
            let place = format!("/console/modules/{id}/settings?done=saved");
            return Ok(see_other(&place));
        }
        Err(Failure::Refused(ModuleRefusal::Address(why))) => view.launch_url.fault = Some(why),
        Err(Failure::Refused(ModuleRefusal::Region)) => {
            view.region.fault = Some(ModuleRefusal::Region.sentence());
        }
        Err(Failure::Refused(ModuleRefusal::Claims(why))) => {
            let groups_at_fault = ClaimSettings {
                groups: said("groups_claim"),
                ..ClaimSettings::default()
            };
            let field = if groups_at_fault.check().is_err() {
                &mut view.groups_claim
            } else {
                &mut view.roles_claim
            };
            field.fault = Some(why);
        }
        Err(other) => return Err(other.into()),
    }
    page(422, &view)
}
