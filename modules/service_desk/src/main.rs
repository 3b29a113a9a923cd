//! The Service Desk as a program of its own.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match service_desk::run(std::env::args().skip(1)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("service_desk: {fault}");
            ExitCode::FAILURE
        }
    }
}
