//! Members from a file: checked against what is known, then taken over in steps that survive a stop.

use crate::identity::{Administrator, Invitation, Place};
use crate::{Broken, Engine, Failure};
use kernel::{DisplayName, EmailAddress, ImportId, Refusal, RefusalKind, Scope, Span, Username};
use model::access::Group;
use model::identity::{
    AffiliationId, HubRole, ImportFault, ImportFile, ImportRow, ImportState, ImportSummary,
    MemberFilter, MemberImport, MemberOrder, MemberRefusal, Population, read_members,
};
use model::operation::Actor;
use std::collections::{BTreeMap, BTreeSet};
use store::Tx;
use vault::Place as Sealed;

/// Rows that share a transaction: a sign-in never waits long behind them.
const STEP: usize = 200;
/// How long a node may be silent before another goes on.
const LEASE: Span = Span::minutes(1);
/// Most faults that are kept of what comes up on the way.
const MOST_LATE: usize = 1_000;

/// Why an import cannot be made or started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportRefusal {
    /// The file.
    File(ImportFault),
    /// There is no such import at this partner.
    Unknown,
    /// It was started or stopped already.
    NotWaiting,
}

impl Refusal for ImportRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::File(_) => "import_file",
            Self::Unknown => "import_unknown",
            Self::NotWaiting => "import_not_waiting",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::File(fault) => fault.to_string(),
            Self::Unknown => "There is no such import.".into(),
            Self::NotWaiting => "This import was started or stopped already.".into(),
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::File(_) => "Mend the file and send it again. Nothing was changed.",
            Self::Unknown => "Imports are kept for 90 days; send the file again.",
            Self::NotWaiting => "Look at its page; to bring more people, send a new file.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::File(_) => RefusalKind::Invalid,
            Self::Unknown => RefusalKind::Absent,
            Self::NotWaiting => RefusalKind::Conflict,
        }
    }
}

fn place(id: &ImportId) -> Sealed<'_> {
    Sealed {
        table: "member_import",
        column: "sealed_rows",
        row: &id.0,
    }
}

impl Engine {
    /// Reads a file and compares it with what is known: a dry run, after which nobody has become a
    /// member yet.
    ///
    /// # Errors
    /// [`ImportRefusal::File`].
    pub async fn check_import(
        &self,
        admin: &Administrator,
        file_name: &str,
        bytes: &[u8],
    ) -> Result<ImportId, Failure<ImportRefusal>> {
        let file = read_members(bytes).map_err(|f| Failure::Refused(ImportRefusal::File(f)))?;
        let (rows, summary) = self.compare(admin.scope, file).await?;
        let now = self.now();
        let import = MemberImport {
            id: ImportId::new(now, self.chance()),
            partner_id: admin.scope.partner(),
            state: ImportState::Checked,
            actor: admin.actor.text(),
            file_name: file_name.chars().take(200).collect(),
            total: i64::try_from(rows.len()).unwrap_or(i64::MAX),
            summary,
            done: 0,
            invite: false,
            created_at: now,
            ended_at: None,
        };
        let text = serde_json::to_vec(&rows).map_err(|_| Broken::Damaged("rows"))?;
        let sealed = self.sealer.seal(place(&import.id), &text, self.chance())?;
        let id = import.id;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::identity::imports::insert(tx, &import, sealed).await?;
                    Ok::<_, Broken>(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Sorts the rows into new, known and faulty.
    async fn compare(
        &self,
        scope: Scope,
        mut file: ImportFile,
    ) -> Result<(Vec<ImportRow>, ImportSummary), Broken> {
        let mut tx = self.db.read().await?;
        let (mut emails, mut usernames) = (BTreeSet::new(), BTreeSet::new());
        let (all, order) = (MemberFilter::default(), MemberOrder::Name);
        let mut after = None;
        loop {
            let page = store::identity::member_list::list(
                &mut tx,
                scope,
                &all,
                order,
                after.as_ref(),
                0,
                1_000,
            )
            .await?;
            for row in &page {
                emails.insert(row.email.key());
                usernames.extend(row.member.username.as_ref().map(|u| u.as_str().to_owned()));
            }
            match page.into_iter().last() {
                Some(last) => after = Some(last),
                None => break,
            }
        }
        let groups = groups_by_key(&mut tx, scope).await?;
        drop(tx);
        let (mut rows, mut known) = (Vec::new(), 0);
        for row in std::mem::take(&mut file.rows) {
            let key = EmailAddress::parse(&row.email).map(|e| e.key());
            if key.is_ok_and(|k| emails.contains(&k)) {
                known += 1;
                continue;
            }
            if row.username.as_ref().is_some_and(|u| usernames.contains(u)) {
                file.fault(row.line, "username", "Another member has this username.");
                continue;
            }
            let wrong = row.groups.iter().find_map(|name| {
                match groups.get(&kernel::name::name_key(name)) {
                    None => Some(format!(
                        "There is no group “{name}”. Make it first, or mend its name."
                    )),
                    Some(g) if g.rule.is_some() => {
                        Some(format!("The group “{name}” fills itself by its rule."))
                    }
                    Some(_) => None,
                }
            });
            match wrong {
                Some(message) => file.fault(row.line, "groups", message),
                None => rows.push(row),
            }
        }
        file.faults.sort_by_key(|f| f.line);
        let summary = ImportSummary {
            new: rows.len(),
            known,
            faulty: file.faulty,
            faults: file.faults,
            made: 0,
            late: 0,
        };
        Ok((rows, summary))
    }

    /// An import, and the first of its rows as long as they are kept.
    ///
    /// # Errors
    /// [`ImportRefusal::Unknown`].
    pub async fn get_import(
        &self,
        admin: &Administrator,
        id: ImportId,
        first: usize,
    ) -> Result<(MemberImport, Vec<ImportRow>), Failure<ImportRefusal>> {
        let mut tx = self.db.read().await?;
        let import = store::identity::imports::find(&mut tx, admin.scope, id)
            .await?
            .ok_or(Failure::Refused(ImportRefusal::Unknown))?;
        let mut rows = Vec::new();
        if first > 0 && import.state == ImportState::Checked {
            rows = self.rows_of(&mut tx, id).await?;
            rows.truncate(first);
        }
        Ok((import, rows))
    }

    /// The last imports, newest first.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_imports(&self, admin: &Administrator) -> Result<Vec<MemberImport>, Broken> {
        let mut tx = self.db.read().await?;
        Ok(store::identity::imports::list(&mut tx, admin.scope).await?)
    }

    /// Starts a checked import; [`Engine::run_imports`] does the work.
    ///
    /// # Errors
    /// [`ImportRefusal::Unknown`], `NotWaiting`.
    pub async fn start_import(
        &self,
        admin: &Administrator,
        id: ImportId,
        invite: bool,
    ) -> Result<(), Failure<ImportRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let import = store::identity::imports::find(tx, admin.scope, id)
                        .await?
                        .ok_or(Failure::Refused(ImportRefusal::Unknown))?;
                    let actor = admin.actor.text();
                    if !store::identity::imports::start(tx, admin.scope, id, invite, &actor).await? {
                        return Err(Failure::Refused(ImportRefusal::NotWaiting));
                    }
                    let words = serde_json::json!({ "file": import.file_name, "rows": import.total, "invite": invite });
                    let draft = admin.did("import.started", id).change("", words.to_string());
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await?;
        self.nudge_imports.notify_one();
        Ok(())
    }

    /// Stops an import where it is: who has become a member stays one.
    ///
    /// # Errors
    /// [`ImportRefusal::Unknown`], `NotWaiting`.
    pub async fn cancel_import(
        &self,
        admin: &Administrator,
        id: ImportId,
    ) -> Result<(), Failure<ImportRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::identity::imports::find(tx, admin.scope, id)
                        .await?
                        .ok_or(Failure::Refused(ImportRefusal::Unknown))?;
                    let now = engine.now();
                    if !store::identity::imports::cancel(tx, admin.scope, id, now).await? {
                        return Err(Failure::Refused(ImportRefusal::NotWaiting));
                    }
                    engine.record(tx, admin.did("import.cancelled", id));
                    Ok(())
                })
            })
            .await
    }

    /// Waits until an import was started on this node.
    pub async fn import_started(&self) {
        self.nudge_imports.notified().await;
    }

    /// Takes over the rows of every running import that no other node holds, to the end. What was
    /// taken over before a stop is not taken over twice: the count is written with the rows.
    ///
    /// # Errors
    /// [`Broken`]; the import goes on when its lease has run out.
    pub async fn run_imports(&self) -> Result<(), Broken> {
        loop {
            let engine = self.clone();
            let claimed = self
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let now = engine.now();
                        store::identity::imports::claim(tx, now, now + LEASE).await
                    })
                })
                .await?;
            match claimed {
                Some(import) => self.run_import(import).await?,
                None => return Ok(()),
            }
        }
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the row says whose import it is, and who started it was proved then"
    )]
    async fn run_import(&self, mut import: MemberImport) -> Result<(), Broken> {
        let scope = Scope::of(import.partner_id);
        let (rows, groups) = {
            let mut tx = self.db.read().await?;
            let rows = self.rows_of(&mut tx, import.id).await?;
            (rows, groups_by_key(&mut tx, scope).await?)
        };
        let admin = Administrator {
            scope,
            actor: Actor::Person(import.actor.clone()),
            address: String::new(),
            member: None,
            root: false,
        };
        let start = usize::try_from(import.done).unwrap_or(0).min(rows.len());
        for step in rows[start..].chunks(STEP) {
            let (engine, admin, step) = (self.clone(), admin.clone(), step.to_vec());
            let (mut next, groups) = (import.clone(), groups.clone());
            let outcome = self
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let before = next.done;
                        engine
                            .take_over(tx, &admin, &mut next, &step, &groups)
                            .await?;
                        let lease = engine.now() + LEASE;
                        let goes_on =
                            store::identity::imports::advance(tx, &next, before, lease).await?;
                        if goes_on {
                            Ok((next, true))
                        } else {
                            // Cancelled a moment ago: what this step did is undone with it.
                            Err(Step::Stopped)
                        }
                    })
                })
                .await;
            match outcome {
                Ok((next, _)) => import = next,
                Err(Step::Stopped) => return Ok(()),
                Err(Step::Broken(broken)) => return Err(broken),
            }
        }
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::identity::imports::end(tx, import.id, engine.now()).await?;
                    Ok::<_, Broken>(())
                })
            })
            .await
    }

    async fn rows_of(&self, tx: &mut Tx, id: ImportId) -> Result<Vec<ImportRow>, Broken> {
        let sealed = store::identity::imports::sealed_rows(tx, id)
            .await?
            .filter(|s| !s.is_empty())
            .ok_or(Broken::Damaged("rows of an import"))?;
        let text = self.sealer.open(place(&id), &sealed)?;
        serde_json::from_slice(&text).map_err(|_| Broken::Damaged("rows of an import"))
    }

    async fn take_over(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        import: &mut MemberImport,
        step: &[ImportRow],
        groups: &BTreeMap<String, Group>,
    ) -> Result<(), Broken> {
        for row in step {
            import.done += 1;
            match self
                .take_over_one(tx, admin, row, groups, import.invite)
                .await
            {
                Ok(()) => import.summary.made += 1,
                Err(Failure::Broken(broken)) => return Err(broken),
                // Between check and import somebody else has made her.
                Err(Failure::Refused(refusal)) => {
                    import.summary.late += 1;
                    if import.summary.faults.len() < MOST_LATE {
                        import.summary.faults.push(model::identity::RowFault {
                            line: row.line,
                            column: "email".into(),
                            message: refusal.sentence(),
                        });
                    }
                }
            }
        }
        Ok(())
    }

    async fn take_over_one(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        row: &ImportRow,
        groups: &BTreeMap<String, Group>,
        invite: bool,
    ) -> Result<(), Failure<MemberRefusal>> {
        let damaged = || Failure::Broken(Broken::Damaged("row of an import"));
        let email = EmailAddress::parse(&row.email).map_err(|_| damaged())?;
        let display_name = DisplayName::parse(&row.display_name).map_err(|_| damaged())?;
        let hub_role = HubRole::parse(&row.role).ok_or_else(damaged)?;
        let username = row
            .username
            .as_deref()
            .map(Username::parse)
            .transpose()
            .map_err(|_| damaged())?;
        let known =
            store::identity::identities::find_by_email(tx, Population::Staff, &email.key()).await?;
        if let Some(identity) = known
            && store::identity::members::find_by_identity(tx, admin.scope, identity.id)
                .await?
                .is_some()
        {
            return Err(Failure::Refused(MemberRefusal::AlreadyMember));
        }
        if let Some(name) = &username
            && store::identity::members::find_by_username(tx, admin.scope, name.as_str())
                .await?
                .is_some()
        {
            return Err(Failure::Refused(MemberRefusal::UsernameTaken));
        }
        let invitation = Invitation {
            email,
            display_name,
            place: Place::Member {
                username,
                hub_role,
                root: false,
            },
            mail: invite,
        };
        let (id, _) = self
            .invite(tx, admin.scope, admin.actor.clone(), invitation)
            .await?;
        for name in &row.groups {
            if let Some(group) = groups.get(&kernel::name::name_key(name)) {
                self.put_into_group(tx, &admin.actor, group, id, "").await?;
            }
        }
        self.join_by_rules(tx, admin, id, row, hub_role, groups)
            .await?;
        Ok(())
    }

    /// A new member is in no group yet, so only those that let her in matter.
    async fn join_by_rules(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: AffiliationId,
        row: &ImportRow,
        hub_role: HubRole,
        groups: &BTreeMap<String, Group>,
    ) -> Result<(), Broken> {
        let Ok(email) = EmailAddress::parse(&row.email) else {
            return Ok(());
        };
        let username = row
            .username
            .as_deref()
            .and_then(|u| Username::parse(u).ok());
        let facts = model::access::RuleFacts {
            hub_role,
            email: &email,
            username: username.as_ref(),
            display_name: &row.display_name,
        };
        for group in groups.values() {
            if group.rule.as_ref().is_some_and(|r| r.lets_in(&facts)) {
                self.set_by_rule(tx, &admin.actor, group, id, true).await?;
            }
        }
        Ok(())
    }
}

/// How a step of an import ends early.
enum Step {
    Stopped,
    Broken(Broken),
}

impl<F: Into<Broken>> From<F> for Step {
    fn from(fault: F) -> Self {
        Self::Broken(fault.into())
    }
}

async fn groups_by_key(tx: &mut Tx, scope: Scope) -> Result<BTreeMap<String, Group>, Broken> {
    let groups = store::access::groups::list(tx, scope, "", "", 10_000).await?;
    Ok(groups
        .into_iter()
        .map(|(group, _, _)| (kernel::name::name_key(group.name.as_str()), group))
        .collect())
}
