//! Groups: the list, one group, a new one.

use super::reading::{page_number, read, shell};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{
    Choice, ConditionField, GroupLine, GroupMember, GroupPage, GroupsPage, Pager, Tick, thousands,
};
use crate::view::{Field, Notice, Tone, initials};
use engine::Failure;
use engine::access::{GroupDraft, GroupRefusal, RulePreview};
use engine::identity::members::{BulkAction, PAGE, Selection};
use kernel::{DisplayName, GroupId, Refusal};
use model::access::{Combine, Condition, GroupRule, MOST_CONDITIONS};
use model::identity::Population;

/// `GET /console/groups`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let text: String = query.get("q").trim().chars().take(100).collect();
    let mut rows = ctx
        .app
        .engine
        .list_groups(&ctx.who.1, &text, query.get("after"), PAGE + 1)
        .await?;
    let more = rows.len() > usize::try_from(PAGE).unwrap_or(0);
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|last| {
        let after = kernel::name::name_key(last.group.name.as_str());
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.append_pair("q", &text).append_pair("after", &after);
        format!("/console/groups?{}", out.finish())
    });
    let view = GroupsPage {
        shell: shell(&ctx, "/console/groups").await?,
        notice: match query.get("done") {
            "deleted" => Some(Notice::new(Tone::Good, "The group was deleted.")),
            _ => None,
        },
        query: text,
        rows: rows
            .into_iter()
            .map(|row| GroupLine {
                id: row.group.id.to_string(),
                name: row.group.name.as_str().into(),
                description: row.group.description,
                rule: row.group.rule.map_or_else(String::new, |r| r.in_words()),
                members: thousands(row.members),
                modules: thousands(row.modules),
            })
            .collect(),
        next,
    };
    page(200, &view)
}

fn condition_fields(rule: Option<&GroupRule>) -> Vec<ConditionField> {
    let known = rule.map_or(&[][..], |r| &r.conditions);
    let field = |chosen: &str, value: &str| ConditionField {
        fields: Choice::of(
            [("", "No condition")].into_iter().chain(Condition::FIELDS),
            chosen,
        ),
        value: value.into(),
    };
    let mut fields: Vec<_> = known.iter().map(|c| field(c.field(), c.value())).collect();
    // Room for one more, and never fewer than three to start with.
    let wanted = (fields.len() + 1).clamp(3, MOST_CONDITIONS);
    fields.resize_with(wanted.max(fields.len()), || field("", ""));
    fields
}

fn combine_choices(combine: Combine) -> Vec<Choice> {
    let chosen = if combine == Combine::Any {
        "any"
    } else {
        "all"
    };
    Choice::of([("all", "all"), ("any", "any")], chosen)
}

/// The rule that a form says; a condition without a field is left out.
fn rule_of(form: &Form) -> Option<GroupRule> {
    let conditions: Vec<Condition> = form
        .all("field")
        .zip(form.all("value"))
        .filter_map(|(field, value)| Condition::of(field, value))
        .collect();
    let combine = if form.get("combine") == "any" {
        Combine::Any
    } else {
        Combine::All
    };
    (!conditions.is_empty()).then_some(GroupRule {
        combine,
        conditions,
    })
}

/// `GET /console/groups/new`.
pub async fn show_new(ctx: Ctx<Master>) -> Answer {
    let view = GroupPage {
        shell: shell(&ctx, "/console/groups").await?,
        combine: combine_choices(Combine::All),
        conditions: condition_fields(None),
        ..GroupPage::default()
    };
    page(200, &view)
}

fn id_of(ctx: &Ctx<Master>) -> Result<GroupId, Failed> {
    ctx.placeholder("group")
        .parse()
        .map_err(|_| Failed::of(&GroupRefusal::Unknown))
}

async fn view(ctx: &Ctx<Master>, id: GroupId) -> Result<GroupPage, Failed> {
    let query = ctx.query();
    let (number, text) = (page_number(&query), query.shown("q"));
    let skip = (number - 1) * PAGE;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let found = engine.get_group(admin, id, &text, skip, PAGE).await?;
    let modules = engine
        .list_modules(admin)
        .await?
        .into_iter()
        .filter(|m| m.population == Population::Staff)
        .map(|m| Tick {
            ticked: found.modules.iter().any(|opened| opened.id == m.id),
            value: m.id.to_string(),
            text: m.display_name.as_str().into(),
            detail: m.region.unwrap_or_default(),
        })
        .collect();
    let said = if text.is_empty() {
        String::new()
    } else {
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.append_pair("q", &text);
        out.finish()
    };
    let group = found.group;
    Ok(GroupPage {
        shell: shell(ctx, "/console/groups").await?,
        notice: None,
        id: id.to_string(),
        kept_name: group.name.as_str().into(),
        display_name: Field::of(group.name.as_str()),
        description: Field::of(group.description),
        combine: combine_choices(group.rule.as_ref().map_or(Combine::All, |r| r.combine)),
        conditions: condition_fields(group.rule.as_ref()),
        rule_fault: None,
        query: text,
        members: found
            .members
            .iter()
            .map(|row| GroupMember {
                id: row.member.id.to_string(),
                initials: initials(row.display_name.as_str()),
                name: row.display_name.as_str().into(),
                email: row.email.as_str().into(),
                by_rule: found.by_rule.contains(&row.member.id.0),
            })
            .collect(),
        pager: Pager::of(
            &format!("/console/groups/{id}"),
            &said,
            number,
            PAGE,
            found.total,
        ),
        modules,
    })
}

/// `GET /console/groups/{group}`.
pub async fn show_one(ctx: Ctx<Master>) -> Answer {
    let id = id_of(&ctx)?;
    let mut view = view(&ctx, id).await?;
    if ctx.query().get("done") == "saved" {
        view.notice = Some(Notice::new(Tone::Good, "Saved."));
    }
    page(200, &view)
}

fn keep_typed(view: &mut GroupPage, form: &Form, name: Field) {
    let rule = rule_of(form);
    view.display_name = name;
    view.description = Field::of(form.shown("description"));
    view.combine = combine_choices(rule.as_ref().map_or(Combine::All, |r| r.combine));
    view.conditions = condition_fields(rule.as_ref());
}

fn preview_words(preview: &RulePreview) -> String {
    let names = match preview.names.as_slice() {
        [] => String::new(),
        names => format!(" Among them {}.", names.join(", ")),
    };
    format!(
        "This rule lets {} members in: {} join, {} leave.{names} Nothing is saved yet.",
        preview.matching, preview.joining, preview.leaving
    )
}

/// What the form of name, description and rule asks for: a preview, or to be kept.
async fn save(ctx: &Ctx<Master>, form: &Form, id: Option<GroupId>, mut view: GroupPage) -> Answer {
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let (name, field) = read(form, "name", DisplayName::parse);
    keep_typed(&mut view, form, field);
    let rule = rule_of(form);
    if form.get("do") == "preview" {
        let previewed = match &rule {
            Some(rule) => engine.preview_rule(admin, id, rule.clone()).await,
            None => Err(Failure::Refused(GroupRefusal::Rule(
                model::access::RuleFault::Empty,
            ))),
        };
        match previewed {
            Ok(preview) => {
                view.display_name.fault = None;
                view.notice = Some(Notice::new(Tone::Info, preview_words(&preview)));
                return page(200, &view);
            }
            Err(Failure::Refused(refusal)) => view.rule_fault = Some(refusal.sentence()),
            Err(Failure::Broken(broken)) => return Err(broken.into()),
        }
        return page(422, &view);
    }
    let description = form.get("description").trim();
    if description.chars().count() > 200 {
        view.description.fault = Some("Use at most 200 characters.".into());
    }
    let (Some(name), None) = (name, &view.description.fault) else {
        return page(422, &view);
    };
    let draft = GroupDraft {
        name,
        description: description.to_owned(),
        rule,
    };
    let kept = match id {
        Some(id) => engine.change_group(admin, id, draft).await.map(|()| id),
        None => engine.make_group(admin, draft).await,
    };
    match kept {
        Ok(id) => Ok(see_other(&format!("/console/groups/{id}?done=saved"))),
        Err(Failure::Refused(GroupRefusal::Unknown)) => Err(Failed::of(&GroupRefusal::Unknown)),
        Err(Failure::Refused(refusal)) => {
            match refusal {
                GroupRefusal::Rule(_) => view.rule_fault = Some(refusal.sentence()),
                _ => view.display_name.fault = Some(refusal.sentence()),
            }
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /console/groups/new`.
pub async fn make(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let blank = GroupPage {
        shell: shell(&ctx, "/console/groups").await?,
        ..GroupPage::default()
    };
    save(&ctx, &form, None, blank).await
}

/// `POST /console/groups/{group}`: one change, named by `do`.
pub async fn change(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    match form.get("do") {
        "save" | "preview" => {
            let blank = view(&ctx, id).await?;
            save(&ctx, &form, Some(id), blank).await
        }
        "modules" => {
            let wanted: Vec<_> = form.all("instance").collect();
            for module in engine.list_modules(admin).await? {
                let text = module.id.to_string();
                let granted = wanted.contains(&text.as_str());
                if module.population == Population::Staff {
                    engine.grant_to_group(admin, id, module.id, granted).await?;
                }
            }
            Ok(see_other(&format!("/console/groups/{id}?done=saved")))
        }
        "take_out" => {
            if let Ok(member) = form.get("member").parse() {
                let whom = Selection::Ids(vec![member]);
                engine
                    .run_bulk(admin, &whom, &BulkAction::LeaveGroup(id))
                    .await?;
            }
            Ok(see_other(&format!("/console/groups/{id}?done=saved")))
        }
        "delete" if form.get("sure") == "yes" => {
            engine.delete_group(admin, id).await?;
            Ok(see_other("/console/groups?done=deleted"))
        }
        _ => Ok(see_other(&format!("/console/groups/{id}"))),
    }
}
