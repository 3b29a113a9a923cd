//! Words for samples: as long as people really have them, and in other scripts.

use kernel::Timestamp;

/// When things happened.
pub(crate) const MOMENT: Timestamp = Timestamp::from_unix_seconds(1_795_000_000);
/// Longer than any column was drawn for.
pub(crate) const LONG_NAME: &str =
    "Maximiliane-Theodora Konstantinopolitanska von und zu Hohenwaldeck-Unterreichenbach";
/// No place to break except at its dots.
pub(crate) const LONG_MAIL: &str = "maximiliane.theodora.konstantinopolitanska.hohenwaldeck@service-desk.department.subsidiary.example.com";
/// A company with a long name.
pub(crate) const LONG_COMPANY: &str = "Consolidated Northern and Southern Harbour Logistics, Warehousing and Cold Storage Holdings (Europe, Middle East and Africa) Limited";
/// One word without any break.
pub(crate) const LONG_WORD: &str =
    "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft";
/// The mail address of the seeded owner.
pub(crate) const OWNER: &str = "owner@example.com";
