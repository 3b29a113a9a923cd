//! `orderBy`: `contact/name asc`, `id desc`, several with commas between.

use super::compare::Held;
use super::rows::Path;
use crate::connectwise::errors::Refused;
use crate::connectwise::kind::Kind;
use crate::connectwise::row::Row;
use crate::connectwise::world::World;
use std::cmp::Ordering;

/// An order over records of one kind; records that are alike in it stand by id.
#[derive(Clone, Debug)]
pub(crate) struct Order(Vec<(Path, bool)>);

impl Order {
    /// Reads an order; none where the text is empty.
    pub(crate) fn new(kind: Kind, text: &str) -> Result<Option<Self>, Refused> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let keys = text.split(',').map(|part| {
            let mut words = part.split_whitespace();
            let name = words.next().unwrap_or_default();
            let down = match words.next().map(str::to_ascii_lowercase).as_deref() {
                None | Some("asc") => false,
                Some("desc") => true,
                Some(word) => {
                    return Err(Refused::condition(format!(
                        "{word} is no direction of an order."
                    )));
                }
            };
            Ok((Path::find(kind, name)?, down))
        });
        Ok(Some(Self(keys.collect::<Result<_, _>>()?)))
    }

    pub(crate) fn sort(&self, world: &World, rows: &mut [(u32, &Row)]) {
        // The keys of each record are looked up once; sorting the records by them then moves ids only.
        rows.sort_by_cached_key(|(id, row)| {
            let keys = self.0.iter().map(|(path, down)| Key {
                text: match path.look(world, *id, row) {
                    Held::Null => Sortable::Null,
                    Held::Flag(flag) => Sortable::Number(f64::from(u8::from(flag))),
                    Held::Number(number) => Sortable::Number(number),
                    #[allow(clippy::cast_precision_loss, reason = "seconds fit")]
                    Held::Moment(at) => Sortable::Number(at as f64),
                    Held::Text(text) => Sortable::Text(text.to_lowercase()),
                },
                down: *down,
            });
            (keys.collect::<Vec<_>>(), *id)
        });
    }
}

#[derive(Debug, PartialEq)]
enum Sortable {
    Null,
    Number(f64),
    Text(String),
}

#[derive(Debug, PartialEq)]
struct Key {
    text: Sortable,
    down: bool,
}

impl Eq for Key {}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = match (&self.text, &other.text) {
            (Sortable::Null, Sortable::Null) => Ordering::Equal,
            (Sortable::Null, _) => Ordering::Less,
            (_, Sortable::Null) => Ordering::Greater,
            (Sortable::Number(a), Sortable::Number(b)) => a.total_cmp(b),
            (Sortable::Text(a), Sortable::Text(b)) => a.cmp(b),
            (Sortable::Number(_), Sortable::Text(_)) => Ordering::Less,
            (Sortable::Text(_), Sortable::Number(_)) => Ordering::Greater,
        };
        if self.down { order.reverse() } else { order }
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
