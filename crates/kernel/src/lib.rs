//! Words that every floor uses: typed ids, time, chance, secrets, e-mail addresses, refusals.
//!
//! No I/O and no async live here. Time and chance are values handed in, so that the same seed and
//! the same clock give byte-identical tokens, ids and mails (see `docs/architecture.md`).

pub mod chance;
pub mod clock;
pub mod email;
pub mod id;
pub mod language;
pub mod name;
pub mod refusal;
pub mod scope;
pub mod secret;
pub mod zone;

pub use chance::Chance;
pub use clock::{Clock, Span, Timestamp};
pub use email::EmailAddress;
pub use id::*;
pub use language::Language;
pub use name::{DisplayName, PartnerName, RegionName, Username};
pub use refusal::{Refusal, RefusalKind, Value};
pub use scope::Scope;
pub use secret::Secret;
pub use zone::{Civil, Zone};
