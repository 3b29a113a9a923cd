//! Something dangerous needs a proof that is new: the guard that asks for a short confirmation.
//!
//! `Ctx<Fresh<Staff>>` lets a member through whose last proof is at most ten minutes old. Else the
//! confirmation page comes in place of the answer. For a page it leads back to that page. For a form
//! it carries the fields along, so that nothing typed is lost and one more click does the deed; the
//! form then comes again, with the proof in it.

use crate::answer::{Answer, page};
use crate::context::{Ctx, Form, Raw, check_form_token, form_token};
use crate::failure::Failed;
use crate::guard::{ClientPerson, Guard, Master, SignedIn, Staff};
use crate::signin::progress::{status_at_field, with_wait};
use crate::tongue;
use crate::view::signin::Confirm;
use crate::view::{Field, Notice, Tone};
use axum::http::{Method, header};
use engine::Failure;
use engine::identity::{Proof, Signed};
use kernel::Secret;
use model::identity::{Danger, SignInRefusal};

/// A guard that proves who somebody is.
pub trait Person: Guard {
    /// The name in the table of routes when her proof must be new.
    const FRESH: &'static str;
    /// The name when it must be new and more than a password.
    const FRESH_BY_FACTOR: &'static str;
    /// Who she is.
    fn signed(&self) -> &Signed;
    /// The same, to be brought up to date.
    fn signed_mut(&mut self) -> &mut Signed;
}

macro_rules! person {
    ($guard:ident, $fresh:literal, $factor:literal) => {
        impl Person for $guard {
            const FRESH: &'static str = $fresh;
            const FRESH_BY_FACTOR: &'static str = $factor;
            fn signed(&self) -> &Signed {
                &self.0
            }
            fn signed_mut(&mut self) -> &mut Signed {
                &mut self.0
            }
        }
    };
}

person!(
    SignedIn,
    "signed in, proved anew",
    "signed in, factor proved anew"
);
person!(Master, "master, proved anew", "master, factor proved anew");
person!(Staff, "staff, proved anew", "staff, factor proved anew");
person!(
    ClientPerson,
    "client person, proved anew",
    "client person, factor proved anew"
);

/// Whoever `G` admits, with a new proof. With `FACTOR` a password alone is not enough: for what
/// changes how the account is opened.
pub struct Fresh<G, const FACTOR: bool = false> {
    /// What `G` proved.
    pub who: G,
    /// The cookie that the session has now, where she has just confirmed.
    cookie: Option<Secret<String>>,
}

/// Whoever `G` admits, with a new proof by a second factor.
pub type FreshFactor<G> = Fresh<G, true>;

impl<G: Person, const FACTOR: bool> Fresh<G, FACTOR> {
    /// Who she is.
    pub fn signed(&self) -> &Signed {
        self.who.signed()
    }
}

impl<G: Person, const FACTOR: bool> Ctx<Fresh<G, FACTOR>> {
    /// The request, now that the proof was looked at: what is behind needs to know of the person
    /// alone.
    pub fn proved(self) -> Ctx<G> {
        Ctx {
            who: self.who.who,
            raw: self.raw,
        }
    }
}

/// The fields by which a form brings the proof along.
const CODE: &str = "confirm_code";
const PASSWORD: &str = "confirm_password";
const CEREMONY: &str = "confirm_ceremony";
const CREDENTIAL: &str = "confirm_credential";
/// Fields that are never written into a page; she types them again.
const NOT_CARRIED: [&str; 10] = [
    CODE,
    PASSWORD,
    CEREMONY,
    CREDENTIAL,
    "password",
    "repeat",
    "current",
    "secret",
    "public_key",
    "private_key",
];
/// Names a field that was typed and not carried along: without it, an empty field might pass for one
/// that was left empty on purpose.
pub(crate) const LEFT_OUT: &str = "left_out";

impl<G: Person, const FACTOR: bool> Guard for Fresh<G, FACTOR> {
    const NAME: &'static str = if FACTOR { G::FRESH_BY_FACTOR } else { G::FRESH };

    async fn admit(raw: &Raw) -> Result<Self, Failed> {
        let mut who = G::admit(raw).await?;
        let danger = if FACTOR {
            Danger::Factors
        } else {
            Danger::Settings
        };
        if raw.app.engine.proved_for(who.signed(), danger) {
            return Ok(Self { who, cookie: None });
        }
        let question = Question::of(raw, danger);
        let Some(form) = question.form.clone() else {
            return Err(question.ask(raw, who.signed(), None).await);
        };
        check_form_token(&raw.app, who.signed(), &form)?;
        match take(raw, who.signed(), danger, &form).await {
            Taken::Nothing => Err(question.ask(raw, who.signed(), None).await),
            Taken::Right(confirmed) => {
                *who.signed_mut() = confirmed.signed;
                Ok(Self {
                    who,
                    cookie: Some(confirmed.session_token),
                })
            }
            Taken::Wrong(refusal) => Err(question.ask(raw, who.signed(), Some(refusal)).await),
            Taken::Failed(failed) => Err(failed),
        }
    }

    fn new_session_cookie(&self) -> Option<Secret<String>> {
        self.cookie.clone()
    }

    fn known(&self) -> Option<&Signed> {
        self.who.known()
    }
}

/// What became of the proof in a form.
pub(crate) enum Taken {
    /// There was none.
    Nothing,
    /// It was right.
    Right(Box<engine::identity::Confirmed>),
    /// It was refused; the page says why.
    Wrong(SignInRefusal),
    /// It could not be looked at.
    Failed(Failed),
}

/// Takes the proof that a form brings.
pub(crate) async fn take(raw: &Raw, signed: &Signed, danger: Danger, form: &Form) -> Taken {
    let proof = if !form.get(CREDENTIAL).is_empty() {
        Proof::Passkey {
            ceremony: form.get(CEREMONY).to_owned(),
            answer: form.get(CREDENTIAL).to_owned(),
        }
    } else if !form.get(CODE).is_empty() {
        Proof::Code(form.get(CODE).to_owned())
    } else if !form.get(PASSWORD).is_empty() && danger == Danger::Settings {
        Proof::Password(form.secret(PASSWORD))
    } else {
        return Taken::Nothing;
    };
    match raw.app.engine.confirm(signed, proof, &raw.visitor).await {
        Ok(confirmed) => Taken::Right(Box::new(confirmed)),
        Err(Failure::Refused(SignInRefusal::FlowGone)) => {
            Taken::Failed(Failed::Elsewhere("/sign-in?notice=ended".into()))
        }
        Err(Failure::Refused(refusal)) => Taken::Wrong(refusal),
        Err(Failure::Broken(broken)) => Taken::Failed(broken.into()),
    }
}

/// A page of the hub to go back to: a path of this host and nothing else (attack: open redirect).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReturnTo(String);

impl ReturnTo {
    /// Reads a path with its query; the start for anything else.
    pub(crate) fn parse(text: &str) -> Self {
        let plain = text.len() <= 2_048
            && text.starts_with('/')
            && !text.starts_with("//")
            && text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
        Self(if plain { text } else { "/" }.to_owned())
    }
    /// The path.
    pub(crate) fn path(&self) -> &str {
        &self.0
    }
    /// The page that a form was sent from, by the browser's own word, if it is one of ours.
    fn referring(raw: &Raw) -> Self {
        let own = &raw.app.engine.settings().issuer;
        let path = raw
            .header(header::REFERER)
            .and_then(|r| r.strip_prefix(own.as_str()));
        Self::parse(path.unwrap_or("/"))
    }
}

/// The confirmation that is asked for in place of an answer.
pub(crate) struct Question {
    danger: Danger,
    action: String,
    fields: Vec<(String, String)>,
    back: ReturnTo,
    /// The form that waits, where one was sent.
    form: Option<Form>,
}

impl Question {
    /// The question before the page, or the form, that was asked for.
    fn of(raw: &Raw, danger: Danger) -> Self {
        let form = (raw.method == Method::POST)
            .then(|| raw.form().ok())
            .flatten();
        match &form {
            Some(fields) => Self {
                danger,
                action: raw.path.clone(),
                fields: fields
                    .pairs()
                    .filter_map(|(name, value)| match NOT_CARRIED.contains(&name) {
                        false => Some((name, value)),
                        true if value.is_empty() || name.starts_with("confirm_") => None,
                        true => Some((LEFT_OUT, name)),
                    })
                    .map(|(n, v)| (n.to_owned(), v.to_owned()))
                    .collect(),
                back: ReturnTo::referring(raw),
                form,
            },
            None => {
                let asked = match raw.query.as_str() {
                    "" => raw.path.clone(),
                    query => format!("{}?{query}", raw.path),
                };
                // What was sent in another way than a form cannot be carried along.
                let to = if raw.method == Method::GET {
                    ReturnTo::parse(&asked)
                } else {
                    ReturnTo::referring(raw)
                };
                Self::before(danger, to)
            }
        }
    }

    /// The question before a page.
    pub(crate) fn before(danger: Danger, to: ReturnTo) -> Self {
        let strong = if danger == Danger::Factors { "yes" } else { "" };
        Self {
            danger,
            action: "/confirm".into(),
            fields: vec![
                ("to".into(), to.path().to_owned()),
                ("strong".into(), strong.into()),
            ],
            back: ReturnTo::parse("/"),
            form: None,
        }
    }

    /// The page, as what comes in place of the answer.
    async fn ask(self, raw: &Raw, signed: &Signed, refusal: Option<SignInRefusal>) -> Failed {
        match self.show(raw, signed, refusal).await {
            Ok(response) => Failed::Instead(Box::new(response)),
            Err(failed) => failed,
        }
    }

    /// The page; with what was wrong with the proof, where one was tried.
    pub(crate) async fn show(
        self,
        raw: &Raw,
        signed: &Signed,
        refusal: Option<SignInRefusal>,
    ) -> Answer {
        let ways = raw.app.engine.ways_to_confirm(signed, self.danger).await?;
        let mut fields = self.fields;
        if self.form.is_none() {
            fields.push(("csrf".into(), form_token(&raw.app, signed)));
        }
        // A form waits here: another language would lose it, so none is offered.
        let words = tongue::own(&raw.words, &signed.identity).fixed();
        let text = refusal.as_ref().map(|r| words.told_in_a_line(r));
        let mut view = Confirm {
            words,
            action: self.action,
            who: signed.identity.email.as_str().to_owned(),
            fields,
            code: ways.code.then(Field::default),
            password: ways.password.then(Field::default),
            passkey: None,
            notice: None,
            cancel_href: self.back.path().to_owned(),
            minutes: raw.app.engine.settings().recent_proof.as_seconds_up() / 60,
        };
        if ways.passkey {
            view.passkey = raw
                .app
                .engine
                .passkey_to_confirm(signed)
                .await?
                .map(Into::into);
        }
        let Some(refusal) = refusal else {
            return page(403, &view);
        };
        let field = match refusal {
            SignInRefusal::PasswordWrong => &mut view.password,
            SignInRefusal::CodeWrong | SignInRefusal::CodeUsed | SignInRefusal::CodeForm => {
                &mut view.code
            }
            _ => &mut None,
        };
        match field {
            Some(field) => field.fault = text,
            None => view.notice = text.map(|t| Notice::new(Tone::Warn, t)),
        }
        Ok(with_wait(page(status_at_field(&refusal), &view)?, &refusal))
    }
}

#[cfg(test)]
mod tests {
    use super::ReturnTo;

    #[test]
    fn only_paths_of_this_host_are_gone_back_to() {
        for good in ["/", "/settings", "/settings/factors?page=2&x=%20", "/a//b"] {
            assert_eq!(ReturnTo::parse(good).path(), good);
        }
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "settings",
            "/a\r\nSet-Cookie: x",
            "/a b",
            "/\t/evil.example",
            "/ü",
            "javascript:alert(1)",
        ] {
            assert_eq!(ReturnTo::parse(bad).path(), "/", "{bad}");
        }
        assert_eq!(
            ReturnTo::parse(&format!("/{}", "a".repeat(3_000))).path(),
            "/"
        );
    }
}
