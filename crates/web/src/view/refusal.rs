//! The one page for every refusal and every error.

use askama::Template;

use super::{
    Fault, Link, Page,
    sample_words::{LONG_COMPANY, LONG_NAME, LONG_WORD},
};

/// Why it stopped here and what can be done: the page face of a refusal.
///
/// The first of `actions` is the primary button, the others are plain links.
#[derive(Template, Clone)]
#[template(path = "refusal.html")]
pub struct Refusal {
    /// HTTP status that the page is sent with.
    pub status: u16,
    /// What happened, as a heading: "This page is not here".
    pub title: String,
    /// One sentence for the person.
    pub sentence: String,
    /// What mends it, and who can. Empty when nothing does.
    pub remedy: String,
    /// Stable code of the refusal, for the person who asks for help and the one who helps.
    pub code: String,
    /// Request id under which the log holds the detail.
    pub reference: String,
    /// Ways on from here.
    pub actions: Vec<Link>,
}

impl Page for Refusal {
    fn heading(&self) -> String {
        self.title.clone()
    }

    fn faults(&self) -> Vec<Fault> {
        Vec::new()
    }
}

impl Refusal {
    fn sample(
        status: u16,
        code: &str,
        title: &str,
        sentence: &str,
        remedy: &str,
        actions: Vec<Link>,
    ) -> Self {
        Self {
            status,
            title: title.into(),
            sentence: sentence.into(),
            remedy: remedy.into(),
            code: code.into(),
            reference: "req_01jx4m7z9t".into(),
            actions,
        }
    }

    /// The states to look at: the cases of the sign-in, of the protocol and of plain HTTP.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let sign_in = || Link::new("/sign-in", "Sign in");
        let home = || Link::new("/", "Go to My Modules");
        vec![
            (
                "not-found",
                Self::sample(
                    404,
                    "not_found",
                    "This page is not here",
                    "The address leads nowhere: it was mistyped, or the page has moved.",
                    "Check the address, or start from My Modules.",
                    vec![home()],
                ),
            ),
            (
                "method",
                Self::sample(
                    405,
                    "method_not_allowed",
                    "This address takes no such request",
                    "The page was asked in a way that it does not offer.",
                    "Go back and use the button of the page.",
                    vec![home()],
                ),
            ),
            (
                "too-large",
                Self::sample(
                    413,
                    "body_too_large",
                    "That was too much at once",
                    "A form may bring at most 64 KB; yours brought more, and nothing of it was kept.",
                    "Shorten the text and send it again.",
                    vec![],
                ),
            ),
            (
                "media-type",
                Self::sample(
                    415,
                    "unsupported_media_type",
                    "This kind of data is not understood",
                    "The page takes the fields of a form only.",
                    "Send it from the page itself. Programs set the Content-Type to application/x-www-form-urlencoded.",
                    vec![],
                ),
            ),
            (
                "slow-down",
                Self::sample(
                    429,
                    "too_many_tries",
                    "Wait a little",
                    "There were many tries for this sign-in name. Try again in 40 seconds.",
                    "Nothing is locked. If it was not you who tried, you need not do anything.",
                    vec![sign_in()],
                ),
            ),
            (
                "forged",
                Self::sample(
                    403,
                    "cross_site_request",
                    "This did not come from our page",
                    "The request was sent from another website, so it was not carried out.",
                    "Open the page here and do it again.",
                    vec![home()],
                ),
            ),
            (
                "expired",
                Self::sample(
                    400,
                    "sign_in_expired",
                    "This sign-in took too long",
                    "A sign-in stays open for 15 minutes, and this one is over. Nothing has happened.",
                    "Start again.",
                    vec![sign_in()],
                ),
            ),
            (
                "link-used",
                Self::sample(
                    410,
                    "link_spent",
                    "This link has done its work",
                    "A link from a mail works once and for a limited time. This one was used, or it is too old.",
                    "Ask for a new one.",
                    vec![Link::new("/forgot", "Send me a new link"), sign_in()],
                ),
            ),
            (
                "redirect",
                Self::sample(
                    400,
                    "redirect_uri_not_registered",
                    "The module sent a wrong return address",
                    "The address that it wants you back at is not registered for it, so you were not sent there.",
                    "The administrator of the module registers the exact address, or corrects it in the module.",
                    vec![home()],
                ),
            ),
            (
                "client",
                Self::sample(
                    400,
                    "client_unknown",
                    "This module is not known here",
                    "Nothing is registered under the name that it gave.",
                    "The administrator of the module checks its client id.",
                    vec![home()],
                ),
            ),
            (
                "no-grant",
                Self::sample(
                    403,
                    "no_grant",
                    "Partner Portal is not open to you",
                    "Nobody has given you this module yet.",
                    "A master of Example MSP can grant it to you, or to a group that you are in.",
                    vec![
                        home(),
                        Link::new("/sign-in/choose", "Choose another account"),
                    ],
                ),
            ),
            (
                "deactivated",
                Self::sample(
                    403,
                    "member_deactivated",
                    "Your account is turned off",
                    "An administrator of your company has deactivated it.",
                    "A master of your company can reactivate it.",
                    vec![Link::new("/sign-out", "Sign out")],
                ),
            ),
            (
                "not-linked",
                Self::sample(
                    403,
                    "module_not_linked",
                    "Service Desk is not linked yet",
                    "Your company has the module, but it is not linked to this sign-in.",
                    "A master links it under Modules.",
                    vec![home()],
                ),
            ),
            (
                "failed",
                Self::sample(
                    500,
                    "internal",
                    "Something broke on our side",
                    "What you asked for was not done. It is written down and can be found by the reference below.",
                    "Try again in a minute. If it stays, give the reference to your administrator.",
                    vec![home()],
                ),
            ),
            (
                "busy",
                Self::sample(
                    503,
                    "busy",
                    "Too much is going on",
                    "The server is at its limit. Try again in 5 seconds.",
                    "",
                    vec![],
                ),
            ),
            (
                "long",
                Self {
                    reference: LONG_WORD.into(),
                    ..Self::sample(
                        403,
                        LONG_WORD,
                        &format!("{LONG_COMPANY} is not open to you"),
                        &format!("Nobody has given this module to {LONG_NAME}."),
                        LONG_COMPANY,
                        vec![
                            Link::new("/", LONG_COMPANY),
                            Link::new("/", LONG_WORD),
                            sign_in(),
                        ],
                    )
                },
            ),
        ]
    }
}
