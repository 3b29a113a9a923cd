//! What the doctor sees besides the audit log and the outbox.

use crate::place::{Place, engines};
use store::{Db, Statement, StoreFault};

static NO_INDEX: Statement = Statement {
    name: "NO_INDEX",
    sql: "DROP INDEX session_by_identity",
};
static A_GROUP: Statement = Statement {
    name: "A_GROUP",
    sql: "INSERT INTO access_group (id, partner_id, name, name_key, created_at) SELECT $1, id, 'G', 'g', 0 FROM partner",
};
static NOBODY_IN_IT: Statement = Statement {
    name: "NOBODY_IN_IT",
    sql: "INSERT INTO group_affiliation (group_id, affiliation_id) VALUES ($1, $1)",
};
static OF_TOMORROW: Statement = Statement {
    name: "OF_TOMORROW",
    sql: "UPDATE audit_entry SET at = 4000000000000000 WHERE seq = (SELECT MAX(seq) FROM audit_entry)",
};

#[tokio::test(flavor = "multi_thread")]
async fn missing_indexes_rows_of_nobody_and_a_clock_set_back_are_seen() {
    for engine in engines() {
        let (place, hub) = Place::with_people(engine).await;
        hub.stop();
        let said = place.run(&["doctor"]).good();
        assert!(
            !said.out.contains("look  database") && !said.out.contains("look  rows"),
            "{said:?}"
        );
        let harmed: Result<(), StoreFault> = Db::fill(&place.location, async |tx| {
            tx.run(&NO_INDEX, &[]).await?;
            tx.run(&A_GROUP, &[[7_u8; 16].into()]).await?;
            tx.run(&NOBODY_IN_IT, &[[7_u8; 16].into()]).await?;
            tx.run(&OF_TOMORROW, &[]).await?;
            Ok(())
        })
        .await;
        harmed.unwrap();
        let said = place.run(&["doctor"]);
        for part in ["session_by_identity", "1 places in groups", "look  clock"] {
            assert!(said.out.contains(part), "{part}: {said:?}");
        }
        // The changed entry breaks its chain, and that is worse.
        assert!(
            said.code == 1 && said.out.contains("BAD   audit log"),
            "{said:?}"
        );
    }
}
