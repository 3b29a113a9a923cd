//! Tickets with notes, agreements and invoices.

use super::people::Company;
use super::{DAY, Form, Sower, text};
use crate::connectwise::kind::Kind;
use crate::connectwise::row::Cell;
use crate::psa::moment;
use crate::psa::words::TICKET;

pub(super) fn sow(sower: &mut Sower, companies: &[Company], count: u32) {
    money(sower, companies);
    let form = Form::new(
        Kind::Tickets,
        &[
            "summary",
            "recordType",
            "board",
            "status",
            "company",
            "site",
            "contact",
            "contactName",
            "priority",
            "source",
            "severity",
            "impact",
            "closedFlag",
            "closedDate",
            "closedBy",
            "allowAllClientsPortalView",
            "customerUpdatedFlag",
            "automaticEmailContactFlag",
            "automaticEmailResourceFlag",
            "automaticEmailCcFlag",
        ],
    );
    let note = Form::new(
        Kind::TicketNotes,
        &[
            "ticketId",
            "text",
            "detailDescriptionFlag",
            "internalAnalysisFlag",
            "resolutionFlag",
            "issueFlag",
            "customerUpdatedFlag",
            "dateCreated",
            "createdBy",
            "internalFlag",
            "externalFlag",
        ],
    );
    let (t, f) = (Cell::Flag(true), Cell::Flag(false));
    for _ in 0..count {
        let lot = sower.chance.below(companies.len() as u64);
        let company = &companies[usize::try_from(lot).unwrap_or_default()];
        let at = sower.past(200);
        let board = u32::try_from(sower.chance.below(2)).unwrap_or_default() + 1;
        // Six statuses a board: the fourth is the one that closes.
        let closed = sower.chance.percent(60);
        let status = (board - 1) * 6 + if closed { 4 } else { 1 };
        let summary = sower.chance.pick(TICKET);
        let by = sower.by.clone();
        let contact = sower
            .world
            .get(Kind::Companies, company.id)
            .and_then(|row| row.id(Kind::Companies, "defaultContact"));
        let name = contact.and_then(|id| sower.world.shown(Kind::Contacts, id, "name"));
        let priority = u32::try_from(sower.chance.below(4)).unwrap_or_default() + 1;
        let id = sower.add(
            &form,
            at,
            [
                Some(text(summary)),
                Some(text("ServiceTicket")),
                Some(Cell::Ref(board)),
                Some(Cell::Ref(status)),
                Some(Cell::Ref(company.id)),
                Some(Cell::Ref(company.site)),
                contact.map(Cell::Ref),
                name.map(Cell::text),
                Some(Cell::Ref(priority)),
                Some(Cell::Ref(1)),
                Some(text("Medium")),
                Some(text("Medium")),
                Some(Cell::Flag(closed)),
                closed.then(|| text(moment::text(at + DAY))),
                closed.then(|| text(&*by)),
                Some(f.clone()),
                Some(f.clone()),
                Some(f.clone()),
                Some(f.clone()),
                Some(f.clone()),
            ],
        );
        let internal = sower.chance.percent(30);
        for hidden in [false, true] {
            if hidden && !internal {
                continue;
            }
            let words = if hidden {
                "Seen before, see the last visit."
            } else {
                summary
            };
            sower.add(
                &note,
                at,
                [
                    Some(Cell::Int(id.into())),
                    Some(text(words)),
                    Some(Cell::Flag(!hidden)),
                    Some(Cell::Flag(hidden)),
                    Some(f.clone()),
                    Some(Cell::Flag(!hidden)),
                    Some(f.clone()),
                    Some(text(moment::text(at))),
                    Some(text(&*by)),
                    Some(Cell::Flag(hidden)),
                    Some(if hidden { f.clone() } else { t.clone() }),
                ],
            );
        }
    }
}

fn money(sower: &mut Sower, companies: &[Company]) {
    let agreement = Form::new(
        Kind::Agreements,
        &[
            "name",
            "type",
            "company",
            "contact",
            "startDate",
            "noEndingDateFlag",
            "cancelledFlag",
            "agreementStatus",
            "billAmount",
        ],
    );
    let invoice = Form::new(
        Kind::Invoices,
        &[
            "invoiceNumber",
            "type",
            "status",
            "company",
            "applyToType",
            "date",
            "dueDate",
            "subtotal",
            "salesTax",
            "total",
            "payments",
            "credits",
            "balance",
            "agreement",
        ],
    );
    for company in companies.iter().skip(1).filter(|company| !company.prospect) {
        let contact = sower
            .world
            .get(Kind::Companies, company.id)
            .and_then(|row| row.id(Kind::Companies, "defaultContact"));
        let at = sower.past(900);
        #[allow(clippy::cast_precision_loss, reason = "small amounts")]
        let amount = (sower.chance.below(400) * 25 + 100) as f64;
        let cancelled = sower.chance.percent(10);
        let agreed = sower.add(
            &agreement,
            at,
            [
                Some(text("Managed Services")),
                Some(Cell::Ref(1)),
                Some(Cell::Ref(company.id)),
                contact.map(Cell::Ref),
                Some(Cell::Moment(at - at.rem_euclid(DAY))),
                Some(Cell::Flag(true)),
                Some(Cell::Flag(cancelled)),
                Some(text(if cancelled { "Cancelled" } else { "Active" })),
                Some(Cell::Number(amount)),
            ],
        );
        for month in 1..=3 {
            let date = super::NOW - month * 30 * DAY;
            let paid = month > 1 || sower.chance.percent(30);
            let tax = (amount * 7.0).round() / 100.0;
            let total = amount + tax;
            let number = sower.world.next_id(Kind::Invoices);
            sower.add(
                &invoice,
                date,
                [
                    Some(text(format!("INV{number:05}"))),
                    Some(text("Agreement")),
                    Some(Cell::Ref(if paid { 3 } else { 2 })),
                    Some(Cell::Ref(company.id)),
                    Some(text("Agreement")),
                    Some(Cell::Moment(date)),
                    Some(Cell::Moment(date + 30 * DAY)),
                    Some(Cell::Number(amount)),
                    Some(Cell::Number(tax)),
                    Some(Cell::Number(total)),
                    Some(Cell::Number(if paid { total } else { 0.0 })),
                    Some(Cell::Number(0.0)),
                    Some(Cell::Number(if paid { 0.0 } else { total })),
                    Some(Cell::Ref(agreed)),
                ],
            );
        }
    }
}
