//! How a connection stands: how far its PSA was read, what is in question, what differs.

use super::PsaHead;
use crate::view::hub::Shell;
use crate::view::sample_words::LONG_NAME;
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// A pass under way.
#[derive(Clone, Default)]
pub struct PassLine {
    /// What it reads, in words.
    pub what: String,
    /// Which part it is at.
    pub stage: String,
    /// Rows that were read.
    pub read: i64,
    /// Rows that there will be; 0 where the PSA does not tell.
    pub expected: i64,
    /// The count and the time that is left, in words.
    pub words: String,
}

/// A row of the comparison.
#[derive(Clone, Default)]
pub struct CountLine {
    /// What is counted.
    pub what: &'static str,
    /// In the PSA.
    pub there: String,
    /// Of it here.
    pub here: String,
}

/// An answer that a question takes.
#[derive(Clone, Default)]
pub struct AnswerButton {
    /// What is sent.
    pub value: &'static str,
    /// What it says.
    pub text: &'static str,
}

/// A question.
#[derive(Clone, Default)]
pub struct QuestionLine {
    /// The id.
    pub id: String,
    /// What is in question.
    pub title: &'static str,
    /// About what.
    pub detail: String,
    /// What it means.
    pub meaning: &'static str,
    /// Since when.
    pub since: String,
    /// The answer that was given, in words.
    pub answer: String,
    /// The answers that it takes.
    pub answers: Vec<AnswerButton>,
    /// The answer can be taken back.
    pub takes_back: bool,
}

/// Somebody who is in the PSA and not active here.
#[derive(Clone, Default)]
pub struct DifferenceLine {
    /// Her number in the PSA.
    pub number: i64,
    /// Her name.
    pub name: String,
    /// Her company there.
    pub company: String,
    /// Why she is not active here.
    pub why: &'static str,
}

/// How a connection stands.
#[derive(Template, Clone, Default)]
#[template(path = "console/psa_differences.html")]
pub struct PsaDifferencesPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Name, state and tabs.
    pub head: PsaHead,
    /// A pass that reads everything.
    pub pass: Option<PassLine>,
    /// When the last pass ended, in words.
    pub passed: String,
    /// When everything was read last.
    pub whole: String,
    /// Whether the PSA tells of changes, in words.
    pub telling: String,
    /// What is wrong: sentence, remedy, code.
    pub fault: Option<[String; 3]>,
    /// What was left out.
    pub left_out: Vec<String>,
    /// The comparison.
    pub counts: Vec<CountLine>,
    /// Questions.
    pub questions: Vec<QuestionLine>,
    /// The questions are those that were answered.
    pub answered: bool,
    /// More questions.
    pub more_questions: Option<String>,
    /// People who are not active here.
    pub people: Vec<DifferenceLine>,
    /// More of them.
    pub more_people: Option<String>,
}

impl Page for PsaDifferencesPage {
    fn heading(&self) -> String {
        "Differences".into()
    }
}

impl PsaDifferencesPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/psa"),
            head: PsaHead::sample("/differences"),
            passed: "3 March 2026, 09:00 UTC".into(),
            whole: "2 March 2026, 22:10 UTC".into(),
            telling: "Changes are told at once; the last one on 3 March 2026, 08:57 UTC.".into(),
            counts: vec![
                CountLine {
                    what: "Companies",
                    there: "1,204".into(),
                    here: "86 mapped".into(),
                },
                CountLine {
                    what: "Contacts",
                    there: "14,310".into(),
                    here: "2,118 active".into(),
                },
                CountLine {
                    what: "Configurations",
                    there: "20,004".into(),
                    here: "read".into(),
                },
            ],
            questions: vec![QuestionLine {
                id: "cfl_1".into(),
                title: "One address at several companies",
                detail: "demo@example.com: Demo Owner (Demo Company); Demo Owner (Other Company)"
                    .into(),
                meaning: "If it is one person who works for all of them, she becomes one contact with several companies. Until you decide, nobody can sign in by this address.",
                since: "3 March 2026, 08:00 UTC".into(),
                answers: vec![
                    AnswerButton {
                        value: "same_person",
                        text: "One person",
                    },
                    AnswerButton {
                        value: "apart",
                        text: "Different people",
                    },
                ],
                ..QuestionLine::default()
            }],
            people: vec![DifferenceLine {
                number: 57_919,
                name: "Demo Person".into(),
                company: "Demo Company".into(),
                why: "Inactive in the PSA",
            }],
            more_people: Some("?after=57919".into()),
            ..Self::default()
        };
        vec![
            (
                "reading",
                Self {
                    pass: Some(PassLine {
                        what: "Reading everything for the first time".into(),
                        stage: "contacts".into(),
                        read: 61_000,
                        expected: 302_000,
                        words: "61,000 of 302,000 rows, about 4 minutes left".into(),
                    }),
                    passed: "never".into(),
                    whole: "never".into(),
                    questions: vec![],
                    people: vec![],
                    more_people: None,
                    ..typical.clone()
                },
            ),
            (
                "faulty",
                Self {
                    notice: Some(Notice::new(Tone::Info, "The PSA is read again now.")),
                    fault: Some([
                        "The PSA does not accept these keys.".into(),
                        "Make a new pair of keys for the API member, paste both, and check that the member is active and the company right.".into(),
                        "psa_login_refused".into(),
                    ]),
                    telling: "The PSA does not tell of changes: The PSA's security role does not allow: add a callback.. They are asked for each minute.".into(),
                    left_out: vec!["contacts: The PSA's security role does not allow: list contacts.".into()],
                    ..typical.clone()
                },
            ),
            (
                "answered",
                Self {
                    answered: true,
                    questions: vec![QuestionLine {
                        answer: "Different people".into(),
                        answers: vec![],
                        takes_back: true,
                        ..typical.questions[0].clone()
                    }],
                    ..typical.clone()
                },
            ),
            (
                "empty",
                Self {
                    questions: vec![],
                    people: vec![],
                    more_people: None,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/psa"),
                    head: PsaHead::sample_long("/differences"),
                    questions: vec![
                        QuestionLine {
                            detail: format!("{LONG_NAME} is now called {LONG_NAME}"),
                            ..typical.questions[0].clone()
                        };
                        2
                    ],
                    more_questions: Some("?question=cfl_1".into()),
                    people: vec![
                        DifferenceLine {
                            name: LONG_NAME.into(),
                            company: LONG_NAME.into(),
                            ..typical.people[0].clone()
                        };
                        2
                    ],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
