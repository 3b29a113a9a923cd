//! Merging companies, and the type of a configuration.

use super::{Answered, id_in, right};
use crate::connectwise::errors::{Fault, Refused};
use crate::connectwise::kind::Kind;
use crate::connectwise::records::{JSON, body};
use crate::connectwise::render::{Render, View};
use crate::connectwise::roles::Deed;
use crate::connectwise::row::Cell;
use crate::connectwise::rules;
use crate::connectwise::state::Call;
use crate::psa::serve::Reply;

pub(super) fn merge(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, Kind::Companies, Deed::Edit)?;
    right(call, Kind::Companies, Deed::Delete)?;
    let body = body(call.question)?;
    let kind = Kind::Companies;
    let to = id_in(&body, "toCompanyId");
    let to =
        to.ok_or_else(|| Refused::object("companyMerge", vec![Fault::missing("toCompanyId")]))?;
    for id in [ids[0], to] {
        if call.state.world.get(kind, id).is_none() {
            return Err(Refused::no_record("Company", id));
        }
    }
    if to == ids[0] {
        let fault = Fault::invalid("toCompanyId", "A company cannot be merged into itself.");
        return Err(Refused::object("companyMerge", vec![fault]));
    }
    let stamp = call.stamp.clone();
    rules::merge_companies(&mut call.state.world, ids[0], to, &stamp);
    Ok(Reply::new(
        201,
        JSON,
        r#"{"success":true,"message":"Merged."}"#,
    ))
}

/// The answers belong to the questions of the old type and go with it.
pub(super) fn change_type(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, Kind::Configurations, Deed::Edit)?;
    let body = body(call.question)?;
    let operations = body.as_array().cloned().unwrap_or_default();
    let of = operations.iter().find(|o| {
        o["path"]
            .as_str()
            .is_some_and(|p| p.trim_matches('/') == "type")
    });
    let of = of.and_then(|o| id_in(&o["value"], "id"));
    let of = of.filter(|of| {
        call.state
            .world
            .get(Kind::ConfigurationTypes, *of)
            .is_some()
    });
    let of = of.ok_or_else(|| Refused::object("configuration", vec![Fault::missing("type")]))?;
    let stamp = call.stamp.clone();
    let kind = Kind::Configurations;
    if call.state.world.get(kind, ids[0]).is_none() {
        return Err(Refused::no_record(kind.schema().object, ids[0]));
    }
    let fields = [("type", Some(Cell::Ref(of))), ("questions", None)];
    call.state
        .world
        .change(kind, ids[0], stamp.at, &stamp.by, fields);
    let world = &mut call.state.world;
    crate::connectwise::change::remake(world, kind, ids[0], &stamp, |_, _| Ok(()))?;
    let render = Render {
        world: &call.state.world,
        base: &call.base,
    };
    Ok(Reply::new(
        200,
        JSON,
        render.one(kind, ids[0], &View::default())?,
    ))
}
