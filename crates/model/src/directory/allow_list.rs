//! Which addresses a PSA's firewall must let in: by where the PSA stands and by the region that the
//! hub calls from (S3-01 to S3-08).

use kernel::RegionName;
use std::net::IpAddr;

/// Where a PSA stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deployment {
    /// In the partner's own house: its firewall is hers.
    OnPremise,
    /// In the vendor's cloud, which lets most callers in.
    Hosted,
}

impl Deployment {
    /// The text of programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnPremise => "on_premise",
            Self::Hosted => "hosted",
        }
    }
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::OnPremise => "on-premise",
            Self::Hosted => "hosted by the vendor",
        }
    }
    /// How much it matters: the vendor's cloud only *may* need it.
    pub const fn demand(self) -> &'static str {
        match self {
            Self::OnPremise => "must",
            Self::Hosted => "may need to",
        }
    }
}

/// The addresses of a region, as the operator says them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionAddresses {
    /// The region; the same notion as that of a module's deployment.
    pub region: RegionName,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedAddress {
    /// The region; none for the list of hosted PSAs, which has none.
    pub region: Option<String>,
    /// The address.
    pub address: IpAddr,
    /// A module of the partner is in this region.
    pub yours: bool,
}

/// The list for one PSA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowList {
    /// Where the PSA stands.
    pub deployment: Deployment,
    /// The addresses, those of the partner's own regions first.
    pub rows: Vec<AllowedAddress>,
}

/// The list for a PSA: the operator's addresses by region for one in the partner's house, a list of
/// its own for the vendor's cloud. A hosted PSA whose operator gave no such list gets that by region.
pub fn allow_list(
    deployment: Deployment,
    by_region: &[RegionAddresses],
    hosted: &[IpAddr],
    own_regions: &[String],
) -> AllowList {
    let mut rows: Vec<AllowedAddress> = match deployment {
        Deployment::Hosted if !hosted.is_empty() => hosted
            .iter()
            .map(|address| AllowedAddress {
                region: None,
                address: *address,
                yours: true,
            })
            .collect(),
        _ => by_region
            .iter()
            .flat_map(|entry| {
                let yours = own_regions.iter().any(|own| entry.region.is(own));
                entry.addresses.iter().map(move |address| AllowedAddress {
                    region: Some(entry.region.as_str().to_owned()),
                    address: *address,
                    yours,
                })
            })
            .collect(),
    };
    // With one region, or none that is known to be hers, all of them are.
    if !rows.iter().any(|row| row.yours) {
        rows.iter_mut().for_each(|row| row.yours = true);
    }
    rows.sort_by_key(|row| !row.yours);
    AllowList { deployment, rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn the_list_is_that_of_the_own_deployment() {
        let by_region: Vec<RegionAddresses> =
            [("USWEST2", "203.0.113.1"), ("EUCENTRAL1", "203.0.113.2")]
                .into_iter()
                .map(|(region, address)| RegionAddresses {
                    region: RegionName::parse(region).unwrap(),
                    addresses: vec![ip(address)],
                })
                .collect();
        let hosted = [ip("198.51.100.7")];
        let list = |deployment, hosted: &[IpAddr], own: &[&str]| {
            let own: Vec<String> = own.iter().map(|o| (*o).to_owned()).collect();
            let list = allow_list(deployment, &by_region, hosted, &own);
            let rows = list.rows.into_iter();
            rows.map(|r| (r.address.to_string(), r.yours))
                .collect::<Vec<_>>()
        };
        let (west, central) = ("203.0.113.1".to_owned(), "203.0.113.2".to_owned());
        for (deployment, hosted, own, wanted) in [
            (
                Deployment::OnPremise,
                &hosted[..],
                &[][..],
                vec![(west.clone(), true), (central.clone(), true)],
            ),
            (
                Deployment::OnPremise,
                &hosted,
                &["eucentral1"],
                vec![(central.clone(), true), (west.clone(), false)],
            ),
            (
                Deployment::OnPremise,
                &hosted,
                &["mars"],
                vec![(west.clone(), true), (central.clone(), true)],
            ),
            (
                Deployment::Hosted,
                &hosted,
                &["eucentral1"],
                vec![("198.51.100.7".into(), true)],
            ),
            (
                Deployment::Hosted,
                &[],
                &["USWEST2"],
                vec![(west, true), (central, false)],
            ),
        ] {
            assert_eq!(
                list(deployment, hosted, own),
                wanted,
                "{deployment:?} {own:?}"
            );
        }
        assert!(
            allow_list(Deployment::OnPremise, &[], &hosted, &[])
                .rows
                .is_empty()
        );
        assert_eq!(
            (Deployment::OnPremise.demand(), Deployment::Hosted.demand()),
            ("must", "may need to")
        );
    }
}
