//! Invoices, payments and agreements.

use super::{Draft, Stamp, default_of};
use crate::connectwise::errors::Refused;
use crate::connectwise::kind::Kind;
use crate::connectwise::row::{Cell, Row};
use crate::connectwise::world::World;

fn amount(row: &Row, kind: Kind, name: &str) -> f64 {
    match row.get(kind, name) {
        Some(Cell::Number(number)) => *number,
        _ => 0.0,
    }
}

/// Cents, so that sums of amounts look like amounts.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

pub(super) fn settle(draft: &mut Draft<'_>) -> Result<(), Refused> {
    let kind = draft.kind;
    if let Some(status) = default_of(draft.world, Kind::BillingStatuses, |_| true) {
        draft.default("status", Cell::Ref(status));
    }
    draft.default("invoiceNumber", Cell::text(format!("INV{:05}", draft.id)));
    draft.default("applyToType", Cell::text("All"));
    for name in ["subtotal", "salesTax", "payments", "credits"] {
        draft.default(name, Cell::Number(0.0));
    }
    let sum = |name| amount(draft.row, kind, name);
    let total = rounded(sum("subtotal") + sum("salesTax"));
    let balance = rounded(total - sum("payments") - sum("credits"));
    draft.set("total", Cell::Number(total));
    draft.set("balance", Cell::Number(balance));
    draft.unique("invoiceNumber")
}

pub(super) fn follow_payment(world: &mut World, id: u32, stamp: &Stamp) {
    let kind = Kind::InvoicePayments;
    let of = world.get(kind, id).and_then(|row| row.id(kind, "invoice"));
    let Some(invoice) = of else { return };
    let paid = world
        .rows(kind)
        .filter(|(_, row)| row.id(kind, "invoice") == Some(invoice));
    let paid = rounded(paid.map(|(_, row)| amount(row, kind, "amount")).sum());
    let Some(row) = world.get(Kind::Invoices, invoice) else {
        return;
    };
    let total = amount(row, Kind::Invoices, "total");
    let balance = rounded(total - paid - amount(row, Kind::Invoices, "credits"));
    let fields = [
        ("payments", Some(Cell::Number(paid))),
        ("balance", Some(Cell::Number(balance))),
    ];
    world.change(Kind::Invoices, invoice, stamp.at, &stamp.by, fields);
}

pub(super) fn settle_agreement(draft: &mut Draft<'_>) -> Result<(), Refused> {
    draft.flags(&["cancelledFlag", "noEndingDateFlag"]);
    let cancelled = draft.row.flag(draft.kind, "cancelledFlag");
    let status = if cancelled { "Cancelled" } else { "Active" };
    draft.set("agreementStatus", Cell::text(status));
    Ok(())
}
