//! Mails: kept, read, found again.

mod folder;
mod links;
mod read;

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use folder::Folder;
pub use read::Mail;

use crate::smtp::Faults;

/// Most mails that are kept; beyond it the oldest goes.
const MOST: usize = 500;

/// Where mails end up. Clones share the mails.
#[derive(Clone)]
pub struct MailSink {
    inner: Arc<Inner>,
}

struct Inner {
    kept: Mutex<Kept>,
    folder: Option<Folder>,
    faults: Faults,
}

struct Kept {
    /// Oldest first.
    mails: VecDeque<Arc<Mail>>,
    next_id: u64,
}

/// What the SMTP server hands over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Envelope {
    pub from: String,
    pub to: Vec<String>,
    /// Seconds since 1970.
    pub received: u64,
}

impl MailSink {
    /// Keeps the newest 500 mails in memory, and in `folder` when one is given: made if it is
    /// missing, private to its owner, and read again at the next start. Files in it that are no
    /// mails of the sink are left alone.
    pub fn new(folder: Option<PathBuf>) -> io::Result<Self> {
        let folder = folder.map(Folder::open).transpose()?;
        let stored = folder
            .as_ref()
            .map(|folder| folder.load(MOST))
            .transpose()?
            .unwrap_or_default();
        let mails: VecDeque<_> = stored
            .into_iter()
            .map(|(id, envelope, raw)| Arc::new(Mail::read(id, envelope, raw)))
            .collect();
        let next_id = mails.back().map_or(1, |mail| mail.id + 1);
        Ok(Self {
            inner: Arc::new(Inner {
                kept: Mutex::new(Kept { mails, next_id }),
                folder,
                faults: Faults::default(),
            }),
        })
    }

    /// Faults to order.
    pub fn faults(&self) -> &Faults {
        &self.inner.faults
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.inner
            .kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a mail in. Blocks on the disk when there is a folder.
    pub(crate) fn deliver(&self, envelope: Envelope, raw: Vec<u8>) -> io::Result<u64> {
        // Files are written under the lock, so that numbers and order on the disk agree.
        let mut kept = self.kept();
        let id = kept.next_id;
        if let Some(folder) = &self.inner.folder {
            folder.store(id, &envelope, &raw)?;
        }
        kept.next_id += 1;
        kept.mails
            .push_back(Arc::new(Mail::read(id, envelope, raw)));
        while kept.mails.len() > MOST {
            if let (Some(old), Some(folder)) = (kept.mails.pop_front(), &self.inner.folder) {
                folder.remove(old.id)?;
            }
        }
        Ok(id)
    }

    /// The newest mails first. `to` narrows to a recipient: a whole address matches exactly, a part
    /// of one matches anywhere; case does not count.
    pub fn mails(&self, to: Option<&str>, limit: usize) -> Vec<Arc<Mail>> {
        let wanted = to
            .map(|to| to.trim().to_lowercase())
            .filter(|to| !to.is_empty());
        let fits = |mail: &&Arc<Mail>| match &wanted {
            None => true,
            Some(wanted) => mail.to.iter().any(|to| {
                let to = to.to_lowercase();
                let whole = wanted
                    .split_once('@')
                    .is_some_and(|(a, b)| !a.is_empty() && b.contains('.'));
                if whole {
                    to == *wanted
                } else {
                    to.contains(wanted)
                }
            }),
        };
        self.kept()
            .mails
            .iter()
            .rev()
            .filter(fits)
            .take(limit)
            .cloned()
            .collect()
    }

    /// One mail.
    pub fn mail(&self, id: u64) -> Option<Arc<Mail>> {
        self.kept().mails.iter().find(|mail| mail.id == id).cloned()
    }

    /// Throws all mails away, also those in the folder.
    pub fn clear(&self) -> io::Result<()> {
        let mut kept = self.kept();
        let mails = std::mem::take(&mut kept.mails);
        match &self.inner.folder {
            Some(folder) => mails.iter().try_for_each(|mail| folder.remove(mail.id)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(to: &str) -> Envelope {
        Envelope {
            from: "no-reply@example.com".into(),
            to: vec![to.into()],
            received: 0,
        }
    }

    #[test]
    fn recipients_are_found_and_the_oldest_goes() {
        let sink = MailSink::new(None).unwrap();
        for to in [
            "Owner@example.com",
            "co-owner@example.com",
            "technician@example.org",
        ] {
            sink.deliver(envelope(to), b"Subject: x\r\n\r\n".to_vec())
                .unwrap();
        }
        for (to, found) in [
            (None, 3),
            (Some(""), 3),
            (Some("owner@example.com"), 1),
            (Some(" OWNER "), 2),
            (Some("example.com"), 2),
            (Some("@example.org"), 1),
            (Some("nobody"), 0),
        ] {
            assert_eq!(sink.mails(to, 10).len(), found, "{to:?}");
        }
        for _ in 0..MOST {
            sink.deliver(envelope("a@example.com"), Vec::new()).unwrap();
        }
        assert_eq!(sink.mails(None, 1000).len(), MOST);
        assert!(sink.mail(3).is_none() && sink.mail(4).is_some());
    }

    #[test]
    fn mails_survive_a_restart() {
        let path = std::env::temp_dir().join(format!("mail-sink-test-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        let sink = MailSink::new(Some(path.clone())).unwrap();
        for n in 0..MOST + 2 {
            let raw = format!("Subject: number {n}\r\n\r\nbody\r\n");
            sink.deliver(envelope("a@example.com"), raw.into_bytes())
                .unwrap();
        }
        std::fs::write(path.join("notes.txt"), "mine").unwrap();
        std::fs::write(path.join("0000000000009999.mail"), "broken").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode =
                |path: PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(path.clone()), 0o700);
            assert_eq!(mode(path.join("0000000000000500.mail")), 0o600);
        }
        let again = MailSink::new(Some(path.clone())).unwrap();
        assert_eq!(again.mails(None, 1000).len(), MOST);
        let newest = again.mails(None, 1).remove(0);
        assert_eq!((newest.subject.as_str(), newest.id), ("number 501", 502));
        assert_eq!(
            again
                .deliver(envelope("b@example.com"), Vec::new())
                .unwrap(),
            503
        );
        again.clear().unwrap();
        assert!(path.join("notes.txt").exists());
        assert!(
            MailSink::new(Some(path.clone()))
                .unwrap()
                .mails(None, 10)
                .is_empty()
        );
        std::fs::remove_dir_all(path).unwrap();
    }
}
