//! The schema and how an older one is brought up to it.

use super::Tx;
use crate::{Statement, StoreFault};
use kernel::Timestamp;

/// The schema, in order. Each is applied once, inside one transaction.
pub(super) const MIGRATIONS: &[(i64, &str, &str)] = &[
    (
        1,
        "front_door",
        include_str!("../../migrations/0001_front_door.sql"),
    ),
    (
        2,
        "passkeys",
        include_str!("../../migrations/0002_passkeys.sql"),
    ),
    (
        3,
        "clients",
        include_str!("../../migrations/0003_clients.sql"),
    ),
    (
        4,
        "languages",
        include_str!("../../migrations/0004_languages.sql"),
    ),
    (
        5,
        "console",
        include_str!("../../migrations/0005_console.sql"),
    ),
    (6, "api", include_str!("../../migrations/0006_api.sql")),
    (
        7,
        "webhooks",
        include_str!("../../migrations/0007_webhooks.sql"),
    ),
    (
        8,
        "modules",
        include_str!("../../migrations/0008_modules.sql"),
    ),
    (9, "speed", include_str!("../../migrations/0009_speed.sql")),
    (
        10,
        "unified_login",
        include_str!("../../migrations/0010_unified_login.sql"),
    ),
    (
        11,
        "provisioning",
        include_str!("../../migrations/0011_provisioning.sql"),
    ),
    (
        12,
        "scim_server",
        include_str!("../../migrations/0012_scim_server.sql"),
    ),
    (13, "push", include_str!("../../migrations/0013_push.sql")),
    (
        14,
        "leaving",
        include_str!("../../migrations/0014_leaving.sql"),
    ),
    (15, "psa", include_str!("../../migrations/0015_psa.sql")),
];

static RECORD_MIGRATION: Statement = Statement {
    name: "RECORD_MIGRATION",
    sql: "INSERT INTO schema_migration (version, name, applied_at) VALUES ($1, $2, $3)",
};
static NEWEST_MIGRATION: Statement = Statement {
    name: "NEWEST_MIGRATION",
    sql: "SELECT COALESCE(MAX(version), 0) FROM schema_migration",
};

/// The newest schema that this program knows.
pub fn newest_schema() -> i64 {
    MIGRATIONS.last().map_or(0, |m| m.0)
}

/// The words that follow `begin` in the schema, in its order.
pub(super) fn named(begin: &str) -> Vec<&'static str> {
    let texts = MIGRATIONS.iter().flat_map(|(_, _, sql)| sql.split(';'));
    let statements = texts.filter_map(|text| {
        let from = text.find(begin)? + begin.len();
        text.get(from..)?.split_whitespace().next()
    });
    statements.collect()
}

pub(super) async fn migrate(tx: &mut Tx, now: Timestamp) -> Result<(), StoreFault> {
    migrate_to(tx, newest_schema(), now).await
}

/// Brings the schema up to a version.
pub(super) async fn migrate_to(tx: &mut Tx, until: i64, now: Timestamp) -> Result<(), StoreFault> {
    tx.raw("CREATE TABLE IF NOT EXISTS schema_migration (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)").await?;
    let newest = tx.schema().await?;
    let known = newest_schema();
    if newest > known {
        return Err(StoreFault::Unavailable(format!(
            "its schema is version {newest}, this program knows {known}; use the newer program"
        )));
    }
    for (version, name, sql) in MIGRATIONS.iter().filter(|m| m.0 > newest && m.0 <= until) {
        tx.raw(sql).await?;
        tx.run(
            &RECORD_MIGRATION,
            &[(*version).into(), (*name).into(), now.into()],
        )
        .await?;
    }
    Ok(())
}

impl Tx {
    /// The version of this database's schema.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn schema(&mut self) -> Result<i64, StoreFault> {
        let row = self.one(&NEWEST_MIGRATION, &[]).await?;
        row.map_or(Ok(0), |row| row.columns().int())
    }
}
