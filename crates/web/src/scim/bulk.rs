//! Several operations in one request (RFC 7644, 3.7): each a transaction of its own, as if sent alone.

use super::answer::{Ending, body, ended, said};
use super::write::{Work, act};
use super::{Directory, MOST_OPERATIONS};
use crate::answer::Answer;
use crate::context::Ctx;
use ::scim::bulk::{Method, Target, resolve};
use ::scim::{BulkOperation, BulkRequest, BulkResult, ScimError, bulk_body};
use engine::Failure;
use engine::identity::scim::ScimConditions;
use std::collections::HashMap;

/// `POST /scim/v2/Bulk`.
pub(crate) async fn run(ctx: Ctx<Directory>) -> Answer {
    ended(ran(&ctx).await)
}

async fn ran(ctx: &Ctx<Directory>) -> Ending {
    let request = body(ctx).and_then(BulkRequest::parse);
    let request = request.map_err(Failure::Refused)?;
    if request.operations.len() > MOST_OPERATIONS {
        return Err(Failure::Refused(ScimError::too_large()));
    }
    let mut made = HashMap::new();
    let (mut results, mut errors) = (Vec::new(), 0);
    let order = request.order();
    for at in order {
        if !request.goes_on(errors) {
            break;
        }
        let Some(operation) = request.operations.get(at) else {
            continue;
        };
        let result = one(ctx, operation, &made).await?;
        match (&result.outcome, &result.bulk_id, &result.location) {
            (Ok(_), Some(name), Some(location)) => {
                let id = location.rsplit('/').next().unwrap_or_default();
                made.insert(name.clone(), id.to_owned());
            }
            (Err(_), _, _) => errors += 1,
            _ => {}
        }
        results.push((at, result));
    }
    results.sort_by_key(|(at, _)| *at);
    let results: Vec<BulkResult> = results.into_iter().map(|(_, r)| r).collect();
    Ok(said(200, bulk_body(&results)))
}

/// One of them. Only what breaks the hub itself breaks off the rest.
async fn one(
    ctx: &Ctx<Directory>,
    operation: &BulkOperation,
    made: &HashMap<String, String>,
) -> Result<BulkResult, Failure<ScimError>> {
    let mut result = BulkResult {
        method: operation.method,
        bulk_id: operation.bulk_id.clone(),
        location: None,
        version: None,
        outcome: Ok(200),
    };
    let work = match work_of(operation, made) {
        Ok(work) => work,
        Err(error) => {
            result.outcome = Err(error);
            return Ok(result);
        }
    };
    let engine = &ctx.app.engine;
    if work.method != Method::Post {
        let (base, endpoint) = (engine.scim_base(), work.kind.endpoint());
        result.location = Some(format!("{base}{endpoint}/{}", work.id));
    }
    match act(engine, ctx.who.admin(), work).await {
        Ok(done) => {
            result.outcome = Ok(done.status);
            if let Some(resource) = done.resource {
                result.location = Some(resource.location);
                result.version = resource.tag;
            }
        }
        Err(Failure::Refused(error)) => result.outcome = Err(error),
        Err(broken) => return Err(broken),
    }
    Ok(result)
}

fn work_of(operation: &BulkOperation, made: &HashMap<String, String>) -> Result<Work, ScimError> {
    let work = operation.work.clone()?;
    let mut data = work.data;
    resolve(&mut data, made)?;
    let id = match work.target {
        None => String::new(),
        Some(Target::Id(id)) => id,
        Some(Target::Made(name)) => {
            let not_made = ScimError::plain(409, "A bulkId that is referred to was not made.");
            made.get(&name).cloned().ok_or(not_made)?
        }
    };
    Ok(Work {
        method: operation.method,
        kind: work.kind,
        id,
        conditions: ScimConditions {
            if_match: work.version,
            if_none_match: None,
        },
        data,
    })
}
