//! Events out while the hub is up: from the audit log into the outbox, and from there to receivers.

use crate::house::{FAREWELL, Stop};
use connectors::Ways;
use engine::Engine;
use engine::operation::EVENT_CLAIM;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// Events on their way at once, of all webhooks together.
const POSTS: usize = 128;
/// A thousand changes at once cost one look at the audit log, not a thousand.
const BREATH: Duration = Duration::from_millis(100);
/// How often what other nodes left is looked for.
const ROUND: Duration = Duration::from_secs(2);

/// Brings webhooks up to the audit log: soon after a change of this node, and every two seconds.
pub async fn fan_out(engine: Engine, stop: Stop) {
    while !stop.is_given() {
        match engine.fan_out().await {
            // There may be more than one look has shown.
            Ok(looked_at) if looked_at > 0 => {}
            Ok(_) => {
                tokio::select! {
                    () = engine.recorded() => {}
                    () = tokio::time::sleep(ROUND) => {}
                    () = stop.clone().wait() => {}
                }
            }
            Err(fault) => {
                tracing::error!(%fault, "events do not come into the outbox; that is tried again");
                tokio::select! {
                    () = tokio::time::sleep(ROUND) => {}
                    () = stop.clone().wait() => {}
                }
            }
        }
        tokio::select! {
            () = tokio::time::sleep(BREATH) => {}
            () = stop.clone().wait() => {}
        }
    }
}

/// Posts events at once after they came into the outbox, and every two seconds what others left.
/// They have places of their own: a mail never waits behind them.
pub async fn post(engine: Engine, ways: Arc<Ways>, stop: Stop) {
    let mut under_way = JoinSet::new();
    while !stop.is_given() {
        while under_way.try_join_next().is_some() {}
        let full = under_way.len() + EVENT_CLAIM > POSTS;
        if !full {
            match engine.claim_events().await {
                Ok(due) if !due.is_empty() => {
                    for event in due {
                        let (engine, ways) = (engine.clone(), ways.clone());
                        under_way.spawn(async move {
                            if let Err(fault) = engine.post_event(event, &*ways).await {
                                tracing::error!(%fault, "what came of an event cannot be written");
                            }
                        });
                    }
                    continue;
                }
                Ok(_) => {}
                Err(fault) => tracing::error!(%fault, "the outbox cannot be read"),
            }
        }
        let some = !under_way.is_empty();
        tokio::select! {
            () = engine.event_enqueued(), if !full => {}
            // A place in its lane is free: the next of the same webhook may go.
            _ = under_way.join_next(), if some => {}
            () = tokio::time::sleep(ROUND) => {}
            () = stop.clone().wait() => {}
        }
    }
    let ended = async { while under_way.join_next().await.is_some() {} };
    if tokio::time::timeout(FAREWELL, ended).await.is_err() {
        tracing::warn!("events under way were left; they come again");
    }
}
