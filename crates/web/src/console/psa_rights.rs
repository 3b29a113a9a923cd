//! What the API member's role needs, and how the real one compares.

use super::psa_connection::{head, id_of, is_bms};
use super::reading::shell;
use crate::answer::{Answer, page};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{ExcessLine, NeedLine, PsaRightsPage, Tick};
use crate::view::{Notice, Tone};
use engine::Failure;
use engine::directory::{RightsRefusal, RightsReport};
use kernel::{PsaConnectionId, Refusal};
use model::directory::ConnectionRefusal;
use protocol::psa::connectwise::rights::{Deed, Difference, LEAST, Need, Purpose};

fn need(need: &Need, missing: &[Difference], role: &str) -> NeedLine {
    let deeds: Vec<&str> = need.deeds.iter().map(|deed: &Deed| deed.words()).collect();
    NeedLine {
        module: need.module,
        function: need.function,
        deeds: deeds.join(", "),
        tables: need.tables.join(", "),
        purpose: need.purpose.words(),
        missing: missing.iter().map(|d| d.steps(role)).collect(),
    }
}

fn purposes(chosen: &[Purpose]) -> Vec<Tick> {
    let tick = |purpose: Purpose| Tick {
        value: purpose.as_str().into(),
        text: purpose.words().into(),
        detail: String::new(),
        ticked: chosen.contains(&purpose),
    };
    Purpose::ALL.into_iter().map(tick).collect()
}

/// The table alone.
fn table(chosen: &[Purpose]) -> Vec<NeedLine> {
    let wanted = LEAST.iter().filter(|n| chosen.contains(&n.purpose));
    wanted.map(|n| need(n, &[], "")).collect()
}

async fn view(
    ctx: &Ctx<Master>,
    id: PsaConnectionId,
    chosen: &[Purpose],
) -> Result<PsaRightsPage, Failed> {
    let folder = ctx.app.engine.get_psa_connection(&ctx.who.1, id).await?;
    let connection = folder.card.connection;
    let bms = is_bms(&connection);
    Ok(PsaRightsPage {
        shell: shell(ctx, "/console/psa").await?,
        head: Some(head(&connection, "/rights")),
        bms,
        member: connection.api_member,
        purposes: purposes(chosen),
        needs: if bms { Vec::new() } else { table(chosen) },
        ..PsaRightsPage::default()
    })
}

/// `GET /console/psa/rights`: before there is a connection.
pub async fn show_steps(ctx: Ctx<Master>) -> Answer {
    let view = PsaRightsPage {
        shell: shell(&ctx, "/console/psa").await?,
        needs: table(&Purpose::ALL),
        ..PsaRightsPage::default()
    };
    page(200, &view)
}

/// `GET /console/psa/{connection}/rights`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    page(200, &view(&ctx, id_of(&ctx)?, &Purpose::ALL).await?)
}

fn compared(view: &mut PsaRightsPage, report: RightsReport) {
    let role = report.role;
    view.needs = report
        .rows
        .iter()
        .map(|row| need(row.need, &row.missing, &role))
        .collect();
    view.excess = report
        .excessive
        .into_iter()
        .map(|d| ExcessLine {
            held: format!("{}: {}", d.deed.words(), d.held.words()),
            steps: d.steps(&role),
            module: d.module,
            function: d.function,
        })
        .collect();
    view.tables = report.tables;
    view.role = Some(role);
}

/// `POST /console/psa/{connection}/rights`: compares. Nothing is kept, and nothing changes in the PSA.
pub async fn check(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let chosen: Vec<Purpose> = form.all("purpose").filter_map(Purpose::parse).collect();
    let mut view = view(&ctx, id, &chosen).await?;
    if chosen.is_empty() {
        let text = "Tick at least one thing that the connection is used for.";
        view.notice = Some(Notice::new(Tone::Bad, text));
        return page(422, &view);
    }
    let engine = &ctx.app.engine;
    match engine.check_psa_rights(&ctx.who.1, id, &chosen).await {
        Ok(report) => {
            compared(&mut view, report);
            page(200, &view)
        }
        Err(Failure::Refused(refusal @ RightsRefusal::Connection(ConnectionRefusal::Unknown))) => {
            Err(Failed::of(&refusal))
        }
        Err(Failure::Refused(refusal)) => {
            let text = format!("{} {}", refusal.sentence(), refusal.remedy());
            view.notice = Some(Notice::new(Tone::Bad, text));
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
