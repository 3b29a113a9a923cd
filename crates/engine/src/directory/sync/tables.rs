//! Set-up tables and members: short lists, read whole.

use super::Halt;
use super::steps::{leave_out, writes};
use crate::Engine;
use crate::outside::psa::{Asking, Psa, PsaAsk, PsaMember, PsaPage};
use kernel::{PsaConnectionId, Refusal as _};
use model::directory::sync::SyncState;
use model::directory::{PsaFault, PsaSetUp, PsaTable};
use store::directory::psa_set_ups::{self, Kind, MirrorSetUp};
use store::{StoreFault, Tx};

/// The tables of the whole PSA.
const WHOLE: [(Kind, PsaTable); 7] = [
    ("company_type", PsaTable::CompanyTypes),
    ("company_status", PsaTable::CompanyStatuses),
    ("board", PsaTable::Boards),
    ("priority", PsaTable::Priorities),
    ("source", PsaTable::Sources),
    ("configuration_type", PsaTable::ConfigurationTypes),
    ("configuration_status", PsaTable::ConfigurationStatuses),
];

/// Makes the table of a board.
type OfBoard = fn(i64) -> PsaTable;

/// The tables of a board.
const OF_BOARD: [(Kind, OfBoard); 4] = [
    ("ticket_status", PsaTable::TicketStatuses),
    ("ticket_type", PsaTable::TicketTypes),
    ("ticket_subtype", PsaTable::TicketSubtypes),
    ("ticket_item", PsaTable::TicketItems),
];

/// A table as it was read: which, of which board, its rows.
type Table = (Kind, i64, Vec<MirrorSetUp>);

/// All pages of a short list; none where it may not be seen or is not offered, with why.
async fn all<'a, T>(
    read: impl Fn(PsaAsk) -> Asking<'a, PsaPage<T>>,
    hidden: &mut Vec<String>,
) -> Result<Option<Vec<T>>, PsaFault> {
    let (mut rows, mut ask) = (Vec::new(), PsaAsk::default());
    loop {
        match read(ask).await {
            Ok(page) => {
                rows.extend(page.rows);
                if !page.unread.is_empty() {
                    hidden.push(format!("{} rows could not be read", page.unread.len()));
                    return Ok(None);
                }
                match page.next {
                    Some(next) => ask.after = Some(next),
                    None => return Ok(Some(rows)),
                }
            }
            Err(fault @ PsaFault::NoRight(_)) => {
                hidden.push(fault.sentence());
                return Ok(None);
            }
            // The PSA has no such thing, so nothing is missing.
            Err(PsaFault::NotOffered(_) | PsaFault::Absent) => return Ok(None),
            Err(fault) => return Err(fault),
        }
    }
}

fn plain(rows: Vec<PsaSetUp>) -> Vec<MirrorSetUp> {
    rows.into_iter()
        .map(|row| MirrorSetUp {
            row,
            more: String::new(),
        })
        .collect()
}

async fn read_whole(psa: &dyn Psa, hidden: &mut Vec<String>) -> Result<Vec<Table>, PsaFault> {
    let mut tables = Vec::new();
    for (kind, table) in WHOLE {
        if let Some(rows) = all(|ask| psa.table(table, ask), hidden).await? {
            tables.push((kind, 0, plain(rows)));
        }
    }
    Ok(tables)
}

async fn read_board(
    psa: &dyn Psa,
    board: i64,
    hidden: &mut Vec<String>,
) -> Result<Vec<Table>, PsaFault> {
    let mut tables = Vec::new();
    for (kind, table) in OF_BOARD {
        if let Some(rows) = all(|ask| psa.table(table(board), ask), hidden).await? {
            tables.push((kind, board, plain(rows)));
        }
    }
    if let Some(rows) = all(|ask| psa.triples(board, ask), hidden).await? {
        let triple = |t: model::directory::PsaTriple| MirrorSetUp {
            more: serde_json::json!([t.kind, t.subtype, t.item]).to_string(),
            row: PsaSetUp {
                id: t.id,
                active: true,
                ..PsaSetUp::default()
            },
        };
        tables.push(("triple", board, rows.into_iter().map(triple).collect()));
    }
    Ok(tables)
}

async fn read_questions(
    psa: &dyn Psa,
    kind: i64,
    hidden: &mut Vec<String>,
) -> Result<Vec<Table>, PsaFault> {
    let Some(rows) = all(|ask| psa.questions(kind, ask), hidden).await? else {
        return Ok(Vec::new());
    };
    let question = |q: model::directory::PsaQuestion| MirrorSetUp {
        more: serde_json::json!({ "answers": q.answers, "required": q.required }).to_string(),
        row: PsaSetUp {
            id: q.id,
            name: q.label,
            active: q.active,
            ..PsaSetUp::default()
        },
    };
    Ok(vec![(
        "question",
        kind,
        rows.into_iter().map(question).collect(),
    )])
}

async fn write(
    tx: &mut Tx,
    id: PsaConnectionId,
    tables: Vec<Table>,
    generation: i64,
) -> Result<i64, StoreFault> {
    let mut changed = 0;
    for (kind, parent, rows) in tables {
        let held = psa_set_ups::list(tx, id, kind, parent).await?;
        for row in &rows {
            changed += i64::from(!held.contains(row));
            psa_set_ups::put(tx, id, (kind, parent), row, generation).await?;
        }
        let dropped = psa_set_ups::drop_unseen(tx, id, (kind, parent), generation).await?;
        changed += i64::try_from(dropped).unwrap_or(0);
    }
    Ok(changed)
}

impl Engine {
    /// Reads the tables of the whole PSA first, then those of a board a step, then the questions of a
    /// type of configurations a step. The cursor is none, a board or more, or below zero for a type.
    pub(super) async fn read_tables(
        &self,
        id: PsaConnectionId,
        psa: &dyn Psa,
        state: &SyncState,
    ) -> Result<SyncState, Halt> {
        let mut hidden = Vec::new();
        let mut next = state.clone();
        let tables = match state.cursor {
            None => {
                next.cursor = Some(0);
                read_whole(psa, &mut hidden).await?
            }
            Some(after) if after >= 0 => match self.row_after(id, "board", after).await? {
                Some(board) => {
                    next.cursor = Some(board);
                    read_board(psa, board, &mut hidden).await?
                }
                None => {
                    next.cursor = Some(-1);
                    Vec::new()
                }
            },
            Some(after) => match self.row_after(id, "configuration_type", -1 - after).await? {
                Some(kind) => {
                    next.cursor = Some(-1 - kind);
                    read_questions(psa, kind, &mut hidden).await?
                }
                None => Vec::new(),
            },
        };
        for why in &hidden {
            leave_out(&mut next, why);
        }
        if next.cursor == state.cursor {
            next.next_stage(self.now());
        }
        let generation = state.generation;
        let job = writes(move |tx| Box::pin(write(tx, id, tables, generation)));
        self.go_on(state, next, job).await
    }

    /// The next row of a table, by number.
    async fn row_after(
        &self,
        id: PsaConnectionId,
        kind: Kind,
        after: i64,
    ) -> Result<Option<i64>, Halt> {
        let mut tx = self.db.read().await?;
        let rows = psa_set_ups::list(&mut tx, id, kind, 0).await?;
        let numbers = rows.iter().map(|r| r.row.id);
        Ok(numbers.filter(|n| *n > after).min())
    }

    /// Reads all members in one step.
    pub(super) async fn read_members(
        &self,
        id: PsaConnectionId,
        psa: &dyn Psa,
        state: &SyncState,
    ) -> Result<SyncState, Halt> {
        let mut hidden = Vec::new();
        let rows = all(|ask| psa.members(ask), &mut hidden).await?;
        let mut next = state.clone();
        for why in &hidden {
            leave_out(&mut next, why);
        }
        next.next_stage(self.now());
        let generation = state.generation;
        let job = writes(move |tx| Box::pin(write_members(tx, id, rows, generation)));
        self.go_on(state, next, job).await
    }
}

async fn write_members(
    tx: &mut Tx,
    id: PsaConnectionId,
    rows: Option<Vec<PsaMember>>,
    generation: i64,
) -> Result<i64, StoreFault> {
    use store::directory::psa_members;
    let Some(rows) = rows else { return Ok(0) };
    for row in &rows {
        psa_members::put(tx, id, row, generation).await?;
    }
    psa_members::drop_unseen(tx, id, generation).await?;
    Ok(0)
}
