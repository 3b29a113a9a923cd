//! Connections to PSAs: the list, a new one, and what its form says.

use super::reading::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::fresh::{FreshFactor, LEFT_OUT};
use crate::guard::Master;
use crate::view::console::{
    PsaConnectionLine, PsaConnectionsPage, PsaFields, PsaNewPage, PsaStepLine, thousands,
};
use crate::view::{Field, Notice, Tone};
use engine::Failure;
use engine::directory::{PsaConnectionCard, PsaDraftRefusal, TestReport};
use kernel::Refusal;
use model::directory::{
    ConnectionRefusal, ConnectionState, MOST_CONNECTIONS, PsaConnection, PsaConnectionDraft,
    PsaVendor, SyncGlance,
};
use protocol::psa::connectwise::LoginRefusal;

/// How the reading of a connection stands, in words.
pub(super) fn pass(sync: Option<&SyncGlance>) -> String {
    match sync {
        Some(s) if s.running && s.rows_expected > 0 => format!(
            "Under way: {} of {} rows",
            thousands(s.rows_read),
            thousands(s.rows_expected)
        ),
        Some(s) if s.running => format!("Under way: {} rows", thousands(s.rows_read)),
        Some(s) if !s.fault.is_empty() => s.fault.clone(),
        Some(s) => s
            .passed_at
            .map_or_else(|| "Not read yet".into(), |at| at.for_people()),
        None => "Not read yet".into(),
    }
}

fn line(card: &PsaConnectionCard) -> PsaConnectionLine {
    let connection = &card.connection;
    let (test, test_tone, tested) = match &card.tested {
        None => ("Not tested", "warn", String::new()),
        Some((report, at)) if report.passed() => ("Passed", "good", at.for_people()),
        Some((_, at)) => ("Failed", "bad", at.for_people()),
    };
    let active = connection.state == ConnectionState::Active;
    PsaConnectionLine {
        id: connection.id.to_string(),
        name: connection.heading(),
        host: connection.host.clone(),
        company: connection.company.clone(),
        state: if active { "Active" } else { "Paused" },
        tone: if active { "good" } else { "info" },
        test,
        test_tone,
        tested,
        pass: pass(card.sync.as_ref()),
    }
}

/// `GET /console/psa`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let cards = ctx.app.engine.list_psa_connections(&ctx.who.1).await?;
    let forgotten = ctx.query().get("done") == "forgotten";
    let view = PsaConnectionsPage {
        shell: shell(&ctx, "/console/psa").await?,
        notice: forgotten.then(|| {
            let text =
                "The connection was forgotten. Nothing was changed in the PSA: end its keys there.";
            Notice::new(Tone::Good, text)
        }),
        room: i64::try_from(cards.len()).unwrap_or(MOST_CONNECTIONS) < MOST_CONNECTIONS,
        rows: cards.iter().map(line).collect(),
    };
    page(200, &view)
}

/// A connection as its form shows it. Keys stay inside.
pub(super) fn fields(connection: &PsaConnection, operator_client_id: bool) -> PsaFields {
    PsaFields {
        bms: connection.vendor == PsaVendor::Bms,
        kept: true,
        operator_client_id,
        name: Field::of(connection.name.as_str()),
        host: Field::of(&connection.host),
        company: Field::of(&connection.company),
        account: Field::of(&connection.account),
        client_id: Field::of(&connection.client_id),
        api_member: Field::of(&connection.api_member),
        ..PsaFields::default()
    }
}

/// What a form says of a connection.
pub(super) fn draft(form: &Form, vendor: PsaVendor) -> PsaConnectionDraft {
    let text = |name: &str| form.get(name).to_owned();
    PsaConnectionDraft {
        vendor,
        name: text("name"),
        host: text("host"),
        company: text("company"),
        account: text("account"),
        public: form.secret("public_key"),
        private: form.secret("private_key"),
        client_id: text("client_id"),
        api_member: text("api_member"),
    }
}

/// What was typed, into the form again; keys never.
pub(super) fn typed(form: &Form, fields: &mut PsaFields) {
    fields.name = Field::of(form.shown("name"));
    fields.host = Field::of(form.shown("host"));
    fields.company = Field::of(form.shown("company"));
    fields.account = Field::of(form.shown("account"));
    fields.client_id = Field::of(form.shown("client_id"));
    fields.api_member = Field::of(form.shown("api_member"));
}

/// Marks keys that were typed before the confirmation, which carries none along: they are asked for
/// again, so that they do not pass for fields that were left empty to keep what is there.
pub(super) fn keys_left_out(form: &Form, fields: &mut PsaFields) -> bool {
    let told = "It was not kept while you confirmed that it is you. Type it again.";
    let mut any = false;
    for name in form.all(LEFT_OUT) {
        let fault = match name {
            "public_key" if form.get("public_key").is_empty() => &mut fields.public_key,
            "private_key" if form.get("private_key").is_empty() => &mut fields.private_key,
            _ => continue,
        };
        *fault = Some(told.into());
        any = true;
    }
    any
}

/// Puts a refusal beside the field that it is about; a text where it is about none.
pub(super) fn refuse(
    fields: &mut PsaFields,
    refusal: &PsaDraftRefusal,
) -> Result<Option<String>, Failed> {
    use ConnectionRefusal as C;
    let text = format!("{} {}", refusal.sentence(), refusal.remedy());
    let field = match refusal {
        PsaDraftRefusal::Connection(C::Unknown) => return Err(Failed::of(refusal)),
        PsaDraftRefusal::Connection(C::Name | C::NameTaken) => &mut fields.name.fault,
        PsaDraftRefusal::Connection(C::Account) => &mut fields.account.fault,
        PsaDraftRefusal::Connection(C::ApiMember) => &mut fields.api_member.fault,
        PsaDraftRefusal::Connection(C::Password | C::KeysAgain)
        | PsaDraftRefusal::Login(LoginRefusal::PrivateKey) => &mut fields.private_key,
        PsaDraftRefusal::Login(LoginRefusal::PublicKey) => &mut fields.public_key,
        PsaDraftRefusal::BaseUrl(_) | PsaDraftRefusal::Region(_) => &mut fields.host.fault,
        PsaDraftRefusal::Login(LoginRefusal::Company) | PsaDraftRefusal::Connection(C::Tenant) => {
            &mut fields.company.fault
        }
        PsaDraftRefusal::Login(LoginRefusal::ClientId) => &mut fields.client_id.fault,
        PsaDraftRefusal::Connection(_) => return Ok(Some(text)),
    };
    *field = Some(text);
    Ok(None)
}

/// The steps of a test.
pub(super) fn steps(report: &TestReport) -> Vec<PsaStepLine> {
    let line = |step: &engine::directory::TestStep| PsaStepLine {
        what: step.what.clone(),
        code: step.code.clone(),
        sentence: step.sentence.clone(),
        remedy: step.remedy.clone(),
    };
    report.steps.iter().map(line).collect()
}

/// What a test found, in a line.
pub(super) fn found(report: &TestReport, then: &str) -> Notice {
    match report.passed() {
        true => Notice::new(
            Tone::Good,
            format!("Everything that is needed works. {then}"),
        ),
        false => Notice::new(
            Tone::Bad,
            format!("The test found something to mend; it stands below. {then}"),
        ),
    }
}

/// Whether the host was put right, and how it is kept.
pub(super) fn put_right(typed: &str, kept: &str) -> String {
    match typed.trim() == kept {
        true => String::new(),
        false => format!(
            "&host={}",
            form_urlencoded::byte_serialize(kept.as_bytes()).collect::<String>()
        ),
    }
}

async fn blank(ctx: &Ctx<Master>, vendor: Option<PsaVendor>) -> Result<PsaNewPage, Failed> {
    let operators = &ctx.app.engine.settings().psa.connectwise_client_id;
    Ok(PsaNewPage {
        shell: shell(ctx, "/console/psa").await?,
        vendor: vendor.map_or("", PsaVendor::as_str),
        title: vendor.map_or("", PsaVendor::words),
        fields: PsaFields {
            bms: vendor == Some(PsaVendor::Bms),
            operator_client_id: !operators.is_empty(),
            ..PsaFields::default()
        },
        ..PsaNewPage::default()
    })
}

/// `GET /console/psa/new`: whose PSA, then its credentials.
pub async fn show_new(ctx: Ctx<Master>) -> Answer {
    let vendor = PsaVendor::parse(ctx.query().get("vendor"));
    page(200, &blank(&ctx, vendor).await?)
}

/// `POST /console/psa/new`: tests or keeps what was typed, after a new proof by a factor.
pub async fn make(ctx: Ctx<FreshFactor<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let Some(vendor) = PsaVendor::parse(form.get("vendor")) else {
        return Ok(see_other("/console/psa/new"));
    };
    let mut view = blank(&ctx, Some(vendor)).await?;
    typed(&form, &mut view.fields);
    if keys_left_out(&form, &mut view.fields) {
        return page(422, &view);
    }
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let draft = draft(&form, vendor);
    if form.get("do") == "test" {
        return match engine.test_psa_draft(admin, None, draft).await {
            Ok(report) => {
                let then = "Nothing is kept yet: type the keys again, then Update.";
                view.notice = Some(found(&report, then));
                view.steps = steps(&report);
                page(200, &view)
            }
            Err(failure) => not_taken(view, failure),
        };
    }
    match engine.make_psa_connection(admin, draft).await {
        Ok(id) => {
            let kept = engine.get_psa_connection(admin, id).await?;
            let more = put_right(form.get("host"), &kept.card.connection.host);
            Ok(see_other(&format!("/console/psa/{id}?done=made{more}")))
        }
        Err(failure) => not_taken(view, failure),
    }
}

fn not_taken(mut view: PsaNewPage, failure: Failure<PsaDraftRefusal>) -> Answer {
    match failure {
        Failure::Refused(refusal) => {
            let told = refuse(&mut view.fields, &refusal)?;
            view.notice = told.map(|text| Notice::new(Tone::Bad, text));
            page(422, &view)
        }
        Failure::Broken(broken) => Err(broken.into()),
    }
}
