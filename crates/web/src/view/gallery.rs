//! Every page and every mail in each of its states: for the tests that look at all of them.

use super::{Refusal, console, hub, mail, mail::Mail, signin};

/// One page or mail in one state.
pub struct Sample {
    /// Place of its file under `view/`, with dashes: `signin-identify`, `mail-activation`.
    pub page: &'static str,
    /// Name of the state: `typical`, `faulty`, `long`, `empty` and others.
    pub case: &'static str,
    /// The whole page.
    pub html: String,
    /// The plain text beside it: mails only.
    pub text: Option<String>,
}

/// Renders all samples of all pages and mails, in the order in which a person meets them.
///
/// # Errors
/// Only when a template cannot be written, which is a fault of the program.
pub fn gallery() -> Result<Vec<Sample>, askama::Error> {
    let mut all = Vec::new();
    pages(&mut all, "signin-identify", signin::Identify::samples())?;
    pages(&mut all, "signin-company", signin::Company::samples())?;
    pages(&mut all, "signin-password", signin::Password::samples())?;
    pages(&mut all, "signin-code", signin::Code::samples())?;
    pages(&mut all, "signin-recovery", signin::Recovery::samples())?;
    pages(&mut all, "signin-choose", signin::Choose::samples())?;
    pages(
        &mut all,
        "signin-activation-due",
        signin::ActivationDue::samples(),
    )?;
    pages(&mut all, "signin-activate", signin::Activate::samples())?;
    pages(&mut all, "signin-enrol", signin::Enrol::samples())?;
    pages(
        &mut all,
        "signin-recovery-codes",
        signin::RecoveryCodes::samples(),
    )?;
    pages(
        &mut all,
        "signin-accept-invitation",
        signin::AcceptInvitation::samples(),
    )?;
    pages(
        &mut all,
        "signin-enrolment-due",
        signin::EnrolmentDue::samples(),
    )?;
    pages(&mut all, "signin-enrol-anew", signin::EnrolAnew::samples())?;
    pages(&mut all, "signin-email-link", signin::EmailLink::samples())?;
    pages(&mut all, "signin-forgot", signin::Forgot::samples())?;
    pages(
        &mut all,
        "signin-forgot-sent",
        signin::ForgotSent::samples(),
    )?;
    pages(&mut all, "signin-reset", signin::Reset::samples())?;
    pages(&mut all, "signin-first-run", signin::FirstRun::samples())?;
    pages(
        &mut all,
        "signin-first-run-done",
        signin::FirstRunDone::samples(),
    )?;
    pages(&mut all, "signin-confirm", signin::Confirm::samples())?;
    pages(
        &mut all,
        "signin-confirm-sign-out",
        signin::ConfirmSignOut::samples(),
    )?;
    pages(&mut all, "signin-signed-out", signin::SignedOut::samples())?;
    pages(
        &mut all,
        "signin-device-code",
        signin::DeviceCode::samples(),
    )?;
    pages(
        &mut all,
        "signin-device-question",
        signin::DeviceQuestion::samples(),
    )?;
    pages(
        &mut all,
        "signin-device-done",
        signin::DeviceDone::samples(),
    )?;
    pages(
        &mut all,
        "signin-post-answer",
        signin::PostAnswer::samples(),
    )?;
    pages(&mut all, "refusal", Refusal::samples())?;
    pages(&mut all, "hub-my-modules", hub::MyModules::samples())?;
    pages(&mut all, "hub-launcher", hub::Launcher::samples())?;
    pages(&mut all, "hub-my-settings", hub::MySettings::samples())?;
    pages(&mut all, "hub-my-profile", hub::MyProfile::samples())?;
    pages(&mut all, "hub-my-security", hub::MySecurity::samples())?;
    pages(&mut all, "hub-my-password", hub::MyPassword::samples())?;
    pages(
        &mut all,
        "hub-add-authenticator",
        hub::AddAuthenticator::samples(),
    )?;
    pages(&mut all, "hub-my-devices", hub::MyDevices::samples())?;
    pages(&mut all, "hub-my-activity", hub::MyActivity::samples())?;
    pages(&mut all, "hub-my-order", hub::MyOrder::samples())?;
    pages(&mut all, "hub-my-codes", hub::MyCodes::samples())?;
    console_pages(&mut all)?;
    mails(&mut all, "mail-activation", mail::Activation::samples())?;
    mails(&mut all, "mail-invitation", mail::Invitation::samples())?;
    mails(
        &mut all,
        "mail-password-reset",
        mail::PasswordReset::samples(),
    )?;
    mails(
        &mut all,
        "mail-password-changed",
        mail::PasswordChanged::samples(),
    )?;
    mails(
        &mut all,
        "mail-factor-enrolled",
        mail::FactorEnrolled::samples(),
    )?;
    mails(
        &mut all,
        "mail-recovery-code-used",
        mail::RecoveryCodeUsed::samples(),
    )?;
    mails(
        &mut all,
        "mail-confirm-email",
        mail::ConfirmEmail::samples(),
    )?;
    mails(&mut all, "mail-email-wanted", mail::EmailWanted::samples())?;
    mails(
        &mut all,
        "mail-email-change-asked",
        mail::EmailChangeAsked::samples(),
    )?;
    mails(
        &mut all,
        "mail-factors-reset",
        mail::FactorsReset::samples(),
    )?;
    mails(
        &mut all,
        "mail-account-notice",
        mail::AccountNotice::samples(),
    )?;
    mails(
        &mut all,
        "mail-sign-in-blocked",
        mail::SignInBlocked::samples(),
    )?;
    for (case, letter) in mail::Letter::samples() {
        let rendered = letter.render("A letter".into())?;
        all.push(Sample {
            page: "mail-letter",
            case,
            html: rendered.html,
            text: Some(rendered.text),
        });
    }
    Ok(all)
}

fn console_pages(all: &mut Vec<Sample>) -> Result<(), askama::Error> {
    pages(all, "console-members", console::MembersPage::samples())?;
    pages(all, "console-bulk", console::BulkPage::samples())?;
    pages(all, "console-import", console::ImportPage::samples())?;
    pages(
        all,
        "console-import-check",
        console::ImportCheckPage::samples(),
    )?;
    pages(all, "console-invite", console::InvitePage::samples())?;
    pages(all, "console-member", console::MemberPage::samples())?;
    pages(all, "console-groups", console::GroupsPage::samples())?;
    pages(all, "console-group", console::GroupPage::samples())
}

fn pages<P: askama::Template>(
    all: &mut Vec<Sample>,
    page: &'static str,
    samples: Vec<(&'static str, P)>,
) -> Result<(), askama::Error> {
    for (case, sample) in samples {
        all.push(Sample {
            page,
            case,
            html: sample.render()?,
            text: None,
        });
    }
    Ok(())
}

fn mails<M: Mail>(
    all: &mut Vec<Sample>,
    page: &'static str,
    samples: Vec<(&'static str, M)>,
) -> Result<(), askama::Error> {
    for (case, sample) in samples {
        let rendered = sample.render()?;
        all.push(Sample {
            page,
            case,
            html: rendered.html,
            text: Some(rendered.text),
        });
    }
    Ok(())
}

#[cfg(test)]
#[path = "gallery_tests.rs"]
mod tests;
