//! Where an installation lies: its database and its key file.

use crate::data::{self, Fault};
use crate::nature::{OsChance, Sleep, WallClock};
use engine::operation::{Finding, Health};
use engine::settings::SettingsFile;
use engine::{Engine, Parts, Settings};
use kernel::Clock as _;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Db, Location};
use vault::KeyEncryptionKey;

/// Where an installation lies, and what its verbs go by.
pub struct Site {
    /// The database.
    pub location: Location,
    /// The key file.
    pub key_file: PathBuf,
    /// The data folder, where something lies in it.
    folder: Option<PathBuf>,
    settings: Settings,
}

/// Held by whoever works alone with a data folder, a running hub first of all; goes with its owner,
/// also with one that is killed.
pub struct Held(Option<File>);

/// Least space that should be free, in KiB, before somebody should look: 1 GiB.
const LITTLE_SPACE: u64 = 1024 * 1024;

impl Site {
    /// An embedded database in a folder; its key is `key` in it.
    pub fn of_folder(folder: &Path, settings: Settings) -> Self {
        Self {
            location: Location::Sqlite(folder.join("vestibule.db")),
            key_file: folder.join("key"),
            folder: Some(folder.to_owned()),
            settings,
        }
    }

    /// What a settings file describes.
    pub fn of_settings(file: &SettingsFile) -> Self {
        let settings = file.settings(data::hashing_threads());
        let mut site = Self::of_folder(Path::new(&file.data), settings);
        if let Some(address) = &file.postgres {
            site.location = Location::Postgres(address.clone());
        }
        if let Some(key_file) = &file.key_file {
            site.key_file = PathBuf::from(key_file);
            if file.postgres.is_some() {
                site.folder = None;
            }
        }
        site
    }

    /// The key; none where its file is not there.
    pub fn key(&self) -> Result<Option<KeyEncryptionKey>, Fault> {
        data::read_key(&self.key_file)
    }

    /// Opens the installation.
    pub async fn open(&self, must_exist: bool) -> Result<Engine, Fault> {
        self.open_with(must_exist, false).await
    }

    /// Opens the installation for a hub, which is made at its first start.
    pub async fn open_for_hub(&self) -> Result<Engine, Fault> {
        self.open_with(false, true).await
    }

    async fn open_with(&self, must_exist: bool, hub: bool) -> Result<Engine, Fault> {
        let now = WallClock.now();
        let (db, fresh) = match &self.location {
            Location::Sqlite(file) => {
                let fresh = !file.exists();
                if fresh && must_exist {
                    return Err(format!(
                        "there is no installation in {}; start it first, or name another folder with --data",
                        file.parent().unwrap_or(file).display()
                    )
                    .into());
                }
                self.prepare()?;
                // The key first: a database without its key must not be made.
                self.key_or_new(fresh)?;
                (Db::open_sqlite(file, now).await?, fresh)
            }
            Location::Postgres(address) => {
                // Looked at before the schema is made: a command makes no installation.
                if must_exist && Db::fill(&self.location, async |tx| tx.is_empty().await).await? {
                    return Err("there is no installation in this PostgreSQL database; start it first, or look at the address in the settings".into());
                }
                self.prepare()?;
                let db = match hub {
                    true => Db::open_postgres_for_hub(address, now).await?,
                    false => Db::open_postgres(address, now).await?,
                };
                let fresh = !db.is_set_up().await?;
                (db, fresh)
            }
        };
        let parts = Parts {
            db,
            key: self.key_or_new(fresh)?,
            clock: Arc::new(WallClock),
            chance: Arc::new(OsChance),
            published: Arc::new(connectors::ClientKeys::new(
                self.settings.protocol.private_key_addresses,
            )?),
            psa: Arc::new(
                connectors::PsaWays::new(
                    self.settings.psa.private_addresses,
                    Arc::new(WallClock),
                    Arc::new(Sleep),
                )?
                .with_own_rate(self.settings.psa.own_rate()),
            ),
            settings: self.settings.clone(),
        };
        Engine::new(parts).await.map_err(|fault| match fault {
            engine::Broken::OtherKey { .. } => format!(
                "{fault}. The file is {}; put the right one back in its place",
                self.key_file.display()
            )
            .into(),
            other => other.into(),
        })
    }

    fn key_or_new(&self, may_make: bool) -> Result<KeyEncryptionKey, Fault> {
        if may_make {
            return data::read_or_make_key(&self.key_file);
        }
        let missing = || {
            format!(
                "the key file {} is not there. Without it the sealed fields of the database cannot be opened; put it back from where it is kept",
                self.key_file.display()
            )
        };
        Ok(self.key()?.ok_or_else(missing)?)
    }

    /// Makes the data folder and the file of the embedded database, for their owner only. True when
    /// the file was not there.
    pub fn prepare(&self) -> Result<bool, Fault> {
        if let Some(folder) = &self.folder {
            data::private_folder(folder)?;
        }
        let Location::Sqlite(file) = &self.location else {
            return Ok(false);
        };
        let made = !file.exists();
        data::private_database(file)?;
        Ok(made)
    }

    /// Removes the file of an embedded database that was made for something that came to nothing.
    pub fn take_back(&self, made: bool) {
        if let (Location::Sqlite(file), true) = (&self.location, made) {
            for end in ["", "-wal", "-shm"] {
                let mut name = file.as_os_str().to_owned();
                name.push(end);
                let _ = fs::remove_file(name);
            }
        }
    }

    /// Brings the key to where this installation looks for it. One that is there stays.
    pub fn take_key(&self, key: &KeyEncryptionKey) -> Result<(), Fault> {
        match self.key()? {
            Some(own) if own.fingerprint() != key.fingerprint() => Err(format!(
                "the key file {} is another one (fingerprint {}) than that of the data (fingerprint {}). Move it away, or name another with key_file",
                self.key_file.display(),
                own.fingerprint(),
                key.fingerprint()
            )
            .into()),
            Some(_) => Ok(()),
            None => data::private_file(&self.key_file, key.to_text().reveal()),
        }
    }

    /// Holds the data folder for as long as the result lives; none when somebody else holds it. A
    /// PostgreSQL database may have many hubs and is not held.
    pub fn hold(&self) -> Result<Option<Held>, Fault> {
        let (Some(folder), Location::Sqlite(_)) = (&self.folder, &self.location) else {
            return Ok(Some(Held(None)));
        };
        data::private_folder(folder)?;
        let name = folder.join("lock");
        let unusable =
            |e: std::io::Error| format!("the file {} cannot be used: {e}", name.display());
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&name)
            .map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Held(Some(file)))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(e)) => Err(unusable(e).into()),
        }
    }

    /// Holds the data folder for a hub.
    pub fn hold_for_hub(&self) -> Result<Held, Fault> {
        self.hold()?.ok_or_else(|| {
            "another hub is running with this data folder. Stop it first, or name another folder".into()
        })
    }

    /// How much space is free where the embedded database lies; none where the machine does not say.
    pub fn disk_space(&self) -> Option<Finding> {
        let Location::Sqlite(file) = &self.location else {
            return None;
        };
        let folder = file.parent()?;
        let asked = std::process::Command::new("df")
            .arg("-Pk")
            .arg(folder)
            .output()
            .ok()?;
        let free = free_kib(&String::from_utf8_lossy(&asked.stdout))?;
        let size = fs::metadata(file).map_or(0, |m| m.len() / 1024);
        // A write-ahead log may grow to the size of the database while something reads it for long.
        let (health, more) = if free < LITTLE_SPACE.max(size) {
            (
                Health::Warning,
                ": little. When it is full nobody can sign in",
            )
        } else {
            (Health::Good, "")
        };
        Some(Finding {
            subject: "disk",
            health,
            text: format!(
                "{} MiB are free in {}{more}; the database has {} MiB",
                free / 1024,
                folder.display(),
                size / 1024
            ),
        })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(file) = &self.0 {
            let _ = file.unlock();
        }
    }
}

/// The fourth column of the second line of `df -Pk`.
fn free_kib(text: &str) -> Option<u64> {
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_free_space_is_read_from_what_df_prints() {
        let text = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda 263000000 13000000 79000000 15% /\n";
        assert_eq!(free_kib(text), Some(79_000_000));
        for odd in ["", "x", "a\nb", "a\nb c d e"] {
            assert_eq!(free_kib(odd), None);
        }
    }
}
