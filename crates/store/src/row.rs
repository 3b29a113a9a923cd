//! Values in and rows out, the same for both engines.

use crate::StoreFault;
use kernel::Timestamp;
use rusqlite::types::Value;
use sqlx::Row as _;

/// A value of one of the three column types; each may be NULL.
#[derive(Clone, Debug)]
pub enum Val {
    /// TEXT.
    Text(Option<String>),
    /// BIGINT.
    Int(Option<i64>),
    /// BYTEA.
    Blob(Option<Vec<u8>>),
}

macro_rules! from {
    ($($type:ty => |$v:ident| $variant:ident($value:expr);)*) => {$(
        impl From<$type> for Val {
            fn from($v: $type) -> Self {
                Self::$variant(Some($value))
            }
        }
        impl From<Option<$type>> for Val {
            fn from(v: Option<$type>) -> Self {
                match v {
                    Some($v) => Self::$variant(Some($value)),
                    None => Self::$variant(None),
                }
            }
        }
    )*};
}

from! {
    String => |v| Text(v);
    &str => |v| Text(v.to_owned());
    i64 => |v| Int(v);
    bool => |v| Int(i64::from(v));
    Timestamp => |v| Int(v.0);
    Vec<u8> => |v| Blob(v);
    [u8; 16] => |v| Blob(v.to_vec());
    [u8; 32] => |v| Blob(v.to_vec());
}

/// A row of either engine.
pub enum Row {
    /// Of SQLite.
    Lite(Vec<Value>),
    /// Of PostgreSQL.
    Pg(sqlx::postgres::PgRow),
}

impl Row {
    /// Reads the columns from left to right.
    pub fn columns(&self) -> Columns<'_> {
        Columns { row: self, at: 0 }
    }
}

/// A cursor over the columns of a row.
pub struct Columns<'r> {
    row: &'r Row,
    at: usize,
}

type Read<T> = Result<T, StoreFault>;

impl Columns<'_> {
    fn unreadable(&self, what: &str) -> StoreFault {
        StoreFault::Unreadable(format!("column {} {what}", self.at))
    }

    fn take<T>(&mut self, lite: impl Fn(&Value) -> Option<T>) -> Read<Option<T>>
    where
        T: for<'a> sqlx::Decode<'a, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        let at = self.at;
        self.at += 1;
        match self.row {
            Row::Lite(values) => match values.get(at) {
                Some(Value::Null) => Some(None),
                Some(value) => lite(value).map(Some),
                None => None,
            },
            Row::Pg(row) => row.try_get::<Option<T>, usize>(at).ok(),
        }
        .ok_or_else(|| self.unreadable("has another type"))
    }

    fn need<T>(&self, value: Option<T>) -> Read<T> {
        value.ok_or_else(|| self.unreadable("is NULL"))
    }

    /// TEXT or NULL.
    ///
    /// # Errors
    /// [`StoreFault::Unreadable`], as for all readers here.
    pub fn text_or_null(&mut self) -> Read<Option<String>> {
        self.take(|value| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
    }
    /// TEXT.
    ///
    /// # Errors
    /// See above.
    pub fn text(&mut self) -> Read<String> {
        let v = self.text_or_null()?;
        self.need(v)
    }
    /// BIGINT or NULL.
    ///
    /// # Errors
    /// See above.
    pub fn int_or_null(&mut self) -> Read<Option<i64>> {
        self.take(|value| match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        })
    }
    /// BIGINT.
    ///
    /// # Errors
    /// See above.
    pub fn int(&mut self) -> Read<i64> {
        let v = self.int_or_null()?;
        self.need(v)
    }
    /// A boolean of 0 or 1.
    ///
    /// # Errors
    /// See above.
    pub fn flag(&mut self) -> Read<bool> {
        Ok(self.int()? != 0)
    }
    /// What a comparison gives: SQLite has 0 and 1 for it, PostgreSQL a type of its own.
    ///
    /// # Errors
    /// See above.
    pub fn truth(&mut self) -> Read<bool> {
        let at = self.at;
        self.at += 1;
        match self.row {
            Row::Lite(values) => match values.get(at) {
                Some(Value::Integer(number)) => Some(*number != 0),
                _ => None,
            },
            Row::Pg(row) => row.try_get::<bool, usize>(at).ok(),
        }
        .ok_or_else(|| self.unreadable("is no truth value"))
    }
    /// A moment.
    ///
    /// # Errors
    /// See above.
    pub fn time(&mut self) -> Read<Timestamp> {
        Ok(Timestamp(self.int()?))
    }
    /// A moment or NULL.
    ///
    /// # Errors
    /// See above.
    pub fn time_or_null(&mut self) -> Read<Option<Timestamp>> {
        Ok(self.int_or_null()?.map(Timestamp))
    }
    /// BYTEA or NULL.
    ///
    /// # Errors
    /// See above.
    pub fn blob_or_null(&mut self) -> Read<Option<Vec<u8>>> {
        self.take(|value| match value {
            Value::Blob(bytes) => Some(bytes.clone()),
            _ => None,
        })
    }
    /// BYTEA.
    ///
    /// # Errors
    /// See above.
    pub fn blob(&mut self) -> Read<Vec<u8>> {
        let v = self.blob_or_null()?;
        self.need(v)
    }
    /// The sixteen bytes of an id.
    ///
    /// # Errors
    /// See above.
    pub fn id(&mut self) -> Read<[u8; 16]> {
        self.blob()?
            .try_into()
            .map_err(|_| self.unreadable("is not an id"))
    }
    /// The sixteen bytes of an id, or NULL.
    ///
    /// # Errors
    /// See above.
    pub fn id_or_null(&mut self) -> Read<Option<[u8; 16]>> {
        self.blob_or_null()?
            .map(|b| b.try_into().map_err(|_| self.unreadable("is not an id")))
            .transpose()
    }
    /// A value parsed from TEXT, such as a state.
    ///
    /// # Errors
    /// See above.
    pub fn parsed<T>(&mut self, parse: impl Fn(&str) -> Option<T>) -> Read<T> {
        let text = self.text()?;
        parse(&text).ok_or_else(|| self.unreadable("holds an unknown word"))
    }
    /// A list kept as a JSON array of texts.
    ///
    /// # Errors
    /// See above.
    pub fn list(&mut self) -> Read<Vec<String>> {
        let text = self.text()?;
        serde_json::from_str(&text).map_err(|_| self.unreadable("is not a list"))
    }
}

/// A list of texts as the JSON that [`Columns::list`] reads.
pub fn list_text<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let items: Vec<serde_json::Value> = items.into_iter().map(|s| s.as_ref().into()).collect();
    serde_json::Value::Array(items).to_string()
}
