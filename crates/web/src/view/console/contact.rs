//! The record of one contact (S0-53 to S0-63).

use super::{ActivityRow, Choice};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME};
use crate::view::{Fault, Notice, Page, Tone};
use askama::Template;

/// Something that stands in her way.
#[derive(Clone, Default)]
pub struct CauseLine {
    /// A few words.
    pub title: &'static str,
    /// What she would be told.
    pub sentence: String,
    /// What mends it.
    pub remedy: String,
    /// The code.
    pub code: &'static str,
}

/// An address of hers.
#[derive(Clone, Default)]
pub struct ContactAddressLine {
    /// The address as the PSA has it.
    pub email: String,
    /// What comes of her with it, in a few words.
    pub outcome: &'static str,
    /// The colour of that.
    pub tone: &'static str,
}

/// A company that a record of hers relates her to.
#[derive(Clone, Default)]
pub struct RelationLine {
    /// The company's id here.
    pub company_id: String,
    /// Its name.
    pub company: String,
    /// The site; empty where there is none.
    pub site: String,
    /// The record in the PSA: `ConnectWise (training) #17`.
    pub record: String,
    /// How the record stands, in words.
    pub state: &'static str,
    /// The colour of that.
    pub tone: &'static str,
    /// Whether she is the first of the company.
    pub main: bool,
    /// Whether she gets its invoices.
    pub bill_to: bool,
    /// Whether the company is deactivated here.
    pub closed: bool,
}

/// The record, its profile, and what can be done.
#[derive(Template, Clone, Default)]
#[template(path = "console/contact.html")]
pub struct ContactPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The id.
    pub id: String,
    /// The version of the page, sent with each change.
    pub version: i64,
    /// Her name.
    pub name: String,
    /// Her title in the PSA; may be empty.
    pub job: String,
    /// Her addresses, the default first.
    pub addresses: Vec<ContactAddressLine>,
    /// Her companies.
    pub relations: Vec<RelationLine>,
    /// The profiles, hers chosen.
    pub profiles: Vec<Choice>,
    /// What her profile allows, in words.
    pub allows: String,
    /// What is wrong with what was chosen.
    pub profile_fault: Option<String>,
    /// True where what was chosen is not what is kept.
    pub unsaved: bool,
    /// Whether she gets in.
    pub ready: bool,
    /// What stands in her way, what counts first before the rest.
    pub causes: Vec<CauseLine>,
    /// Her login, in words.
    pub login: &'static str,
    /// Whether she has a login whose second factor could be reset.
    pub has_login: bool,
    /// Whether that login has a second factor.
    pub has_factor: bool,
    /// When the last access mail went, in words.
    pub mailed: String,
    /// When the PSA's last change came in, in words.
    pub synced: String,
    /// The profile that an undo gives back; empty where there is nothing to undo.
    pub undo: String,
    /// What was last done to her.
    pub activity: Vec<ActivityRow>,
}

impl Page for ContactPage {
    fn heading(&self) -> String {
        self.name.clone()
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("profile", &self.profile_fault)])
    }
}

impl ContactPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let relation = RelationLine {
            company_id: "com_1".into(),
            company: "Demo Company".into(),
            site: "Main office".into(),
            record: "ConnectWise (training) #17".into(),
            state: "In the PSA",
            tone: "good",
            main: true,
            bill_to: true,
            closed: false,
        };
        let revoked = CauseLine {
            title: "Revoke Access",
            sentence: "You have not been given access here.".into(),
            remedy: "Give the contact a profile such as Admin.".into(),
            code: "contact_revoked",
        };
        let member = CauseLine {
            title: "Address of a member",
            sentence: "This address belongs to somebody who works for your provider.".into(),
            remedy: "Give the contact another address in the PSA, or delete the member: one address is either a member's or a contact's.".into(),
            code: "contact_is_member",
        };
        let profiles = [
            ("revoked", "(Revoke Access)"),
            ("admin", "Admin"),
            ("apr_1", "Bookkeeper"),
        ];
        let typical = Self {
            shell: Shell::sample_console("/console/contacts"),
            id: "con_1".into(),
            version: 3,
            name: "Demo Owner".into(),
            job: "Managing director".into(),
            addresses: vec![ContactAddressLine {
                email: "demo@example.com".into(),
                outcome: "Revoke Access",
                tone: "warn",
            }],
            relations: vec![relation.clone()],
            profiles: Choice::of(profiles, "revoked"),
            allows: "–".into(),
            causes: vec![revoked.clone()],
            login: "None yet",
            mailed: "never".into(),
            synced: "today at 08:03".into(),
            ..Self::default()
        };
        let ready = Self {
            profiles: Choice::of(profiles, "admin"),
            allows: "See invoices, Pay invoices, See tickets".into(),
            addresses: vec![
                ContactAddressLine {
                    email: "demo@example.com".into(),
                    outcome: "Gets in",
                    tone: "good",
                },
                ContactAddressLine {
                    email: "accounting@example.com".into(),
                    outcome: "Address of several",
                    tone: "bad",
                },
            ],
            ready: true,
            causes: vec![],
            login: "Active",
            has_login: true,
            has_factor: true,
            mailed: "3 March".into(),
            undo: "(Revoke Access)".into(),
            notice: Some(Notice::new(Tone::Good, "Saved.")),
            activity: vec![ActivityRow {
                at: "today at 08:05".into(),
                action: "contact.profile_changed".into(),
                actor: "mem_0193e1c0a4b87d6f9b2a4c5d6e7f8091".into(),
                reason: String::new(),
            }],
            ..typical.clone()
        };
        vec![
            ("ready", ready.clone()),
            (
                "stale",
                Self {
                    profile_fault: Some("Somebody else has changed this contact since you opened the page. She has (Revoke Access) now.".into()),
                    unsaved: true,
                    notice: None,
                    ..ready.clone()
                },
            ),
            (
                "nothing",
                Self {
                    addresses: vec![],
                    relations: vec![],
                    job: String::new(),
                    causes: vec![
                        CauseLine {
                            title: "Not in the PSA",
                            sentence: "Your provider has no active record of you.".into(),
                            remedy: "Make the contact in the PSA again; if she was merged into another, look at that one.".into(),
                            code: "contact_not_in_psa",
                        },
                        revoked.clone(),
                    ],
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/contacts"),
                    name: LONG_NAME.into(),
                    job: LONG_NAME.into(),
                    addresses: vec![
                        ContactAddressLine {
                            email: LONG_MAIL.into(),
                            outcome: "Address of a member",
                            tone: "bad",
                        };
                        2
                    ],
                    relations: vec![
                        RelationLine {
                            company: LONG_COMPANY.into(),
                            site: LONG_NAME.into(),
                            record: format!("ConnectWise ({LONG_NAME}) #9007199254740991"),
                            closed: true,
                            ..relation
                        };
                        3
                    ],
                    ready: false,
                    notice: None,
                    causes: vec![member, revoked],
                    undo: LONG_NAME.into(),
                    ..ready
                },
            ),
            ("typical", typical),
        ]
    }
}
