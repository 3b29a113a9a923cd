//! Writes: made once, whatever becomes of the answer.

use super::Office;
use engine::outside::psa::{PsaTable, PsaTicketPatch, SETTLES};
use kernel::{Refusal as _, Span};
use model::directory::PsaFault;
use simulators::connectwise::Kind;
use simulators::{Effect, Fault};

#[tokio::test]
async fn a_lost_answer_makes_no_second_ticket() {
    for (n, (effect, made)) in [
        (Effect::CutAfterWrite, 1),
        (Effect::CutBefore, 0),
        (Effect::Status(500), 0),
    ]
    .into_iter()
    .enumerate()
    {
        let office = Office::small().await;
        let psa = office.psa("Integration");
        let mark = format!("vst-{n}");
        let draft = office.draft(&mark);
        office
            .simulator
            .order(Fault::once("POST", "service/tickets", effect.clone()));
        let before = office.simulator.ids(Kind::Tickets).len();
        let fault = psa.create_ticket(&draft).await.unwrap_err();
        assert!(
            matches!(fault, PsaFault::Unknown(_)) && !fault.passes(),
            "{effect:?} {fault:?}"
        );
        assert_eq!(
            office.asked("POST", "service/tickets"),
            1,
            "never sent again by itself"
        );
        // Whoever asked for it looks first, and makes it only where it is not there.
        let found = psa.marked_tickets(&mark).await.unwrap();
        assert_eq!(found.len(), made, "{effect:?}");
        if found.is_empty() {
            psa.create_ticket(&draft).await.unwrap();
        }
        let tickets = office.simulator.ids(Kind::Tickets).len();
        assert_eq!(tickets, before + 1, "{effect:?}");
    }
}

#[tokio::test]
async fn a_stale_read_proves_nothing_until_it_has_settled() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    for effect in [Effect::StaleSeconds(90), Effect::CutAfterWrite] {
        office
            .simulator
            .order(Fault::once("POST", "service/tickets", effect));
    }
    let fault = psa.create_ticket(&office.draft("vst-9")).await.unwrap_err();
    assert_eq!(fault.code(), "psa_unknown_outcome");
    assert_eq!(
        psa.marked_tickets("vst-9").await,
        Ok(vec![]),
        "not seen yet"
    );
    office.time.pass(SETTLES);
    assert_eq!(
        psa.marked_tickets("vst-9").await.unwrap().len(),
        1,
        "and there"
    );
}

#[tokio::test]
async fn a_limit_is_told_before_anything_is_done() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    office
        .simulator
        .order(Fault::once("POST", "service/tickets", Effect::Status(429)));
    let draft = office.draft("vst-1");
    assert_eq!(psa.create_ticket(&draft).await, Err(PsaFault::Slow(30)));
    office.time.pass(Span::seconds(30));
    psa.create_ticket(&draft).await.unwrap();
    assert_eq!(psa.marked_tickets("vst-1").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_ticket_is_made_found_and_changed() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    let mut draft = office.draft("VST-a");
    draft.title = format!("{} ä", "long title ".repeat(12));
    let made = psa.create_ticket(&draft).await.unwrap();
    assert_eq!(
        (made.company, made.closed, made.mark.as_str()),
        (Some(2), false, "VST-a")
    );
    assert!(
        made.title.ends_with('…') && made.title.chars().count() <= 100,
        "{}",
        made.title
    );
    let id = u32::try_from(made.id).unwrap();
    let notes = office.simulator.ids(Kind::TicketNotes);
    let first = office
        .simulator
        .get(Kind::TicketNotes, *notes.last().unwrap())
        .unwrap();
    let text = first["text"].as_str().unwrap();
    assert!(
        text.starts_with(draft.title.trim()),
        "the whole title is in the text: {text}"
    );
    assert_eq!(
        psa.marked_tickets("vst-A").await,
        Ok(vec![]),
        "marks are compared letter by letter"
    );
    let statuses = psa
        .table(PsaTable::TicketStatuses(1), Default::default())
        .await
        .unwrap();
    let closing = statuses.rows.iter().find(|s| s.closed).unwrap();
    let patch = PsaTicketPatch {
        title: Some("Disk of SRV-1 is well".into()),
        status: Some(closing.id),
        priority: None,
    };
    // A change of fields may be sent again: it is the same twice.
    office
        .simulator
        .order(Fault::once("PATCH", "", Effect::CutAfterWrite));
    let changed = psa.change_ticket(made.id, &patch).await.unwrap();
    assert_eq!(
        (changed.title.as_str(), changed.closed),
        ("Disk of SRV-1 is well", true)
    );
    assert_eq!(office.asked("PATCH", "service/tickets"), 2);
    assert_eq!(
        psa.ticket(made.id).await.unwrap().map(|t| t.closed),
        Some(true)
    );
    let seen = office.simulator.get(Kind::Tickets, id).unwrap();
    assert_eq!(seen["externalXRef"], "VST-a");
    assert_eq!(psa.ticket(99_999).await, Ok(None));
    let both = psa.tickets(&[made.id, 1, 99_999]).await.unwrap();
    assert_eq!(both.iter().map(|t| t.id).collect::<Vec<_>>(), [1, made.id]);
    assert_eq!(
        psa.change_ticket(99_999, &patch).await,
        Err(PsaFault::Absent)
    );
    assert_eq!(office.asked("DELETE", ""), 0);
}

#[tokio::test]
async fn what_the_psa_says_no_to_is_kept_whole() {
    let office = Office::small().await;
    let psa = office.psa("Integration");
    let mut draft = office.draft("vst-1");
    draft.company = 99_999;
    let fault = psa.create_ticket(&draft).await.unwrap_err();
    assert_eq!(fault.code(), "psa_refused");
    assert!(fault.sentence().contains("company"), "{}", fault.sentence());
    let fault = office
        .psa("Read Only")
        .create_ticket(&office.draft("vst-2"))
        .await;
    assert_eq!(fault, Err(PsaFault::NoRight("add a ticket".into())));
}
