//! Style sheet, scripts and pictures, held in the program and named by their content.
//!
//! A name carries a hash of the bytes, so a browser may keep a file for ever and still gets
//! the new one after an update.

use std::io::Write as _;
use std::sync::LazyLock;

use flate2::{Compression, write::GzEncoder};

/// One file as it goes over the wire.
pub struct Asset {
    /// File name with its hash, as it stands after `/assets/`.
    pub name: String,
    /// Value of `Content-Type`.
    pub content_type: &'static str,
    /// The file as it is.
    pub bytes: &'static [u8],
    /// The file compressed with gzip; empty when it could not be compressed.
    pub gzip: Vec<u8>,
    /// Value of `ETag`, quotes included, of the plain bytes. A compressed answer needs
    /// [`Asset::gzip_etag`]: one tag names one sequence of bytes (RFC 9110, section 8.8.3).
    pub etag: String,
    /// Value of `ETag` for the compressed bytes, quotes included.
    pub gzip_etag: String,
    href: String,
}

impl Asset {
    /// Value of `Cache-Control`: the name changes with the content, so it may stay for a year.
    pub const CACHE_CONTROL: &'static str = "public, max-age=31536000, immutable";

    fn new(stem: &str, ending: &str, content_type: &'static str, bytes: &'static [u8]) -> Self {
        let hash = fingerprint(bytes);
        let name = format!("{stem}-{hash}.{ending}");
        Self {
            href: format!("/assets/{name}"),
            name,
            content_type,
            bytes,
            gzip: compress(bytes).unwrap_or_default(),
            etag: format!("\"{hash}\""),
            gzip_etag: format!("\"{hash}-gzip\""),
        }
    }
}

struct Shelf {
    css: Asset,
    console_css: Asset,
    password_meter: Asset,
    go_on: Asset,
    passkey: Asset,
    zone: Asset,
    copy: Asset,
    look: Asset,
    companion: Asset,
    companion_worker: Asset,
    gate_icon: Asset,
    hub_icon: Asset,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| Shelf {
    css: Asset::new(
        "vestibule",
        "css",
        "text/css; charset=utf-8",
        include_bytes!("../assets/vestibule.css"),
    ),
    console_css: Asset::new(
        "console",
        "css",
        "text/css; charset=utf-8",
        include_bytes!("../assets/console.css"),
    ),
    password_meter: Asset::new(
        "password-meter",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/password-meter.js"),
    ),
    go_on: Asset::new(
        "go-on",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/go-on.js"),
    ),
    passkey: Asset::new(
        "passkey",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/passkey.js"),
    ),
    zone: Asset::new(
        "zone",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/zone.js"),
    ),
    copy: Asset::new(
        "copy",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/copy.js"),
    ),
    look: Asset::new(
        "look",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/look.js"),
    ),
    companion: Asset::new(
        "companion",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/companion.js"),
    ),
    companion_worker: Asset::new(
        "companion-worker",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/companion-worker.js"),
    ),
    gate_icon: Asset::new(
        "gate",
        "svg",
        "image/svg+xml",
        include_bytes!("../assets/gate.svg"),
    ),
    hub_icon: Asset::new(
        "hub",
        "svg",
        "image/svg+xml",
        include_bytes!("../assets/hub.svg"),
    ),
});

/// All files, for a test or an index.
pub fn all() -> [&'static Asset; 12] {
    let shelf = &*SHELF;
    [
        &shelf.css,
        &shelf.console_css,
        &shelf.password_meter,
        &shelf.go_on,
        &shelf.passkey,
        &shelf.zone,
        &shelf.copy,
        &shelf.look,
        &shelf.companion,
        &shelf.companion_worker,
        &shelf.gate_icon,
        &shelf.hub_icon,
    ]
}

/// The file of that name, hash included; `None` for any other name.
pub fn find(name: &str) -> Option<&'static Asset> {
    all().into_iter().find(|asset| asset.name == name)
}

/// Address of the style sheet.
pub fn css_href() -> &'static str {
    &SHELF.css.href
}

/// Address of the console's part of it.
pub fn console_css_href() -> &'static str {
    &SHELF.console_css.href
}

/// Address of the module that talks to authenticators.
pub fn passkey_href() -> &'static str {
    &SHELF.passkey.href
}

/// Address of the module that shows the strength of a password while it is typed.
pub fn password_meter_href() -> &'static str {
    &SHELF.password_meter.href
}

/// Address of the script that sends a page's form on.
pub fn go_on_href() -> &'static str {
    &SHELF.go_on.href
}

/// Address of the script that proposes the browser's time zone.
pub fn zone_href() -> &'static str {
    &SHELF.zone.href
}

/// Address of the script that copies values.
pub fn copy_href() -> &'static str {
    &SHELF.copy.href
}

/// Address of the script that looks whether what a page waits for has changed.
pub fn look_href() -> &'static str {
    &SHELF.look.href
}

/// Address of the module of the page on the phone.
pub fn companion_href() -> &'static str {
    &SHELF.companion.href
}

/// The worker of that page. It is served under a fixed address besides, as browsers know workers by
/// theirs.
pub fn companion_worker() -> &'static Asset {
    &SHELF.companion_worker
}

/// Address of the icon of sign-in pages, which bears nobody's brand (S1-07).
pub fn gate_icon_href() -> &'static str {
    &SHELF.gate_icon.href
}

/// Address of the icon of the hub.
pub fn hub_icon_href() -> &'static str {
    &SHELF.hub_icon.href
}

/// FNV-1a with 64 bits, as 16 hex digits. Tells versions of our own files apart; it protects
/// nothing, so no cryptographic hash is needed.
fn fingerprint(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// The bytes as a gzip file.
pub(crate) fn compress(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_the_name_in_its_address_only() {
        for asset in all() {
            assert_eq!(asset.href, format!("/assets/{}", asset.name));
            assert!(find(&asset.name).is_some());
            assert!(!asset.gzip.is_empty());
        }
        for wrong in [
            "",
            "vestibule.css",
            "../Cargo.toml",
            "vestibule-0000000000000000.css",
        ] {
            assert!(find(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn the_style_sheet_stays_small() {
        assert!(
            SHELF.css.bytes.len() < 25 * 1024,
            "{} bytes",
            SHELF.css.bytes.len()
        );
        assert!(
            SHELF.css.gzip.len() < 8 * 1024,
            "{} bytes compressed",
            SHELF.css.gzip.len()
        );
    }

    #[test]
    fn the_fingerprint_is_that_of_the_published_test_vectors() {
        // draft-eastlake-fnv, appendix C
        assert_eq!(fingerprint(b""), "cbf29ce484222325");
        assert_eq!(fingerprint(b"foobar"), "85944171f73967e8");
    }
}
