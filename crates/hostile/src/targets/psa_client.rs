//! What PSAs answer, and what people type to reach one.

use crate::Target;
use kernel::Refusal as _;
use protocol::psa::bms::Region;
use protocol::psa::bms::envelope::Envelope;
use protocol::psa::connectwise::callback::{LONGEST, Notice, compare, key_address, read_key};
use protocol::psa::connectwise::conditions::{Conditions, Is, query};
use protocol::psa::connectwise::errors::{About, Complaint, meaning};
use protocol::psa::connectwise::paging::{next_of_link, next_page};
use protocol::psa::connectwise::records::{
    Callback, Contact, RoleSetting, Ticket, read_company_info, read_record, read_rows,
};
use protocol::psa::connectwise::rights::{self, Purpose};
use protocol::psa::connectwise::{BaseUrl, callback};

pub const TARGETS: &[Target] = &[
    Target {
        name: "psa_addresses",
        run: addresses,
        seeds: &[
            "na.myconnectwise.net",
            "https://api-eu.myconnectwise.net/v4_6_release/apis/3.0/",
            "http://[::1]:8700/",
            "me:you@bmsemea.kaseya.com",
            "api.bms.kaseya.com/v2/",
        ],
        covers: &[
            "protocol/src/psa/connectwise/base_url.rs::parse",
            "protocol/src/psa/bms/region.rs::parse",
        ],
    },
    Target {
        name: "psa_answers",
        run: answers,
        seeds: &[
            r#"[{"id":1,"firstName":"A","communicationItems":[{"value":"a@b.example"}],"_info":{"lastUpdated":"2026-01-01T00:00:00Z"}},{"id":"x"}]"#,
            r#"{"code":"InvalidObject","message":"x","errors":[{"code":"ObjectExists","field":"objectId"}]}"#,
            r#"{"CompanyName":"x","Codebase":"v2026_1/","IsCloud":"True"}"#,
            r#"{"Success":true,"Result":[{"AccountName":"A"}],"TotalRecords":7}"#,
            r#"{"success":false,"error":{"code":"400","message":"No."}}"#,
            r#"[{"moduleName":"Companies","moduleFunctionName":"Contacts","addLevel":"All"}]"#,
        ],
        covers: &[
            "protocol/src/psa/connectwise/errors.rs::read",
            "protocol/src/psa/connectwise/records.rs::read_rows",
            "protocol/src/psa/connectwise/records.rs::read_record",
            "protocol/src/psa/connectwise/records.rs::read_company_info",
            "protocol/src/psa/bms/envelope.rs::read",
        ],
    },
    Target {
        name: "psa_notice",
        run: notice,
        seeds: &[
            r#"{"Action":"updated","ID":3,"Type":"company","MessageId":"m","CompanyId":"c","Entity":null,"Metadata":{"key_url":"https://na.myconnectwise.net/system/callbackkey/index.rails?companyName=c&id=1"}}"#,
            r#"{"signing_key":"k"}"#,
            r#"[{"id":1,"url":"https://a.example/?recordId=","type":"ticket","level":"owner"}]"#,
        ],
        covers: &[
            "protocol/src/psa/connectwise/callback.rs::read",
            "protocol/src/psa/connectwise/callback.rs::read_key",
        ],
    },
    Target {
        name: "psa_link",
        run: link,
        seeds: &[
            "<https://a/?pageId=7>; rel=\"next\"",
            "<https://a/?page=1>; rel=\"first\", <https://a/?conditions=id+in+(1,2)&pageId=3>; rel=\"next\"",
        ],
        covers: &[],
    },
    Target {
        name: "psa_condition",
        run: condition,
        seeds: &[
            "Acme & Sons",
            "x\" or id > 0 or name = \"",
            "[west]'s \"A\"",
        ],
        covers: &[],
    },
];

fn addresses(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match BaseUrl::parse(&text) {
        Ok(base) => {
            assert_eq!(
                BaseUrl::parse(base.api()),
                Ok(base.clone()),
                "it stays as it is"
            );
            let plain = base.api().starts_with("http://");
            let here = ["127.", "localhost", "[::1]"];
            let here = here
                .iter()
                .any(|h| base.api()["http://".len()..].starts_with(h));
            assert!(!plain || here, "nothing without TLS leaves this machine");
            assert!(!base.api().ends_with('/') && !base.api().contains('@'));
        }
        Err(refusal) => assert!(!refusal.remedy().is_empty()),
    }
    if let Ok(region) = Region::parse(&text) {
        assert_eq!(Region::parse(region.api()), Ok(region));
    }
}

fn answers(bytes: &[u8]) {
    let complaint = Complaint::read(bytes);
    assert!(complaint.words().chars().count() < 25_000);
    for status in [302, 400, 401, 403, 404, 409, 429, 500] {
        let about = About {
            what: "x",
            client_id: true,
        };
        assert!(!meaning(status, &complaint, about).sentence().is_empty());
    }
    if let Ok(page) = read_rows::<Contact>(bytes) {
        assert!(page.ids.len() <= page.rows.len() + page.unread.len());
    }
    if let Ok(settings) = read_rows::<RoleSetting>(bytes) {
        let found = rights::compare(&settings.rows, &Purpose::ALL);
        assert!(found.excessive.len() <= settings.rows.len() * 4);
    }
    let _ = read_record::<Ticket>(bytes);
    if let Ok(Some(info)) = read_company_info(bytes) {
        let path = info.codebase.trim_end_matches('/');
        assert!(!path.contains(['/', '?', '#', '@', '\\']) && !path.contains(".."));
    }
    let _ = Envelope::read(bytes);
}

fn notice(bytes: &[u8]) {
    if let Ok(notice) = Notice::read(bytes) {
        assert!(bytes.len() <= LONGEST && notice.id >= 0);
        let base = BaseUrl::parse("na.myconnectwise.net").expect("a base");
        if let Some(url) = key_address(&notice, &base, "c") {
            assert_eq!(url.scheme(), "https");
            let host = url.host_str().unwrap_or_default();
            assert!(["na.myconnectwise.net", "api-na.myconnectwise.net"].contains(&host));
        }
    }
    let _ = read_key(bytes);
    if let Ok(held) = read_rows::<Callback>(bytes) {
        let changes = compare(&callback::WANTED, &held.rows, "https://a.example/");
        assert!(changes.make.len() <= callback::WANTED.len());
        assert!(changes.wake.iter().all(|id| !changes.rest.contains(id)));
    }
}

fn link(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = next_of_link(&text);
    if let Some(next) = next_page(5, 3, &[6, 7], Some(&text)) {
        assert!(next > 5, "a sweep goes forward");
    }
}

fn condition(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(condition) = Conditions::field("name", Is::Text(&text)) {
        let written = condition.as_str();
        let quote = written["name = ".len()..].chars().next().expect("a quote");
        assert_eq!(
            written.matches(quote).count(),
            2,
            "the text does not break out"
        );
        let query = query(&[("conditions", written)]);
        assert_eq!(
            query.matches(['&', '=', '"', '\'', '*', '+', ' ']).count(),
            1
        );
    }
}
