//! A mail server that takes everything and passes nothing on (a subset of RFC 5321).

mod command;
mod conversation;
mod faults;
mod lines;

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::mail::MailSink;
pub(crate) use command::Command;
pub use faults::Faults;
pub(crate) use lines::{Line, line};

/// Most connections at once.
const CONNECTIONS: usize = 64;
/// A connection is cut after this time, whatever it does.
const LONGEST: Duration = Duration::from_secs(300);

/// Takes mail by SMTP on `listener` until `shutdown` is ready; then open conversations are cut.
/// Fails when the listener is not on loopback.
pub async fn serve_smtp(
    listener: TcpListener,
    sink: MailSink,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    crate::on_loopback(&listener)?;
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut open = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let stream = tokio::select! {
            () = &mut shutdown => return Ok(()),
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(fault) => {
                    // For instance too many open files: wait instead of spinning.
                    tracing::warn!(fault = %fault, "the mail sink could not accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        while open.try_join_next().is_some() {}
        match places.clone().try_acquire_owned() {
            Ok(place) => {
                let sink = sink.clone();
                open.spawn(async move {
                    let _ = tokio::time::timeout(
                        LONGEST,
                        conversation::hold(stream, sink, conversation::LINE_TIME),
                    )
                    .await;
                    drop(place);
                });
            }
            Err(_) => drop(open.spawn(turn_away(stream))),
        }
    }
}

async fn turn_away(mut stream: TcpStream) {
    let _ = stream
        .write_all(b"421 4.3.2 Too many connections, try later\r\n")
        .await;
}
