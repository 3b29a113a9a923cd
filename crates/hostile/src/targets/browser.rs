//! What browsers and proxies send: forms, cookies, headers, files.

use crate::Target;

pub const TARGETS: &[Target] = &[
    Target {
        name: "form",
        run: web::hostile::form,
        seeds: &[
            "a=1&b=%C3%A4&b=2&c",
            "identifier=owner%40example.com",
            "&&&=&=;+",
        ],
        covers: &["web/src/context.rs::parse"],
    },
    Target {
        name: "cookies",
        run: web::hostile::cookies,
        seeds: &[
            "vst_session=abc; vst_flow=def; vst_session=ghi",
            "a=\"b\"; __Host-vst_session=0123456789012345678901234567890123456789012",
        ],
        covers: &["web/src/cookies.rs::read"],
    },
    Target {
        name: "forwarded_for",
        run: web::hostile::forwarded,
        seeds: &[
            "192.0.2.1, 10.0.0.1",
            "[2001:db8::1]:4711\n, ,",
            "unknown, 10.0.0.1",
        ],
        covers: &[],
    },
    Target {
        name: "browser_headers",
        run: web::hostile::headers,
        seeds: &[
            "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0\nde-AT,de;q=0.9",
            "curl/8\n*",
        ],
        covers: &[],
    },
    Target {
        name: "page_cursor",
        run: web::hostile::cursor,
        seeds: &["NTA", "bWVtXzAw", "_w"],
        covers: &[],
    },
    Target {
        name: "way_back",
        run: web::hostile::way_back,
        seeds: &[
            "/settings?x=1",
            "//evil.example",
            "/\\evil.example",
            "/a/../b",
        ],
        covers: &["web/src/fresh.rs::parse"],
    },
    Target {
        name: "multipart",
        run: web::hostile::multipart,
        seeds: &[
            "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"m.csv\"\r\nContent-Type: text/csv\r\n\r\nemail,name\r\n\r\n--b--\r\n",
            "--b\r\n\r\n--b--",
        ],
        covers: &["web/src/console/import.rs::read_parts"],
    },
    Target {
        name: "hexadecimal_ids",
        run: web::hostile::hexadecimal,
        seeds: &[
            "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
            "+0112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
            "zz",
        ],
        covers: &["web/src/hub/my_devices.rs::from_hex"],
    },
];
