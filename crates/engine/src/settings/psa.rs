//! What the settings file says of PSAs.

use kernel::{RegionName, Secret};
use model::directory::RegionAddresses;
use protocol::psa::Rate;
use protocol::psa::connectwise::Login;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::net::IpAddr;

/// How PSAs are called, and from where.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PsaSettings {
    /// Whether a PSA may be in a private network, or on this machine without TLS.
    pub private_addresses: bool,
    /// The GUID that ConnectWise gave for this integration; a connection may have its own.
    #[serde(deserialize_with = "client_id")]
    pub connectwise_client_id: String,
    /// Calls a minute to a ConnectWise in a partner's own house; its cloud has a limit that holds
    /// whatever stands here.
    #[serde(deserialize_with = "calls")]
    pub own_calls_a_minute: u32,
    /// The addresses that PSAs are called from, by region: what a firewall of the partner lets in.
    pub addresses: Vec<AddressesOf>,
    /// The addresses for PSAs in the vendor's cloud, where they are others.
    pub hosted: Vec<IpAddr>,
}

impl Default for PsaSettings {
    fn default() -> Self {
        Self {
            private_addresses: false,
            connectwise_client_id: String::new(),
            own_calls_a_minute: 600,
            addresses: Vec::new(),
            hosted: Vec::new(),
        }
    }
}

impl PsaSettings {
    /// How often a ConnectWise in a partner's own house is called.
    pub const fn own_rate(&self) -> Rate {
        Rate::a_minute(self.own_calls_a_minute)
    }

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

fn calls<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    match u32::deserialize(from)? {
        calls @ 60..=60_000 => Ok(calls),
        _ => Err(D::Error::custom(
            "own_calls_a_minute is between 60 and 60000",
        )),
    }
}
