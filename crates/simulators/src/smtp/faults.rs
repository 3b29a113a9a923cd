//! Faults to order: what a mail server does on a bad day.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Default)]
struct Orders {
    rejected: HashSet<String>,
    temporary: u32,
    hanging: u32,
}

/// The faults that are ordered. Nothing fails until something is ordered.
#[derive(Default)]
pub struct Faults(Mutex<Orders>);

impl Faults {
    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers every `RCPT TO` of this address with 550.
    pub fn reject_recipient(&self, address: &str) {
        self.orders().rejected.insert(address.to_lowercase());
    }

    /// Answers the next `times` mails with 451 at `MAIL FROM`.
    pub fn fail_temporarily(&self, times: u32) {
        self.orders().temporary = times;
    }

    /// Falls silent in the next `times` conversations, at `MAIL FROM`.
    pub fn hang(&self, times: u32) {
        self.orders().hanging = times;
    }

    /// Takes all orders back.
    pub fn clear(&self) {
        *self.orders() = Orders::default();
    }

    pub(super) fn rejects(&self, address: &str) -> bool {
        self.orders().rejected.contains(&address.to_lowercase())
    }

    pub(super) fn fails_now(&self) -> bool {
        take_one(&mut self.orders().temporary)
    }

    pub(super) fn hangs_now(&self) -> bool {
        take_one(&mut self.orders().hanging)
    }
}

fn take_one(left: &mut u32) -> bool {
    let due = *left > 0;
    *left = left.saturating_sub(1);
    due
}
