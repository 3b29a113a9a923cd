//! Passwords: how near the logins of a second come to what the cores can hash at all, and how the other
//! pages fare meanwhile.

use crate::Outcome;
use crate::house::{House, email};
use crate::load::{Load, Measured, Work, drive};
use crate::server::Server;
use crate::visit::Visit;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Numbers of visitors, so that each comes from an address of her own.
static VISITORS: AtomicUsize = AtomicUsize::new(1_000);

/// Hashes in a second with argon2id at Vestibule's parameters (19 MiB, 2 passes, 1 lane), one thread for
/// each core, each with memory of its own that is used again: the most that these cores can do.
pub fn bare_rate(cores: usize, time: Duration) -> Outcome<f64> {
    let params = Params::new(19_456, 2, 1, None).map_err(|e| e.to_string())?;
    let hashes = AtomicU64::new(0);
    let began = Instant::now();
    let one = || -> Result<(), String> {
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let mut memory = vec![Block::default(); params.block_count()];
        let mut out = [0_u8; 32];
        while began.elapsed() < time {
            hasher
                .hash_password_into_with_memory(
                    b"seven grey owls at noon",
                    b"sixteen bytes of",
                    &mut out,
                    &mut memory,
                )
                .map_err(|e| e.to_string())?;
            hashes.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(one)).collect();
        threads
            .into_iter()
            .try_for_each(|t| t.join().map_err(|_| "a thread stopped".to_owned())?)
    })?;
    Ok(hashes.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64())
}

/// Somebody who begins a sign-in and proves her password, again and again.
pub struct Login {
    port: u16,
    email: String,
}

impl Work for Login {
    async fn once(&mut self) -> Outcome<()> {
        let mut visit = Visit::at(self.port, VISITORS.fetch_add(1, Ordering::Relaxed));
        let path = House::identify(&mut visit, &self.email).await?;
        House::prove(&mut visit, &path).await
    }
}

/// Workers that log in, each as another person.
pub fn logins(server: &Server, workers: usize, people: usize) -> Vec<Login> {
    let one = |n: usize| Login {
        port: server.port,
        email: email(n % people),
    };
    (0..workers).map(one).collect()
}

/// Somebody who opens the pages that others need meanwhile.
pub struct Reader {
    stranger: Visit,
    signed_in: Visit,
    turn: usize,
}

impl Work for Reader {
    async fn once(&mut self) -> Outcome<()> {
        let (path, said) = [
            ("/sign-in", "identifier"),
            ("/.well-known/openid-configuration", "issuer"),
            ("/modules", "Module EdDSA"),
        ][self.turn % 3];
        self.turn += 1;
        let visit = match path {
            "/modules" => &mut self.signed_in,
            _ => &mut self.stranger,
        };
        let reply = visit.get(path).await?;
        let right = reply.status == 200 && String::from_utf8_lossy(&reply.body).contains(said);
        if !right {
            return Err(reply.unexpected("a page"));
        }
        Ok(())
    }

    // Some two hundred pages in a second: a reader, not a second load.
    fn pause(&self) -> Duration {
        Duration::from_millis(5)
    }
}

/// What came of the passwords.
pub struct Passwords {
    /// The bare rate, before and after, in hashes a second.
    pub bare: f64,
    /// Logins.
    pub logins: Measured,
    /// Pages that were read while logins saturated the cores.
    pub pages: Measured,
    /// The most memory that was resident while a thousand tried at once.
    pub peak: u64,
}

/// Measures logins against the bare rate, and pages beside them.
pub async fn measure(
    house: &House,
    people: usize,
    cores: usize,
    time: Duration,
) -> Outcome<Passwords> {
    let server = house.start().await?;
    let reader = Reader {
        stranger: Visit::at(server.port, 0),
        signed_in: house.sign_in(&server, 0).await?,
        turn: 0,
    };
    let blocking =
        |time| async move { tokio::task::spawn_blocking(move || bare_rate(cores, time)).await? };
    // Before and after, since the cores may be shared with others.
    let before = blocking(time / 2).await?;
    let (alone, workers) =
        drive(logins(&server, 8 * cores, people), &server, time / 4, time).await?;
    let after = blocking(time / 2).await?;
    let hashing = Load::start(workers);
    let (pages, _) = drive(vec![reader], &server, time / 4, time).await?;
    hashing.count(&server, Duration::ZERO).await?;
    crowd(server.port).await?;
    let peak = server.peak()?;
    server.stop()?;
    Ok(Passwords {
        bare: (before + after) / 2.0,
        logins: alone,
        pages,
        peak,
    })
}

/// A thousand whom nobody knows type a password at the same moment: each is answered, after the same
/// work as for somebody, or that the hub is busy.
async fn crowd(port: u16) -> Outcome<()> {
    let one = |n: usize| async move {
        let mut visit = Visit::at(port, VISITORS.fetch_add(1, Ordering::Relaxed));
        let path = House::identify(&mut visit, &format!("nobody{n}@example.com")).await?;
        let reply = visit.post(&path, &[("password", "not the one")]).await?;
        match reply.status {
            422 | 503 => Ok(()),
            _ => Err(reply.unexpected("a try")),
        }
    };
    let tries: Vec<tokio::task::JoinHandle<Outcome<()>>> =
        (0..1_000).map(|n| tokio::spawn(one(n))).collect();
    for tried in tries {
        tried.await??;
    }
    Ok(())
}
