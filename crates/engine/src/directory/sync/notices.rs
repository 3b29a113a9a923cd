//! What a PSA tells of changes: kept as it comes, answered at once, then proved and looked after.

use super::Halt;
use super::mirror::{Mirrored, note_gone, put_rows};
use crate::outside::psa::Psa;
use crate::{Engine, Failure};
use kernel::{PsaNoticeId, Refusal, RefusalKind, Span};
use model::directory::sync::SyncState;
use model::directory::{PsaCompany, PsaConfiguration, PsaConnection, PsaContact, PsaFault};
use protocol::psa::connectwise::callback;
use store::directory::psa_connections;
use store::directory::psa_sync::{self, RawNotice};

/// Most notices of a connection that wait: more than that the poll finds as well.
const MOST_WAITING: i64 = 5_000;
/// Most tries of one notice.
const MOST_TRIES: i64 = 6;
/// How often it is looked at whether the PSA still tells of changes, and how often where it does not.
const LOOK: Span = Span::hours(24);
const LOOK_AGAIN: Span = Span::hours(1);

/// Why a notice is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeRefusal {
    /// No connection has this address.
    Unknown,
    /// It is longer than any of the vendor's.
    TooLong,
    /// Too many wait already.
    TooMany,
}

impl Refusal for NoticeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "psa_notice_unknown",
            Self::TooLong => "psa_notice_too_long",
            Self::TooMany => "psa_notice_too_many",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Unknown => "No connection has this address.",
            Self::TooLong => "The notice is too long.",
            Self::TooMany => "Too many notices wait already.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::Unknown => "Delete the callback: its connection is gone.",
            Self::TooLong => "Send the notice as the vendor's documents describe it.",
            Self::TooMany => "Nothing needs to be done: changes are also asked for.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Absent,
            Self::TooLong => RefusalKind::Invalid,
            Self::TooMany => RefusalKind::Slow,
        }
    }
}

impl Engine {
    /// Keeps a notice and says thanks: the vendor gives up after five seconds. Nothing of it is
    /// believed yet.
    ///
    /// # Errors
    /// [`NoticeRefusal`].
    pub async fn take_psa_notice(
        &self,
        token: &str,
        signature: &str,
        body: Vec<u8>,
    ) -> Result<(), Failure<NoticeRefusal>> {
        if body.len() > callback::LONGEST || signature.len() > 200 {
            return Err(Failure::Refused(NoticeRefusal::TooLong));
        }
        let connection = {
            let mut tx = self.db.read().await?;
            let connection = psa_connections::by_token(&mut tx, token)
                .await?
                .ok_or(Failure::Refused(NoticeRefusal::Unknown))?;
            if psa_sync::count_notices(&mut tx, connection.id).await? >= MOST_WAITING {
                return Err(Failure::Refused(NoticeRefusal::TooMany));
            }
            connection.id
        };
        let (now, signature) = (self.now(), signature.to_owned());
        let notice = RawNotice {
            id: PsaNoticeId::new(now, self.chance()),
            signature,
            body,
            attempts: 0,
        };
        self.db
            .write(move |tx| {
                Box::pin(async move { psa_sync::insert_notice(tx, connection, &notice, now).await })
            })
            .await?;
        self.nudge_psa.notify_one();
        Ok(())
    }

    /// Looks after the notices that wait.
    pub(super) async fn hear_notices(
        &self,
        connection: &PsaConnection,
        psa: &dyn Psa,
        state: &SyncState,
    ) -> Result<(), Halt> {
        loop {
            let now = self.now();
            let due = {
                let mut tx = self.db.read().await?;
                psa_sync::due_notices(&mut tx, connection.id, now).await?
            };
            if due.is_empty() {
                return Ok(());
            }
            for notice in due {
                self.hear(connection, psa, state, notice).await?;
            }
        }
    }

    async fn hear(
        &self,
        connection: &PsaConnection,
        psa: &dyn Psa,
        state: &SyncState,
        raw: RawNotice,
    ) -> Result<(), Halt> {
        let (id, now) = (raw.id, self.now());
        let told = match psa.notice(&raw.body).await {
            Ok(told) => told,
            Err(fault) if fault.passes() && raw.attempts < MOST_TRIES => {
                let later = now + Span::seconds(2 << raw.attempts);
                return self.put_off(id, later).await;
            }
            Err(fault) => {
                tracing::warn!(connection = %connection.id, code = fault.code(), "a notice was dropped");
                return self.drop_notice(id).await;
            }
        };
        if !vault::callback::is_signed(&told.key, &raw.body, &raw.signature) {
            tracing::warn!(connection = %connection.id, "a notice was dropped that the PSA did not sign");
            return self.drop_notice(id).await;
        }
        let notice = told.notice;
        let heard = {
            let mut tx = self.db.read().await?;
            psa_sync::knows_message(&mut tx, connection.id, &notice.message_id).await?
        };
        if heard {
            return self.drop_notice(id).await;
        }
        let place = (connection, state.generation, raw);
        match notice.kind.to_ascii_lowercase().as_str() {
            "company" => {
                let row = psa.company(notice.id).await;
                self.heard::<PsaCompany>(place, &notice, row).await
            }
            "contact" => {
                let row = psa.contact(notice.id).await;
                self.heard::<PsaContact>(place, &notice, row).await
            }
            "configuration" => {
                let row = psa.configuration(notice.id).await;
                self.heard::<PsaConfiguration>(place, &notice, row).await
            }
            _ => self.drop_notice(id).await,
        }
    }

    /// Writes what the PSA says of the record now: of the notice itself nothing counts but that
    /// something changed.
    async fn heard<T: Mirrored>(
        &self,
        (connection, generation, raw): (&PsaConnection, i64, RawNotice),
        notice: &callback::Notice,
        row: Result<Option<T>, PsaFault>,
    ) -> Result<(), Halt> {
        let now = self.now();
        let row = match row {
            Ok(row) => row,
            Err(fault) if fault.passes() && raw.attempts < MOST_TRIES => {
                let wait = match fault {
                    PsaFault::Slow(seconds) => Span::seconds(seconds),
                    _ => Span::seconds(2 << raw.attempts),
                };
                return self.put_off(raw.id, now + wait).await;
            }
            Err(_) => return self.drop_notice(raw.id).await,
        };
        let (id, number) = (connection.id, notice.id);
        let message = notice.message_id.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    psa_sync::lock(tx, id).await?;
                    psa_sync::drop_notice(tx, raw.id).await?;
                    let fresh =
                        message.is_empty() || psa_sync::note_message(tx, id, &message, now).await?;
                    if !fresh {
                        return Ok(());
                    }
                    psa_sync::note_heard(tx, id, now).await?;
                    match row {
                        Some(row) => {
                            put_rows(tx, id, vec![row], (generation, false)).await?;
                        }
                        None => {
                            note_gone::<T>(tx, id, number, now).await?;
                        }
                    }
                    Ok::<_, store::StoreFault>(())
                })
            })
            .await?;
        Ok(())
    }

    async fn put_off(&self, id: PsaNoticeId, until: kernel::Timestamp) -> Result<(), Halt> {
        self.db
            .write(move |tx| Box::pin(async move { psa_sync::put_off_notice(tx, id, until).await }))
            .await?;
        Ok(())
    }

    async fn drop_notice(&self, id: PsaNoticeId) -> Result<(), Halt> {
        self.db
            .write(move |tx| Box::pin(async move { psa_sync::drop_notice(tx, id).await }))
            .await?;
        Ok(())
    }

    /// Makes the PSA tell of changes, looked at once a day since it turns off what fails for three.
    pub(super) async fn keep_telling(
        &self,
        connection: &PsaConnection,
        psa: &dyn Psa,
        state: &mut SyncState,
    ) -> Result<(), Halt> {
        let now = self.now();
        let every = match state.callbacks.is_empty() {
            true => LOOK,
            false => LOOK_AGAIN,
        };
        if state
            .callbacks_at
            .is_some_and(|at| now >= at && now < at + every)
        {
            return Ok(());
        }
        let token = {
            let mut tx = self.db.read().await?;
            psa_connections::keys(&mut tx, connection.id).await?
        };
        let Some((_, token)) = token else {
            return Err(Halt::Lost);
        };
        let address = format!("{}/psa/callbacks/{token}", self.settings().issuer);
        let hindrance = match psa.keep_callbacks(&address).await {
            Ok(_) => String::new(),
            // Polling finds the same, later: no reason to stop.
            Err(fault) => fault.sentence(),
        };
        let (id, words) = (connection.id, hindrance.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { psa_sync::note_callbacks(tx, id, &words, now).await })
            })
            .await?;
        state.callbacks = hindrance;
        state.callbacks_at = Some(now);
        Ok(())
    }
}
