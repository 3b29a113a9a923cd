//! Reading members and groups.

use super::Directory;
use super::answer::{Ending, body, conditions, ended, read, said};
use crate::answer::Answer;
use crate::context::Ctx;
use ::scim::{Query, ResourceKind, ScimError, list_body};
use engine::Failure;

/// `GET /scim/v2/Users` and `/Groups`.
pub(crate) async fn list(ctx: Ctx<Directory>, kind: ResourceKind) -> Answer {
    ended(found(&ctx, kind, Query::parse(&ctx.query)).await)
}

/// `POST /scim/v2/Users/.search` and `/Groups/.search`: the same, asked in a body.
pub(crate) async fn search(ctx: Ctx<Directory>, kind: ResourceKind) -> Answer {
    let query = body(&ctx).and_then(Query::parse_search);
    ended(found(&ctx, kind, query).await)
}

/// `POST /scim/v2/.search`: over several kinds at once is not searched (RFC 7644, 3.12).
pub(crate) async fn search_all(_: Ctx<Directory>) -> Answer {
    let why = "One kind is searched at a time, at /Users/.search or /Groups/.search.";
    ended(Err(Failure::Refused(ScimError::plain(501, why))))
}

async fn found(
    ctx: &Ctx<Directory>,
    kind: ResourceKind,
    query: Result<Query, ScimError>,
) -> Ending {
    let query = query.map_err(Failure::Refused)?;
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let found = match kind {
        ResourceKind::User => engine.list_scim_users(admin, &query).await?,
        ResourceKind::Group => engine.list_scim_groups(admin, &query).await?,
    };
    let list = list_body(found.total, query.start_index, &found.page);
    Ok(said(200, list))
}

/// `GET /scim/v2/Users/{member}` and `/Groups/{group}`.
pub(crate) async fn one(ctx: Ctx<Directory>, kind: ResourceKind) -> Answer {
    ended(shown(&ctx, kind).await)
}

async fn shown(ctx: &Ctx<Directory>, kind: ResourceKind) -> Ending {
    let query = Query::parse(&ctx.query).map_err(Failure::Refused)?;
    let (engine, admin, projection) = (&ctx.app.engine, ctx.who.admin(), &query.projection);
    let absent = || Failure::Refused(ScimError::not_found());
    let resource = match kind {
        ResourceKind::User => {
            let id = ctx.placeholder("member").parse().map_err(|_| absent())?;
            engine.get_scim_user(admin, id).await?
        }
        ResourceKind::Group => {
            let id = ctx.placeholder("group").parse().map_err(|_| absent())?;
            engine.get_scim_group(admin, id, projection).await?
        }
    };
    read(&conditions(ctx), kind, resource, projection)
}
