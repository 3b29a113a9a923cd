//! Reading the fields that several forms share.

use crate::context::Form;
use crate::view::Field;
use crate::view::signin::Strength;
use engine::identity::NewPassword;
use kernel::Secret;
use model::identity::{MIN_PASSWORD, PasswordFault};

/// Reads a field; what was typed comes back with the fault.
pub fn read<T, E: std::fmt::Display>(
    form: &Form,
    name: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Field> {
    parse(form.get(name)).map_err(|fault| Field::at_fault(form.shown(name), fault.to_string()))
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
pub fn strength(password: &Secret<String>, about: &[&str]) -> Strength {
    let found = model::identity::strength(password, about);
    Strength {
        score: found.score,
        label: found.label.into(),
        advice: found.advice,
    }
}

/// The shortest password, for the page.
pub fn min_length() -> u32 {
    u32::try_from(MIN_PASSWORD).unwrap_or(u32::MAX)
}

/// Puts a fault of a new password at the field it is about.
pub fn place_password_fault(
    fault: &PasswordFault,
    password: &mut Field,
    repeat: &mut Option<String>,
) {
    match fault {
        PasswordFault::Different => *repeat = Some(fault.to_string()),
        _ => password.fault = Some(fault.to_string()),
    }
}
