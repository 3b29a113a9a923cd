//! PostgreSQL: how it is reached, and what its faults are called.

use crate::StoreFault;
use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use std::str::FromStr as _;
use std::time::Duration;

/// A transaction of a pool's connection.
pub(super) type PgTx = sqlx::Transaction<'static, sqlx::Postgres>;

/// What the connections of a running hub are called in PostgreSQL's own lists.
const HUB: &str = "vestibule hub";

pub(super) fn fault(statement: &'static str) -> impl Fn(sqlx::Error) -> StoreFault {
    move |error| match &error {
        sqlx::Error::Database(e) if e.is_unique_violation() => StoreFault::Taken(statement),
        sqlx::Error::Database(e) => {
            StoreFault::Unavailable(format!("{statement}: {}", e.message()))
        }
        sqlx::Error::PoolTimedOut => StoreFault::Busy("no connection was free in time"),
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
            StoreFault::Unreadable(statement.to_owned())
        }
        other => StoreFault::Unavailable(format!("{statement}: {other}")),
    }
}

/// Reads an address. It holds a password: an error must not repeat it.
pub(super) fn options(address: &str) -> Result<PgConnectOptions, StoreFault> {
    PgConnectOptions::from_str(address).map_err(|_| {
        StoreFault::Unavailable("the address of the PostgreSQL database is not valid".into())
    })
}

/// The name of a hub's connections. Several hubs may share a database, each in a schema of its own,
/// which stands in the options.
pub(super) fn hub_name(options: &PgConnectOptions) -> String {
    let schema: String = options
        .get_options()
        .unwrap_or_default()
        .chars()
        .take(45)
        .collect();
    format!("{HUB} {schema}").trim_end().to_owned()
}

/// Connections for so many at once.
pub(super) async fn pool(options: PgConnectOptions, most: u32) -> Result<PgPool, StoreFault> {
    let pool = PgPoolOptions::new()
        .max_connections(most)
        .acquire_timeout(Duration::from_secs(5))
        .connect_with(options);
    pool.await.map_err(fault("open"))
}

/// Begins a transaction. Whether no connection was free or none can be had at all is told apart: the
/// one passes in seconds, the other wants somebody to look.
pub(super) async fn begin(pool: &PgPool) -> Result<PgTx, StoreFault> {
    match pool.begin().await {
        Err(sqlx::Error::PoolTimedOut) if !answers(pool).await => {
            let why = "begin: PostgreSQL cannot be reached";
            Err(StoreFault::Unavailable(why.into()))
        }
        begun => begun.map_err(fault("begin")),
    }
}

/// Whether the server of a pool takes connections; a server behind a local socket is taken to.
async fn answers(pool: &PgPool) -> bool {
    let options = pool.connect_options();
    let address = (options.get_host(), options.get_port());
    if options.get_socket().is_some() || address.0.starts_with('/') {
        return true;
    }
    let knock = tokio::net::TcpStream::connect(address);
    matches!(
        tokio::time::timeout(Duration::from_secs(1), knock).await,
        Ok(Ok(_))
    )
}

/// Makes a schema of its own and gives the address that opens it.
pub(super) async fn make_schema(address: &str, name: &str) -> Result<String, StoreFault> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if name.is_empty() || name.len() > 40 || !name.bytes().all(plain) {
        return Err(StoreFault::Unavailable(
            "a schema name has 1 to 40 of a-z 0-9 _".into(),
        ));
    }
    let mut connection = sqlx::PgConnection::connect_with(&options(address)?)
        .await
        .map_err(fault("open"))?;
    // The name was checked letter by letter: it cannot end the identifier.
    let sql = sqlx::AssertSqlSafe(format!("CREATE SCHEMA IF NOT EXISTS {name}"));
    sqlx::raw_sql(sql)
        .execute(&mut connection)
        .await
        .map_err(fault("schema"))?;
    connection.close().await.map_err(fault("close"))?;
    let joint = if address.contains('?') { '&' } else { '?' };
    Ok(format!("{address}{joint}options[search_path]={name}"))
}
