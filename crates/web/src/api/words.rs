//! Words that fields and queries choose from.

use model::directory::ContactState;
use model::identity::{HubRole, MemberOrder, MemberStanding, Population};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident of $inner:ident { $($(#[$case_doc:meta])* $case:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$case_doc])* $case),*
        }
        impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                match inner {
                    $($inner::$case => Self::$case),*
                }
            }
        }
        impl From<$name> for $inner {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$case => Self::$case),*
                }
            }
        }
    };
}

words! {
    /// The role of a member at the hub.
    Role of HubRole {
        /// Administers everything.
        Master,
        /// Sees invoices, opens modules.
        Billing,
        /// Opens modules.
        User,
    }
}

words! {
    /// Where a member stands.
    Standing of MemberStanding {
        /// May sign in.
        Active,
        /// Has not opened the mailed link yet.
        Invited,
        /// Cannot sign in.
        Deactivated,
        /// Is removed when the grace is over.
        BeingDeleted,
    }
}

words! {
    /// In which order members come.
    Order of MemberOrder {
        /// By name.
        Name,
        /// Newest first.
        Newest,
        /// Who was not seen for the longest time first.
        LongestUnseen,
    }
}

words! {
    /// Who a module is for.
    Audience of Population {
        /// Members.
        Staff,
        /// People of companies.
        Client,
    }
}

words! {
    /// How a contact's records in the PSA stand.
    ContactStanding of ContactState {
        /// In the PSA, active, at a mapped company that is in scope.
        Active,
        /// Switched off in the PSA.
        Inactive,
        /// Her company is left out, not mapped, or her site is nobody's.
        OutOfScope,
        /// Not in the PSA any more.
        Gone,
    }
}
