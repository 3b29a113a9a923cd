//! Forms of the module's own pages.

use std::collections::BTreeMap;

use axum::extract::Request;

use super::{Refusal, UnifiedLogin};
use crate::routes::{Parameters, body, logout::own_form};
use crate::{Problem, ReturnTo};

/// The fields of a form, each at most once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form(BTreeMap<String, String>);

impl Form {
    /// Reads a query or a form.
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        Ok(Self(Parameters::parse(bytes)?.into_map()))
    }

    /// A field; empty when it is missing.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether a switch or a confirmation is on.
    pub fn on(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// The fields that begin so, without that beginning.
    pub fn with_prefix<'f>(&'f self, prefix: &'f str) -> impl Iterator<Item = (&'f str, &'f str)> {
        let all = self.0.iter();
        all.filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }

    /// Where to go afterwards: a path of this site, or `home`.
    pub fn return_to(&self, home: &str) -> ReturnTo {
        let asked = ReturnTo::parse(self.text("return_to"));
        asked
            .or_else(|| ReturnTo::parse(home))
            .unwrap_or_else(ReturnTo::home)
    }
}

impl UnifiedLogin {
    /// The form of a post, if it comes from a page of this module.
    pub(crate) async fn form(&self, request: Request) -> Result<Form, Refusal> {
        if !own_form(request.headers(), self.origin()) {
            return Err(Problem::OtherSite.into());
        }
        let bytes = body(request.into_body()).await;
        let bytes = bytes.ok_or(Problem::BadRequest("Begin again from this site."))?;
        Ok(Form::parse(&bytes)?)
    }
}
