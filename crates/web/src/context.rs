//! A request as a handler sees it: who, what, from where; the body was read within limits.

use crate::app::App;
use crate::failure::Failed;
use crate::guard::Guard;
use crate::words::Words;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, header};
use engine::Visitor;
use engine::identity::Signed;
use std::collections::BTreeMap;

/// The raw request, before a guard has looked at it.
#[derive(Clone)]
pub struct Raw {
    /// The application.
    pub app: App,
    /// The method.
    pub method: Method,
    /// The path as it was asked for; it may hold the token of a mailed link and is never logged.
    pub path: String,
    /// The query, encoded.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, at most as long as the route allows.
    pub body: Bytes,
    /// Values of the path's placeholders.
    pub placeholders: BTreeMap<String, String>,
    /// Who stands at the door.
    pub visitor: Visitor,
    /// Ties pages and log together.
    pub reference: String,
    /// The words in which the browser asks to be spoken to; [`Ctx::words`] knows her own besides.
    pub words: Words,
}

/// A request that a guard has let through; `who` is what the guard proved.
pub struct Ctx<G> {
    /// What the guard proved.
    pub who: G,
    /// The request.
    pub raw: Raw,
}

impl<G> std::ops::Deref for Ctx<G> {
    type Target = Raw;
    fn deref(&self) -> &Raw {
        &self.raw
    }
}

impl<G: Guard> Ctx<G> {
    /// The words of this person: in her own language where she is signed in and has one, else as
    /// the browser asks; with moments in her zone.
    pub fn words(&self) -> Words {
        match self.who.known() {
            Some(signed) => crate::tongue::own(&self.raw.words, &signed.identity),
            None => self.raw.words.clone(),
        }
    }
}

/// Most fields of a form.
const MAX_FIELDS: usize = 128;

/// A form that was sent.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// A form of fields that were read elsewhere.
    pub fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }
    /// Reads what a browser encodes.
    pub fn parse(encoded: &[u8]) -> Self {
        Self(
            form_urlencoded::parse(encoded)
                .take(MAX_FIELDS)
                .map(|(n, v)| (n.into_owned(), v.into_owned()))
                .collect(),
        )
    }
    /// The value of a field; empty when it is absent. Of two the first counts.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v.as_str())
    }
    /// Every field in the order of the form.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }
    /// All values of a field that may come several times, such as ticked boxes.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
    /// Whether a field is there, empty or not.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }
    /// The value as a secret.
    pub fn secret(&self, name: &str) -> kernel::Secret<String> {
        self.get(name).into()
    }
    /// What is shown again of a field: at most so many characters, so that a page stays a page.
    pub fn shown(&self, name: &str) -> String {
        self.get(name).chars().take(300).collect()
    }
}

impl Raw {
    /// Reads the body as a form.
    ///
    /// # Errors
    /// 415 for another content type.
    pub fn form(&self) -> Result<Form, Failed> {
        let kind = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Ok(Form::parse(&self.body));
        }
        Err(other_content_type())
    }

    /// The query as a form.
    pub fn query(&self) -> Form {
        Form::parse(self.query.as_bytes())
    }

    /// The value of a placeholder of the path.
    pub fn placeholder(&self, name: &str) -> &str {
        self.placeholders.get(name).map_or("", String::as_str)
    }

    /// A header as text.
    pub fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }
}

/// The token that forms of a signed-in person carry besides the browser's own proof of origin.
pub fn form_token(app: &App, signed: &Signed) -> String {
    app.engine.form_token(signed)
}

/// Checks that token.
///
/// # Errors
/// 403 for any other (attack: cross-site request forgery).
pub fn check_form_token(app: &App, signed: &Signed, form: &Form) -> Result<(), Failed> {
    if kernel::secret::same(
        form_token(app, signed).as_bytes(),
        form.get("csrf").as_bytes(),
    ) {
        return Ok(());
    }
    Err(foreign_form())
}

/// The refusal of a body that is no form.
pub(crate) fn other_content_type() -> Failed {
    Failed::refuse(
        415,
        "content_type",
        "This cannot be read",
        "The form was sent in a way that is not understood here.",
        "Send it as application/x-www-form-urlencoded, as browsers do.",
    )
}

/// The refusal of a form that another site made.
pub fn foreign_form() -> Failed {
    Failed::refuse(
        403,
        "foreign_form",
        "This did not come from here",
        "The form was sent by another site, or the page was open for too long.",
        "Open the page here and send it again.",
    )
}
