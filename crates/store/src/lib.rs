//! Rows: the same rooms as the model; db.rs alone knows which engine runs.
