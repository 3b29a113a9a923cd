//! One connection, from greeting to goodbye.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::time::timeout;

use super::command::Command;
use super::lines::{Line, line};
use crate::clock;
use crate::mail::{Envelope, MailSink};

/// Largest mail, in bytes: 1 MiB.
const LARGEST: usize = 1024 * 1024;
/// Longest command line; RFC 5321 section 4.5.3.1.4 asks for 512 and more for extensions.
const COMMAND: usize = 1000;
/// Longest line of a mail without CR LF (RFC 5322, section 2.1.1).
const TEXT_LINE: usize = 998;
/// Most recipients of one mail (RFC 5321, section 4.5.3.1.8).
const RECIPIENTS: usize = 100;
/// A peer that gets this many refusals is lost.
const MISTAKES: u32 = 20;
/// How long a line may take (RFC 5321, section 4.5.3.2.7 asks for more; a demo may be shorter).
pub(super) const LINE_TIME: Duration = Duration::from_secs(60);

struct Conversation<S> {
    stream: BufReader<S>,
    sink: MailSink,
    greeted: bool,
    from: Option<String>,
    to: Vec<String>,
    mistakes: u32,
    line_time: Duration,
}

/// Holds the conversation until either side ends it.
pub(super) async fn hold(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    sink: MailSink,
    line_time: Duration,
) -> io::Result<()> {
    let stream = BufReader::new(stream);
    let mut conversation = Conversation {
        stream,
        sink,
        greeted: false,
        from: None,
        to: Vec::new(),
        mistakes: 0,
        line_time,
    };
    conversation
        .say("220 mail sink of the Vestibule demo, nothing leaves it")
        .await?;
    while conversation.turn().await? {}
    Ok(())
}

impl<S: AsyncRead + AsyncWrite + Unpin> Conversation<S> {
    async fn say(&mut self, reply: &str) -> io::Result<()> {
        // 4xx and 5xx count, so that a peer that talks nonsense is not listened to for ever.
        if reply.starts_with(['4', '5']) {
            self.mistakes += 1;
        }
        self.stream
            .get_mut()
            .write_all(format!("{reply}\r\n").as_bytes())
            .await?;
        self.stream.get_mut().flush().await
    }

    async fn line(&mut self, longest: usize) -> io::Result<Option<Line>> {
        match timeout(self.line_time, line(&mut self.stream, longest)).await {
            Ok(line) => line.map(Some),
            Err(_) => Ok(None),
        }
    }

    /// One command and its reply. False ends the conversation.
    async fn turn(&mut self) -> io::Result<bool> {
        if self.mistakes >= MISTAKES {
            self.say("421 4.7.0 Too many errors, goodbye").await?;
            return Ok(false);
        }
        let line = match self.line(COMMAND).await? {
            Some(Line::Whole(line)) => line,
            Some(Line::TooLong) => {
                self.say("500 5.5.2 Line too long").await?;
                return Ok(true);
            }
            Some(Line::Closed) => return Ok(false),
            None => {
                self.say("421 4.4.2 Nothing came for too long, goodbye")
                    .await?;
                return Ok(false);
            }
        };
        match Command::parse(&line) {
            Err(reply) => self.say(reply).await?,
            Ok(Command::Quit) => {
                self.say("221 2.0.0 Goodbye").await?;
                return Ok(false);
            }
            Ok(Command::Data) => return self.data().await,
            Ok(command) => self.simple(command).await?,
        }
        Ok(true)
    }

    async fn simple(&mut self, command: Command) -> io::Result<()> {
        let reply = match command {
            Command::Hello { extended } => {
                self.greeted = true;
                self.reset();
                match extended {
                    true => {
                        "250-mail sink\r\n250-SIZE 1048576\r\n250-8BITMIME\r\n250-PIPELINING\r\n\
                             250 ENHANCEDSTATUSCODES"
                    }
                    false => "250 mail sink",
                }
            }
            Command::From { .. } if !self.greeted => "503 5.5.1 Say EHLO first",
            Command::From { .. } if self.from.is_some() => "503 5.5.1 A mail is begun already",
            Command::From { size, .. } if size > LARGEST as u64 => "552 5.3.4 At most 1 MiB a mail",
            Command::From { address, .. } => {
                if self.sink.faults().hangs_now() {
                    // Silence until the peer gives up or the connection's time is over.
                    std::future::pending::<()>().await;
                }
                if self.sink.faults().fails_now() {
                    "451 4.3.0 Try later (a fault that was ordered)"
                } else {
                    self.from = Some(address);
                    "250 2.1.0 Sender taken"
                }
            }
            Command::To(_) if self.from.is_none() => "503 5.5.1 Say MAIL FROM first",
            Command::To(_) if self.to.len() >= RECIPIENTS => "452 4.5.3 Too many recipients",
            Command::To(address) if self.sink.faults().rejects(&address) => {
                "550 5.1.1 No such mailbox (a fault that was ordered)"
            }
            Command::To(address) => {
                if !self.to.contains(&address) {
                    self.to.push(address);
                }
                "250 2.1.5 Recipient taken"
            }
            Command::Reset => {
                self.reset();
                "250 2.0.0 Forgotten"
            }
            Command::Verify => "502 5.5.1 This server does not tell who has a mailbox",
            Command::Nothing | Command::Data | Command::Quit => "250 2.0.0 Fine",
        };
        self.say(reply).await
    }

    fn reset(&mut self) {
        self.from = None;
        self.to.clear();
    }

    /// `DATA`: lines until a lone dot. False ends the conversation.
    async fn data(&mut self) -> io::Result<bool> {
        let Some(from) = self.from.clone().filter(|_| !self.to.is_empty()) else {
            self.say("503 5.5.1 Say MAIL FROM and RCPT TO first")
                .await?;
            return Ok(true);
        };
        self.say("354 Go on, end with a dot on its own line")
            .await?;
        let mut raw = Vec::new();
        let mut wrong = None;
        loop {
            match self.line(TEXT_LINE + 1).await? {
                None => {
                    self.say("421 4.4.2 Nothing came for too long, goodbye")
                        .await?;
                    return Ok(false);
                }
                Some(Line::Closed) => return Ok(false),
                Some(Line::TooLong) => {
                    wrong = wrong.or(Some("554 5.6.0 A line is longer than 998 characters"))
                }
                Some(Line::Whole(line)) if line == b"." => break,
                Some(Line::Whole(line)) => {
                    // RFC 5321 section 4.5.2: a dot at the start was doubled.
                    let line = line.strip_prefix(b".").unwrap_or(&line);
                    if line.contains(&b'\n') || line.contains(&b'\r') {
                        wrong = wrong.or(Some("554 5.6.0 A bare CR or LF is in the mail"));
                    }
                    if line.len() > TEXT_LINE {
                        wrong = wrong.or(Some("554 5.6.0 A line is longer than 998 characters"));
                    }
                    if raw.len() + line.len() + 2 > LARGEST {
                        // Read on to the dot, but keep nothing more.
                        wrong = wrong.or(Some("552 5.3.4 At most 1 MiB a mail"));
                    }
                    if wrong.is_none() {
                        raw.extend_from_slice(line);
                        raw.extend_from_slice(b"\r\n");
                    }
                }
            }
        }
        let envelope = Envelope {
            from,
            to: std::mem::take(&mut self.to),
            received: clock::now(),
        };
        self.reset();
        let reply = match wrong {
            Some(reply) => reply.to_owned(),
            None => self.deliver(envelope, raw).await,
        };
        self.say(&reply).await?;
        Ok(true)
    }

    async fn deliver(&self, envelope: Envelope, raw: Vec<u8>) -> String {
        let sink = self.sink.clone();
        match tokio::task::spawn_blocking(move || sink.deliver(envelope, raw)).await {
            Ok(Ok(id)) => format!("250 2.0.0 Taken as {id}"),
            Ok(Err(fault)) => {
                tracing::error!(fault = %fault, "the mail sink could not keep a mail");
                "452 4.3.1 The mail could not be stored".into()
            }
            Err(_) => "451 4.3.0 The mail could not be read".into(),
        }
    }
}

#[cfg(test)]
#[path = "conversation_tests.rs"]
mod tests;
