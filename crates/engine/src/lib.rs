//! The verbs, one file each: load, decide, apply.
