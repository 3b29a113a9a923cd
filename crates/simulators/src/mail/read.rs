//! What a mail says (RFC 5322, MIME).

use mail_parser::{DateTime, MessageParser, PartType};

use super::{Envelope, links};

/// One mail, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Counts up from 1, also over restarts.
    pub id: u64,
    /// The address in the header `From`; without one, the sender of the envelope.
    pub from: String,
    /// The recipients of the envelope: who really gets it.
    pub to: Vec<String>,
    /// The header `Subject`, decoded.
    pub subject: String,
    /// When the sink took it, as RFC 3339 in UTC.
    pub date: String,
    /// The text part, or the HTML part made plain.
    pub text: Option<String>,
    /// The HTML part as it came.
    pub html: Option<String>,
    /// The web addresses in both parts.
    pub links: Vec<String>,
    /// All headers as they came: name, value.
    pub headers: Vec<(String, String)>,
}

impl Mail {
    pub(crate) fn read(id: u64, envelope: Envelope, raw: Vec<u8>) -> Self {
        let date =
            DateTime::from_timestamp(i64::try_from(envelope.received).unwrap_or(0)).to_rfc3339();
        let mut mail = Self {
            id,
            from: envelope.from,
            to: envelope.to,
            subject: String::new(),
            date,
            text: None,
            html: None,
            links: Vec::new(),
            headers: Vec::new(),
        };
        let Some(message) = MessageParser::default().parse(&raw) else {
            mail.text = Some(String::from_utf8_lossy(&raw).into_owned());
            return mail;
        };
        let from = message.from().and_then(|from| from.first());
        if let Some(address) = from.and_then(|from| from.address.as_deref()) {
            mail.from = address.to_owned();
        }
        mail.subject = message.subject().unwrap_or_default().to_owned();
        // The parser gives a text part for an HTML part and the other way round; here only a real
        // HTML part counts as one.
        mail.html = message.html_bodies().find_map(|part| match &part.body {
            PartType::Html(html) => Some(html.to_string()),
            _ => None,
        });
        mail.text = message.body_text(0).map(|text| text.into_owned());
        mail.links = links::find(mail.html.as_deref(), mail.text.as_deref());
        mail.headers = message
            .headers_raw()
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        mail
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &[u8]) -> Mail {
        let envelope = Envelope {
            from: "bounce@example.com".into(),
            to: vec!["owner@example.com".into()],
            received: 1_800_000_000,
        };
        Mail::read(1, envelope, raw.to_vec())
    }

    #[test]
    fn both_parts_and_an_encoded_subject() {
        let mail = read(
            b"From: Vestibule <no-reply@example.com>\r\nSubject: =?utf-8?B?R3LDvMOfZQ==?=\r\n\
            Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\
            Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            Open https://hub.example.com/a?t=3D1\r\n--b\r\nContent-Type: text/html\r\n\r\n\
            <a href=\"https://hub.example.com/a?t=1\">Open</a>\r\n--b--\r\n",
        );
        assert_eq!(mail.from, "no-reply@example.com");
        assert_eq!(mail.subject, "Grüße");
        assert_eq!(mail.date, "2027-01-15T08:00:00Z");
        assert!(mail.text.unwrap().contains("t=1"));
        assert!(mail.html.unwrap().starts_with("<a href"));
        assert_eq!(mail.links, ["https://hub.example.com/a?t=1"]);
        assert_eq!(mail.headers[0].0, "From");
    }

    #[test]
    fn plain_odd_and_empty_mails() {
        let plain = read(b"Subject: x\r\n\r\nhello");
        assert_eq!((plain.text.as_deref(), plain.html), (Some("hello"), None));
        for raw in [
            &b""[..],
            b"\r\n",
            b"\0\xff\xfe",
            b"Subject:",
            b"Content-Type: multipart/mixed\r\n\r\n",
        ] {
            assert_eq!(read(raw).from, "bounce@example.com");
        }
    }
}
