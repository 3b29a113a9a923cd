//! The PSA tells of a change, and it is here without waiting for a poll.

use super::Office;
use kernel::Span;
use model::directory::ContactState::{Active, Gone};
use serde_json::json;
use store::directory::psa_sync;
use testkit::on_both_engines;

/// Until the simulator has told so often, for ten seconds at most.
async fn told(office: &Office, times: usize) {
    for _ in 0..500 {
        let answered = office
            .psa
            .told()
            .iter()
            .filter(|(_, s)| *s == Some(204))
            .count();
        if answered >= times {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("it tells of nothing");
}

on_both_engines! {
    async fn a_change_is_here_at_once_by_a_signed_notice(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let company = office.company_with(2);
        office.import(hub, company).await;
        office.run(hub).await;
        let [one, two] = office.people_of(company)[..2] else { panic!() };
        office.update("Contacts", one, json!({ "firstName": "Told" }));
        told(&office, 1).await;
        let raw = {
            let mut tx = hub.engine.db().read().await.unwrap();
            psa_sync::due_notices(&mut tx, office.id, hub.now()).await.unwrap().remove(0)
        };
        office.run(hub).await;
        assert_eq!(office.here(hub, one).await, office.said(one), "no time has passed");
        assert_eq!(office.sync(hub).await.heard_at, Some(hub.now()));
        // Twice the same notice is once: the record is not even read.
        office.psa.forget_requests();
        let (id, now) = (office.id, hub.now());
        let write = hub.engine.db().write(move |tx| Box::pin(async move { psa_sync::insert_notice(tx, id, &raw, now).await }));
        write.await.unwrap();
        office.run(hub).await;
        assert_eq!(office.psa.requests().len(), 0, "{:?}", office.psa.requests());
        // Deleted in the PSA.
        office.edit(json!({ "act": "delete", "kind": "Contacts", "id": two }));
        told(&office, 2).await;
        office.run(hub).await;
        assert_eq!(office.state(hub, two).await, Some(Gone));
        assert_eq!(office.state(hub, one).await, Some(Active));
        office.is_well_behaved();
    }

    async fn nobody_else_can_tell(hub) {
        let office = Office::open(hub).await;
        office.run(hub).await;
        let company = office.company_with(1);
        office.import(hub, company).await;
        office.run(hub).await;
        let person = office.people_of(company)[0];
        let token = {
            let mut tx = hub.engine.db().read().await.unwrap();
            store::directory::psa_connections::keys(&mut tx, office.id).await.unwrap().unwrap().1
        };
        let client = reqwest::Client::new();
        let post = |path: String, body: String| {
            let request = client.post(format!("{}{path}", hub.base)).header("x-content-signature", "AAAA").body(body);
            async move { request.send().await.unwrap().status().as_u16() }
        };
        let key = format!("{}/v4_6_release/system/callbackkey/index.rails?companyName=training&id=1", office.psa.url());
        let forged = json!({ "Action": "deleted", "ID": person, "Type": "contact", "MessageId": "m", "CompanyId": "training", "Entity": null, "Metadata": { "key_url": key } });
        assert_eq!(post(format!("/psa/callbacks/{token}"), forged.to_string()).await, 204);
        assert_eq!(post(format!("/psa/callbacks/{token}"), "no json".into()).await, 204);
        let elsewhere = forged.to_string().replace(&office.psa.url(), "http://127.0.0.1:9");
        assert_eq!(post(format!("/psa/callbacks/{token}?recordId=1&action=deleted"), elsewhere).await, 204);
        assert_eq!(post("/psa/callbacks/unknown".into(), forged.to_string()).await, 404);
        assert_ne!(post(format!("/psa/callbacks/{token}"), "x".repeat(300 * 1024)).await, 204);
        office.run(hub).await;
        assert_eq!(office.state(hub, person).await, Some(Active));
        assert_eq!(office.sync(hub).await.heard_at, None);
        office.pass(hub, Span::minutes(1)).await;
        assert_eq!(office.state(hub, person).await, Some(Active));
    }
}
