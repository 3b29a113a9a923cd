//! Limits, trouble and addresses that are not called.

use super::{CLIENT_ID, Office, Time, sweep};
use connectors::PsaWays;
use engine::outside::psa::{PsaAccess, PsaAsk, PsaClients as _};
use kernel::{Refusal as _, Span};
use model::directory::PsaFault;
use protocol::psa::Rate;
use protocol::psa::connectwise::{BaseUrl, Login};
use simulators::{Effect, Fault};
use std::sync::Arc;

#[tokio::test]
async fn a_limit_is_kept_and_costs_no_further_call() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    office.simulator.limit(Some(2));
    for _ in 0..2 {
        psa.companies(PsaAsk::default()).await.unwrap();
    }
    let slow = psa.companies(PsaAsk::default()).await;
    assert_eq!(slow, Err(PsaFault::Slow(60)), "as its Retry-After says");
    let asked = office.simulator.requests().len();
    office.time.pass(Span::seconds(20));
    assert_eq!(
        psa.contacts(PsaAsk::default()).await,
        Err(PsaFault::Slow(40))
    );
    // A second client of the same tenant knows it too, whatever its keys.
    let other = office.psa("Scanner");
    assert!(matches!(
        other.companies(PsaAsk::default()).await,
        Err(PsaFault::Slow(_))
    ));
    assert_eq!(office.simulator.requests().len(), asked, "nobody was asked");
    office.time.pass(Span::seconds(40));
    assert!(psa.companies(PsaAsk::default()).await.is_ok());
}

#[tokio::test]
async fn a_short_wait_is_waited_for() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    psa.companies(PsaAsk::default()).await.unwrap();
    office.simulator.limit(Some(1));
    psa.companies(PsaAsk::default()).await.unwrap();
    office.time.pass(Span::seconds(55));
    let began = office.time.now();
    psa.companies(PsaAsk::default()).await.unwrap();
    assert_eq!(office.time.now() - began, Span::seconds(5));
}

#[tokio::test]
async fn the_client_stays_below_the_limit_by_itself() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    let began = office.time.now();
    for _ in 0..160 {
        psa.company(2).await.unwrap().unwrap();
    }
    assert!(office.simulator.requests().iter().all(|r| r.status == 200));
    let took = office.time.now() - began;
    assert!(
        took > Span::seconds(5) && took < Span::seconds(8),
        "{took:?}"
    );
}

#[tokio::test]
async fn a_psa_of_ones_own_may_be_called_more_often() {
    let mut office = Office::small().await;
    office.ways = office.ways.with_own_rate(Rate::a_minute(6_000));
    let psa = office.psa("Integration");
    let began = office.time.now();
    for _ in 0..160 {
        psa.company(2).await.unwrap().unwrap();
    }
    assert_eq!(office.time.now(), began, "nobody waited");
}

#[tokio::test]
async fn reading_is_tried_again_and_gives_up() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    for effect in [
        Effect::Status(500),
        Effect::CutBefore,
        Effect::CutAfterWrite,
    ] {
        office
            .simulator
            .order(Fault::once("GET", "company/companies", effect));
        let rows = sweep(|ask| psa.companies(ask), None).await.unwrap();
        assert!(!rows.is_empty());
    }
    office
        .simulator
        .order(Fault::always("GET", "", Effect::Status(500)));
    let gave_up = psa.companies(PsaAsk::default()).await.unwrap_err();
    let said = "A timeout has occured. Please try again";
    assert_eq!(gave_up, PsaFault::Busy(said.into()), "its words are kept");
    assert!(gave_up.passes());
    let tries = office
        .simulator
        .requests()
        .into_iter()
        .rev()
        .take_while(|r| r.status == 500);
    assert_eq!(tries.count(), 3);
}

#[tokio::test]
async fn inward_addresses_are_not_called() {
    let time = Time::default();
    let ways = PsaWays::new(false, time.0.clone(), Arc::new(time.clone())).unwrap();
    for at in [
        "https://127.0.0.1:1",
        "https://10.0.0.1",
        "http://127.0.0.1:1",
        "https://169.254.169.254",
    ] {
        let keys = (&"PUBLICKEY".into(), &"PRIVATEKEY".into());
        let access = PsaAccess::ConnectWise {
            base: BaseUrl::parse(at).unwrap(),
            login: Login::new("a", keys.0, keys.1, CLIENT_ID).unwrap(),
        };
        assert!(!format!("{access:?}").contains("PRIVATEKEY"));
        let test = ways.open(&access).test().await.unwrap();
        let fault = test.steps[0].fault.clone().unwrap();
        assert_eq!(fault.code(), "psa_address_not_allowed", "{at}: {fault:?}");
    }
}
