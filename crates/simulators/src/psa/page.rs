//! The frame around the simulators' pages, and the escaping that makes texts safe in it.

use super::serve::Reply;
use std::fmt::Write as _;

/// `text` as HTML text or quoted attribute.
pub(crate) fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A table of texts; a cell that begins with `<` is HTML already.
pub(crate) fn table(caption: &str, heads: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!("<h2>{}</h2>", esc(caption));
    if rows.is_empty() {
        out.push_str("<p>Nothing yet.</p>");
        return out;
    }
    out.push_str("<div class=\"wide\"><table><thead><tr>");
    for head in heads {
        let _ = write!(out, "<th scope=\"col\">{}</th>", esc(head));
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            let html = cell.starts_with("<a ");
            let text = if html { cell.clone() } else { esc(cell) };
            let _ = write!(out, "<td>{text}</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
    out
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:72rem;\
padding:1rem;color:#1c1c28;background:#fff}a{color:#0b4f9e}table{border-collapse:collapse;width:100%}\
th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #d5d5de;\
vertical-align:top}.wide{overflow-x:auto}code{background:#f1f1f5;padding:0 .25rem}\
@media(prefers-color-scheme:dark){body{color:#e8e8f0;background:#16161d}a{color:#8fbfff}\
th,td{border-color:#3a3a48}code{background:#25252f}}";

/// A page. `body` is HTML.
pub(crate) fn page(title: &str, body: &str) -> Reply {
    let title = esc(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <link rel=\"icon\" href=\"data:,\"><style>{STYLE}</style></head><body>\
         <header><p><a href=\"/\">Simulator</a></p></header><main><h1>{title}</h1>{body}</main>\
         <footer><p>A simulator: everything here is invented, and it listens on this machine \
         only.</p></footer></body></html>\n"
    );
    Reply::new(200, "text/html; charset=utf-8", html)
}
