//! A world out of a number: invented companies with people, devices, tickets and bills, and the set-up
//! tables of a provider that grew over years.

mod boards;
mod devices;
mod members;
mod people;
mod setup;
mod work;

use super::Options;
use super::auth::Keys;
use super::kind::Kind;
use super::row::{Cell, Row};
use super::world::World;
use crate::psa::chance::Chance;
use std::sync::Arc;

/// 2026-01-01: everything of the seed is older, whenever it is sown.
pub(super) const NOW: i64 = 1_767_225_600;
const DAY: i64 = 86_400;

/// What the parts of the seed hand on to each other.
struct Sower {
    world: World,
    chance: Chance,
    by: Arc<str>,
}

/// Makes rows of one form: the fields are found once.
struct Form {
    kind: Kind,
    positions: Vec<Option<usize>>,
}

impl Form {
    fn new(kind: Kind, fields: &[&str]) -> Self {
        let positions = fields.iter().map(|name| kind.schema().position(name));
        let positions: Vec<_> = positions.collect();
        debug_assert!(positions.iter().all(Option::is_some), "{kind:?} {fields:?}");
        Self { kind, positions }
    }

    fn row<const N: usize>(&self, at: i64, by: &Arc<str>, cells: [Option<Cell>; N]) -> Row {
        let mut row = Row::new(at, by);
        for (position, cell) in self.positions.iter().zip(cells) {
            if let Some(position) = position {
                row.put(*position, cell);
            }
        }
        row
    }
}

impl Sower {
    /// A moment of the past years.
    fn past(&mut self, days: u64) -> i64 {
        let days = i64::try_from(self.chance.below(days)).unwrap_or_default();
        let seconds = i64::try_from(self.chance.below(86_400)).unwrap_or_default();
        NOW - (days + 1) * DAY + seconds
    }

    fn add<const N: usize>(&mut self, form: &Form, at: i64, cells: [Option<Cell>; N]) -> u32 {
        let row = form.row(at, &self.by, cells);
        self.world.add(form.kind, row)
    }

    /// A row of a set-up table.
    fn set_up(&mut self, kind: Kind, fields: &[(&str, Cell)]) -> u32 {
        let mut row = Row::new(NOW - 1000 * DAY, &self.by);
        for (name, cell) in fields {
            debug_assert!(kind.schema().position(name).is_some(), "{kind:?} {name}");
            row.set(kind, name, Some(cell.clone()));
        }
        self.world.add(kind, row)
    }
}

fn text(text: impl Into<String>) -> Cell {
    Cell::text(text)
}

fn words(first: &str, text: impl Into<String>) -> [(&str, Cell); 1] {
    [(first, Cell::text(text))]
}

/// Sows the world of these options, and gives the keys to it.
pub(super) fn sow(options: &Options) -> (World, Vec<Keys>) {
    let mut sower = Sower {
        world: World::default(),
        chance: Chance::new(options.seed),
        by: Arc::from("admin1"),
    };
    let keys = members::sow(&mut sower, &options.company_id);
    setup::sow(&mut sower);
    boards::sow(&mut sower);
    let companies = people::companies(&mut sower, options.companies, &options.company_id);
    people::contacts(&mut sower, &companies, options);
    devices::sow(&mut sower, &companies, options.configurations);
    work::sow(&mut sower, &companies, options.tickets);
    sower.world.take_changes();
    (sower.world, keys)
}
