//! Fixed files under names that carry their hash: kept by browsers for ever.

use crate::answer::{Answer, header, text};
use crate::assets;
use crate::context::Ctx;
use crate::failure::Failed;
use crate::guard::Anyone;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, VARY};

/// `GET /assets/{file}`.
pub async fn show(ctx: Ctx<Anyone>) -> Answer {
    let asset = assets::find(ctx.placeholder("file")).ok_or_else(Failed::not_found)?;
    let zipped = ctx.header(ACCEPT_ENCODING).is_some_and(|v| {
        v.split(',')
            .any(|e| e.trim().split(';').next() == Some("gzip"))
    });
    let response = if zipped && !asset.gzip.is_empty() {
        let response = crate::serve::kept(asset.content_type, asset.gzip.clone(), &asset.gzip_etag);
        header(response, CONTENT_ENCODING, "gzip")
    } else {
        crate::serve::kept(asset.content_type, asset.bytes, &asset.etag)
    };
    Ok(header(response, VARY, "accept-encoding"))
}

/// `GET /favicon.ico`: browsers ask for it whatever the page says.
pub async fn icon(ctx: Ctx<Anyone>) -> Answer {
    let name = assets::gate_icon_href().trim_start_matches("/assets/");
    let asset = assets::find(name).ok_or_else(Failed::not_found)?;
    drop(ctx);
    Ok(crate::serve::kept(
        asset.content_type,
        asset.bytes,
        &asset.etag,
    ))
}

/// `GET /robots.txt`: nothing here is for search engines.
pub async fn robots(_: Ctx<Anyone>) -> Answer {
    Ok(text(200, "User-agent: *\nDisallow: /\n"))
}
