//! Reading the fields that several forms share.

use crate::context::Form;
use crate::view::Field;
use crate::view::signin::Strength;
use crate::words::{InWords, Words};
use engine::identity::NewPassword;
use kernel::Secret;
use model::identity::{MIN_PASSWORD, PasswordFault};

/// Reads a field; what was typed comes back with the fault.
pub fn read<T, E: InWords>(
    form: &Form,
    words: &Words,
    name: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Field> {
    parse(form.get(name)).map_err(|fault| Field::at_fault(form.shown(name), fault.in_words(words)))
}

/// The field as it goes back into the page: with its fault, or with what was typed.
pub fn again<T>(read: &Result<T, Field>, form: &Form, name: &str) -> Field {
    match read {
        Ok(_) => Field::of(form.shown(name)),
        Err(field) => field.clone(),
    }
}

/// A new password typed twice.
pub fn new_password(form: &Form) -> NewPassword {
    NewPassword {
        password: form.secret("password"),
        repeat: form.secret("repeat"),
    }
}

/// How strong a password is, for the page.
pub fn strength(words: &Words, password: &Secret<String>, about: &[&str]) -> Strength {
    let found = model::identity::strength(password, about);
    Strength {
        score: found.score,
        label: words.strength(found.score).into(),
        advice: found.advice.iter().map(|a| a.in_words(words)).collect(),
    }
}

/// The shortest password, for the page.
pub fn min_length() -> u32 {
    u32::try_from(MIN_PASSWORD).unwrap_or(u32::MAX)
}

/// Puts a fault of a new password at the field it is about.
pub fn place_password_fault(
    fault: &PasswordFault,
    words: &Words,
    password: &mut Field,
    repeat: &mut Option<String>,
) {
    match fault {
        PasswordFault::Different => *repeat = Some(fault.in_words(words)),
        _ => password.fault = Some(fault.in_words(words)),
    }
}
