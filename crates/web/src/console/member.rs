//! One member: what stands around her, and the changes.

use super::reading::{groups, read, roles, shell, tone, when};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{MemberPage, ModuleOutcome, SessionLine, Tick};
use crate::view::{Field, Notice, Tone};
use engine::Failure;
use kernel::{MemberId, Refusal, Timestamp, Username};
use model::access::GrantPath;
use model::identity::{AffiliationId, MemberChange, MemberRefusal, MemberStanding};

pub(super) fn id_of(ctx: &Ctx<Master>) -> Result<MemberId, Failed> {
    ctx.placeholder("member")
        .parse()
        .map_err(|_| Failed::of(&MemberRefusal::Unknown))
}

/// The page of a member as she is.
pub(super) async fn view(ctx: &Ctx<Master>, id: MemberId) -> Result<MemberPage, Failed> {
    let (app, admin) = (&ctx.app, &ctx.who.1);
    let found = app.engine.get_member(admin, id).await?;
    let readiness = app
        .engine
        .readiness_of(admin, AffiliationId::Member(id))
        .await?;
    let (row, member) = (&found.row, &found.row.member);
    let standing = row.standing();
    let modules = readiness
        .into_iter()
        .map(|(instance, outcome, direct)| {
            let outcome_words = match &outcome {
                Ok(entry) => ModuleOutcome {
                    open: true,
                    why: match &entry.via {
                        GrantPath::Direct => "Granted to her".into(),
                        GrantPath::Trial => "Tries the login out".into(),
                        GrantPath::Group(_, name) => format!("By the group {name}"),
                    },
                    ..ModuleOutcome::default()
                },
                Err(refusal) => ModuleOutcome {
                    why: refusal.sentence(),
                    remedy: refusal.remedy(),
                    code: refusal.code().into(),
                    ..ModuleOutcome::default()
                },
            };
            ModuleOutcome {
                name: instance.display_name.as_str().into(),
                id: instance.id.to_string(),
                direct,
                ..outcome_words
            }
        })
        .collect();
    let groups = groups(app, admin)
        .await?
        .into_iter()
        .map(|g| Tick {
            ticked: found.groups.iter().any(|in_it| in_it.id == g.group.id),
            value: g.group.id.to_string(),
            text: g.group.name.as_str().into(),
            detail: g
                .group
                .rule
                .map_or_else(String::new, |r| format!("by its rule: {}", r.in_words())),
        })
        .collect();
    let offboarding = app.engine.offboarding_of(admin, id).await?;
    let activity = super::audit::activity(ctx, &found.activity, &id.to_string()).await?;
    Ok(MemberPage {
        shell: shell(ctx, "/console/members").await?,
        notice: None,
        id: id.to_string(),
        name: row.display_name.as_str().into(),
        email: row.email.as_str().into(),
        standing: standing.title(),
        tone: tone(standing),
        root: member.root,
        may_root: admin.is_root(),
        own: admin.member() == Some(id),
        offboarding: offboarding.map_or_else(String::new, |o| o.to_string()),
        active: standing == MemberStanding::Active,
        invited: standing == MemberStanding::Invited,
        delete_at: member.delete_at.map(Timestamp::for_people),
        since: member.created_at.for_people(),
        last_sign_in: when(row.last_sign_in_at),
        has_factor: row.has_factor,
        managed_by: found.managed_by.clone(),
        roles: roles(member.hub_role.as_str()),
        username: Field::of(member.username.as_ref().map_or("", |u| u.as_str())),
        groups,
        modules,
        sessions: found
            .sessions
            .iter()
            .map(|s| SessionLine {
                device: s.device.clone(),
                address: s.address.clone(),
                started: s.created_at.for_people(),
                last_seen: s.last_seen_at.for_people(),
            })
            .collect(),
        activity,
    })
}

/// `GET /console/members/{member}`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let id = id_of(&ctx)?;
    let mut view = view(&ctx, id).await?;
    view.notice = match ctx.query().get("done") {
        "saved" => Some(Notice::new(Tone::Good, "Saved.")),
        "restore" => Some(Notice::new(
            Tone::Good,
            "The deletion was taken back. Reactivate her when she may sign in again.",
        )),
        "factors" => Some(Notice::new(
            Tone::Good,
            "Her second factors are gone and she is signed out everywhere. A mail with a link is on its way to her; with it she sets up new ones.",
        )),
        "resend" => Some(Notice::new(Tone::Good, "The invitation is on its way.")),
        "sign_out" => Some(Notice::new(
            Tone::Good,
            "She is signed out everywhere, here and at the modules.",
        )),
        _ => None,
    };
    page(200, &view)
}

/// `POST /console/members/{member}`: one change, named by `do`.
pub async fn change(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let word = form.get("do");
    let outcome = match word {
        "account" => match read_username(&form) {
            Ok(username) => change_one(&ctx, id, MemberChange::Username(username)).await,
            Err(field) => {
                let mut view = view(&ctx, id).await?;
                view.username = field;
                return page(422, &view);
            }
        },
        _ => run(&ctx, id, word, &form).await,
    };
    match outcome {
        Ok(()) => {
            let done = match word {
                "restore" | "resend" | "sign_out" => word,
                _ => "saved",
            };
            Ok(see_other(&format!("/console/members/{id}?done={done}")))
        }
        Err(Failure::Refused(MemberRefusal::Unknown)) => Err(Failed::of(&MemberRefusal::Unknown)),
        Err(Failure::Refused(refusal)) => {
            let mut view = view(&ctx, id).await?;
            let text = format!("{} {}", refusal.sentence(), refusal.remedy());
            if refusal == MemberRefusal::UsernameTaken {
                view.username = Field::at_fault(form.shown("username"), text);
            } else {
                view.notice = Some(Notice::new(Tone::Bad, text));
            }
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

fn read_username(form: &Form) -> Result<Option<Username>, Field> {
    if form.get("username").trim().is_empty() {
        return Ok(None);
    }
    match read(form, "username", Username::parse) {
        (Some(name), _) => Ok(Some(name)),
        (None, field) => Err(field),
    }
}

async fn change_one(
    ctx: &Ctx<Master>,
    id: MemberId,
    change: MemberChange,
) -> Result<(), Failure<MemberRefusal>> {
    ctx.app
        .engine
        .change_member(&ctx.who.1, id, change)
        .await
        .map(|_| ())
}

async fn run(
    ctx: &Ctx<Master>,
    id: MemberId,
    word: &str,
    form: &Form,
) -> Result<(), Failure<MemberRefusal>> {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    match word {
        "restore" => change_one(ctx, id, MemberChange::Restore).await,
        "resend" => engine.resend_invitation(admin, id).await,
        "sign_out" => engine.sign_out_member(admin, id).await,
        "groups" => {
            let wanted = form.all("group").filter_map(|g| g.parse().ok()).collect();
            engine.set_groups(admin, id, wanted).await
        }
        "grant" | "revoke" => match form.get("instance").parse() {
            Ok(instance) => {
                engine
                    .grant_to_member(admin, id, instance, word == "grant")
                    .await
            }
            Err(_) => Err(Failure::Refused(MemberRefusal::Unknown)),
        },
        _ => Err(Failure::Refused(MemberRefusal::Unknown)),
    }
}
