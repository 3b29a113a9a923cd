//! Forms that carry files (`multipart/form-data`), as far as clients of ticket systems send them.

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part<'b> {
    pub name: String,
    pub file: Option<String>,
    pub content: &'b [u8],
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len())
        .position(|window| window == needle)
}

/// A parameter of a header: `name="file"`.
fn header_parameter(header: &str, name: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|part| {
        let (held, value) = part.trim().split_once('=')?;
        held.eq_ignore_ascii_case(name)
            .then(|| value.trim_matches('"').to_owned())
    })
}

/// Takes a form apart; none where it is none.
pub(crate) fn parse_form<'b>(content_type: &str, body: &'b [u8]) -> Option<Vec<Part<'b>>> {
    let boundary = header_parameter(content_type, "boundary")?;
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("multipart/form-data") || boundary.is_empty() {
        return None;
    }
    let mark = format!("--{boundary}");
    let mut rest = &body[find(body, mark.as_bytes())? + mark.len()..];
    let end = format!("\r\n{mark}");
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let head_end = find(part, b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&part[..head_end]).into_owned();
        let content = &part[head_end + 4..];
        let length = find(content, end.as_bytes())?;
        let disposition = head.lines().find(|line| {
            line.get(..20)
                .is_some_and(|start| start.eq_ignore_ascii_case("content-disposition:"))
        })?;
        parts.push(Part {
            name: header_parameter(disposition, "name")?,
            file: header_parameter(disposition, "filename"),
            content: &content[..length],
        });
        rest = &content[length + end.len()..];
    }
    rest.starts_with(b"--").then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::parse_form;

    #[test]
    fn forms_are_taken_apart() {
        let kind = "multipart/form-data; boundary=\"xX\"";
        let body =
            b"--xX\r\nContent-Disposition: form-data; name=\"recordId\"\r\n\r\n7\r\n--xX\r\n\
            Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
            Content-Type: text/plain\r\n\r\none\r\ntwo\r\n--xX--\r\n";
        let parts = parse_form(kind, body).unwrap();
        assert_eq!(
            (parts[0].name.as_str(), parts[0].content),
            ("recordId", &b"7"[..])
        );
        assert_eq!(parts[1].file.as_deref(), Some("a.txt"));
        assert_eq!(parts[1].content, b"one\r\ntwo");
        for (kind, body) in [
            ("application/json", &body[..]),
            ("multipart/form-data", &body[..]),
            (kind, &body[..40]),
            (kind, b"--xX--"),
            (kind, b""),
        ] {
            let parts = parse_form(kind, body);
            assert!(parts.is_none_or(|parts| parts.is_empty()), "{kind}");
        }
    }
}
