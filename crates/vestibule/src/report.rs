//! What the command line says at the end.

use kernel::Refusal;
use std::fmt::Display;
use std::process::ExitCode;

/// Something that stopped the program.
pub fn broken(fault: &dyn Display) -> ExitCode {
    eprintln!("vestibule: {fault}");
    ExitCode::FAILURE
}

/// A refusal, with its code and remedy.
pub fn refused(refusal: &dyn Refusal) -> ExitCode {
    eprintln!(
        "vestibule: {} [{}]\n  {}",
        refusal.sentence(),
        refusal.code(),
        refusal.remedy()
    );
    ExitCode::FAILURE
}
