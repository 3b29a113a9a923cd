//! Mail servers: what ours hears, and what the simulated one is told.

use crate::Target;

pub const TARGETS: &[Target] = &[
    Target {
        name: "mail_server_reply",
        run: connectors::hostile::mail_reply,
        seeds: &[
            "550 5.1.1 no such mailbox",
            "451 4.3.0 later",
            "250",
            "999 5..1",
        ],
        covers: &[],
    },
    Target {
        name: "client_key_address",
        run: connectors::hostile::key_address,
        seeds: &[
            "https://a.example/jwks",
            "https://127.0.0.1/",
            "https://[::ffff:10.0.0.1]/",
            "http://localhost/",
            "https://2130706433/",
        ],
        covers: &[],
    },
    Target {
        name: "smtp_command",
        run: simulators::hostile::smtp_command,
        seeds: &[
            "EHLO a.example",
            "MAIL FROM:<a@example.net> SIZE=100 BODY=8BITMIME",
            "RCPT TO:<a@example.net>",
            "DATA",
        ],
        covers: &["simulators/src/smtp/command.rs::parse"],
    },
    Target {
        name: "smtp_lines",
        run: simulators::hostile::smtp_lines,
        seeds: &["a\r\nb\r\n.\r\n", "a\nb\rc\r\n", ".\r\r\n"],
        covers: &[],
    },
    Target {
        name: "mail_in_the_sink",
        run: simulators::hostile::mail,
        seeds: &[
            "From: A <a@example.net>\r\nSubject: =?utf-8?B?R3LDvMOfZQ==?=\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<a href=\"https://a.example/?a=1&amp;b\">x</a>\r\n--b--\r\n",
            "Subject: x\r\n\r\nhttps://a.example/x",
        ],
        covers: &[
            "simulators/src/mail/read.rs::read",
            "simulators/src/mail/links.rs::decode",
        ],
    },
    Target {
        name: "authenticator_secret",
        run: simulators::hostile::authenticator,
        seeds: &[
            "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP",
            "otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP&issuer=A&digits=6&period=30",
        ],
        covers: &["simulators/src/totp.rs::parse"],
    },
    Target {
        name: "scim_service_of_the_simulators",
        run: simulators::hostile::scim_service,
        seeds: &[
            "GET\n/Users?filter=userName%20eq%20%22ann%22&startIndex=1&count=2\n",
            "POST\n/Users\n{\"userName\":\"bob\",\"emails\":[{\"value\":\"b@example.com\"}]}",
            "PATCH\n/Users/1\n{\"Operations\":[{\"op\":\"replace\",\"path\":\"active\",\"value\":false}]}",
        ],
        covers: &[],
    },
];
