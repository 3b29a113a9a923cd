//! Lists and counts: what is looked for, in which order, and which page of it.

use super::conditions::{Filter, Order, Parts};
use super::errors::Refused;
use super::kind::Kind;
use super::paging::{Page, forward_link, links, parameter};
use super::records::{JSON, belongs};
use super::render::{Render, View};
use super::route::{Route, Target};
use super::row::Row;
use super::state::Call;
use super::world::World;
use crate::psa::serve::Reply;
use serde_json::json;

/// What is looked for in a list.
pub(super) struct Find {
    filter: Option<Filter>,
    children: Option<Parts>,
    custom: Option<Parts>,
    order: Option<Order>,
}

impl Find {
    pub(super) fn new(kind: Kind, parameters: &[(String, String)]) -> Result<Self, Refused> {
        Ok(Self {
            filter: Filter::new(kind, parameter(parameters, "conditions"))?,
            children: Parts::children(kind, parameter(parameters, "childConditions"))?,
            custom: Parts::custom(kind, parameter(parameters, "customFieldConditions"))?,
            order: Order::new(kind, parameter(parameters, "orderBy"))?,
        })
    }

    fn everything(&self) -> bool {
        self.filter.is_none() && self.children.is_none() && self.custom.is_none()
    }

    fn holds(&self, kind: Kind, world: &World, id: u32, row: &Row) -> bool {
        let parts = |parts: &Option<Parts>| parts.as_ref().is_none_or(|p| p.hold(kind, world, row));
        self.filter.as_ref().is_none_or(|f| f.holds(world, id, row))
            && parts(&self.children)
            && parts(&self.custom)
    }
}

/// A list, or the count of it.
pub(super) fn list(
    call: &mut Call<'_>,
    route: &Route,
    find: &Find,
    own: Option<&str>,
    view: &View,
) -> Result<Reply, Refused> {
    let (place, kind) = (route.place, route.place.kind);
    let (base, parameters) = (call.base.clone(), call.parameters.clone());
    let address = format!("{base}{}", call.path);
    let counting = matches!(route.target, Target::Count);
    let page = Page::of(call.question, &parameters)?;
    let parents = route.parents.clone();
    call.read(|world| {
        let fits = |id: u32, row: &Row| {
            own.is_none_or(|own| *row.entered_by == *own)
                && belongs(place, &parents, row)
                && find.holds(kind, world, id, row)
        };
        let all = find.everything() && own.is_none() && parents.is_empty();
        if counting {
            let rows = world.rows(kind);
            let count = if all {
                world.count(kind)
            } else {
                rows.filter(|(id, row)| fits(*id, row)).count()
            };
            return Ok(Reply::new(200, JSON, json!({ "count": count }).to_string()));
        }
        let (rows, link) = match page {
            Page::Forward { after, size } => {
                let rows = world
                    .rows_after(kind, after)
                    .filter(|(id, row)| fits(*id, row));
                let mut rows: Vec<_> = rows.take(size + 1).collect();
                let more = rows.len() > size;
                rows.truncate(size);
                let last = rows.last().map_or(after, |(id, _)| *id);
                (
                    rows,
                    more.then(|| forward_link(&address, &parameters, last)),
                )
            }
            Page::Number { page, size } => {
                let skip = (page - 1).saturating_mul(size);
                let (rows, total) = if all && find.order.is_none() {
                    let rows = world.rows(kind).skip(skip).take(size).collect();
                    (rows, world.count(kind))
                } else {
                    let rows = world.rows(kind).filter(|(id, row)| fits(*id, row));
                    let mut rows: Vec<_> = rows.collect();
                    if let Some(order) = &find.order {
                        order.sort(world, &mut rows);
                    }
                    let total = rows.len();
                    (
                        rows.into_iter().skip(skip).take(size).collect::<Vec<_>>(),
                        total,
                    )
                };
                (rows, links(&address, &parameters, page, size, total))
            }
        };
        let render = Render { world, base: &base };
        let mut body = Vec::with_capacity(64 + rows.len() * 1536);
        body.push(b'[');
        for (n, (id, row)) in rows.into_iter().enumerate() {
            if n > 0 {
                body.push(b',');
            }
            render.row(&mut body, kind, id, row, view);
        }
        body.push(b']');
        let reply = Reply::new(200, JSON, body);
        Ok(match link {
            Some(link) => reply.with("link", link),
            None => reply,
        })
    })
}
