//! The data folder: the embedded database and the key file, private to their owner.

use clap::Args;
use engine::settings::{Override, SettingsFile};
use engine::{Engine, Settings};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use vault::KeyEncryptionKey;

use crate::nature::OsChance;
pub use crate::site::Site;

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
pub fn private_database(database: &Path) -> Result<(), Fault> {
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

/// Reads a key file; none where there is none.
pub fn read_key(file: &Path) -> Result<Option<KeyEncryptionKey>, Fault> {
    match fs::read_to_string(file) {
        Ok(text) => {
            let key = KeyEncryptionKey::parse(&text);
            let key = key.map_err(|e| format!("{}: {e}", file.display()))?;
            take_from_others(file);
            Ok(Some(key))
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(format!("the key file {} cannot be read: {e}", file.display()).into()),
    }
}

/// Reads a key file; a new key is made where there is none.
pub fn read_or_make_key(file: &Path) -> Result<KeyEncryptionKey, Fault> {
    if let Some(key) = read_key(file)? {
        return Ok(key);
    }
    make_key(file)?;
    // Of two that start together on one folder one has made it, and both read it.
    read_key(file)?.ok_or_else(|| format!("the key file {} is gone", file.display()).into())
}

/// Makes a key file whole or not at all; one that somebody else has made meanwhile stays.
fn make_key(file: &Path) -> Result<(), Fault> {
    let key = KeyEncryptionKey::generate(&OsChance);
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}", std::process::id()));
    let draft = PathBuf::from(name);
    private_file(&draft, key.to_text().reveal())?;
    let made = fs::hard_link(&draft, file);
    let _ = fs::remove_file(&draft);
    match made {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(format!("the key file {} cannot be made: {e}", file.display()).into())
        }
        _ => Ok(()),
    }
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

impl Installation {
    /// Where the installation lies.
    pub fn site(&self) -> Result<Site, Fault> {
        if let Some(file) = &self.settings {
            return Ok(Site::of_settings(&read_settings(file, Vec::new())?));
        }
        // The server wrote down its public address, which links in mails need.
        let text = fs::read_to_string(self.data.join("public_url")).unwrap_or_default();
        let address = if text.trim().is_empty() {
            "http://localhost:8600"
        } else {
            text.trim()
        };
        let settings = Settings::at(address, "no-reply@example.com");
        Ok(Site::of_folder(&self.data, settings))
    }

    /// Opens the installation for a command beside a running server.
    pub async fn open(&self) -> Result<Engine, Fault> {
        self.site()?.open(true).await
    }
}
