//! A module as a program of its own: what it is told on the command line and in its settings file.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::settings::{ClientSecret, Settings};

/// Longest settings file that is read, in bytes.
const LONGEST: usize = 64 * 1024;

/// What a module program is told: `--data DIR --port N --settings FILE [--seed FILE]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arguments {
    /// Where its data lies.
    pub data: PathBuf,
    /// The port on this machine.
    pub port: u16,
    /// Its settings.
    pub settings: PathBuf,
    /// Accounts to begin with, for a first try.
    pub seed: Option<PathBuf>,
}

/// Why a program cannot begin; the text names the mend.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ProgramFault {
    /// The command line is not understood.
    #[error("{0}\nusage: --data DIR --port N --settings FILE [--seed FILE]")]
    Usage(String),
    /// A file cannot be read, or says what cannot be.
    #[error("{file}: {why}")]
    File {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
}

impl Arguments {
    /// Reads a command line, without the name of the program.
    ///
    /// # Errors
    /// [`ProgramFault::Usage`].
    pub fn of(words: impl IntoIterator<Item = String>) -> Result<Self, ProgramFault> {
        let usage = |why: String| ProgramFault::Usage(why);
        let (mut data, mut port, mut settings, mut seed) = (None, None, None, None);
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let mut value = || {
                words
                    .next()
                    .ok_or_else(|| usage(format!("{word} wants a value")))
            };
            match word.as_str() {
                "--data" => data = Some(PathBuf::from(value()?)),
                "--port" => {
                    let text = value()?;
                    let number = text
                        .parse()
                        .map_err(|_| usage(format!("{text} is no port")))?;
                    port = Some(number);
                }
                "--settings" => settings = Some(PathBuf::from(value()?)),
                "--seed" => seed = Some(PathBuf::from(value()?)),
                other => return Err(usage(format!("{other} is not known"))),
            }
        }
        let missing = |name: &str| usage(format!("{name} is missing"));
        Ok(Self {
            data: data.ok_or_else(|| missing("--data"))?,
            port: port.ok_or_else(|| missing("--port"))?,
            settings: settings.ok_or_else(|| missing("--settings"))?,
            seed,
        })
    }
}

/// A settings file. The secret stands in it or, better, in a file of its own beside it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    issuer: String,
    client_id: String,
    client_secret: Option<String>,
    client_secret_file: Option<PathBuf>,
    base_url: String,
    hub_name: Option<String>,
}

impl Settings {
    /// Reads a settings file: `issuer`, `client_id`, `client_secret` or `client_secret_file`,
    /// `base_url`, and `hub_name` where it is not Vestibule.
    ///
    /// # Errors
    /// [`ProgramFault::File`].
    pub fn from_file(path: &Path) -> Result<Self, ProgramFault> {
        let fault = |why: String| ProgramFault::File {
            file: path.display().to_string(),
            why,
        };
        let text = text_of(path)?;
        let file: SettingsFile = toml::from_str(&text).map_err(|f| fault(f.to_string()))?;
        let secret = match (file.client_secret, file.client_secret_file) {
            (Some(_), Some(_)) => {
                let why = "client_secret and client_secret_file are both there: take one";
                return Err(fault(why.into()));
            }
            (Some(secret), None) => Some(secret),
            (None, Some(name)) => {
                let beside = path.parent().unwrap_or(Path::new("")).join(name);
                Some(text_of(&beside)?.trim().to_owned())
            }
            (None, None) => None,
        };
        let secret = secret.map(ClientSecret::new);
        let mut settings = Self::new(file.issuer, file.client_id, secret, file.base_url);
        if let Some(name) = file.hub_name {
            settings.hub_name = name;
        }
        Ok(settings)
    }
}

/// The text of a file that is not too long.
fn text_of(path: &Path) -> Result<String, ProgramFault> {
    let fault = |why: String| ProgramFault::File {
        file: path.display().to_string(),
        why,
    };
    match std::fs::read_to_string(path) {
        Ok(text) if text.len() <= LONGEST => Ok(text),
        Ok(_) => Err(fault(format!("it is longer than {LONGEST} bytes"))),
        Err(f) if f.kind() == ErrorKind::NotFound => Err(fault("there is no such file".into())),
        Err(f) => Err(fault(f.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Result<Arguments, ProgramFault> {
        Arguments::of(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_command_line() {
        let read = of("--data d --port 80 --settings s.toml --seed p.toml").unwrap();
        assert_eq!((read.port, read.seed), (80, Some("p.toml".into())));
        for (line, word) in [
            ("--data d --port 80", "--settings is missing"),
            ("--data d --port 70000 --settings s", "70000 is no port"),
            ("--data", "--data wants a value"),
            ("--help", "--help is not known"),
        ] {
            assert!(of(line).unwrap_err().to_string().contains(word), "{line}");
        }
    }

    #[test]
    fn a_settings_file() {
        let folder = std::env::temp_dir().join(format!("module_kit_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("settings.toml");
        let base = "issuer = 'https://hub.example.com'\nclient_id = 'x'\nbase_url = 'https://x.example.com'\n";
        let read = |more: &str| {
            std::fs::write(&path, format!("{base}{more}")).unwrap();
            Settings::from_file(&path)
        };
        std::fs::write(folder.join("secret"), "s3cret\n").unwrap();
        let settings = read("client_secret_file = 'secret'\nhub_name = 'Hub'").unwrap();
        assert_eq!(settings.client_secret, Some(ClientSecret::new("s3cret")));
        assert_eq!(settings.hub_name, "Hub");
        for (more, word) in [
            (
                "client_secret = 'a'\nclient_secret_file = 'secret'",
                "take one",
            ),
            ("client_secret_file = 'gone'", "no such file"),
            ("colour = 'red'", "unknown field"),
        ] {
            assert!(read(more).unwrap_err().to_string().contains(word), "{more}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
