//! One module: copied, granted, tried out, turned on.

use super::modules::audience;
use super::reading::{groups, shell};
use crate::answer::{Answer, header, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{CheckLine, CopyLine, HolderLine, ModulePage, Tick};
use crate::view::{Field, Notice, Tone, initials};
use ::protocol::oidc::discovery::path;
use axum::http::header::REFRESH;
use engine::Failure;
use engine::access::{HolderRow, ModuleFolder};
use kernel::{InstanceId, Refusal};
use model::access::{Holder, ModuleRefusal, Told, TrialCheck, TrialOutcome};
use model::identity::{AffiliationId, Population};

pub(super) fn id_of(ctx: &Ctx<Master>) -> Result<InstanceId, Failed> {
    ctx.placeholder("instance")
        .parse()
        .map_err(|_| Failed::of(&ModuleRefusal::Unknown))
}

fn copies(folder: &ModuleFolder, issuer: &str, secret: Option<String>) -> Vec<CopyLine> {
    let Some(client) = &folder.client else {
        return Vec::new();
    };
    let client = &client.card.client;
    let below = |path: &str| format!("{issuer}{path}");
    let value = |told: Told| match told {
        Told::Discovery => below(path::DISCOVERY),
        Told::Issuer => issuer.to_owned(),
        Told::ClientId => client.oauth_client_id.clone(),
        Told::Secret => secret.clone().unwrap_or_default(),
        Told::Redirect => client.redirect_uris.first().cloned().unwrap_or_default(),
        Told::Scopes => client.scopes.join(" "),
        Told::Authorize => below(path::AUTHORIZE),
        Told::Token => below(path::TOKEN),
        Told::Userinfo => below(path::USERINFO),
        Told::EndSession => below(path::END_SESSION),
    };
    let wanted = folder.entry.blueprint.copies.iter();
    wanted
        .filter(|(_, told)| *told != Told::Secret || client.auth_method.by_secret())
        .map(|(name, told)| CopyLine {
            name: (*name).into(),
            value: value(*told),
            secret: *told == Told::Secret,
        })
        .collect()
}

fn check_line(check: TrialCheck) -> CheckLine {
    let (state, tone, detail, hint) = match check.outcome {
        TrialOutcome::Waiting => ("Waiting", "", String::new(), check.hint),
        TrialOutcome::Good => ("Works", "good", String::new(), ""),
        TrialOutcome::Bad(why) => ("Fails", "bad", why, check.hint),
    };
    CheckLine {
        title: check.title,
        state,
        tone,
        detail,
        hint,
    }
}

fn holder_line(row: &HolderRow) -> Option<HolderLine> {
    let (id, href) = match row.holder {
        Holder::Affiliation(AffiliationId::Member(id)) => {
            (id.to_string(), format!("/console/members/{id}"))
        }
        Holder::Affiliation(AffiliationId::EndUser(id)) => (id.to_string(), String::new()),
        Holder::Group(_) => return None,
    };
    Some(HolderLine {
        id,
        href,
        initials: initials(&row.name),
        name: row.name.clone(),
        email: row.email.clone().unwrap_or_default(),
    })
}

/// The page of a module, with a secret where one was made just now.
pub(super) async fn view(
    ctx: &Ctx<Master>,
    id: InstanceId,
    secret: Option<String>,
) -> Result<ModulePage, Failed> {
    let (app, admin) = (&ctx.app, &ctx.who.1);
    let folder = app.engine.look_at_module(admin, id).await?;
    let granted = |holder: Holder| folder.holders.iter().any(|row| row.holder == holder);
    let all = if folder.instance.population == Population::Staff {
        groups(app, admin).await?
    } else {
        Vec::new()
    };
    let instance = &folder.instance;
    let kind = [
        Some(folder.entry.name.clone()),
        instance.region.clone(),
        Some(format!(
            "for {}",
            audience(instance.population).to_lowercase()
        )),
    ];
    Ok(ModulePage {
        shell: shell(ctx, "/console/modules").await?,
        notice: None,
        id: id.to_string(),
        name: instance.display_name.as_str().into(),
        kind: kind.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        on: instance.unified_login,
        staff: instance.population == Population::Staff,
        launch_url: instance.launch_url.clone(),
        copies: copies(&folder, &app.engine.settings().issuer, secret),
        steps: folder.entry.blueprint.steps.to_vec(),
        client: folder
            .client
            .as_ref()
            .map_or_else(String::new, |c| c.card.client.id.to_string()),
        groups: all
            .into_iter()
            .map(|row| Tick {
                ticked: granted(Holder::Group(row.group.id)),
                value: row.group.id.to_string(),
                text: row.group.name.as_str().into(),
                detail: row.group.description,
            })
            .collect(),
        people: folder.holders.iter().filter_map(holder_line).collect(),
        email: Field::of(""),
        on_trial: folder.on_trial,
        watching: false,
        checks: folder.trial.into_iter().flatten().map(check_line).collect(),
    })
}

/// `GET /console/modules/{instance}`; with `trial=watch` the trial alone, which brings itself up to
/// date until it has worked.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let mut view = view(&ctx, id_of(&ctx)?, None).await?;
    view.watching = view.on_trial && ctx.query().get("trial") == "watch";
    let good = match ctx.query().get("done") {
        "saved" => "Saved. It counts from everybody's next click.",
        "on" => "It is on.",
        "off" => "It is off. Nobody enters through the hub any more.",
        _ => "",
    };
    if !good.is_empty() {
        view.notice = Some(Notice::new(Tone::Good, good));
    }
    let response = page(200, &view)?;
    Ok(if view.watching && !view.worked() {
        header(response, REFRESH, "4")
    } else {
        response
    })
}

/// `POST /console/modules/{instance}`: one change, named by `do`.
pub async fn change(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let (done, told) = match form.get("do") {
        "groups" => {
            let wanted = form.all("group").filter_map(|g| g.parse().ok()).collect();
            (
                engine.grant_to_groups(admin, id, wanted).await,
                "?done=saved",
            )
        }
        "grant" => {
            let email = form.get("email");
            (
                engine.grant_to_person(admin, id, email).await,
                "?done=saved",
            )
        }
        "take" => match form.get("holder").parse() {
            Ok(holder) => {
                let holder = Holder::Affiliation(holder);
                (engine.take_grant(admin, id, holder).await, "?done=saved")
            }
            Err(_) => (Ok(()), ""),
        },
        "trial" => (engine.begin_trial(admin, id).await, "?trial=watch"),
        "trial_end" => (engine.end_trial(admin, id).await, "#trial"),
        "on" => (engine.turn_login(admin, id, true).await, "?done=on"),
        "off" if form.get("sure") == "yes" => {
            (engine.turn_login(admin, id, false).await, "?done=off")
        }
        _ => (Ok(()), ""),
    };
    let refusal = match done {
        Ok(()) => return Ok(see_other(&format!("/console/modules/{id}{told}"))),
        Err(Failure::Broken(broken)) => return Err(broken.into()),
        Err(Failure::Refused(refusal)) => refusal,
    };
    if refusal == ModuleRefusal::Unknown {
        return Err(Failed::of(&refusal));
    }
    let mut view = view(&ctx, id, None).await?;
    let text = format!("{} {}", refusal.sentence(), refusal.remedy());
    if refusal == ModuleRefusal::Nobody {
        view.email = Field::at_fault(form.shown("email"), text);
    } else {
        view.notice = Some(Notice::new(Tone::Bad, text));
    }
    page(422, &view)
}
