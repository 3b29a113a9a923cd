//! Where the desk runs. On one machine the regions are names of it, which all lead here.

use unified_login::RegionEntry;
use url::Url;

/// The regions beside an address: that is the US, and `uk.` and `apac.` stand before its host.
pub(crate) fn of(base_url: &str) -> Vec<RegionEntry> {
    [("us", "US"), ("uk", "UK"), ("apac", "APAC")]
        .into_iter()
        .filter_map(|(key, title)| {
            Some(RegionEntry {
                key: key.into(),
                title: title.into(),
                base_url: at(base_url, key)?,
            })
        })
        .collect()
}

fn at(base_url: &str, key: &str) -> Option<String> {
    let mut url = Url::parse(base_url).ok()?;
    if key != "us" {
        let host = format!("{key}.{}", url.host_str()?);
        url.set_host(Some(&host)).ok()?;
    }
    Some(url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_region_has_its_name() {
        let urls: Vec<_> = of("http://localhost:8605")
            .into_iter()
            .map(|r| r.base_url)
            .collect();
        assert_eq!(
            urls,
            [
                "http://localhost:8605",
                "http://uk.localhost:8605",
                "http://apac.localhost:8605"
            ]
        );
    }
}
