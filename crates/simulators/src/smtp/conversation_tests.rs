//! Conversations as tables: what is said, what is answered.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

/// Says everything at once (pipelining) and gives the reply codes.
async fn talk(sink: &MailSink, said: &[u8]) -> Vec<String> {
    let (ours, mut theirs) = tokio::io::duplex(4 * 1024 * 1024);
    let server = tokio::spawn(hold(ours, sink.clone(), LINE_TIME));
    theirs.write_all(said).await.unwrap();
    theirs.shutdown().await.unwrap();
    let mut heard = String::new();
    theirs.read_to_string(&mut heard).await.unwrap();
    server.await.unwrap().unwrap();
    let last_lines = heard.lines().filter(|line| line.as_bytes()[3] == b' ');
    last_lines
        .skip(1)
        .map(|line| line[..3].to_owned())
        .collect()
}

const OPEN: &str = "EHLO x\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n";

#[tokio::test]
async fn orders_and_refusals() {
    for (said, codes) in [
        ("QUIT\r\n", "221"),
        ("MAIL FROM:<a@example.com>\r\n", "503"),
        ("EHLO x\r\nRCPT TO:<b@example.com>\r\n", "250 503"),
        ("EHLO x\r\nDATA\r\n", "250 503"),
        (
            "EHLO x\r\nMAIL FROM:<a@example.com>\r\nDATA\r\n",
            "250 250 503",
        ),
        (
            "EHLO x\r\nMAIL FROM:<a@example.com>\r\nMAIL FROM:<a@example.com>\r\n",
            "250 250 503",
        ),
        (
            "EHLO x\r\nMAIL FROM:<a@example.com> SIZE=1048577\r\n",
            "250 552",
        ),
        (
            "EHLO x\r\nMAIL FROM:<a@example.com> SIZE=1048576\r\n",
            "250 250",
        ),
        (
            "HELO x\r\nMAIL FROM:<>\r\nRSET\r\nRCPT TO:<b@example.com>\r\n",
            "250 250 250 503",
        ),
        (
            "EHLO x\r\nMAIL FROM:<a@example.com>\r\nEHLO x\r\nDATA\r\n",
            "250 250 250 503",
        ),
        (
            "VRFY b\r\nNOOP\r\nFOO\r\nQUIT\r\nNOOP\r\n",
            "502 250 500 221",
        ),
        ("NOOP\nNOOP\r\n", "500"),
    ] {
        let sink = MailSink::new(None).unwrap();
        assert_eq!(
            talk(&sink, said.as_bytes()).await.join(" "),
            codes,
            "{said}"
        );
        assert!(sink.mails(None, 10).is_empty());
    }
    let long = format!("NOOP {}\r\nNOOP\r\n", "x".repeat(100_000));
    assert_eq!(
        talk(&MailSink::new(None).unwrap(), long.as_bytes()).await,
        ["500", "250"]
    );
    let endless = "FOO\r\n".repeat(50);
    let codes = talk(&MailSink::new(None).unwrap(), endless.as_bytes()).await;
    assert_eq!((codes.len(), codes[20].as_str()), (21, "421"));
}

#[tokio::test]
async fn bodies() {
    let line = "x".repeat(998);
    let many = format!("{line}\r\n").repeat(1048);
    for (body, code, text) in [
        ("Subject: s\r\n\r\nhello\r\n.\r\n", "250", Some("hello\r\n")),
        (
            "\r\n..\r\n..two\r\n...\r\n.\r\n",
            "250",
            Some(".\r\n.two\r\n..\r\n"),
        ),
        (".\r\n", "250", None),
        (
            &format!("\r\n{line}\r\n.\r\n"),
            "250",
            Some(&*format!("{line}\r\n")),
        ),
        (
            &format!("\r\n.{line}\r\n.\r\n"),
            "250",
            Some(&*format!("{line}\r\n")),
        ),
        (&format!("\r\nx{line}\r\n.\r\n"), "554", None),
        (&format!("\r\nxxx{line}\r\n.\r\n"), "554", None),
        // SMTP smuggling: none of these dots ends the mail.
        ("\r\na\n.\nMAIL FROM:<e@evil.example>\r\n.\r\n", "554", None),
        (
            "\r\na\n.\r\nMAIL FROM:<e@evil.example>\r\n.\r\n",
            "554",
            None,
        ),
        ("\r\na\r\n.\nRCPT TO:<e@evil.example>\r\n.\r\n", "554", None),
        ("\r\na\r.\r\n.\r\n", "554", None),
        (&format!("\r\n{many}.\r\n"), "250", Some(&*many)),
        (&format!("\r\n{many}{many}.\r\n"), "552", None),
    ] {
        let sink = MailSink::new(None).unwrap();
        let codes = talk(&sink, format!("{OPEN}{body}NOOP\r\n").as_bytes()).await;
        let start = &body[..body.len().min(40)];
        assert_eq!(
            codes.join(" "),
            format!("250 250 250 354 {code} 250"),
            "{start}"
        );
        let kept = sink
            .mails(None, 10)
            .first()
            .and_then(|mail| mail.text.clone());
        assert_eq!(
            kept.filter(|text| !text.is_empty()).as_deref(),
            text,
            "{start}"
        );
    }
}

#[tokio::test]
async fn the_envelope_counts() {
    let sink = MailSink::new(None).unwrap();
    let body = "To: someone@example.net\r\nFrom: x@example.com\r\n\r\nhi\r\n.\r\n";
    talk(&sink, format!("{OPEN}{body}").as_bytes()).await;
    let mail = sink.mails(Some("b@example.com"), 1).remove(0);
    assert_eq!(
        (mail.from.as_str(), mail.to.as_slice()),
        ("x@example.com", &["b@example.com".to_string()][..])
    );
    // Closing in the middle of a mail delivers nothing.
    talk(&sink, format!("{OPEN}half of a mail\r\n").as_bytes()).await;
    assert_eq!(sink.mails(None, 10).len(), 1);
    let crowd: String = (0..101)
        .map(|n| format!("RCPT TO:<r{n}@example.com>\r\n"))
        .collect();
    let codes = talk(
        &sink,
        format!("EHLO x\r\nMAIL FROM:<a@example.com>\r\n{crowd}").as_bytes(),
    )
    .await;
    assert_eq!((codes[101].as_str(), codes[102].as_str()), ("250", "452"));
}

#[tokio::test]
async fn faults_to_order() {
    let sink = MailSink::new(None).unwrap();
    sink.faults().reject_recipient("B@example.com");
    let codes = talk(&sink, format!("{OPEN}QUIT\r\n").as_bytes()).await;
    assert_eq!(codes, ["250", "250", "550", "503", "221"]);
    sink.faults().clear();
    sink.faults().fail_temporarily(2);
    for code in ["451", "451", "250"] {
        assert_eq!(
            talk(&sink, b"EHLO x\r\nMAIL FROM:<a@example.com>\r\n").await[1],
            code
        );
    }
    sink.faults().hang(1);
    let hanging = talk(&sink, OPEN.as_bytes());
    assert!(timeout(Duration::from_millis(200), hanging).await.is_err());
    assert_eq!(
        talk(&sink, b"EHLO x\r\nMAIL FROM:<a@example.com>\r\n").await[1],
        "250"
    );
}

#[tokio::test]
async fn a_silent_peer_is_sent_away() {
    let (ours, mut theirs) = tokio::io::duplex(1000);
    let server = tokio::spawn(hold(
        ours,
        MailSink::new(None).unwrap(),
        Duration::from_millis(20),
    ));
    server.await.unwrap().unwrap();
    let mut heard = String::new();
    theirs.read_to_string(&mut heard).await.unwrap();
    assert!(heard.contains("421"), "{heard}");
}
