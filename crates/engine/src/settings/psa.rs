//! What the settings file says of PSAs.

use kernel::{RegionName, Secret};
use model::directory::RegionAddresses;
use protocol::psa::connectwise::Login;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::net::IpAddr;

/// How PSAs are called, and from where.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PsaSettings {
    /// Whether a PSA may be in a private network, or on this machine without TLS.
    pub private_addresses: bool,
    /// The GUID that ConnectWise gave for this integration; a connection may have its own.
    #[serde(deserialize_with = "client_id")]
    pub connectwise_client_id: String,
    /// The addresses that PSAs are called from, by region: what a firewall of the partner lets in.
    pub addresses: Vec<AddressesOf>,
    /// The addresses for PSAs in the vendor's cloud, where they are others.
    pub hosted: Vec<IpAddr>,
}

impl PsaSettings {
    /// The addresses by region, as the model has them.
    pub fn by_region(&self) -> Vec<RegionAddresses> {
        self.addresses
            .iter()
            .map(|entry| RegionAddresses {
                region: entry.region.clone(),
                addresses: entry.addresses.clone(),
            })
            .collect()
    }
}

/// The addresses of a region.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressesOf {
    /// The region, as modules name theirs.
    #[serde(deserialize_with = "region")]
    pub region: RegionName,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
}

// Faults are made while it is read and not afterwards, so that they have the line of the value.

fn region<'de, D: Deserializer<'de>>(from: D) -> Result<RegionName, D::Error> {
    let text = String::deserialize(from)?;
    RegionName::parse(&text).map_err(|fault| D::Error::custom(format!("region: {fault}")))
}

fn client_id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let any: Secret<String> = "any-key-at-all".into();
    match Login::new("any", &any, &any, &text) {
        Ok(login) => Ok(login.client_id().to_owned()),
        Err(_) => Err(D::Error::custom(
            "connectwise_client_id is a GUID, or empty",
        )),
    }
}
