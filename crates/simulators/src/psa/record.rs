//! What was asked and how it was answered, so that a test can say "never a DELETE".

use serde::Serialize;
use std::collections::VecDeque;

/// A request with its answer's status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// When, in seconds since 1970.
    pub at: u64,
    /// The method.
    pub method: String,
    /// The path below the API's address.
    pub path: String,
    /// The query, as it came.
    pub query: String,
    /// The body's size in bytes.
    pub body_bytes: usize,
    /// The status of the answer; 0 where nobody heard it.
    pub status: u16,
    /// Whose keys it came with.
    pub by: String,
    /// The role did not allow it.
    pub beyond_rights: bool,
}

/// Most requests that are kept; the oldest go first.
const MOST: usize = 200_000;

/// The record.
#[derive(Debug, Default)]
pub(crate) struct Record {
    kept: VecDeque<Asked>,
    total: u64,
}

impl Record {
    pub(crate) fn add(&mut self, asked: Asked) {
        if self.kept.len() == MOST {
            self.kept.pop_front();
        }
        self.total += 1;
        self.kept.push_back(asked);
    }

    pub(crate) fn all(&self) -> Vec<Asked> {
        self.kept.iter().cloned().collect()
    }

    /// The newest first.
    pub(crate) fn newest(&self, count: usize) -> impl Iterator<Item = &Asked> {
        self.kept.iter().rev().take(count)
    }

    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}
