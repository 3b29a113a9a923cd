//! Which page belongs to which step.

use crate::answer::{Answer, page, see_other};
use crate::failure::Failed;
use crate::view::signin::{
    ActivationDue, Choice, Choose, Code, Company, Enrol, EnrolmentDue, Identify, Password, Phone,
    Recovery, RecoveryCodes,
};
use crate::view::{Field, Notice, Tone, qr};
use crate::words::Words;
use engine::Engine;
use engine::identity::{PasskeyQuestion, PhoneQuestion};
use kernel::Secret;
use model::identity::{Affiliation, Destination, Flow, Step};

/// The first page.
pub fn identify_page(
    words: Words,
    action: &str,
    continue_to: Option<String>,
    typed: &str,
    fault: Option<String>,
    notice: Option<Notice>,
) -> Identify {
    Identify {
        words,
        action: action.to_owned(),
        continue_to,
        identifier: Field {
            value: typed.to_owned(),
            fault,
        },
        notice,
        forgot_href: "/forgot".into(),
        passkeys: false,
    }
}

fn continue_to(flow: &Flow) -> Option<String> {
    match &flow.destination {
        Destination::Authorize { continue_to, .. } => Some(continue_to.clone()),
        _ => None,
    }
}

/// What a page says besides its step.
#[derive(Default)]
pub struct Remark {
    /// At the field.
    pub fault: Option<String>,
    /// What was typed into it.
    pub typed: String,
    /// Above the form.
    pub notice: Option<Notice>,
    /// Whether a code is asked for, and the question for a passkey: at the step of the code.
    pub second: (bool, Option<PasskeyQuestion>),
    /// Whether her phone can be asked: at the step of the code.
    pub has_phone: bool,
    /// The question on her phone, at its step.
    pub question: Option<PhoneQuestion>,
}

/// The page of the step that is due.
///
/// # Errors
/// When the step has no page, which is a fault of the program.
pub fn step_page(
    engine: &Engine,
    words: Words,
    flow: &Flow,
    path: &str,
    choices: &[Affiliation],
    status: u16,
    remark: Remark,
) -> Answer {
    let (action, identifier) = (path.to_owned(), flow.typed.clone());
    let field = Field {
        value: remark.typed.clone(),
        fault: remark.fault.clone(),
    };
    match &flow.step {
        Step::Identify => {
            let typed = if remark.typed.is_empty() {
                &flow.typed
            } else {
                &remark.typed
            };
            let view = identify_page(
                words,
                path,
                continue_to(flow),
                typed,
                remark.fault,
                remark.notice,
            );
            page(
                status,
                &Identify {
                    passkeys: engine.has_passkeys(),
                    ..view
                },
            )
        }
        Step::Company => page(
            status,
            &Company {
                words,
                action,
                identifier,
                company: field,
                back_href: format!("{path}/again"),
            },
        ),
        Step::Password => page(
            status,
            &Password {
                words,
                action,
                identifier,
                password_fault: remark.fault,
                notice: remark.notice,
                forgot_href: "/forgot".into(),
                back_href: format!("{path}/again"),
                continue_to: continue_to(flow),
            },
        ),
        Step::ActivationDue => page(
            status,
            &ActivationDue {
                words,
                identifier,
                sender: engine.settings().sender_address().to_owned(),
                resend_action: "/forgot".into(),
            },
        ),
        Step::EnrolmentDue => page(
            status,
            &EnrolmentDue {
                words,
                identifier,
                sender: engine.settings().sender_address().to_owned(),
            },
        ),
        Step::Enrol(secret) => page(
            status,
            &enrol_page(engine, words, flow, action, secret, field)?,
        ),
        Step::RecoveryCodes(codes) => page(
            status,
            &RecoveryCodes {
                words,
                action,
                codes: codes.clone(),
                confirm_fault: remark.fault,
                download_action: Some(format!("{path}/recovery-codes.txt")),
            },
        ),
        Step::Code => page(
            status,
            &Code {
                words,
                action,
                identifier,
                code: field,
                notice: remark.notice,
                has_code: remark.second.0,
                passkey: remark.second.1.map(Into::into),
                has_phone: remark.has_phone,
                recovery_href: format!("{path}/recovery"),
            },
        ),
        Step::Push(_) => {
            let Some(question) = remark.question else {
                return Ok(see_other(path));
            };
            let notice = Phone::notice_of(&words, question.state);
            page(
                status,
                &Phone {
                    words,
                    action,
                    identifier,
                    number: question.number,
                    seconds_left: u64::try_from(question.seconds_left).unwrap_or(0),
                    state: question.state,
                    notice: remark.notice.or(notice),
                    looks: true,
                },
            )
        }
        Step::Choose => page(
            status,
            &Choose {
                action,
                choices: choices.iter().map(|c| choice(&words, c)).collect(),
                continue_to: continue_to(flow),
                words,
            },
        ),
        Step::Done => Err(Failed::not_found()),
    }
}

/// The page for a recovery code, which stands beside the one for a code.
pub fn recovery_page(
    words: Words,
    flow: &Flow,
    path: &str,
    status: u16,
    fault: Option<String>,
    typed: String,
) -> Answer {
    page(
        status,
        &Recovery {
            words,
            action: format!("{path}/recovery"),
            identifier: flow.typed.clone(),
            code: Field {
                value: typed,
                fault,
            },
            code_href: path.to_owned(),
        },
    )
}

fn enrol_page(
    engine: &Engine,
    words: Words,
    flow: &Flow,
    action: String,
    secret: &[u8],
    code: Field,
) -> Result<Enrol, Failed> {
    let secret = Secret::new(secret.to_vec());
    let issuer = engine.settings().authenticator_issuer.clone();
    let broken = || Failed::broken("the enrolment page could not be made");
    let uri = protocol::totp::otpauth_uri(&secret, &issuer, &flow.typed).ok_or_else(broken)?;
    Ok(Enrol {
        action,
        account: flow.typed.clone(),
        issuer,
        qr_svg: qr::picture(&uri).map_err(|_| broken())?,
        secret: protocol::totp::typed_secret(&secret),
        code,
        reason: Some(words.enrol_reason().into()),
        words,
    })
}

fn choice(words: &Words, place: &Affiliation) -> Choice {
    let detail = match (&place.company_name, place.hub_role) {
        (Some(_), _) => words.choose_by(&place.partner_name),
        (None, Some(role)) => words.role(role).to_owned(),
        (None, None) => String::new(),
    };
    Choice {
        value: place.id.to_string(),
        title: place
            .company_name
            .clone()
            .unwrap_or_else(|| place.partner_name.clone()),
        detail,
    }
}

/// A remark above the form.
pub fn warning(text: impl Into<String>) -> Option<Notice> {
    Some(Notice::new(Tone::Warn, text))
}
