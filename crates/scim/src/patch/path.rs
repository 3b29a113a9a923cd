//! The path of a step (RFC 7644, 3.5.2): `userName`, `name.givenName`, `members[value eq "x"]`,
//! `emails[type eq "work"].value`.

use crate::error::{ScimError, ScimType};
use crate::filter::{Filter, Reader};
use crate::path::AttributePath;
use std::fmt;

/// A path.
#[derive(Clone, Debug, PartialEq)]
pub struct PatchPath {
    /// The attribute.
    pub attribute: AttributePath,
    /// Which of its values.
    pub filter: Option<Filter>,
    /// Which part of those.
    pub part: Option<String>,
}

impl PatchPath {
    /// Reads a path.
    ///
    /// # Errors
    /// `invalidPath` for what is none, `invalidFilter` for what stands in its brackets.
    pub fn parse(text: &str) -> Result<Self, ScimError> {
        let bad = |_| ScimError::new(ScimType::InvalidPath, "The path cannot be read.");
        let mut reader = Reader::new(text).map_err(bad)?;
        let attribute = reader.path().map_err(bad)?;
        let mut path = Self {
            attribute,
            filter: None,
            part: None,
        };
        if reader.sign('[') {
            path.filter = Some(reader.bracket(0)?);
            if reader.sign('.') {
                let part = reader.path().map_err(bad)?;
                if part.schema.is_some() || part.part.is_some() {
                    return Err(bad(ScimError::not_found()));
                }
                path.part = Some(part.name);
            }
        }
        reader.end().map_err(bad)?;
        Ok(path)
    }

    /// How many comparisons its filter holds.
    pub(super) fn terms(&self) -> usize {
        self.filter.as_ref().map_or(0, Filter::terms)
    }
}

impl fmt::Display for PatchPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.attribute)?;
        if let Some(filter) = &self.filter {
            write!(f, "[{filter}]")?;
        }
        match &self.part {
            Some(part) => write!(f, ".{part}"),
            None => Ok(()),
        }
    }
}
