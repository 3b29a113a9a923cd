//! What would make a password better: the words of zxcvbn in our own.

use zxcvbn::feedback::{Suggestion, Warning};

/// One piece of advice about a password, with its English sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Advice {
    /// A row of keys is easy to guess.
    #[error("A row of keys is easy to guess.")]
    KeyRow,
    /// A short pattern on the keyboard is easy to guess.
    #[error("A short pattern on the keyboard is easy to guess.")]
    KeyPattern,
    /// Repeated characters and words are easy to guess.
    #[error("Repeated characters and words are easy to guess.")]
    Repeats,
    /// This is a very common password.
    #[error("This is a very common password.")]
    Common,
    /// This is much like a common password.
    #[error("This is much like a common password.")]
    LikeCommon,
    /// Sequences such as abc or 6543 are easy to guess.
    #[error("Sequences such as abc or 6543 are easy to guess.")]
    Sequence,
    /// Recent years are easy to guess.
    #[error("Recent years are easy to guess.")]
    RecentYear,
    /// A word by itself is easy to guess.
    #[error("A word by itself is easy to guess.")]
    OneWord,
    /// Dates are easy to guess.
    #[error("Dates are easy to guess.")]
    Date,
    /// Names are easy to guess.
    #[error("Names are easy to guess.")]
    Name,
    /// Use a few words that do not belong together.
    #[error("Use a few words that do not belong together.")]
    FewWords,
    /// Signs, digits and capitals are not needed.
    #[error("Signs, digits and capitals are not needed.")]
    NoSigns,
    /// Add another word or two. Uncommon words are better.
    #[error("Add another word or two. Uncommon words are better.")]
    AddWords,
    /// Capitals do not help much.
    #[error("Capitals do not help much.")]
    Capitals,
    /// Words spelled backwards are not much harder to guess.
    #[error("Words spelled backwards are not much harder to guess.")]
    Reversed,
    /// An @ in place of an a does not help much.
    #[error("An @ in place of an a does not help much.")]
    Substitution,
    /// Use a longer pattern with more turns.
    #[error("Use a longer pattern with more turns.")]
    LongerPattern,
    /// Avoid repeated words and characters.
    #[error("Avoid repeated words and characters.")]
    AvoidRepeats,
    /// Avoid sequences.
    #[error("Avoid sequences.")]
    AvoidSequences,
    /// Avoid recent years.
    #[error("Avoid recent years.")]
    AvoidYears,
    /// Avoid years that have to do with you.
    #[error("Avoid years that have to do with you.")]
    AvoidOwnYears,
    /// Avoid dates and years that have to do with you.
    #[error("Avoid dates and years that have to do with you.")]
    AvoidOwnDates,
}

impl Advice {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::KeyRow,
        Self::KeyPattern,
        Self::Repeats,
        Self::Common,
        Self::LikeCommon,
        Self::Sequence,
        Self::RecentYear,
        Self::OneWord,
        Self::Date,
        Self::Name,
        Self::FewWords,
        Self::NoSigns,
        Self::AddWords,
        Self::Capitals,
        Self::Reversed,
        Self::Substitution,
        Self::LongerPattern,
        Self::AvoidRepeats,
        Self::AvoidSequences,
        Self::AvoidYears,
        Self::AvoidOwnYears,
        Self::AvoidOwnDates,
    ];
}

impl From<Warning> for Advice {
    fn from(warning: Warning) -> Self {
        match warning {
            Warning::StraightRowsOfKeysAreEasyToGuess => Advice::KeyRow,
            Warning::ShortKeyboardPatternsAreEasyToGuess => Advice::KeyPattern,
            Warning::RepeatsLikeAaaAreEasyToGuess
            | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => Advice::Repeats,
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword => Advice::Common,
            Warning::ThisIsSimilarToACommonlyUsedPassword => Advice::LikeCommon,
            Warning::SequencesLikeAbcAreEasyToGuess => Advice::Sequence,
            Warning::RecentYearsAreEasyToGuess => Advice::RecentYear,
            Warning::AWordByItselfIsEasyToGuess => Advice::OneWord,
            Warning::DatesAreOftenEasyToGuess => Advice::Date,
            Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
            | Warning::CommonNamesAndSurnamesAreEasyToGuess => Advice::Name,
        }
    }
}

impl From<Suggestion> for Advice {
    fn from(suggestion: Suggestion) -> Self {
        match suggestion {
            Suggestion::UseAFewWordsAvoidCommonPhrases => Advice::FewWords,
            Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters => Advice::NoSigns,
            Suggestion::AddAnotherWordOrTwo => Advice::AddWords,
            Suggestion::CapitalizationDoesntHelpVeryMuch
            | Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => Advice::Capitals,
            Suggestion::ReversedWordsArentMuchHarderToGuess => Advice::Reversed,
            Suggestion::PredictableSubstitutionsDontHelpVeryMuch => Advice::Substitution,
            Suggestion::UseALongerKeyboardPatternWithMoreTurns => Advice::LongerPattern,
            Suggestion::AvoidRepeatedWordsAndCharacters => Advice::AvoidRepeats,
            Suggestion::AvoidSequences => Advice::AvoidSequences,
            Suggestion::AvoidRecentYears => Advice::AvoidYears,
            Suggestion::AvoidYearsThatAreAssociatedWithYou => Advice::AvoidOwnYears,
            Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => Advice::AvoidOwnDates,
        }
    }
}
