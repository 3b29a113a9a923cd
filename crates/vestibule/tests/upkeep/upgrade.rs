//! A database of the first release under today's program.

use crate::place::{Place, engines};
use kernel::Timestamp;
use model::operation::{Cell, CellKind};
use serde_json::Value;
use store::{Db, Statement, StoreFault};

const FIRST: &str = include_str!("../fixtures/first_schema.json");

static LATER: Statement = Statement {
    name: "LATER",
    sql: "INSERT INTO schema_migration (version, name, applied_at) VALUES (9999, 'later', 0)",
};

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::String(text) => Cell::Text(text.clone()),
        Value::Number(number) => Cell::Int(number.as_i64().unwrap()),
        other => {
            let hex = other["hex"].as_str().unwrap();
            let pairs = hex.as_bytes().chunks(2);
            let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
            Cell::Bytes(pairs.map(byte).collect())
        }
    }
}

/// Makes the database of the fixture: its schema, its rows, its key file.
async fn first_release(place: &Place) {
    let fixture: Value = serde_json::from_str(FIRST).unwrap();
    std::fs::create_dir_all(place.folder.join("data")).unwrap();
    std::fs::write(place.key_file(), fixture["key"].as_str().unwrap()).unwrap();
    let filled: Result<(), StoreFault> = Db::fill(&place.location, async |tx| {
        tx.make_schema(1, Timestamp(0)).await?;
        let heads = tx.tables().await?;
        for table in fixture["tables"].as_array().unwrap() {
            let mut head = heads
                .iter()
                .find(|h| h.table == table["table"])
                .unwrap()
                .clone();
            let names = table["columns"].as_array().unwrap();
            let kind = |name: &Value| head.columns.iter().find(|(n, _)| n == name).unwrap().1;
            let columns: Vec<(String, CellKind)> = names
                .iter()
                .map(|n| (n.as_str().unwrap().to_owned(), kind(n)))
                .collect();
            head.columns = columns;
            let rows = table["rows"].as_array().unwrap().iter();
            let rows = rows.map(|r| r.as_array().unwrap().iter().map(cell).collect());
            store::operation::whole::put_in(tx, &head, rows.collect()).await?;
        }
        assert_eq!(tx.schema().await?, 1);
        Ok(())
    })
    .await;
    filled.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_the_first_release_comes_up_and_people_sign_in() {
    for engine in engines() {
        let place = Place::new(engine).await;
        first_release(&place).await;
        let said = place.run(&["doctor"]).good();
        assert!(!said.out.contains("BAD"), "{said:?}");
        let hub = place.serve().await;
        let browser = hub.browser();
        hub.sign_in(&browser).await;
        hub.stop();
        let said = place
            .run(&["explain", "technician@example.com", "portal"])
            .good();
        assert!(said.out.contains("yes"), "{said:?}");
        place.run(&["backup", &place.file("backup")]).good();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_older_than_the_schema_refuses() {
    for engine in engines() {
        let (place, hub) = Place::with_people(engine).await;
        hub.stop();
        let marked: Result<u64, StoreFault> =
            Db::fill(&place.location, async |tx| tx.run(&LATER, &[]).await).await;
        marked.unwrap();
        for command in ["serve", "doctor"] {
            place.run(&[command]).refused("schema is version 9999");
        }
    }
}
