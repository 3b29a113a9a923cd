//! Records of BMS, after the envelope made their names small. Every member may be missing.

use serde::{Deserialize, Deserializer};

fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

macro_rules! records {
    ($($(#[$about:meta])* $name:ident { $($field:ident : $type:ty $(= $wire:literal)?,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Deserialize)]
        #[serde(default)]
        #[allow(missing_docs, reason = "the names are the vendor's")]
        pub struct $name {
            $(#[serde(deserialize_with = "or_default" $(, rename = $wire)?)] pub $field: $type,)*
        }
    )*};
}

records! {
    /// An address of a location.
    Address {
        street: String = "address1", more: String = "address2", city: String, state: String,
        zip: String = "zipcode", main: bool = "ismain",
    }
    /// A location of an account.
    Location {
        id: i64, name: String, location_name: String = "locationname", main: bool = "ismain",
        active: Option<bool> = "isactive", addresses: Vec<Address>,
    }
    /// An account, which is a company.
    Account {
        id: i64, code: String = "accountcode", name: String = "accountname", account_type: String = "accounttype",
        account_type_id: i64 = "accounttypeid", active: Option<bool> = "isactive", website: String,
        modified_on: String = "modifiedon", locations: Vec<Location>,
    }
    /// An e-mail address of a contact.
    Email { address: String = "emailaddress", default: bool = "isdefault", }
    /// A contact.
    Contact {
        id: i64, account_id: i64 = "accountid", location_id: i64 = "locationid", first_name: String = "firstname",
        last_name: String = "lastname", title: String = "jobtitle", active: Option<bool> = "isactive",
        poc: bool = "ispoc", invoices: bool = "canrecieveinvoices", emails: Vec<Email>,
        email: String = "emailaddress", modified_on: String = "modifiedon",
    }
    /// A hardware asset: its name is another in lists than in its own record.
    Asset {
        id: i64, name: String, listed_name: String = "assetname", serial: String = "serialnumber",
        account_id: i64 = "accountid", category_id: i64 = "categoryid", active: Option<bool> = "isactive",
    }
    /// A row of a look-up.
    Named { id: i64, name: String, active: Option<bool> = "isactive", default: bool = "isdefault", }
    /// A ticket.
    Ticket {
        id: i64, number: String = "ticketnumber", title: String, account_id: i64 = "accountid",
        status_id: i64 = "statusid", status_name: String = "statusname", completed: String = "completeddate",
        modified_on: String = "modifiedon",
    }
    /// Tokens of a login.
    Tokens {
        access: String = "accesstoken", refresh: String = "refreshtoken", ends: String = "accesstokenexpireon",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_may_be_missing_or_null() {
        let account: Account = serde_json::from_value(serde_json::json!({
            "id": 3, "accountname": "A", "isactive": null, "locations": null, "new": [],
        }))
        .expect("an account");
        assert_eq!((account.id, account.active), (3, None));
        let nobody: Contact = serde_json::from_str("{}").expect("a contact");
        assert_eq!(nobody, Contact::default());
    }
}
