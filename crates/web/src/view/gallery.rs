//! Every page and every mail in each of its states: for the tests that look at all of them.

use super::{Page, Refusal, console, hub, mail, mail::Mail, signin};
use crate::words::Words;

/// One page or mail in one state.
pub struct Sample {
    /// Place of its file under `view/`, with dashes: `signin-identify`, `mail-activation`.
    pub page: &'static str,
    /// Name of the state: `typical`, `faulty`, `long`, `empty` and others.
    pub case: &'static str,
    /// What the page needs beyond the policy of every page.
    pub policy: &'static str,
    /// The whole page.
    pub html: String,
    /// The plain text beside it: mails only.
    pub text: Option<String>,
}

/// Renders all samples of all pages and mails in these words, in the order in which a person meets
/// them.
///
/// # Errors
/// Only when a template cannot be written, which is a fault of the program.
pub fn gallery(words: &Words) -> Result<Vec<Sample>, askama::Error> {
    let mut all = Vec::new();
    pages(
        &mut all,
        "signin-identify",
        signin::Identify::samples(words),
    )?;
    pages(&mut all, "signin-company", signin::Company::samples(words))?;
    pages(
        &mut all,
        "signin-password",
        signin::Password::samples(words),
    )?;
    pages(&mut all, "signin-code", signin::Code::samples(words))?;
    pages(&mut all, "signin-phone", signin::Phone::samples(words))?;
    pages(
        &mut all,
        "signin-companion",
        signin::Companion::samples(words),
    )?;
    pages(
        &mut all,
        "signin-recovery",
        signin::Recovery::samples(words),
    )?;
    pages(&mut all, "signin-choose", signin::Choose::samples(words))?;
    pages(
        &mut all,
        "signin-choose-tenant",
        signin::ChooseTenant::samples(words),
    )?;
    pages(
        &mut all,
        "signin-activation-due",
        signin::ActivationDue::samples(words),
    )?;
    pages(
        &mut all,
        "signin-activate",
        signin::Activate::samples(words),
    )?;
    pages(&mut all, "signin-enrol", signin::Enrol::samples(words))?;
    pages(
        &mut all,
        "signin-recovery-codes",
        signin::RecoveryCodes::samples(words),
    )?;
    pages(
        &mut all,
        "signin-accept-invitation",
        signin::AcceptInvitation::samples(words),
    )?;
    pages(
        &mut all,
        "signin-enrolment-due",
        signin::EnrolmentDue::samples(words),
    )?;
    pages(
        &mut all,
        "signin-enrol-anew",
        signin::EnrolAnew::samples(words),
    )?;
    pages(
        &mut all,
        "signin-email-link",
        signin::EmailLink::samples(words),
    )?;
    pages(&mut all, "signin-forgot", signin::Forgot::samples(words))?;
    pages(
        &mut all,
        "signin-forgot-sent",
        signin::ForgotSent::samples(words),
    )?;
    pages(&mut all, "signin-reset", signin::Reset::samples(words))?;
    pages(
        &mut all,
        "signin-first-run",
        signin::FirstRun::samples(words),
    )?;
    pages(
        &mut all,
        "signin-first-run-done",
        signin::FirstRunDone::samples(words),
    )?;
    pages(&mut all, "signin-confirm", signin::Confirm::samples(words))?;
    pages(
        &mut all,
        "signin-confirm-sign-out",
        signin::ConfirmSignOut::samples(words),
    )?;
    pages(
        &mut all,
        "signin-signed-out",
        signin::SignedOut::samples(words),
    )?;
    pages(
        &mut all,
        "signin-device-code",
        signin::DeviceCode::samples(words),
    )?;
    pages(
        &mut all,
        "signin-device-question",
        signin::DeviceQuestion::samples(words),
    )?;
    pages(
        &mut all,
        "signin-device-done",
        signin::DeviceDone::samples(words),
    )?;
    pages(
        &mut all,
        "signin-post-answer",
        signin::PostAnswer::samples(words),
    )?;
    pages(&mut all, "refusal", Refusal::samples(words))?;
    pages(&mut all, "hub-my-modules", hub::MyModules::samples(words))?;
    pages(&mut all, "hub-launcher", hub::Launcher::samples(words))?;
    pages(&mut all, "hub-my-settings", hub::MySettings::samples(words))?;
    pages(&mut all, "hub-my-language", hub::MyLanguage::samples(words))?;
    pages(&mut all, "hub-my-profile", hub::MyProfile::samples(words))?;
    pages(&mut all, "hub-my-security", hub::MySecurity::samples(words))?;
    pages(&mut all, "hub-my-password", hub::MyPassword::samples(words))?;
    pages(
        &mut all,
        "hub-add-authenticator",
        hub::AddAuthenticator::samples(words),
    )?;
    pages(&mut all, "hub-add-passkey", hub::AddPasskey::samples(words))?;
    pages(&mut all, "hub-add-phone", hub::AddPhone::samples(words))?;
    pages(&mut all, "hub-my-devices", hub::MyDevices::samples(words))?;
    pages(
        &mut all,
        "hub-my-module-urls",
        hub::MyModuleUrls::samples(words),
    )?;
    pages(&mut all, "hub-my-activity", hub::MyActivity::samples(words))?;
    pages(&mut all, "hub-my-order", hub::MyOrder::samples(words))?;
    pages(&mut all, "hub-my-codes", hub::MyCodes::samples(words))?;
    console_pages(&mut all)?;
    mails(
        &mut all,
        words,
        "mail-activation",
        mail::Activation::samples(words),
    )?;
    mails(
        &mut all,
        words,
        "mail-invitation",
        mail::Invitation::samples(words),
    )?;
    mails(
        &mut all,
        words,
        "mail-password-reset",
        mail::PasswordReset::samples(words),
    )?;
    mails(
        &mut all,
        words,
        "mail-password-changed",
        mail::PasswordChanged::samples(words),
    )?;
    mails(
        &mut all,
        words,
        "mail-factor-enrolled",
        mail::FactorEnrolled::samples(words),
    )?;
    mails(
        &mut all,
        words,
        "mail-recovery-code-used",
        mail::RecoveryCodeUsed::samples(words),
    )?;
    mails(
        &mut all,
        words,
        "mail-contact-access",
        mail::ContactAccess::samples(words),
    )?;
    mails(
        &mut all,
        words,
        "mail-confirm-email",
        mail::ConfirmEmail::samples(words),
    )?;
    mails(
        &mut all,
        words,
        "mail-email-wanted",
        mail::EmailWanted::samples(words),
    )?;
    mails(
        &mut all,
        words,
        "mail-email-change-asked",
        mail::EmailChangeAsked::samples(words),
    )?;
    mails(
        &mut all,
        words,
        "mail-factors-reset",
        mail::FactorsReset::samples(words),
    )?;
    mails(
        &mut all,
        words,
        "mail-account-notice",
        mail::AccountNotice::samples(words),
    )?;
    mails(
        &mut all,
        words,
        "mail-sign-in-blocked",
        mail::SignInBlocked::samples(words),
    )?;
    mails(&mut all, words, "mail-test", mail::Test::samples(words))?;
    for (case, letter) in mail::Letter::samples() {
        let rendered = letter.render(words, "A letter".into())?;
        all.push(Sample {
            page: "mail-letter",
            case,
            policy: "",
            html: rendered.html,
            text: Some(rendered.text),
        });
    }
    Ok(all)
}

fn console_pages(all: &mut Vec<Sample>) -> Result<(), askama::Error> {
    pages(all, "console-members", console::MembersPage::samples())?;
    pages(all, "console-bulk", console::BulkPage::samples())?;
    pages(all, "console-contacts", console::ContactsPage::samples())?;
    pages(all, "console-contact", console::ContactPage::samples())?;
    pages(
        all,
        "console-contact-bulk",
        console::ContactBulkPage::samples(),
    )?;
    pages(
        all,
        "console-contact-readiness",
        console::ContactReadinessPage::samples(),
    )?;
    pages(all, "console-profiles", console::ProfilesPage::samples())?;
    pages(all, "console-profile", console::ProfilePage::samples())?;
    pages(all, "console-import", console::ImportPage::samples())?;
    pages(
        all,
        "console-import-check",
        console::ImportCheckPage::samples(),
    )?;
    pages(all, "console-invite", console::InvitePage::samples())?;
    pages(all, "console-member", console::MemberPage::samples())?;
    pages(all, "console-audit", console::AuditPage::samples())?;
    pages(all, "console-jobs", console::JobsPage::samples())?;
    pages(all, "console-mails", console::MailsPage::samples())?;
    pages(all, "console-settings", console::SettingsPage::samples())?;
    pages(
        all,
        "console-mail-server",
        console::MailServerPage::samples(),
    )?;
    pages(all, "console-readiness", console::ReadinessPage::samples())?;
    pages(all, "console-groups", console::GroupsPage::samples())?;
    pages(all, "console-api-keys", console::ApiKeysPage::samples())?;
    pages(all, "console-api-key", console::ApiKeyPage::samples())?;
    pages(
        all,
        "console-api-key-made",
        console::ApiKeyMadePage::samples(),
    )?;
    pages(all, "console-group", console::GroupPage::samples())?;
    pages(all, "console-modules", console::ModulesPage::samples())?;
    pages(all, "console-catalogue", console::CataloguePage::samples())?;
    pages(all, "console-module-new", console::NewModulePage::samples())?;
    pages(all, "console-module", console::ModulePage::samples())?;
    pages(
        all,
        "console-module-people",
        console::ModulePeoplePage::samples(),
    )?;
    pages(
        all,
        "console-module-login",
        console::ModuleLoginPage::samples(),
    )?;
    pages(
        all,
        "console-module-settings",
        console::ModuleSettingsPage::samples(),
    )?;
    pages(all, "console-offboard", console::OffboardPage::samples())?;
    pages(
        all,
        "console-offboarding",
        console::OffboardingPage::samples(),
    )?;
    pages(
        all,
        "console-offboardings",
        console::OffboardingsPage::samples(),
    )?;
    pages(all, "console-insights", console::InsightsPage::samples())?;
    pages(all, "console-evidence", console::EvidencePage::samples())?;
    pages(all, "console-companies", console::CompaniesPage::samples())?;
    pages(all, "console-company", console::CompanyPage::samples())?;
    pages(all, "console-mappings", console::MappingsPage::samples())?;
    pages(all, "console-mapping", console::MappingPage::samples())?;
    pages(
        all,
        "console-mapping-map",
        console::MappingMapPage::samples(),
    )?;
    pages(
        all,
        "console-mapping-import",
        console::MappingImportPage::samples(),
    )?;
    pages(
        all,
        "console-mapping-parameters",
        console::MappingParametersPage::samples(),
    )?;
    pages(
        all,
        "console-mapping-preview",
        console::MappingPreviewPage::samples(),
    )?;
    pages(all, "console-clients", console::ClientsPage::samples())?;
    pages(all, "console-client", console::ClientPage::samples())?;
    pages(all, "console-webhooks", console::WebhooksPage::samples())?;
    pages(all, "console-webhook", console::WebhookPage::samples())?;
    psa_pages(all)
}

fn psa_pages(all: &mut Vec<Sample>) -> Result<(), askama::Error> {
    pages(
        all,
        "console-psa-connections",
        console::PsaConnectionsPage::samples(),
    )?;
    pages(all, "console-psa-new", console::PsaNewPage::samples())?;
    pages(
        all,
        "console-psa-connection",
        console::PsaConnectionPage::samples(),
    )?;
    pages(
        all,
        "console-psa-differences",
        console::PsaDifferencesPage::samples(),
    )?;
    pages(all, "console-psa-filter", console::PsaFilterPage::samples())?;
    pages(all, "console-psa-rights", console::PsaRightsPage::samples())?;
    pages(
        all,
        "console-psa-addresses",
        console::PsaAddressesPage::samples(),
    )
}

fn pages<P: Page>(
    all: &mut Vec<Sample>,
    page: &'static str,
    samples: Vec<(&'static str, P)>,
) -> Result<(), askama::Error> {
    for (case, sample) in samples {
        all.push(Sample {
            page,
            case,
            policy: sample.own_policy(),
            html: sample.render()?,
            text: None,
        });
    }
    Ok(())
}

fn mails<M: Mail>(
    all: &mut Vec<Sample>,
    words: &Words,
    page: &'static str,
    samples: Vec<(&'static str, M)>,
) -> Result<(), askama::Error> {
    for (case, sample) in samples {
        let rendered = sample.render(words)?;
        all.push(Sample {
            page,
            case,
            policy: "",
            html: rendered.html,
            text: Some(rendered.text),
        });
    }
    Ok(())
}

#[cfg(test)]
#[path = "gallery_tests.rs"]
mod tests;
