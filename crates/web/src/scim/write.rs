//! Making, changing and deleting, alone or within a bulk request.

use super::Directory;
use super::answer::{Ending, conditions, ended, sent, shown};
use crate::answer::{Answer, empty};
use crate::context::Ctx;
use ::scim::bulk::Method;
use ::scim::{Group, Patch, Query, Resource as _, ResourceKind, ScimError, Tree, User};
use engine::identity::Administrator;
use engine::identity::scim::{ScimChange, ScimConditions, ScimResource};
use engine::{Engine, Failure};

/// One thing to be done.
pub(super) struct Work {
    pub method: Method,
    pub kind: ResourceKind,
    /// Whom it is about; empty for what is to be made.
    pub id: String,
    pub conditions: ScimConditions,
    pub data: Tree,
}

/// What was done: the status, and the resource where it is shown.
pub(super) struct Done {
    pub status: u16,
    pub resource: Option<ScimResource>,
}

impl Done {
    fn of(status: u16, resource: Option<ScimResource>) -> Self {
        match resource {
            Some(_) => Self { status, resource },
            None => Self {
                status: 204,
                resource,
            },
        }
    }
}

/// Everything that writes under `/scim/v2/Users` and `/Groups`.
pub(crate) async fn write(ctx: Ctx<Directory>, kind: ResourceKind) -> Answer {
    ended(written(&ctx, kind).await)
}

async fn written(ctx: &Ctx<Directory>, kind: ResourceKind) -> Ending {
    let query = Query::parse(&ctx.query).map_err(Failure::Refused)?;
    let method = match ctx.method.as_str() {
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        _ => Method::Delete,
    };
    let data = match method {
        Method::Delete => Tree::new(),
        _ => sent(ctx).map_err(Failure::Refused)?,
    };
    let place = match kind {
        ResourceKind::User => "member",
        ResourceKind::Group => "group",
    };
    let work = Work {
        method,
        kind,
        id: ctx.placeholder(place).to_owned(),
        conditions: conditions(ctx),
        data,
    };
    let done = act(&ctx.app.engine, ctx.who.admin(), work).await?;
    Ok(match done.resource {
        Some(resource) => shown(done.status, kind, resource, &query.projection),
        None => empty(done.status),
    })
}

/// Does it.
pub(super) async fn act(
    engine: &Engine,
    admin: &Administrator,
    work: Work,
) -> Result<Done, Failure<ScimError>> {
    match work.kind {
        ResourceKind::User => user(engine, admin, work).await,
        ResourceKind::Group => group(engine, admin, work).await,
    }
}

fn absent<E>(_: E) -> Failure<ScimError> {
    Failure::Refused(ScimError::not_found())
}

async fn user(
    engine: &Engine,
    admin: &Administrator,
    work: Work,
) -> Result<Done, Failure<ScimError>> {
    let whole = || User::of_sent(&work.data).map_err(Failure::Refused);
    let change = match work.method {
        Method::Post => {
            let made = engine.make_scim_user(admin, whole()?).await?;
            return Ok(Done::of(201, Some(made)));
        }
        Method::Delete => {
            let id = work.id.parse().map_err(absent)?;
            engine.delete_scim_user(admin, id, work.conditions).await?;
            return Ok(Done::of(204, None));
        }
        Method::Put => ScimChange::Replace(whole()?),
        Method::Patch => ScimChange::Patch(Patch::of_sent(&work.data).map_err(Failure::Refused)?),
    };
    let id = work.id.parse().map_err(absent)?;
    let after = engine.change_scim_user(admin, id, work.conditions, change);
    Ok(Done::of(200, Some(after.await?)))
}

async fn group(
    engine: &Engine,
    admin: &Administrator,
    work: Work,
) -> Result<Done, Failure<ScimError>> {
    let whole = || Group::of_sent(&work.data).map_err(Failure::Refused);
    let change = match work.method {
        Method::Post => {
            let made = engine.make_scim_group(admin, whole()?).await?;
            return Ok(Done::of(201, Some(made)));
        }
        Method::Delete => {
            let id = work.id.parse().map_err(absent)?;
            engine.delete_scim_group(admin, id, work.conditions).await?;
            return Ok(Done::of(204, None));
        }
        Method::Put => ScimChange::Replace(whole()?),
        Method::Patch => ScimChange::Patch(Patch::of_sent(&work.data).map_err(Failure::Refused)?),
    };
    let id = work.id.parse().map_err(absent)?;
    let after = engine.change_scim_group(admin, id, work.conditions, change);
    Ok(Done::of(200, after.await?))
}
