//! The Partner Portal as a program of its own.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match partner_portal::run(std::env::args().skip(1)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("partner_portal: {fault}");
            ExitCode::FAILURE
        }
    }
}
