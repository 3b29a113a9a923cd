//! JSON logs on standard error. No secret is ever handed to a log line: secrets have a type that
//! does not print.

use tracing_subscriber::EnvFilter;

/// Starts logging; `VESTIBULE_LOG` chooses what is said, `default` where it is unset.
pub fn start(default: &str) {
    let filter =
        EnvFilter::try_from_env("VESTIBULE_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    let _ = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
