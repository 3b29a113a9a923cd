//! SQL as named constants: nothing else can be run.

/// One SQL text for both engines, with `$1` parameters.
#[derive(Debug)]
pub struct Statement {
    /// The name, for errors and numbers.
    pub name: &'static str,
    /// The text.
    pub sql: &'static str,
}

/// Declares the statements of a file and lists them in `STATEMENTS`.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* static $name: $crate::Statement = $crate::Statement { name: stringify!($name), sql: $sql };)*
        /// Every statement of this file.
        pub static STATEMENTS: &[&$crate::Statement] = &[$(&$name),*];
    };
}
pub(crate) use statements;
