//! A program under measurement: started, watched by what the kernel counts of it, stopped.

use crate::Outcome;
use crate::line::Line;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How often the kernel's clock of processor time ticks in a second (Linux, all architectures).
const TICKS: u64 = 100;
/// How long a program may take until it answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that serves on a port of this machine. Dropping it ends it.
pub struct Server {
    child: Child,
    /// Its port.
    pub port: u16,
    /// The time from its start to its first answer.
    pub first_answer: Duration,
}

impl Server {
    /// Starts a program and waits until `path` answers 200.
    pub async fn start(mut command: Command, log: &Path, port: u16, path: &str) -> Outcome<Self> {
        let log = File::options().create(true).append(true).open(log)?;
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        let began = Instant::now();
        let mut child = command.spawn()?;
        loop {
            if let Some(status) = child.try_wait()? {
                return Err(format!("{command:?} ended with {status}").into());
            }
            let answer = Line::to(port).get(path, &[]).await;
            if answer.is_ok_and(|a| a.status == 200) {
                break;
            }
            if began.elapsed() > PATIENCE {
                let _ = child.kill();
                return Err(format!("{command:?} does not answer").into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(Self {
            child,
            port,
            first_answer: began.elapsed(),
        })
    }

    fn proc(&self, file: &str) -> Outcome<String> {
        Ok(fs::read_to_string(format!(
            "/proc/{}/{file}",
            self.child.id()
        ))?)
    }

    /// The processor time of all its threads, those that have ended included.
    pub fn processor(&self) -> Outcome<Duration> {
        let stat = self.proc("stat")?;
        // The name in brackets may hold anything; the fields behind it are counted from the third.
        let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
        let field = |n: usize| {
            fields
                .get(n)
                .and_then(|f| f.parse::<u64>().ok())
                .unwrap_or(0)
        };
        Ok(Duration::from_millis(
            (field(11) + field(12)) * 1_000 / TICKS,
        ))
    }

    fn memory(&self, name: &str) -> Outcome<u64> {
        let status = self.proc("status")?;
        let line = status
            .lines()
            .find_map(|l| l.strip_prefix(name))
            .unwrap_or_default();
        let kib = line
            .split_ascii_whitespace()
            .nth(1)
            .and_then(|n| n.parse::<u64>().ok());
        kib.map(|k| k * 1024)
            .ok_or_else(|| format!("no {name} in /proc").into())
    }

    /// Resident memory, in bytes.
    pub fn resident(&self) -> Outcome<u64> {
        self.memory("VmRSS")
    }

    /// The most that was ever resident, in bytes.
    pub fn peak(&self) -> Outcome<u64> {
        self.memory("VmHWM")
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(mut self) -> Outcome<()> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        let began = Instant::now();
        while self.child.try_wait()?.is_none() {
            if began.elapsed() > Duration::from_secs(30) {
                return Err(format!("process {pid} does not stop").into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port of this machine that was free a moment ago.
pub fn free_port() -> Outcome<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?
        .local_addr()?
        .port())
}
