//! Contacts as masters administer them: who has which profile, who gets in, and why not.

mod bulk;
mod facts;
mod get;
mod list;
mod mail;
mod profiles;
mod readiness;
mod reset_factors;
mod save;

pub use bulk::{
    ContactBulkOutcome, ContactBulkPreview, ContactSelection, ContactUndo, MOST_CONTACTS_AT_ONCE,
};
pub use get::{AddressView, ContactView, LoginView};
pub use list::{CONTACTS_ON_A_PAGE, ContactPage};
pub use mail::CONTACT_MAIL_PAUSE;
pub use profiles::{ProfileDraft, ProfileNames, ProfileRow};
pub use readiness::{AddressAnswer, AddressFound, ReadinessCounts};
pub use reset_factors::ContactReset;
pub use store::directory::contact_access::Relation;
pub use store::directory::contact_actions::ContactAction;
