//! Insights of linked modules.

use crate::view::Page;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME};
use askama::Template;

/// One thing worth a look.
#[derive(Clone, Default)]
pub struct InsightRow {
    /// How much it matters, in a word.
    pub weight: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// The sentence.
    pub sentence: String,
    /// What mends it.
    pub remedy: &'static str,
    /// Where that is done.
    pub mend: String,
    /// Where those are listed whom it is about; empty when it names nobody.
    pub who: String,
}

/// One linked tenant.
#[derive(Clone, Default)]
pub struct InsightCard {
    /// The module's page.
    pub href: String,
    /// The module's name.
    pub module: String,
    /// The tenant's name.
    pub tenant: String,
    /// People who get in.
    pub people: i64,
    /// How many of them have a second factor, in words; empty for nobody.
    pub share: String,
    /// Accounts that may change login settings.
    pub admins: i64,
    /// Exceptions.
    pub exceptions: i64,
    /// When the accounts were last read; empty when they never were.
    pub read: String,
    /// What is worth a look.
    pub rows: Vec<InsightRow>,
}

/// Somebody, or an account, that one is about.
#[derive(Clone, Default)]
pub struct InsightPerson {
    /// Her page; empty for an account of nobody.
    pub href: String,
    /// Two letters.
    pub initials: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// When it was last used; empty when that is not known.
    pub last_used: String,
}

/// The page.
#[derive(Template, Clone, Default)]
#[template(path = "console/insights.html")]
pub struct InsightsPage {
    /// The frame.
    pub shell: Shell,
    /// The linked tenants.
    pub cards: Vec<InsightCard>,
    /// What the list of people is about; empty when none was asked for.
    pub about: String,
    /// Those people or accounts.
    pub people: Vec<InsightPerson>,
    /// How many more there are.
    pub more: usize,
    /// Where the whole list is.
    pub export: String,
}

impl Page for InsightsPage {
    fn heading(&self) -> String {
        "Insights".into()
    }
}

impl InsightsPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |weight, tone, sentence: &str, remedy, who: &str| InsightRow {
            weight,
            tone,
            sentence: sentence.into(),
            remedy,
            mend: "/console/modules/ins_1/people?link=lnk_1".into(),
            who: who.into(),
        };
        let portal = InsightCard {
            href: "/console/modules/ins_1".into(),
            module: "Partner Portal".into(),
            tenant: "Example MSP".into(),
            people: 42,
            share: "40 of 42".into(),
            admins: 2,
            exceptions: 1,
            read: "27 November 2026, 3:00".into(),
            rows: vec![
                row(
                    "Act",
                    "bad",
                    "1 account should have been changed at the module, and it has not done so.",
                    "See what the module answered, and try again",
                    "",
                ),
                row(
                    "Look",
                    "warn",
                    "2 of 42 people who get in have no second factor yet.",
                    "See who, and remind them",
                    "/console/insights?link=lnk_1&about=without_factor#who",
                ),
            ],
        };
        let quiet = InsightCard {
            module: "Service Desk".into(),
            rows: Vec::new(),
            read: String::new(),
            share: String::new(),
            people: 0,
            ..portal.clone()
        };
        let person = |name: &str, email: &str, href: &str| InsightPerson {
            href: href.into(),
            initials: "DS".into(),
            name: name.into(),
            email: email.into(),
            last_used: "3 August 2026, 8:15".into(),
        };
        let typical = Self {
            shell: Shell::sample_console("/console/insights"),
            cards: vec![portal.clone(), quiet],
            ..Self::default()
        };
        let none = Self {
            cards: Vec::new(),
            ..typical.clone()
        };
        let who = Self {
            about: "Partner Portal · 2 accounts were not used for 90 days.".into(),
            people: vec![
                person("Demo Sales", "sales@example.com", "/console/members/mem_1"),
                person("Old Account", "old@example.com", ""),
            ],
            export: "/console/insights.csv?link=lnk_1&about=dormant_accounts".into(),
            more: 12,
            ..typical.clone()
        };
        let long = Self {
            cards: vec![InsightCard {
                module: LONG_COMPANY.into(),
                tenant: LONG_COMPANY.into(),
                ..portal
            }],
            people: vec![person(LONG_NAME, LONG_MAIL, "")],
            ..who.clone()
        };
        vec![
            ("long", long),
            ("none", none),
            ("typical", typical),
            ("who", who),
        ]
    }
}
