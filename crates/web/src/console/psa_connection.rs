//! One connection to a PSA: its credentials, its tests, pausing and forgetting it.

use super::psa::{draft, fields, found, keys_left_out, pass, put_right, refuse, steps, typed};
use super::reading::{shell, when};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::fresh::FreshFactor;
use crate::guard::Master;
use crate::view::console::{PsaConnectionPage, PsaHead, Tick, thousands};
use crate::view::{Notice, Tone};
use engine::Failure;
use kernel::{PsaConnectionId, Refusal};
use model::directory::{
    ConnectionRefusal, ConnectionState, PsaCompanyName, PsaConnection, PsaVendor,
};

/// The id in an address.
pub(super) fn id_of(ctx: &Ctx<Master>) -> Result<PsaConnectionId, Failed> {
    ctx.placeholder("connection")
        .parse()
        .map_err(|_| Failed::of(&ConnectionRefusal::Unknown))
}

/// The head of a page of a connection; `current` is what follows its address.
pub(super) fn head(connection: &PsaConnection, current: &str) -> PsaHead {
    let active = connection.state == ConnectionState::Active;
    PsaHead::of(
        &connection.id.to_string(),
        &connection.heading(),
        active,
        current,
    )
}

fn tick(company: PsaCompanyName, ticked: bool) -> Tick {
    Tick {
        value: company.id.to_string(),
        text: company.name,
        detail: company.identifier,
        ticked,
    }
}

/// The page as the connection stands; what was looked for is found.
async fn view(
    ctx: &Ctx<Master>,
    id: PsaConnectionId,
) -> Result<(PsaConnectionPage, PsaConnection), Failed> {
    let (engine, admin, query) = (&ctx.app.engine, &ctx.who.1, ctx.query());
    let folder = engine.get_psa_connection(admin, id).await?;
    let connection = folder.card.connection;
    let sought: String = query.get("q").trim().chars().take(100).collect();
    let mut associated: Vec<Tick> = folder
        .associated
        .into_iter()
        .map(|company| tick(company, true))
        .collect();
    if !sought.is_empty() {
        let found = engine.find_psa_companies(admin, id, &sought).await?;
        let new = found
            .into_iter()
            .filter(|company| !connection.associated.contains(&company.id));
        associated.extend(new.map(|company| tick(company, false)));
    }
    let operators = !engine.settings().psa.connectwise_client_id.is_empty();
    let (report, at) = match folder.card.tested {
        Some((report, at)) => (Some(report), Some(at)),
        None => (None, None),
    };
    let page = PsaConnectionPage {
        shell: shell(ctx, "/console/psa").await?,
        head: head(&connection, ""),
        active: connection.state == ConnectionState::Active,
        fields: fields(&connection, operators),
        steps: report.as_ref().map(steps).unwrap_or_default(),
        tested: when(at),
        version: report.map(|r| r.version).unwrap_or_default(),
        pass: pass(folder.card.sync.as_ref()),
        companies: thousands(folder.companies),
        mappings: folder.mappings,
        contacts: thousands(folder.contacts),
        associated,
        sought,
        ..PsaConnectionPage::default()
    };
    Ok((page, connection))
}

/// What stands on the page after something was done.
fn told(query: &Form) -> Option<Notice> {
    let right = match query.shown("host") {
        host if host.is_empty() => String::new(),
        host => format!(" The address was put right: {host}."),
    };
    let good = |text: &str| Some(Notice::new(Tone::Good, format!("{text}{right}")));
    match query.get("done") {
        "made" => good("The connection was made. Test it now.").map(|n| Notice {
            text: format!("{} Companies are read from now on.", n.text),
            ..n
        }),
        "saved" => good("Saved."),
        "associated" => good("Saved. What is mapped is looked at again."),
        "paused" => good("Paused. The PSA is not read until you let it go on."),
        "resumed" => good("The PSA is read again."),
        "passed" => good("The test passed: everything that is needed works."),
        "failed" => Some(Notice::new(
            Tone::Bad,
            "The test found something to mend; it stands below.",
        )),
        _ => None,
    }
}

/// `GET /console/psa/{connection}`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let (mut view, _) = view(&ctx, id_of(&ctx)?).await?;
    view.notice = told(&ctx.query());
    page(200, &view)
}

/// `POST /console/psa/{connection}`: tests, keeps or forgets, after a new proof by a factor.
pub async fn change(ctx: Ctx<FreshFactor<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (mut view, connection) = view(&ctx, id).await?;
    if form.get("do") == "forget" {
        return forget(&ctx, &form, id, view).await;
    }
    typed(&form, &mut view.fields);
    if keys_left_out(&form, &mut view.fields) {
        return page(422, &view);
    }
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let draft = draft(&form, connection.vendor);
    let failure = if form.get("do") == "test" {
        match engine.test_psa_draft(admin, Some(id), draft).await {
            Ok(report) => {
                let then = "Nothing is kept yet: Update keeps it, with the keys typed again where they are new.";
                view.notice = Some(found(&report, then));
                (view.steps, view.of_draft) = (steps(&report), true);
                return page(200, &view);
            }
            Err(failure) => failure,
        }
    } else {
        match engine.change_psa_connection(admin, id, draft).await {
            Ok(()) => {
                let kept = engine.get_psa_connection(admin, id).await?;
                let more = put_right(form.get("host"), &kept.card.connection.host);
                return Ok(see_other(&format!("/console/psa/{id}?done=saved{more}")));
            }
            Err(failure) => failure,
        }
    };
    match failure {
        Failure::Refused(refusal) => {
            let told = refuse(&mut view.fields, &refusal)?;
            view.notice = told.map(|text| Notice::new(Tone::Bad, text));
            page(422, &view)
        }
        Failure::Broken(broken) => Err(broken.into()),
    }
}

async fn forget(
    ctx: &Ctx<Master>,
    form: &Form,
    id: PsaConnectionId,
    mut view: PsaConnectionPage,
) -> Answer {
    if form.get("sure") != "yes" {
        return Ok(see_other(&format!("/console/psa/{id}#danger")));
    }
    let with_mappings = form.get("mappings") == "yes";
    let engine = &ctx.app.engine;
    match engine
        .forget_psa_connection(&ctx.who.1, id, with_mappings)
        .await
    {
        Ok(()) => Ok(see_other("/console/psa?done=forgotten")),
        Err(Failure::Refused(refusal @ ConnectionRefusal::Mapped(_))) => {
            let text = format!("{} {}", refusal.sentence(), refusal.remedy());
            view.notice = Some(Notice::new(Tone::Bad, text));
            page(409, &view)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /console/psa/{connection}/work`: tests, pauses, lets go on.
pub async fn work(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let told = match form.get("do") {
        "pause" => {
            engine.pause_psa_connection(admin, id).await?;
            "paused"
        }
        "resume" => {
            engine.resume_psa_connection(admin, id).await?;
            "resumed"
        }
        _ => match engine.test_psa_connection(admin, id).await?.passed() {
            true => "passed",
            false => "failed",
        },
    };
    Ok(see_other(&format!("/console/psa/{id}?done={told}")))
}

/// Whether it is BMS.
pub(super) fn is_bms(connection: &PsaConnection) -> bool {
    connection.vendor == PsaVendor::Bms
}
