//! How she proves who she is: the list, and authenticators more or less.

use super::shell::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::fresh::FreshFactor;
use crate::guard::SignedIn;
use crate::signin::progress::{status_at_field, with_wait};
use crate::view::hub::{AddAuthenticator, FactorLine, MySecurity};
use crate::view::{Field, Link, Notice, Tone, qr};
use crate::words::Words;
use engine::Failure;
use engine::identity::Proposal;
use model::identity::{OwnAccountRefusal, SignInRefusal};

const HERE: &str = "/settings/security";

/// What has just happened, by the address's word for it.
fn done(words: &Words, done: &str) -> Option<Notice> {
    let said = match done {
        "password" => words.my_password_changed(),
        "added" => words.authenticator_added(),
        "removed" => words.authenticator_removed(),
        "passkey-added" => words.passkey_added(),
        "passkey-removed" => words.passkey_removed(),
        "renamed" => words.passkey_renamed(),
        "phone-added" => words.phone_added(),
        "phone-removed" => words.phone_removed(),
        "phone-renamed" => words.phone_renamed(),
        "phone-over" => return Some(Notice::new(Tone::Warn, words.phone_not_added())),
        "no-phone-name" => return Some(Notice::new(Tone::Warn, words.phone_name_kept())),
        "no-name" => return Some(Notice::new(Tone::Warn, words.passkey_name_kept())),
        _ => return None,
    };
    Some(Notice::new(Tone::Good, said))
}

/// `GET /settings/security`.
pub async fn show(ctx: Ctx<SignedIn>) -> Answer {
    let words = ctx.words();
    let (shell, about) = shell(words.clone(), &ctx.app, &ctx.who.0, HERE).await?;
    let authenticators = (1_usize..)
        .zip(&about.factors)
        .map(|(n, f)| FactorLine {
            id: f.id.to_string(),
            name: words.authenticator_numbered(&n.to_string()),
            added: words.at(f.confirmed_at),
            last_used: words.at(f.last_used_at),
            detail: String::new(),
        })
        .collect();
    let passkeys = ctx.app.engine.my_passkeys(&ctx.who.0).await?;
    let passkeys = passkeys
        .into_iter()
        .map(|p| FactorLine {
            id: p.id.to_string(),
            name: p.name,
            added: words.at(p.created_at),
            last_used: words.last_used(p.last_used_at),
            detail: if p.synced {
                words.passkey_synced()
            } else {
                words.passkey_on_one_device()
            }
            .into(),
        })
        .collect();
    let phones = ctx.app.engine.my_phones(&ctx.who.0).await?;
    let phones = phones
        .into_iter()
        .map(|p| FactorLine {
            id: p.id.to_string(),
            name: p.name,
            added: words.at(p.created_at),
            last_used: words.last_used(p.last_used_at),
            detail: if p.sealed_address.is_some() {
                words.phone_woken()
            } else {
                words.phone_by_itself()
            }
            .into(),
        })
        .collect();
    page(
        200,
        &MySecurity {
            phones,
            shell,
            notice: done(&words, ctx.query().get("done")),
            authenticators,
            passkeys,
            passkeys_work: ctx.app.engine.has_passkeys(),
            codes_left: u64::try_from(about.recovery_codes_left).unwrap_or(0),
        },
    )
}

async fn add_view(
    ctx: &Ctx<FreshFactor<SignedIn>>,
    proposal: Proposal,
    code: Field,
    replace: bool,
) -> Result<AddAuthenticator, Failed> {
    let signed = ctx.who.signed();
    let (shell, about) = shell(ctx.words(), &ctx.app, signed, HERE).await?;
    let issuer = ctx.app.engine.settings().authenticator_issuer.clone();
    let account = signed.identity.email.as_str().to_owned();
    let broken = || Failed::broken("the enrolment page could not be made");
    let uri =
        protocol::totp::otpauth_uri(&proposal.secret, &issuer, &account).ok_or_else(broken)?;
    Ok(AddAuthenticator {
        shell,
        notice: None,
        action: "/settings/authenticators/add".into(),
        secret: protocol::totp::typed_secret(&proposal.secret),
        proposal: proposal.sealed,
        account,
        issuer,
        qr_svg: qr::picture(&uri).map_err(|_| broken())?,
        code,
        replace,
        others: about.factors.len(),
    })
}

/// `GET /settings/authenticators/add`.
pub async fn propose(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    let proposal = ctx.app.engine.propose_authenticator(ctx.who.signed())?;
    page(
        200,
        &add_view(&ctx, proposal, Field::default(), false).await?,
    )
}

/// A refusal as a page of its own, with the way back.
fn elsewhere(words: &Words, refusal: &OwnAccountRefusal) -> Failed {
    Failed::of(refusal).with_actions(vec![Link::new(HERE, words.settings_back_to_security())])
}

/// `POST /settings/authenticators/add`.
pub async fn add(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    let (form, engine, words) = (ctx.form()?, &ctx.app.engine, ctx.words());
    let signed = ctx.who.signed();
    check_form_token(&ctx.app, signed, &form)?;
    let replace = form.get("replace") == "yes";
    let look = |text: &str| match engine.look_at_proposal(signed, text) {
        Ok(proposal) => Ok(proposal),
        Err(Failure::Refused(refusal)) => Err(elsewhere(&words, &refusal)),
        Err(Failure::Broken(broken)) => Err(broken.into()),
    };
    let proposal = look(form.get("proposal"))?;
    let added = engine.add_authenticator(signed, proposal, form.get("code"), replace, &ctx.visitor);
    match added.await {
        Ok(()) => Ok(see_other("/settings/security?done=added")),
        Err(Failure::Refused(OwnAccountRefusal::SignIn(refusal))) => {
            let text = words.told_in_a_line(&refusal);
            let waits = matches!(refusal, SignInRefusal::TooManyTries(_));
            let field = Field {
                value: form.shown("code"),
                fault: (!waits).then(|| text.clone()),
            };
            let proposal = look(form.get("proposal"))?;
            let mut view = add_view(&ctx, proposal, field, replace).await?;
            view.notice = waits.then(|| Notice::new(Tone::Warn, text));
            let response = page(status_at_field(&refusal), &view)?;
            Ok(with_wait(response, &refusal))
        }
        Err(Failure::Refused(refusal)) => Err(elsewhere(&words, &refusal)),
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /settings/authenticators/remove`.
pub async fn remove(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    let (form, words) = (ctx.form()?, ctx.words());
    let signed = ctx.who.signed();
    check_form_token(&ctx.app, signed, &form)?;
    let Ok(factor) = form.get("factor").parse() else {
        return Err(elsewhere(&words, &OwnAccountRefusal::Unknown));
    };
    let removed = ctx
        .app
        .engine
        .remove_authenticator(signed, factor, &ctx.visitor.address);
    match removed.await {
        Ok(()) => Ok(see_other("/settings/security?done=removed")),
        Err(Failure::Refused(refusal)) => Err(elsewhere(&words, &refusal)),
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
