//! The data folder: the embedded database and the key file, private to their owner.

use clap::Args;
use engine::settings::{Override, SettingsFile};
use engine::{Engine, Parts, Settings};
use kernel::Clock as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vault::KeyEncryptionKey;

use crate::nature::{OsChance, WallClock};

/// Which installation a command works on.
#[derive(Args, Clone, Debug)]
pub struct Installation {
    /// The settings file of `vestibule serve`.
    #[arg(
        long,
        value_name = "FILE",
        env = "VESTIBULE_SETTINGS",
        conflicts_with = "data"
    )]
    pub settings: Option<PathBuf>,
    /// The data folder, where there is no settings file.
    #[arg(
        long,
        value_name = "DIR",
        env = "VESTIBULE_DATA",
        default_value = "vestibule-data"
    )]
    pub data: PathBuf,
}

/// A fault in words.
pub type Fault = Box<dyn std::error::Error>;

/// What only its owner can read and write.
const PRIVATE: u32 = 0o600;

/// Makes a folder that only its owner can look into. One that is there stays as it is: who made it
/// chose its mode, and every file in it is private by itself.
pub fn private_folder(folder: &Path) -> Result<(), Fault> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|e| format!("the folder {} cannot be made: {e}", folder.display()).into())
}

/// Takes the rights of others from a file; one that is not there or not ours stays as it is.
fn take_from_others(file: &Path) {
    let mode = fs::metadata(file).map_or(0, |m| m.permissions().mode());
    if mode & 0o077 == 0 {
        return;
    }
    if let Err(fault) = fs::set_permissions(file, fs::Permissions::from_mode(PRIVATE))
        && mode & 0o007 != 0
    {
        tracing::warn!(file = %file.display(), %fault, "everybody on this machine can use this file");
    }
}

/// Makes an empty file for the database that only its owner can read, or takes the rights of others
/// from the one that is there. SQLite gives the files beside it, `-wal` and `-shm`, its mode.
fn private_database(database: &Path) -> Result<(), Fault> {
    fs::OpenOptions::new()
        .create(true)
        .append(true)
        .mode(PRIVATE)
        .open(database)
        .map_err(|e| format!("the file {} cannot be opened: {e}", database.display()))?;
    for end in ["", "-wal", "-shm"] {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        take_from_others(Path::new(&name));
    }
    Ok(())
}

/// Writes a file that only its owner can read, also where others could read an earlier one.
pub fn private_file(file: &Path, text: &str) -> Result<(), Fault> {
    let named = |e: std::io::Error| format!("the file {} cannot be written: {e}", file.display());
    let mut open = fs::OpenOptions::new();
    let mut out = open
        .create(true)
        .truncate(true)
        .write(true)
        .mode(PRIVATE)
        .open(file)
        .map_err(named)?;
    // The mode above counts for a new file only.
    take_from_others(file);
    out.write_all(text.as_bytes()).map_err(named)?;
    Ok(out.sync_all().map_err(named)?)
}

/// Reads the key file; makes it where neither it nor the database is there yet.
fn key(file: &Path, may_make: bool) -> Result<KeyEncryptionKey, Fault> {
    match fs::read_to_string(file) {
        Ok(text) => {
            let key = KeyEncryptionKey::parse(&text).map_err(|e| format!("{}: {e}", file.display()))?;
            take_from_others(file);
            Ok(key)
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && may_make => {
            let key = KeyEncryptionKey::generate(&OsChance);
            private_file(file, key.to_text().reveal())?;
            Ok(key)
        }
        Err(e) => Err(format!(
            "the key file {} cannot be read: {e}. Without it the sealed fields of the database cannot be opened; put it back from the backup",
            file.display()
        )
        .into()),
    }
}

/// Opens the engine on an embedded database in a folder; its key is `key` in it, or the file that
/// is named.
pub async fn open_folder(
    folder: &Path,
    key_file: Option<&str>,
    settings: Settings,
    must_exist: bool,
) -> Result<Engine, Fault> {
    let database = folder.join("vestibule.db");
    let fresh = !database.exists();
    if fresh && must_exist {
        return Err(format!(
            "there is no installation in {}; start it first, or name another folder with --data",
            folder.display()
        )
        .into());
    }
    private_folder(folder)?;
    let key_file = key_file.map_or_else(|| folder.join("key"), PathBuf::from);
    let key = key(&key_file, fresh)?;
    private_database(&database)?;
    let db = store::Db::open_sqlite(&database, WallClock.now()).await?;
    engine(db, key, settings).await
}

async fn engine(db: store::Db, key: KeyEncryptionKey, settings: Settings) -> Result<Engine, Fault> {
    let parts = Parts {
        db,
        key,
        clock: Arc::new(WallClock),
        chance: Arc::new(OsChance),
        key_source: Arc::new(connectors::ClientKeys::new(
            settings.protocol.private_key_addresses,
        )?),
        settings,
    };
    Ok(Engine::new(parts).await.map_err(|e| {
        format!(
            "{e}. If this is about a sealed value, the key file does not belong to this database"
        )
    })?)
}

/// Reads a settings file; the environment overrides it, and flags override both.
pub fn read_settings(file: &Path, flags: Vec<Override>) -> Result<SettingsFile, Fault> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|e| format!("{name} cannot be read: {e}"))?;
    let mut overrides: Vec<Override> = std::env::vars()
        .filter_map(|(name, value)| Override::of_variable(&name, &value))
        .collect();
    overrides.sort_by(|a, b| a.key.cmp(&b.key));
    overrides.extend(flags);
    Ok(SettingsFile::parse_with(&name, &text, &overrides)?)
}

/// How many passwords are hashed at once: one for each core.
pub fn hashing_threads() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// Opens the engine that a settings file describes.
pub async fn open_settings(file: &SettingsFile, must_exist: bool) -> Result<Engine, Fault> {
    let settings = file.settings(hashing_threads());
    let folder = PathBuf::from(&file.data);
    let Some(address) = &file.postgres else {
        return open_folder(&folder, file.key_file.as_deref(), settings, must_exist).await;
    };
    let key_file = file
        .key_file
        .as_ref()
        .map_or_else(|| folder.join("key"), PathBuf::from);
    if file.key_file.is_none() {
        private_folder(&folder)?;
    }
    let db = store::Db::open_postgres(address, WallClock.now()).await?;
    let known = db.is_set_up().await?;
    engine(db, key(&key_file, !known)?, settings).await
}

impl Installation {
    /// Opens the installation for a command beside a running server.
    pub async fn open(&self) -> Result<Engine, Fault> {
        match &self.settings {
            Some(file) => open_settings(&read_settings(file, Vec::new())?, true).await,
            None => {
                // The server wrote down its public address, which links in mails need.
                let text = fs::read_to_string(self.data.join("public_url")).unwrap_or_default();
                let address = if text.trim().is_empty() {
                    "http://localhost:8600"
                } else {
                    text.trim()
                };
                open_folder(
                    &self.data,
                    None,
                    Settings::at(address, "no-reply@example.com"),
                    true,
                )
                .await
            }
        }
    }
}
