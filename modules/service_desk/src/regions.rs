//! Where the desk runs. On one machine the regions are names of it, which all lead here.

use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;
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

/// Leads whoever came by the name of another region to the address itself: cookies belong to one host,
/// so a login has to begin where it ends.
pub(crate) async fn lead_home(
    State(base_url): State<Arc<str>>,
    request: Request,
    next: Next,
) -> Response {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|h| h.to_str().ok()).unwrap_or_default();
    if request.method() == Method::GET && is_elsewhere(&base_url, host) {
        let path = request.uri().path_and_query().map_or("/", |p| p.as_str());
        let base = base_url.trim_end_matches('/');
        return Redirect::temporary(&format!("{base}{path}")).into_response();
    }
    next.run(request).await
}

fn is_elsewhere(base_url: &str, host: &str) -> bool {
    let authority = |r: &RegionEntry| r.base_url.split_once("://").map(|(_, a)| a.to_owned());
    let others = of(base_url).into_iter().filter(|r| r.key != "us");
    others
        .filter_map(|r| authority(&r))
        .any(|a| a.eq_ignore_ascii_case(host))
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
    #[test]
    fn a_name_of_another_region_leads_home() {
        let base = "http://localhost:8605";
        assert!(is_elsewhere(base, "UK.localhost:8605"));
        for here in ["localhost:8605", "uk.localhost:1", "evil.example", ""] {
            assert!(!is_elsewhere(base, here), "{here}");
        }
    }
}
