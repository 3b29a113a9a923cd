//! SCIM 2.0: what an upstream directory calls, with a key.

use super::{Route, Takes, route};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::scim::{Directory, bulk, discovery, read, write};
use ::scim::ResourceKind::{Group, User};
use axum::http::Method;
use std::future::Future;

/// A row for a directory, which calls from anywhere and proves itself by its key.
fn row<F, Fut>(method: Method, path: &'static str, handler: F) -> Route
where
    F: Fn(Ctx<Directory>) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Answer> + Send + 'static,
{
    Route {
        takes: Takes::Message,
        ..route(method, path, handler).open_to_all_sites()
    }
}

pub(super) fn rows() -> Vec<Route> {
    let (users, groups) = ("/scim/v2/Users", "/scim/v2/Groups");
    let (user, group) = ("/scim/v2/Users/{member}", "/scim/v2/Groups/{group}");
    vec![
        row(Method::GET, users, |c| read::list(c, User)),
        row(Method::POST, users, |c| write::write(c, User)),
        row(Method::GET, user, |c| read::one(c, User)),
        row(Method::PUT, user, |c| write::write(c, User)),
        row(Method::PATCH, user, |c| write::write(c, User)),
        row(Method::DELETE, user, |c| write::write(c, User)),
        row(Method::GET, groups, |c| read::list(c, Group)),
        row(Method::POST, groups, |c| write::write(c, Group)),
        row(Method::GET, group, |c| read::one(c, Group)),
        row(Method::PUT, group, |c| write::write(c, Group)),
        row(Method::PATCH, group, |c| write::write(c, Group)),
        row(Method::DELETE, group, |c| write::write(c, Group)),
        row(Method::POST, "/scim/v2/Users/.search", |c| {
            read::search(c, User)
        }),
        row(Method::POST, "/scim/v2/Groups/.search", |c| {
            read::search(c, Group)
        }),
        row(Method::POST, "/scim/v2/.search", read::search_all),
        row(Method::POST, "/scim/v2/Bulk", bulk::run),
        row(
            Method::GET,
            "/scim/v2/ServiceProviderConfig",
            discovery::config,
        ),
        row(Method::GET, "/scim/v2/ResourceTypes", discovery::types),
        row(
            Method::GET,
            "/scim/v2/ResourceTypes/{type}",
            discovery::one_type,
        ),
        row(Method::GET, "/scim/v2/Schemas", discovery::schemas),
        row(
            Method::GET,
            "/scim/v2/Schemas/{schema}",
            discovery::one_schema,
        ),
    ]
}
