//! Why a backup is not taken back.

use super::backup::BackupFault;
use kernel::{Refusal, RefusalKind};

/// Why a backup is not taken back, or an installation not moved. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestoreRefusal {
    /// The file is no backup, or is damaged.
    Unreadable(BackupFault),
    /// A newer program made it: its schema, and the newest that is known here.
    NewerSchema(i64, i64),
    /// There is something already where it should go.
    NotEmpty,
    /// It needs the key file of the first fingerprint; here is the second.
    OtherKey(String, String),
    /// The key file that it needs is not there; its fingerprint.
    NoKey(String),
    /// It was changed after it was made, by somebody without the key.
    Forged,
    /// The hub of the installation is running.
    Running,
}

impl Refusal for RestoreRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(BackupFault::Foreign) => "backup_foreign",
            Self::Unreadable(BackupFault::Newer(_)) | Self::NewerSchema(..) => "backup_newer",
            Self::Unreadable(BackupFault::Short | BackupFault::Damaged(_)) => "backup_damaged",
            Self::NotEmpty => "installation_not_empty",
            Self::OtherKey(..) => "key_other",
            Self::NoKey(_) => "key_missing",
            Self::Forged => "backup_forged",
            Self::Running => "hub_running",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Unreadable(fault) => format!("{fault}."),
            Self::NewerSchema(its, known) => {
                format!("The backup has schema {its}, this program knows {known}.")
            }
            Self::NotEmpty => "There is something in this installation already.".into(),
            Self::OtherKey(needs, has) => format!(
                "The backup needs the key file with fingerprint {needs}; the one that is here has {has}."
            ),
            Self::NoKey(needs) => {
                format!("The backup needs the key file with fingerprint {needs}, and none is here.")
            }
            Self::Forged => "The backup is not sealed with the key of its installation: somebody changed it after it was made.".into(),
            Self::Running => "The hub of this installation is running.".into(),
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::Unreadable(BackupFault::Foreign) => {
                "Name a file that `vestibule backup` wrote."
            }
            Self::Unreadable(BackupFault::Newer(_)) | Self::NewerSchema(..) => {
                "Use the program that made the backup, or a newer one."
            }
            Self::Unreadable(_) => "Copy the file again from where it is kept, or take an older backup.",
            Self::NotEmpty => {
                "Name an empty folder or an empty PostgreSQL database; move away what is there if it is not needed."
            }
            Self::OtherKey(..) | Self::NoKey(_) => {
                "Put the key file that belongs to the backup in its place: it is kept apart from the backups. An older backup needs the key file of its time."
            }
            Self::Forged => "Take another backup, and find out who could write to this one.",
            Self::Running => "Stop it first: what it writes from now on would be lost.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotEmpty | Self::Running => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}
