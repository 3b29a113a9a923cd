//! Which companies of a PSA a connection is about.

use super::psa_connection::{head, id_of};
use super::reading::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{PsaFilterPage, Tick, thousands};
use crate::view::{Notice, Tone};
use engine::Failure;
use engine::directory::ReachCount;
use kernel::{PsaConnectionId, Refusal};
use model::directory::{PsaReach, PsaSetUp, SyncFilter};

fn ticks(rows: Vec<PsaSetUp>, chosen: &[i64]) -> Vec<Tick> {
    let tick = |row: PsaSetUp| Tick {
        ticked: chosen.contains(&row.id),
        value: row.id.to_string(),
        detail: if row.active || row.name.starts_with("Number ") {
            String::new()
        } else {
            "inactive".into()
        },
        text: row.name,
    };
    rows.into_iter().map(tick).collect()
}

fn count(count: ReachCount) -> String {
    match count.companies {
        0 => "No company was read yet.".into(),
        companies => format!(
            "{} of {} companies are left out.",
            thousands(count.left_out),
            thousands(companies)
        ),
    }
}

async fn view(
    ctx: &Ctx<Master>,
    id: PsaConnectionId,
    typed: Option<&SyncFilter>,
) -> Result<(PsaFilterPage, PsaReach), Failed> {
    let found = ctx.app.engine.get_psa_reach(&ctx.who.1, id).await?;
    let filter = typed.unwrap_or(&found.connection.filter);
    let page = PsaFilterPage {
        shell: shell(ctx, "/console/psa").await?,
        head: head(&found.connection, "/filter"),
        types: ticks(found.types, &filter.hidden_types),
        statuses: ticks(found.statuses, &filter.hidden_statuses),
        has_statuses: found.has_statuses,
        count: count(found.count),
        ..PsaFilterPage::default()
    };
    Ok((page, found.connection.reach()))
}

/// `GET /console/psa/{connection}/filter`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let (mut view, _) = view(&ctx, id_of(&ctx)?, None).await?;
    if ctx.query().get("done") == "saved" {
        let text = "Saved. What is mapped is looked at again.";
        view.notice = Some(Notice::new(Tone::Good, text));
    }
    page(200, &view)
}

fn ids(form: &Form, name: &str) -> Vec<i64> {
    form.all(name).filter_map(|id| id.parse().ok()).collect()
}

/// `POST /console/psa/{connection}/filter`: how many, or keep it; or the associated companies.
pub async fn change(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let typed = SyncFilter {
        hidden_types: ids(&form, "type"),
        hidden_statuses: ids(&form, "status"),
    };
    let (mut view, reach) = view(&ctx, id, Some(&typed)).await?;
    let associates = form.get("do") == "associate";
    let reach = match associates {
        true => PsaReach {
            associated: ids(&form, "company_id"),
            ..reach
        },
        false => PsaReach {
            filter: typed,
            ..reach
        },
    };
    let done = if form.get("do") == "preview" {
        let counted = engine.preview_psa_reach(admin, id, reach).await;
        counted.map(Some)
    } else {
        engine.set_psa_reach(admin, id, reach).await.map(|()| None)
    };
    match done {
        Ok(Some(counted)) => {
            view.preview = true;
            view.count = format!("With this, {}", count(counted));
            page(200, &view)
        }
        Ok(None) if associates => Ok(see_other(&format!("/console/psa/{id}?done=associated"))),
        Ok(None) => Ok(see_other(&format!("/console/psa/{id}/filter?done=saved"))),
        Err(Failure::Refused(refusal)) => {
            let text = format!("{} {}", refusal.sentence(), refusal.remedy());
            view.notice = Some(Notice::new(Tone::Bad, text));
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
