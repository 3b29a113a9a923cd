//! Conditions over records. Paths are found once, so that a test on each of many records is a look into
//! its cells.

use super::compare::Held;
use super::parse::{Expression, Literal, Operator, Test, parse};
use crate::connectwise::errors::Refused;
use crate::connectwise::fields::Shape;
use crate::connectwise::kind::Kind;
use crate::connectwise::row::{Cell, Row};
use crate::connectwise::world::World;
use std::borrow::Cow;

/// Where a test looks.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Path {
    Id,
    Updated,
    Entered,
    UpdatedBy,
    EnteredBy,
    Field(usize),
    /// The id behind a reference.
    Reference(usize),
    /// What a reference shows under a key.
    Shown(usize, Kind, String),
    /// A member of an object that is kept as it came.
    Inside(usize, String),
    /// Of a ticket: one of its configurations is this one.
    Member(usize),
}

impl Path {
    /// Finds a path of a kind, as conditions and orders write it.
    pub(super) fn find(kind: Kind, text: &str) -> Result<Self, Refused> {
        let unknown = || Refused::condition(format!("{text} is not a recognized name."));
        let bare = text.strip_prefix("_info/").unwrap_or(text);
        match bare.to_ascii_lowercase().as_str() {
            "id" => return Ok(Self::Id),
            "lastupdated" => return Ok(Self::Updated),
            "updatedby" => return Ok(Self::UpdatedBy),
            "dateentered" if kind.schema().position("dateEntered").is_none() => {
                return Ok(Self::Entered);
            }
            "enteredby" if kind.schema().position("enteredBy").is_none() => {
                return Ok(Self::EnteredBy);
            }
            "configuration/id" if kind == Kind::Tickets => {
                let at = kind
                    .schema()
                    .position("configurations")
                    .ok_or_else(unknown)?;
                return Ok(Self::Member(at));
            }
            _ => {}
        }
        let (head, rest) = text
            .split_once('/')
            .map_or((text, None), |(h, r)| (h, Some(r)));
        let at = kind.schema().position_loose(head).ok_or_else(unknown)?;
        match (&kind.schema().fields[at].shape, rest) {
            (Shape::Refs(_) | Shape::Objects | Shape::Texts | Shape::Ints, _) => Err(
                Refused::condition(format!("{text} is a list; use childConditions.")),
            ),
            (Shape::Ref(_), None) => Ok(Self::Reference(at)),
            (Shape::Ref(to), Some(key)) => {
                if key.eq_ignore_ascii_case("id") {
                    return Ok(Self::Reference(at));
                }
                let shown = to
                    .schema()
                    .shown
                    .iter()
                    .find(|k| k.eq_ignore_ascii_case(key));
                let shown = shown.ok_or_else(unknown)?;
                Ok(Self::Shown(at, *to, (*shown).to_owned()))
            }
            (Shape::Loose, key) => Ok(Self::Inside(at, key.unwrap_or("name").to_owned())),
            (_, None) => Ok(Self::Field(at)),
            (_, Some(_)) => Err(unknown()),
        }
    }

    pub(super) fn look<'r>(&self, world: &World, id: u32, row: &'r Row) -> Held<'r> {
        match self {
            Self::Id => Held::Number(f64::from(id)),
            Self::Updated => Held::Moment(row.updated),
            Self::Entered => Held::Moment(row.entered),
            Self::UpdatedBy => Held::Text(Cow::Borrowed(&*row.updated_by)),
            Self::EnteredBy => Held::Text(Cow::Borrowed(&*row.entered_by)),
            Self::Field(at) | Self::Reference(at) => row.at(*at).map_or(Held::Null, held),
            Self::Shown(at, kind, key) => match row.at(*at) {
                Some(Cell::Ref(to)) => world
                    .shown(*kind, *to, key)
                    .map_or(Held::Null, |text| Held::Text(Cow::Owned(text))),
                _ => Held::Null,
            },
            Self::Inside(at, key) => match row.at(*at) {
                Some(Cell::Json(text)) => inside(text, key),
                _ => Held::Null,
            },
            Self::Member(_) => Held::Null,
        }
    }
}

fn held(cell: &Cell) -> Held<'_> {
    match cell {
        Cell::Flag(flag) => Held::Flag(*flag),
        #[allow(
            clippy::cast_precision_loss,
            reason = "compared as the vendor's JSON numbers are"
        )]
        Cell::Int(number) => Held::Number(*number as f64),
        Cell::Number(number) => Held::Number(*number),
        Cell::Text(text) => Held::Text(Cow::Borrowed(text)),
        Cell::Moment(at) => Held::Moment(*at),
        Cell::Ref(id) => Held::Number(f64::from(*id)),
        Cell::Refs(_) | Cell::Json(_) => Held::Null,
    }
}

fn inside(text: &str, key: &str) -> Held<'static> {
    let value: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    super::parts::held_of(value.get(key))
}

/// A test with its path found.
#[derive(Clone, Debug)]
struct Ready {
    path: Path,
    operator: Operator,
    values: Vec<Literal>,
}

/// A condition over records of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Filter(Expression<Ready>);

impl Filter {
    /// Reads a condition for a kind; none where the text is empty.
    pub(crate) fn new(kind: Kind, text: &str) -> Result<Option<Self>, Refused> {
        let Some(expression) = parse(text)? else {
            return Ok(None);
        };
        let mut tests = Vec::new();
        expression.tests(&mut tests);
        let by_configuration = |t: &&&Test| t.path.eq_ignore_ascii_case("configuration/id");
        if kind == Kind::Tickets && tests.iter().filter(by_configuration).count() > 1 {
            return Err(Refused::condition(
                "configuration/id can be asked for once only.",
            ));
        }
        let mut ready = |test: Test| {
            let path = Path::find(kind, &test.path)?;
            if let Path::Field(at) = &path
                && let Shape::Enum(names) = &kind.schema().fields[*at].shape
                && matches!(
                    test.operator,
                    Operator::Equal | Operator::Unequal | Operator::In
                )
            {
                let known = |value: &Literal| match value {
                    Literal::Text(text) => names.iter().any(|n| n.eq_ignore_ascii_case(text)),
                    Literal::Null => true,
                    _ => false,
                };
                if !test.values.iter().all(known) {
                    return Err(Refused::condition("Enum value supplied was invalid"));
                }
            }
            Ok(Ready {
                path,
                operator: test.operator,
                values: test.values,
            })
        };
        Ok(Some(Self(expression.map(&mut ready)?)))
    }

    pub(crate) fn holds(&self, world: &World, id: u32, row: &Row) -> bool {
        self.0.holds(&mut |test| {
            if let Path::Member(at) = test.path {
                let Some(Cell::Refs(ids)) = row.at(at) else {
                    return test.operator == Operator::Unequal;
                };
                let meets =
                    |id: &u32| Held::Number(f64::from(*id)).meets(test.operator, &test.values);
                return ids.iter().any(meets);
            }
            test.path
                .look(world, id, row)
                .meets(test.operator, &test.values)
        })
    }
}
