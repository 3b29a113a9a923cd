//! What may stand where. A new crate or a new library is a new row here, with its reason.

/// Stands for every crate under `modules/`.
pub const MODULES: &str = "modules/*";

/// Which crates of the workspace each crate may build on, and why no others: (crate, may build on, why).
/// Dev-dependencies are free: tests may reach anywhere.
pub const FLOORS: &[(&str, &str, &str)] = &[
    (
        "kernel",
        "",
        "the words that all floors use stand on nothing",
    ),
    (
        "scim",
        "kernel",
        "directories are spoken to alike by hub and modules, and neither sees the other's inside",
    ),
    (
        "unified_login",
        "",
        "what hub and module decide alike stands once, and neither sees the other's inside",
    ),
    (
        "model",
        "kernel unified_login",
        "rules are pure: no rows, no wire, no I/O",
    ),
    (
        "protocol",
        "kernel model unified_login",
        "wire logic is bytes in, values out",
    ),
    (
        "vault",
        "kernel model",
        "keys and hashes know nothing of where they are kept",
    ),
    (
        "store",
        "kernel model protocol vault unified_login",
        "rows decide nothing and call nobody",
    ),
    (
        "engine",
        "kernel model protocol vault store unified_login scim",
        "a verb loads, decides and applies; it knows no HTTP, and what it needs from outside is a trait of its own",
    ),
    (
        "connectors",
        "kernel model protocol engine scim",
        "calls to the outside implement the engine's traits in the words of the wire, and see no rows and no pages",
    ),
    (
        "web",
        "kernel model protocol vault engine unified_login scim",
        "a handler asks the engine; it reads no rows and calls nobody outside",
    ),
    (
        "vestibule",
        "kernel unified_login model protocol vault store engine connectors web simulators module_kit module_accounts modules/* scim",
        "the composition root joins everything but the test bench",
    ),
    (
        "module_kit",
        "unified_login scim",
        "makers of modules get the protocols and nothing of the hub's inside",
    ),
    (
        "simulators",
        "",
        "a stand-in that shares code with the hub would share its mistakes",
    ),
    (
        "module_accounts",
        "module_kit",
        "a store of accounts is written against the kit's trait, as a stranger's is",
    ),
    (
        MODULES,
        "module_kit module_accounts unified_login",
        "our modules get what a stranger's module gets",
    ),
    (
        "hostile",
        "kernel unified_login model protocol vault engine connectors web simulators module_kit scim",
        "hostile bytes are fed to every parser of the house",
    ),
    (
        "testkit",
        "kernel model protocol vault store engine connectors web simulators module_kit",
        "the test bench runs the hub as it is",
    ),
    (
        "bench",
        "kernel protocol",
        "what is measured is met over HTTP, as strangers meet it; only the authenticator's codes are shared",
    ),
];

/// Whether a library that is kept to some crates may still be used by the tests of others.
#[derive(PartialEq)]
pub enum Tests {
    /// Any crate may have it as a dev-dependency.
    Free,
    /// Not even as a dev-dependency.
    Bound,
}

/// Libraries that stay in their rooms: (library, crates that may use it, tests of others, why).
pub const FOREIGN: &[(&str, &str, Tests, &str)] = &[
    (
        "sqlx",
        "store",
        Tests::Bound,
        "one crate knows that there is a database",
    ),
    (
        "rusqlite",
        "store module_accounts",
        Tests::Bound,
        "one crate of the hub knows that there is a database; a module has its own",
    ),
    (
        "axum",
        "web module_kit modules/* simulators",
        Tests::Bound,
        "HTTP is spoken at the edge; below it there are commands and decisions",
    ),
    (
        "reqwest",
        "connectors module_kit testkit",
        Tests::Free,
        "only connectors call outside, after commit and with timeouts; the kit stands on the other side",
    ),
    (
        "lettre",
        "connectors",
        Tests::Bound,
        "mail leaves through the outbox and one connector",
    ),
    (
        "askama",
        "web module_kit modules/*",
        Tests::Bound,
        "pages are made where HTTP is spoken",
    ),
    (
        "aws-lc-rs",
        "vault module_kit module_accounts vestibule",
        Tests::Free,
        "one crate of the hub names the cryptographic library; the composition root opens the machine's randomness, \
         and the kit stands outside the hub",
    ),
    (
        "argon2",
        "vault module_accounts bench",
        Tests::Bound,
        "passwords of the hub are hashed in one place, and a module hashes its own; the bench asks what the cores can do at all",
    ),
    (
        "jsonwebtoken",
        "vault module_kit",
        Tests::Free,
        "the hub signs and verifies tokens in one place",
    ),
    (
        "openidconnect",
        "",
        Tests::Free,
        "the foreign judge of our provider is no part of it",
    ),
    (
        "clap",
        "vestibule",
        Tests::Bound,
        "only the binary has a command line",
    ),
];

/// Crates that may touch the real clock, the machine's randomness and waiting.
pub const REAL_WORLD: &[&str] = &[
    "vestibule",
    "module_kit",
    "module_accounts",
    "simulators",
    "testkit",
    "bench",
    MODULES,
];

/// Files of the other crates that reach for clock or chance all the same: (file, why).
pub const CLOCK_EXCEPTIONS: &[(&str, &str)] = &[(
    "crates/connectors/src/event_post.rs",
    "how long a receiver took is measured where it is called; nothing is decided by it",
)];

/// The largest file, in bytes.
pub const SIZE_LIMIT: u64 = 25_000;

/// Names of modules that say nothing of their content.
pub const EMPTY_NAMES: &[&str] = &[
    "util", "utils", "helper", "helpers", "manager", "managers", "common", "misc",
];
