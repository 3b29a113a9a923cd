//! The test bench: actors on a running hub, virtual time, seeded chance, both engines.
