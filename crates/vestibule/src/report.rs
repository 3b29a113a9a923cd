//! What the command line says at the end.

use crate::data::Fault;
use engine::{Broken, Failure};
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

/// How a command ended that did not do what was asked.
pub enum Ended {
    /// It was refused.
    Refused(Box<dyn Refusal>),
    /// It was stopped.
    Broken(Fault),
}

impl Ended {
    /// A refusal.
    pub fn refused(refusal: impl Refusal + 'static) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Self {
        Self::Broken(fault)
    }
}

impl From<Broken> for Ended {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken.into())
    }
}

impl<R: Refusal + 'static> From<Failure<R>> for Ended {
    fn from(failure: Failure<R>) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::refused(refusal),
            Failure::Broken(broken) => broken.into(),
        }
    }
}

/// Says how a command ended.
pub fn end(outcome: Result<ExitCode, Ended>) -> ExitCode {
    match outcome {
        Ok(code) => code,
        Err(Ended::Refused(refusal)) => refused(&*refusal),
        Err(Ended::Broken(fault)) => broken(&fault),
    }
}
