//! The web addresses in a mail.

/// Most links that are listed of one mail.
const MOST: usize = 50;

/// `http` and `https` addresses of the HTML part (its `href`s) and the text part, each once, in
/// order.
pub(super) fn find(html: Option<&str>, text: Option<&str>) -> Vec<String> {
    let mut links = Vec::new();
    let mut add = |link: String| {
        if links.len() < MOST && !links.contains(&link) {
            links.push(link);
        }
    };
    html.map(hrefs)
        .unwrap_or_default()
        .into_iter()
        .for_each(&mut add);
    text.map(bare)
        .unwrap_or_default()
        .into_iter()
        .for_each(&mut add);
    links
}

fn is_web(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        text.len() > scheme.len()
            && text
                .get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

fn hrefs(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    // ASCII only changes, so places in both texts agree.
    let lower = html.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find("href=") {
        let start = from + at + "href=".len();
        from = start;
        let rest = &html[start..];
        let value = match rest.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => rest[1..].split(*quote as char).next(),
            _ => rest.split([' ', '>', '\t', '\r', '\n']).next(),
        };
        let value = decode(value.unwrap_or_default().trim());
        if is_web(&value) {
            found.push(value);
        }
    }
    found
}

/// The character references that mail programs write into addresses.
fn decode(text: &str) -> String {
    [
        ("&#x2f;", "/"),
        ("&#x2F;", "/"),
        ("&#47;", "/"),
        ("&#x3d;", "="),
        ("&#x3D;", "="),
        ("&#61;", "="),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#38;", "&"),
        ("&#x26;", "&"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (code, plain)| {
        text.replace(code, plain)
    })
}

fn bare(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || "<>\"()[]".contains(c))
        .filter(|word| is_web(word))
        .map(|word| {
            word.trim_end_matches(['.', ',', ';', ':', '!', '?', '\''])
                .to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_both_parts() {
        let html = r#"<p>Ä <a HREF="https://hub.example.com/a?b=1&amp;c=2">x</a> <a href='mailto:a@b'>
            <a href=http://hub.example.com/x>y</a> <a href="javascript:alert(1)"> <a href="https://"#;
        let text = "Open https://hub.example.com/a?b=1&c=2, or (http://hub.example.com/y). ä";
        assert_eq!(
            find(Some(html), Some(text)),
            [
                "https://hub.example.com/a?b=1&c=2",
                "http://hub.example.com/x",
                "http://hub.example.com/y"
            ]
        );
        assert!(find(None, None).is_empty());
    }
}
