//! Unified Login of a module: policy, exceptions, the end of a link.

use super::module::id_of;
use super::reading::{groups, page_number, shell, when};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::fresh::Fresh;
use crate::guard::Master;
use crate::view::console::{
    Choice, DefaultLine, ExceptionLine, GroupRoleLine, LinkChoice, LinkLines, ModuleLoginPage,
    Pager, Question, ShutOutLine, Switch,
};
use crate::view::{Notice, Tone, initials};
use engine::Failure;
use engine::access::{
    AccountRow, AccountsFilter, Hand, LinkPolicyRefusal, LinkView, LoginPolicyView, ShutOutRow,
};
use kernel::{InstanceId, LinkId, Refusal};
use model::access::LinkState;
use unified_login::{
    Confirmed, Feature, GroupRole, Linking, LoginPolicy, Manifest, MatchBy, PolicyRefusal,
    RoleEntry,
};

/// Accounts on one page.
const SIZE: usize = 50;

/// The switches in the order of the page: field, what it does.
const SWITCHES: [(Feature, &str, &str); 5] = [
    (
        Feature::UnifiedLogin,
        "unified_login",
        "Hub accounts may be used. Everything below hangs on it.",
    ),
    (
        Feature::RequireUnifiedLogin,
        "require_unified_login",
        "People log in through the hub only. Exceptions, and those who are always exempt, may still use local login.",
    ),
    (
        Feature::JitProvisioning,
        "jit_provisioning",
        "Whoever is granted this module gets an account with the default role. Roles of people who have one stay.",
    ),
    (
        Feature::Deprovisioning,
        "deprovisioning",
        "When somebody is deactivated or deleted at the hub, her account follows and its sessions end.",
    ),
    (
        Feature::GroupsToRoles,
        "groups_to_roles",
        "A new account gets the role of the first group below that she is in, else the default role.",
    ),
];
/// Empty lines for groups that are to give a role: more come with the next save.
const NEW_LINES: usize = 2;

fn matching(manifest: &Manifest) -> &'static str {
    let by = |what| manifest.match_by.contains(&what);
    match manifest.linking {
        Linking::Explicit => "linked by each person",
        Linking::Matched => match (by(MatchBy::Email), by(MatchBy::Username)) {
            (true, true) => "matched by email address or username",
            (false, true) => "matched by username",
            _ => "matched by email address",
        },
    }
}

fn role_text(role: &RoleEntry) -> String {
    if role.high {
        format!("{} (high level of access)", role.title)
    } else {
        role.title.clone()
    }
}

fn shut_out_line(row: &ShutOutRow) -> ShutOutLine {
    let invite = row.reason.starts_with("No hub account");
    ShutOutLine {
        account: row.account.clone(),
        initials: initials(&row.name),
        name: row.name.clone(),
        email: row.email.clone(),
        reason: row.reason.clone(),
        remedy: row.remedy.clone(),
        invite: if invite {
            "/console/members/invite".into()
        } else {
            String::new()
        },
    }
}

fn exception_line(row: &AccountRow, manifest: &Manifest) -> ExceptionLine {
    let account = &row.account;
    let title = |key: &String| match manifest.role(key) {
        Some(role) => role.title.clone(),
        None => key.clone(),
    };
    let roles: Vec<String> = account.roles.iter().map(title).collect();
    ExceptionLine {
        account: account.remote_id.clone(),
        initials: initials(&account.display_name),
        name: account.display_name.clone(),
        email: account.email.clone(),
        roles: roles.join(", "),
        active: account.active,
        exempt: row.exemption.map_or("", |e| e.reason()),
        given: row.exception.as_ref().map_or_else(String::new, |e| {
            format!("Given by {}, {}", e.given_by, e.given_at.for_people())
        }),
        last: when(account.last_local_login_at),
    }
}

/// The link that an address or form names, else the first that is active.
fn chosen<'v>(views: &'v [LinkView], said: &str) -> Option<&'v LinkView> {
    let said: Option<LinkId> = said.parse().ok();
    let mut active = views.iter().filter(|v| v.link.state == LinkState::Active);
    let first = active.clone().next();
    said.and_then(|id| active.find(|v| v.link.id == id))
        .or(first)
}

struct Looked {
    page: ModuleLoginPage,
    policy: Option<LoginPolicyView>,
}

async fn look(ctx: &Ctx<Master>, id: InstanceId, query: &Form) -> Result<Looked, Failed> {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let folder = engine.look_at_module(admin, id).await?;
    let views = engine.links(admin, Some(id)).await?;
    let groups = groups(&ctx.app, admin).await?;
    let groups = groups.into_iter().map(|g| {
        let name = g.group.name.as_str().to_owned();
        (g.group.id.to_string(), name)
    });
    let mut view = ModuleLoginPage {
        shell: shell(ctx, "/console/modules").await?,
        groups: groups.collect(),
        id: id.to_string(),
        name: folder.instance.display_name.as_str().into(),
        feature_on: engine.unified_login_is_on(admin).await?,
        ..ModuleLoginPage::default()
    };
    let Some(link) = chosen(&views, query.get("link")) else {
        return Ok(Looked {
            page: view,
            policy: None,
        });
    };
    let hand = Hand::Administrator(admin.clone());
    let policy = engine.login_policy(&hand, link.link.id).await?;
    let active = views.iter().filter(|v| v.link.state == LinkState::Active);
    view.links = active
        .map(|v| LinkChoice {
            id: v.link.id.to_string(),
            tenant: v.link.tenant.name.clone(),
            current: v.link.id == link.link.id,
        })
        .collect();
    fill(&mut view, &policy);
    if view.link.as_ref().is_some_and(|l| l.required) {
        let filter = AccountsFilter {
            text: query.get("q").trim().chars().take(100).collect(),
            exceptions_only: query.get("only") == "yes",
        };
        let rows = engine
            .accounts_of_link(&hand, link.link.id, &filter)
            .await?;
        let number = usize::try_from(page_number(query)).unwrap_or(1);
        let shown = rows.iter().skip((number - 1) * SIZE).take(SIZE);
        view.exceptions = shown.map(|r| exception_line(r, &policy.manifest)).collect();
        let mut rest = form_urlencoded::Serializer::new(String::new());
        rest.append_pair("link", &link.link.id.to_string());
        rest.append_pair("q", &filter.text);
        if filter.exceptions_only {
            rest.append_pair("only", "yes");
        }
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let path = format!("/console/modules/{id}/login");
        view.pager = Pager::of(
            &path,
            &rest.finish(),
            count(number),
            count(SIZE),
            count(rows.len()),
        );
        (view.search, view.exceptions_only) = (filter.text, filter.exceptions_only);
    }
    Ok(Looked {
        page: view,
        policy: Some(policy),
    })
}

/// What is known of a link, and its policy as it stands.
fn fill(view: &mut ModuleLoginPage, policy: &LoginPolicyView) {
    let (link, manifest) = (&policy.link, &policy.manifest);
    view.link = Some(LinkLines {
        id: link.id.to_string(),
        version: link.version,
        tenant: link.tenant.name.clone(),
        tenant_id: link.tenant.id.clone(),
        region: link.tenant.region.clone().unwrap_or_default(),
        matching: matching(manifest),
        linked_by: link.linked_by.clone(),
        module_admin: link.module_admin.clone(),
        linked_at: link.linked_at.for_people(),
        last_seen: when(link.last_seen_at),
        imported: when(link.imported_at),
        accounts: policy.accounts,
        required: link.policy.require_unified_login,
    });
    let count = policy.shut_out.len();
    if count > 0 {
        view.warning = if link.policy.require_unified_login {
            format!(
                "{count} of {} people cannot log in at this moment.",
                policy.accounts
            )
        } else {
            format!(
                "{count} of {} people could not log in any more if Require were on.",
                policy.accounts
            )
        };
    }
    show_policy(view, &link.policy, manifest);
}

/// The form of the policy, with these values.
fn show_policy(view: &mut ModuleLoginPage, policy: &LoginPolicy, manifest: &Manifest) {
    // What few modules can do is offered by those alone.
    let offered = |feature: Feature| {
        feature != Feature::GroupsToRoles || manifest.capabilities.groups_to_roles
    };
    view.switches = SWITCHES
        .iter()
        .filter(|(feature, ..)| offered(*feature))
        .map(|(feature, name, text)| Switch {
            name,
            title: feature.title(),
            text,
            on: policy.has(*feature),
            able: manifest.capabilities.has(*feature),
        })
        .collect();
    let wanted = policy.default_role.as_deref().unwrap_or_default();
    let none = std::iter::once((String::new(), "Choose a role".to_owned()));
    let roles = manifest.roles.iter().filter(|r| !r.security_admin);
    let roles: Vec<_> = roles.map(|r| (r.key.clone(), role_text(r))).collect();
    view.roles = Choice::of(none.chain(roles.clone()), wanted);
    view.group_roles.clear();
    if offered(Feature::GroupsToRoles) {
        let given = policy.roles_of_groups.iter();
        let given = given.map(|g| (g.group.as_str(), g.role.as_str()));
        let lines = given.chain(std::iter::repeat_n(("", ""), NEW_LINES));
        let none = |words: &str| std::iter::once((String::new(), words.to_owned()));
        view.group_roles = lines
            .map(|(group, role)| GroupRoleLine {
                groups: Choice::of(none("No group").chain(view.groups.clone()), group),
                roles: Choice::of(none("No role").chain(roles.clone()), role),
            })
            .collect();
    }
    view.defaults = manifest
        .defaults
        .iter()
        .map(|field| {
            let value = policy.defaults.get(&field.key).cloned().unwrap_or_default();
            let choices = match field.choices.is_empty() {
                true => Vec::new(),
                false => {
                    let none = std::iter::once((String::new(), String::from("—")));
                    let all = field.choices.iter().map(|c| (c.clone(), c.clone()));
                    Choice::of(none.chain(all), &value)
                }
            };
            DefaultLine {
                key: field.key.clone(),
                title: field.title.clone(),
                value,
                choices,
                required: field.required,
            }
        })
        .collect();
}

/// `GET /console/modules/{instance}/login`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let mut looked = look(&ctx, id_of(&ctx)?, &query).await?;
    let said = match query.get("done") {
        "saved" => "Saved. The module is told.",
        "added" => "The exception was added.",
        "deleted" => "The exception was deleted.",
        "read" => "Its people are being read.",
        "unlinked" => "Unlinked. The module is told.",
        _ => "",
    };
    if !said.is_empty() {
        looked.page.notice = Some(Notice::new(Tone::Good, said));
    }
    page(200, &looked.page)
}

/// The policy that the form says.
fn wish_of(form: &Form, before: &LoginPolicy, manifest: &Manifest) -> LoginPolicy {
    let mut wish = before.clone();
    for (feature, name, _) in SWITCHES {
        wish.set(feature, form.get(name) == "on");
    }
    let role = form.get("default_role");
    wish.default_role = Some(role.to_owned()).filter(|r| !r.is_empty());
    if manifest.capabilities.groups_to_roles {
        // Line by line; whoever takes a role away has taken the line away.
        let lines = form.all("group_of_role").zip(form.all("role_of_group"));
        wish.roles_of_groups = lines
            .filter(|(group, role)| !group.is_empty() && !role.is_empty())
            .map(|(group, role)| GroupRole {
                group: group.to_owned(),
                role: role.to_owned(),
            })
            .collect();
    }
    wish.defaults = manifest
        .defaults
        .iter()
        .filter_map(|field| {
            let value = form.get(&format!("default:{}", field.key)).trim();
            (!value.is_empty()).then(|| (field.key.clone(), value.to_owned()))
        })
        .collect();
    wish
}

/// What a rule asks before it lets a change through; none where only another wish helps.
fn question(rule: &PolicyRefusal, policy: &LoginPolicyView) -> Option<Question> {
    let (field, value, button) = match rule {
        PolicyRefusal::ShutOut(1) => (
            "confirm_shut_out",
            "1".to_owned(),
            "Turn it on and shut one person out".to_owned(),
        ),
        PolicyRefusal::ShutOut(count) => (
            "confirm_shut_out",
            count.to_string(),
            format!("Turn it on and shut {count} people out"),
        ),
        PolicyRefusal::AlsoOff(_) => (
            "confirm_also_off",
            "yes".to_owned(),
            "Turn all of them off".to_owned(),
        ),
        PolicyRefusal::RoleIsHigh(_) => (
            "confirm_high_role",
            "yes".to_owned(),
            "Give it all the same".to_owned(),
        ),
        _ => return None,
    };
    let shut_out = match rule {
        PolicyRefusal::ShutOut(_) => policy.shut_out.iter().map(shut_out_line).collect(),
        _ => Vec::new(),
    };
    let refusal = LinkPolicyRefusal::Rule(rule.clone());
    Some(Question {
        sentence: refusal.sentence(),
        remedy: refusal.remedy(),
        field,
        value,
        button,
        shut_out,
    })
}

/// `POST /console/modules/{instance}/login`: save, an exception, read again, unlink; after a new proof.
pub async fn change(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let hand = Hand::Administrator(admin.clone());
    let no_link = || Failed::of(&LinkPolicyRefusal::NoLink);
    let link: LinkId = form.get("link").parse().map_err(|_| no_link())?;
    let back = |done: &str| {
        let place = format!("/console/modules/{id}/login?link={link}&done={done}");
        Ok(see_other(&place))
    };
    match form.get("do") {
        "add" | "delete" => {
            let on = form.get("do") == "add";
            let account = form.get("account");
            engine.set_exception(&hand, link, account, on).await?;
            back(if on { "added" } else { "deleted" })
        }
        "read" => {
            engine.ask_for_accounts(&hand, link).await?;
            back("read")
        }
        "unlink" if form.get("sure") == "yes" => {
            // The page has said what goes with it, and she has ticked that.
            let confirmed = Confirmed {
                also_off: true,
                ..Confirmed::default()
            };
            engine.unlink(&hand, link, confirmed).await?;
            back("unlinked")
        }
        "save" => save(&ctx, id, link, &form).await,
        _ => Ok(see_other(&format!("/console/modules/{id}/login"))),
    }
}

async fn save(ctx: &Ctx<Master>, id: InstanceId, link: LinkId, form: &Form) -> Answer {
    let engine = &ctx.app.engine;
    let hand = Hand::Administrator(ctx.who.1.clone());
    let named = Form::of(vec![("link".into(), link.to_string())]);
    let mut looked = look(ctx, id, &named).await?;
    let Some(policy) = looked.policy.filter(|p| p.link.id == link) else {
        return Err(Failed::of(&LinkPolicyRefusal::NoLink));
    };
    let wish = wish_of(form, &policy.link.policy, &policy.manifest);
    let confirmed = Confirmed {
        shut_out: form.get("confirm_shut_out").parse().ok(),
        also_off: form.get("confirm_also_off") == "yes",
        high_role: form.get("confirm_high_role") == "yes",
    };
    let version = form.get("version").parse().unwrap_or(0);
    let changed = engine
        .change_policy(&hand, link, version, wish.clone(), confirmed)
        .await;
    let refusal = match changed {
        Ok(_) => {
            let place = format!("/console/modules/{id}/login?link={link}&done=saved");
            return Ok(see_other(&place));
        }
        Err(Failure::Refused(refusal)) => refusal,
        Err(broken) => return Err(broken.into()),
    };
    let view = &mut looked.page;
    show_policy(view, &wish, &policy.manifest);
    view.warning.clear();
    let asked = match &refusal {
        LinkPolicyRefusal::Rule(rule) => question(rule, &policy),
        _ => None,
    };
    if asked.is_none() {
        view.refusal = format!("{} {}", refusal.sentence(), refusal.remedy());
    }
    view.refusal_code = refusal.code();
    view.question = asked;
    page(refusal.kind().status(), view)
}
