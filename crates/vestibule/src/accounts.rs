//! Accounts at modules, brought to where they should be while the hub is up.

use crate::house::{FAREWELL, Stop};
use connectors::Ways;
use engine::Engine;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often what other nodes left, and what was tried before, is looked for.
const ROUND: Duration = Duration::from_secs(2);

/// Does what is due at modules at once after a verb of this node has marked somebody. As soon as one
/// run ends the next of the same module may begin, so that no module waits while it could accept.
pub async fn provision(engine: Engine, ways: Arc<Ways>, stop: Stop) {
    let mut under_way = JoinSet::new();
    while !stop.is_given() {
        while under_way.try_join_next().is_some() {}
        match engine.claim_accounts().await {
            Ok(due) if !due.is_empty() => {
                for one in due {
                    let (engine, ways) = (engine.clone(), ways.clone());
                    under_way.spawn(async move {
                        if let Err(fault) = engine.provision_one(one, &*ways).await {
                            tracing::error!(%fault, "what came of an account at a module cannot be written");
                        }
                    });
                }
                continue;
            }
            Ok(_) => {}
            Err(fault) => tracing::error!(%fault, "what is due at modules cannot be read"),
        }
        let some = !under_way.is_empty();
        let pause = engine.pause_of_accounts();
        let pause = pause.and_then(|p| u64::try_from(p.0).ok());
        let round = pause.map_or(ROUND, |p| Duration::from_micros(p).min(ROUND));
        tokio::select! {
            () = engine.account_marked() => {}
            _ = under_way.join_next(), if some => {}
            () = tokio::time::sleep(round) => {}
            () = stop.clone().wait() => {}
        }
    }
    let ended = async { while under_way.join_next().await.is_some() {} };
    if tokio::time::timeout(FAREWELL, ended).await.is_err() {
        tracing::warn!("changes at modules under way were left; they come again");
    }
}
