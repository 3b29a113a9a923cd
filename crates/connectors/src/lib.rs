//! What the hub calls outside: mail and relying parties.
