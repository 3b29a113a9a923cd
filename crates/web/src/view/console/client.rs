//! One client: settings, secrets, what it tried lately.

use super::{Choice, Tick};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::view::{Fault, Field, Notice, Page, Tone};
use askama::Template;

/// A secret, without what it is.
#[derive(Clone, Default)]
pub struct SecretLine {
    /// Its id.
    pub id: String,
    /// How it stands, in words.
    pub state: String,
    /// The colour of that.
    pub tone: &'static str,
    /// When it was made.
    pub made: String,
    /// When it was last used.
    pub used: String,
    /// True while it is good.
    pub live: bool,
}

/// Something it tried.
#[derive(Clone, Default)]
pub struct AttemptLine {
    /// Where.
    pub place: &'static str,
    /// `Worked`, or the code of the fault.
    pub outcome: String,
    /// The colour.
    pub tone: &'static str,
    /// In plain words.
    pub detail: String,
    /// How often.
    pub count: String,
    /// When last.
    pub last: String,
}

/// The settings as they are typed.
#[derive(Clone, Default)]
pub struct ClientFields {
    /// The `client_id`, for a new one.
    pub oauth_client_id: Field,
    /// How it proves itself.
    pub auth_method: Vec<Choice>,
    /// One a line.
    pub redirect_uris: Field,
    /// One a line.
    pub post_logout_redirect_uris: Field,
    /// One.
    pub backchannel_logout_uri: Field,
    /// One.
    pub frontchannel_logout_uri: Field,
    /// One.
    pub initiate_login_uri: Field,
    /// Whether her address goes along.
    pub initiate_login_hint: bool,
    /// What it may ask tokens with.
    pub grant_types: Vec<Tick>,
    /// Split by spaces.
    pub scopes: Field,
    /// One a line.
    pub resources: Field,
    /// The algorithm of its tokens.
    pub id_token_alg: Vec<Choice>,
    /// Whether requests must be pushed.
    pub require_pushed_requests: bool,
    /// Whether people have names of their own there.
    pub pairwise: bool,
    /// The sector of these names.
    pub sector: Field,
    /// A key set.
    pub jwks: Field,
    /// Or where it is.
    pub jwks_uri: Field,
    /// The algorithm of its assertions.
    pub assertion_alg: Vec<Choice>,
}

/// The client; without an id the form for a new machine.
#[derive(Template, Clone, Default)]
#[template(path = "console/client.html")]
pub struct ClientPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The id; empty for a new one.
    pub id: String,
    /// The `client_id` as it is kept.
    pub kept_id: String,
    /// The module that people enter through it: id and name.
    pub module: Option<(String, String)>,
    /// A secret that was made just now, shown this once.
    pub secret: String,
    /// The settings.
    pub fields: ClientFields,
    /// Its secrets, the newest first.
    pub secrets: Vec<SecretLine>,
    /// Whether it proves itself by secret.
    pub by_secret: bool,
    /// How long an old secret may go on.
    pub overlaps: Vec<Choice>,
    /// What it tried.
    pub attempts: Vec<AttemptLine>,
}

impl Page for ClientPage {
    fn heading(&self) -> String {
        if self.id.is_empty() {
            "New client for a machine".into()
        } else {
            self.kept_id.clone()
        }
    }
    fn faults(&self) -> Vec<Fault> {
        let f = &self.fields;
        Fault::collect([
            ("oauth_client_id", &f.oauth_client_id.fault),
            ("redirect_uris", &f.redirect_uris.fault),
            (
                "post_logout_redirect_uris",
                &f.post_logout_redirect_uris.fault,
            ),
            ("backchannel_logout_uri", &f.backchannel_logout_uri.fault),
            ("frontchannel_logout_uri", &f.frontchannel_logout_uri.fault),
            ("initiate_login_uri", &f.initiate_login_uri.fault),
            ("scopes", &f.scopes.fault),
            ("resources", &f.resources.fault),
            ("sector", &f.sector.fault),
            ("jwks", &f.jwks.fault),
            ("jwks_uri", &f.jwks_uri.fault),
        ])
    }
    fn first_field(&self) -> &'static str {
        if self.id.is_empty() {
            "oauth_client_id"
        } else {
            ""
        }
    }
}

impl ClientPage {
    /// Whether people enter a module through it.
    pub fn of_people(&self) -> bool {
        self.module.is_some()
    }

    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let tick = |text: &str, ticked| Tick {
            value: text.into(),
            text: text.into(),
            ticked,
            ..Tick::default()
        };
        let fields = ClientFields {
            oauth_client_id: Field::of("wiki-4f9ab21c"),
            auth_method: Choice::of([("client_secret_basic", "Secret in the header")], ""),
            redirect_uris: Field::of("https://wiki.example.com/oidc/callback"),
            post_logout_redirect_uris: Field::of("https://wiki.example.com"),
            grant_types: vec![
                tick("authorization_code", true),
                tick("refresh_token", true),
            ],
            scopes: Field::of("openid profile email offline_access"),
            id_token_alg: Choice::of([("RS256", "RS256"), ("ES256", "ES256")], "RS256"),
            assertion_alg: Choice::of([("", "Any of them")], ""),
            ..ClientFields::default()
        };
        let new = Self {
            shell: Shell::sample_console("/console/clients"),
            fields: ClientFields {
                oauth_client_id: Field::of(""),
                redirect_uris: Field::of(""),
                post_logout_redirect_uris: Field::of(""),
                grant_types: vec![tick("client_credentials", true)],
                scopes: Field::of("reports.read"),
                ..fields.clone()
            },
            ..Self::default()
        };
        let secret = |state: &str, tone, live| SecretLine {
            id: "sec_1".into(),
            state: state.into(),
            tone,
            made: "1 November 2026, 08:00 UTC".into(),
            used: "26 November 2026, 23:10 UTC".into(),
            live,
        };
        let typical = Self {
            id: "cli_1".into(),
            kept_id: "wiki-4f9ab21c".into(),
            module: Some(("ins_1".into(), "Wiki".into())),
            fields,
            by_secret: true,
            secrets: vec![
                secret("Good", "good", true),
                secret("Ends 28 November 2026, 08:00 UTC", "info", true),
                secret("Revoked", "", false),
            ],
            overlaps: Choice::of([("24", "one day"), ("0", "not at all")], "24"),
            attempts: vec![
                AttemptLine {
                    place: "Token",
                    outcome: "Worked".into(),
                    tone: "good",
                    detail: "tokens were given for a code".into(),
                    count: "12".into(),
                    last: "26 November 2026, 23:10 UTC".into(),
                },
                AttemptLine {
                    place: "Authorize",
                    outcome: "redirect_uri".into(),
                    tone: "bad",
                    detail: "the redirect address https://wiki.example.com/cb is not registered"
                        .into(),
                    count: "1".into(),
                    last: "26 November 2026, 22:10 UTC".into(),
                },
            ],
            ..new.clone()
        };
        let mut faulty = typical.clone();
        faulty.fields.redirect_uris =
            Field::at_fault("wiki", "redirect_uri \"wiki\" is not a complete address");
        faulty.fields.jwks = Field::at_fault("{", "the key set cannot be read");
        vec![
            ("new", new),
            ("faulty", faulty),
            (
                "secret",
                Self {
                    notice: Some(Notice::new(Tone::Good, "The new secret is good at once.")),
                    secret: "n0tASecretButAsLongAsOneAndShownThisOnce123".into(),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/clients"),
                    kept_id: LONG_WORD.to_lowercase(),
                    module: Some(("ins_1".into(), LONG_NAME.into())),
                    ..typical.clone()
                },
            ),
            (
                "empty",
                Self {
                    secrets: vec![],
                    attempts: vec![],
                    module: None,
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
