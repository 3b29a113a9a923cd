//! Step 3 of signing in, on the phone: the number that is typed there.

use askama::Template;
use engine::identity::QuestionState;

use crate::view::{
    Notice, Page, Tone,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::Words;
use model::identity::{PushRefusal, SignInRefusal};

/// Shows the number. Posts nothing to go on, `phone` to ask again, `instead` for a code.
#[derive(Template, Clone)]
#[template(path = "signin/phone.html")]
pub struct Phone {
    /// What it says.
    pub words: Words,
    /// Where the forms post to.
    pub action: String,
    /// Who is signing in.
    pub identifier: String,
    /// The number.
    pub number: u8,
    /// How long the question waits.
    pub seconds_left: u64,
    /// How it stands.
    pub state: QuestionState,
    /// A sentence above the forms.
    pub notice: Option<Notice>,
    /// Whether the page looks by itself how the question stands; samples do not.
    pub looks: bool,
}

impl Page for Phone {
    fn heading(&self) -> String {
        self.words.phone_heading().into()
    }
    fn words(&self) -> &Words {
        &self.words
    }
}

impl Phone {
    fn waits(&self) -> bool {
        self.state == QuestionState::Waiting
    }
    fn approved(&self) -> bool {
        self.state == QuestionState::Approved
    }
    fn over(&self) -> bool {
        self.state == QuestionState::Over
    }
    /// For a while after that the phone is not asked.
    fn denied(&self) -> bool {
        self.state == QuestionState::WrongNumber
    }

    /// What the page says of how the question stands.
    pub fn notice_of(words: &Words, state: QuestionState) -> Option<Notice> {
        match state {
            QuestionState::Waiting => None,
            QuestionState::Approved => Some(Notice::new(Tone::Good, words.phone_approved())),
            QuestionState::WrongNumber => Some(Notice::new(Tone::Warn, words.phone_wrong_number())),
            QuestionState::Over => Some(Notice::new(Tone::Warn, words.phone_over())),
        }
    }

    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            action: "/sign-in/phone".into(),
            identifier: OWNER.into(),
            number: 42,
            seconds_left: 57,
            state: QuestionState::Waiting,
            notice: None,
            looks: false,
        };
        let of = |state| Self {
            state,
            notice: Self::notice_of(words, state),
            ..typical.clone()
        };
        let open = SignInRefusal::Push(PushRefusal::OneOpen);
        vec![
            ("over", of(QuestionState::Over)),
            ("wrong-number", of(QuestionState::WrongNumber)),
            ("approved", of(QuestionState::Approved)),
            (
                "long",
                Self {
                    identifier: LONG_MAIL.into(),
                    notice: Some(Notice::new(Tone::Warn, words.told_in_a_line(&open))),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
