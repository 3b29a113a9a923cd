//! Records as the API writes them. Members that are not named here are ignored, and every member may
//! be missing: a field that a version does not know, or that nobody filled, is left out by the vendor.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Rows of a page that could be read, and how many could not.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The ids of all rows, of those that could not be read too: paging goes by them.
    pub ids: Vec<i64>,
    /// Why a row could not be read, for the log.
    pub unread: Vec<String>,
}

/// Reads a page. One row that cannot be read does not hide the others.
///
/// # Errors
/// A sentence, where it is no list of records at all.
pub fn read_rows<T: DeserializeOwned>(bytes: &[u8]) -> Result<Rows<T>, String> {
    let list: Vec<Value> =
        serde_json::from_slice(bytes).map_err(|fault| format!("it is no list ({fault})"))?;
    let mut found = Rows {
        rows: Vec::with_capacity(list.len()),
        ids: Vec::with_capacity(list.len()),
        unread: Vec::new(),
    };
    for row in list {
        let id = row.get("id").and_then(Value::as_i64);
        found.ids.extend(id);
        match serde_json::from_value(row) {
            Ok(row) => found.rows.push(row),
            Err(fault) => found
                .unread
                .push(format!("row {}: {fault}", id.unwrap_or_default())),
        }
    }
    Ok(found)
}

/// Reads one record.
///
/// # Errors
/// A sentence, where it is none.
pub fn read_record<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    serde_json::from_slice(bytes).map_err(|fault| format!("it is no such record ({fault})"))
}

/// Null is as good as missing.
fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// `true`, or `"True"` as one address writes it.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(match Option::<Value>::deserialize(deserializer)? {
        Some(Value::Bool(flag)) => flag,
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
        _ => false,
    })
}

/// Declares records: each field may be missing or null.
macro_rules! records {
    ($($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $field:ident : $type:ty $(= $wire:literal)?,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Deserialize)]
        #[serde(default, rename_all = "camelCase")]
        #[allow(missing_docs, reason = "the names are the vendor's")]
        pub struct $name {
            $($(#[$of])* #[serde(deserialize_with = "or_default" $(, rename = $wire)?)] pub $field: $type,)*
        }
    )*};
}

records! {
    /// Another record, as it is named.
    Reference { id: i64, name: String, identifier: String, }
    /// Who changed a record last, and when.
    Info { last_updated: String = "lastUpdated", updated_by: String = "updatedBy", }
    /// A company.
    Company {
        id: i64, identifier: String, name: String, status: Reference, types: Vec<Reference>,
        site: Reference, territory: Reference, default_contact: Reference = "defaultContact",
        address_line1: String = "addressLine1", address_line2: String = "addressLine2",
        city: String, state: String, zip: String, country: Reference,
        phone_number: String = "phoneNumber", website: String, deleted: bool = "deletedFlag", info: Info = "_info",
    }
    /// A site of a company.
    Site {
        id: i64, name: String, address_line1: String = "addressLine1", address_line2: String = "addressLine2",
        city: String, state_reference: Reference = "stateReference", zip: String, country: Reference,
        phone_number: String = "phoneNumber", primary: bool = "primaryAddressFlag", inactive: bool = "inactiveFlag",
        info: Info = "_info",
    }
    /// A way to reach a contact: there is no field for the e-mail address.
    CommunicationItem {
        id: i64, kind: Reference = "type", value: String, default: bool = "defaultFlag",
        communication_type: String = "communicationType",
    }
    /// A contact.
    Contact {
        id: i64, first_name: String = "firstName", last_name: String = "lastName", company: Reference,
        site: Reference, title: String, inactive: bool = "inactiveFlag", default: bool = "defaultFlag",
        default_billing: bool = "defaultBillingFlag", types: Vec<Reference>,
        communication_items: Vec<CommunicationItem> = "communicationItems",
        portal_security_level: i64 = "portalSecurityLevel", portal_disabled: bool = "disablePortalLoginFlag",
        info: Info = "_info",
    }
    /// A member of staff.
    Member {
        id: i64, identifier: String, first_name: String = "firstName", last_name: String = "lastName",
        office_email: String = "officeEmail", primary_email: String = "primaryEmail",
        inactive: bool = "inactiveFlag", license_class: String = "licenseClass",
        security_role: Reference = "securityRole", info: Info = "_info",
    }
    /// An API member.
    ApiMember {
        id: i64, identifier: String, name: String, inactive: bool = "inactiveFlag",
        security_role: Reference = "securityRole",
    }
    /// A row of a set-up table: type, status, board, priority, source, subtype, item. Statuses of
    /// configurations have a description for a name.
    SetUp {
        id: i64, name: String, description: String, default: bool = "defaultFlag",
        inactive: bool = "inactiveFlag", inactive_status: bool = "inactive", closed: bool = "closedFlag",
        closed_status: bool = "closedStatus", vendor: bool = "vendorFlag", sort_order: i64 = "sortOrder",
    }
    /// Types, subtypes and items of a board that go together.
    Triple {
        id: i64, kind: Reference = "type", sub_type: Reference = "subType", item: Reference,
    }
    /// A question of a configuration type.
    Question {
        id: i64, question: String, field_type: String = "fieldType", entry_type: String = "entryType",
        sequence_number: f64 = "sequenceNumber", required: bool = "requiredFlag", inactive: bool = "inactiveFlag",
    }
    /// A configuration.
    Configuration {
        id: i64, name: String, kind: Reference = "type", status: Reference, company: Reference, site: Reference,
        device_identifier: String = "deviceIdentifier", serial_number: String = "serialNumber",
        mac_address: String = "macAddress", ip_address: String = "ipAddress", active: Option<bool> = "activeFlag",
        info: Info = "_info",
    }
    /// A ticket.
    Ticket {
        id: i64, summary: String, company: Reference, site: Reference, board: Reference, status: Reference,
        priority: Reference, contact: Reference, external_mark: String = "externalXRef", closed: bool = "closedFlag",
        record_type: String = "recordType", info: Info = "_info",
    }
    /// An entry of callbacks.
    Callback {
        id: i64, url: String, object_id: i64 = "objectId", kind: String = "type", level: String,
        member_id: i64 = "memberId", inactive: bool = "inactiveFlag", self_suppressed: bool = "isSelfSuppressedFlag",
    }
    /// What a role may do with one function.
    RoleSetting {
        module: String = "moduleName", module_identifier: String = "moduleIdentifier",
        function: String = "moduleFunctionName", function_identifier: String = "moduleFunctionIdentifier",
        add: String = "addLevel", edit: String = "editLevel", delete: String = "deleteLevel",
        inquire: String = "inquireLevel",
    }
    /// How many rows a list has.
    Count { count: i64, }
    /// What the system says of itself.
    SystemInfo { version: String, cloud_region: String = "cloudRegion", }
}

/// What a company's codebase is: answered without keys, `null` for nobody of that name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct CompanyInfo {
    /// `v2026_1/`.
    #[serde(deserialize_with = "or_default")]
    pub codebase: String,
    /// `v2026.1`.
    #[serde(deserialize_with = "or_default")]
    pub version_code: String,
    /// On the vendor's cloud.
    #[serde(deserialize_with = "flag")]
    pub is_cloud: bool,
}

/// Reads the answer about a company: none where nobody has that name.
///
/// # Errors
/// A sentence, where it is no such answer; a codebase that is no part of a path is none.
pub fn read_company_info(bytes: &[u8]) -> Result<Option<CompanyInfo>, String> {
    let found: Option<CompanyInfo> = read_record(bytes)?;
    let Some(mut info) = found else {
        return Ok(None);
    };
    let code = info.codebase.trim_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    if code.is_empty() || code.len() > 40 || !code.chars().all(plain) || code.contains("..") {
        return Err("it names no codebase".into());
    }
    info.codebase = format!("{code}/");
    Ok(Some(info))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_may_be_missing_null_or_new() {
        let contact: Contact = read_record(
            br#"{"id":1,"firstName":null,"invented":{"a":1},"communicationItems":[{"value":"a@b.example","communicationType":"Email"}]}"#,
        )
        .expect("a contact");
        assert_eq!((contact.id, contact.first_name.as_str()), (1, ""));
        assert_eq!(contact.communication_items[0].value, "a@b.example");
        let nothing: Company = read_record(b"{}").expect("a company");
        assert_eq!(nothing, Company::default());
    }

    #[test]
    fn one_bad_row_hides_no_other() {
        let page =
            read_rows::<Company>(br#"[{"id":1,"name":"A"},{"id":2,"name":7},{"id":3,"name":"C"}]"#)
                .expect("a page");
        assert_eq!(page.ids, [1, 2, 3]);
        assert_eq!(page.rows.iter().map(|r| r.id).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(page.unread.len(), 1);
        assert!(read_rows::<Company>(b"{}").is_err());
    }

    #[test]
    fn codebases_are_parts_of_a_path() {
        let read = |text: &str| read_company_info(text.as_bytes());
        let good = read(
            r#"{"CompanyName":"x","Codebase":"v2017_3/","VersionCode":"v2017.3","IsCloud":"True"}"#,
        );
        let good = good.expect("an answer").expect("a company");
        assert_eq!((good.codebase.as_str(), good.is_cloud), ("v2017_3/", true));
        assert_eq!(read("null"), Ok(None));
        for bad in [
            "{}",
            "[]",
            "<html>",
            r#"{"Codebase":"../x/"}"#,
            r#"{"Codebase":"a@b"}"#,
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
