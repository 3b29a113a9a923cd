//! `GET /console/members`: the list, and its export.

use super::reading::{filter, filter_query, groups, line, order, page_number, roles, shell, when};
use crate::answer::{Answer, header, page};
use crate::context::Ctx;
use crate::guard::Master;
use crate::view::console::{Choice, MembersPage, Pager};
use crate::view::{Notice, Tone};
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_DISPOSITION;
use engine::identity::Administrator;
use engine::identity::members::PAGE;
use futures_util::stream;
use kernel::MemberId;
use model::identity::{MemberFilter, MemberOrder, MemberRow, MemberStanding};

/// The page.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let (filter, order, number) = (filter(&query), order(&query), page_number(&query));
    let admin = &ctx.who.1;
    let skip = (number - 1) * PAGE;
    let found = ctx
        .app
        .engine
        .list_members(admin, &filter, order, skip, PAGE)
        .await?;
    let all_groups = groups(&ctx.app, admin).await?;
    let said = filter_query(&filter, order);
    let mut role_choices = vec![Choice {
        text: "Any role".into(),
        chosen: filter.role.is_none(),
        ..Choice::default()
    }];
    role_choices.extend(roles(filter.role.map_or("", |r| r.as_str())));
    let any_group = [(String::new(), "Any group".to_owned())];
    let named = all_groups
        .iter()
        .map(|g| (g.group.id.to_string(), g.group.name.as_str().to_owned()));
    let group = filter.group.map_or_else(String::new, |g| g.to_string());
    let standing = filter.standing.map_or("", MemberStanding::as_str);
    let standings = MemberStanding::ALL.iter().map(|s| (s.as_str(), s.title()));
    let view = MembersPage {
        shell: shell(&ctx, "/console/members").await?,
        notice: notice(&query),
        query: filter.text.clone(),
        standings: Choice::of([("", "Any state")].into_iter().chain(standings), standing),
        roles: role_choices,
        groups: Choice::of(any_group.into_iter().chain(named.clone()), &group),
        factors: Choice::of(
            [
                ("", "With or without second factor"),
                ("yes", "With second factor"),
                ("no", "Without second factor"),
            ],
            filter.factor.map_or("", |f| if f { "yes" } else { "no" }),
        ),
        orders: Choice::of(
            MemberOrder::ALL.iter().map(|o| (o.as_str(), o.title())),
            order.as_str(),
        ),
        filtered: !filter.is_empty(),
        rows: found.rows.iter().map(line).collect(),
        pager: Pager::of("/console/members", &said, number, PAGE, found.total),
        filter: said,
        actions: actions(named),
    };
    page(200, &view)
}

fn actions(groups: impl Iterator<Item = (String, String)> + Clone) -> Vec<Choice> {
    let fixed = [
        ("deactivate", "Deactivate"),
        ("reactivate", "Reactivate"),
        ("resend", "Send invitation again"),
        ("role:user", "Give role User"),
        ("role:billing", "Give role Billing"),
        ("role:master", "Give role Master"),
        ("delete", "Delete"),
        ("restore", "Take deletion back"),
    ]
    .map(|(value, text)| (value.to_owned(), text.to_owned()));
    let join = groups
        .clone()
        .map(|(id, name)| (format!("join:{id}"), format!("Add to {name}")));
    let leave = groups.map(|(id, name)| (format!("leave:{id}"), format!("Take out of {name}")));
    Choice::of(fixed.into_iter().chain(join).chain(leave), "")
}

fn notice(query: &crate::context::Form) -> Option<Notice> {
    let number = |name: &str| query.get(name).parse::<u32>().unwrap_or(0);
    match query.get("done") {
        "invited" => Some(Notice::new(Tone::Good, "The invitation is on its way.")),
        "bulk" => {
            let (changed, refused) = (number("changed"), number("refused"));
            let members = if changed == 1 {
                "One member was changed".to_owned()
            } else {
                format!("{changed} members were changed")
            };
            Some(match refused {
                0 => Notice::new(Tone::Good, format!("{members}.")),
                n => Notice::new(
                    Tone::Warn,
                    format!("{members}, {n} were refused and stayed as they were."),
                ),
            })
        }
        "too_many" => Some(Notice::new(
            Tone::Bad,
            format!(
                "One action can touch at most {} members. Filter more closely.",
                engine::identity::members::MOST_AT_ONCE
            ),
        )),
        "no_action" => Some(Notice::new(Tone::Bad, "That action is not known.")),
        _ => None,
    }
}

/// Rows that one step of the export reads.
const STEP: i64 = 500;

/// `GET /console/members.csv`: all that the filter finds, sent as it is read.
pub async fn export(ctx: Ctx<Master>) -> Answer {
    let (filter, admin) = (filter(&ctx.query()), ctx.who.1.clone());
    let app = ctx.app.clone();
    let start = (app, admin, filter, None::<MemberId>, false);
    let rows = stream::try_unfold(
        start,
        |(app, admin, filter, after, done): (
            crate::App,
            Administrator,
            MemberFilter,
            Option<MemberId>,
            bool,
        )| async move {
            if done {
                return Ok::<_, std::io::Error>(None);
            }
            let page = app
                .engine
                .members_after(&admin, &filter, MemberOrder::Name, after, STEP)
                .await
                .map_err(|e| std::io::Error::other(e.to_string()))?;
            let mut text = String::new();
            if after.is_none() {
                text.push_str("email,name,username,role,state,second_factor,last_signed_in,member_since,id\r\n");
            }
            for row in &page {
                push_row(&mut text, row);
            }
            let done = page.len() < usize::try_from(STEP).unwrap_or(0);
            let after = page.last().map(|r| r.member.id).or(after);
            Ok(Some((Bytes::from(text), (app, admin, filter, after, done))))
        },
    );
    let response = crate::answer::bytes("text/csv; charset=utf-8", Body::from_stream(rows));
    Ok(header(
        response,
        CONTENT_DISPOSITION,
        "attachment; filename=\"members.csv\"",
    ))
}

fn push_row(text: &mut String, row: &MemberRow) {
    let member = &row.member;
    let cells = [
        row.email.as_str().to_owned(),
        row.display_name.as_str().to_owned(),
        member
            .username
            .as_ref()
            .map_or_else(String::new, |u| u.as_str().into()),
        member.hub_role.as_str().to_owned(),
        row.standing().as_str().to_owned(),
        if row.has_factor { "yes" } else { "no" }.to_owned(),
        row.last_sign_in_at
            .map_or_else(|| when(None), kernel::Timestamp::rfc3339),
        member.created_at.rfc3339(),
        member.id.to_string(),
    ];
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        text.push_str(&csv_cell(cell));
    }
    text.push_str("\r\n");
}

/// A cell of a CSV file (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe
/// before it (attack: CSV injection by a name such as `=HYPERLINK(…)`).
pub fn csv_cell(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        for (cell, written) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("@cmd,x", "\"'@cmd,x\""),
            ("-", "'-"),
        ] {
            assert_eq!(csv_cell(cell), written);
        }
    }
}
