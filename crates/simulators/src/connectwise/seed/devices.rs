//! Configurations: the devices of companies, with the questions of their types.

use super::people::Company;
use super::{Form, Sower, text};
use crate::connectwise::kind::Kind;
use crate::connectwise::row::Cell;
use std::fmt::Write as _;

pub(super) const TYPES: &[&str] = &[
    "Managed Workstation",
    "Managed Server",
    "Network Device",
    "Printer",
    "Legacy Terminal",
];

/// Type, place, question, field type, entry type, required. All ten field types are there.
pub(super) const QUESTIONS: &[(u32, f64, &str, &str, &str, bool)] = &[
    (1, 10.0, "Antivirus", "Text", "EntryField", false),
    (1, 20.0, "Encrypted", "Checkbox", "EntryField", false),
    (1, 30.0, "Care plan", "Text", "List", false),
    (2, 10.0, "Purchase price", "Currency", "EntryField", false),
    (2, 20.0, "Patched on", "Date", "Date", false),
    (2, 30.0, "Management page", "Hyperlink", "EntryField", false),
    (
        2,
        40.0,
        "Management address",
        "IPAddress",
        "EntryField",
        false,
    ),
    (2, 50.0, "Cores", "Number", "EntryField", false),
    (3, 10.0, "Admin password", "Password", "EntryField", false),
    (3, 20.0, "Load", "Percent", "EntryField", false),
    (3, 30.0, "Remarks", "TextArea", "EntryField", false),
];

/// The questions of a type as they stand in a configuration; the first is answered.
fn questions(of: u32, n: u64) -> String {
    let mut out = String::from("[");
    for (id, (held, number, question, form, _, required)) in (1..).zip(QUESTIONS) {
        if *held != of {
            continue;
        }
        if out.len() > 1 {
            out.push(',');
        }
        let _ = write!(
            out,
            "{{\"questionId\":{id},\"question\":\"{question}\",\"fieldType\":\"{form}\",\
             \"requiredFlag\":{required},\"sequenceNumber\":{number:.1}"
        );
        let answer = match *form {
            "Text" if *number < 15.0 => Some("\"Sentinel\"".to_owned()),
            "Checkbox" => Some((n.is_multiple_of(3)).to_string()),
            "Currency" => Some(format!("{}", 500 + n % 4000)),
            "Number" => Some(format!("{}", 2 + n % 30)),
            _ => None,
        };
        if let Some(answer) = answer {
            let _ = write!(out, ",\"answerId\":{id},\"answer\":{answer}");
        }
        out.push('}');
    }
    out.push(']');
    out
}

pub(super) fn sow(sower: &mut Sower, companies: &[Company], count: u32) {
    let form = Form::new(
        Kind::Configurations,
        &[
            "name",
            "type",
            "status",
            "company",
            "site",
            "deviceIdentifier",
            "serialNumber",
            "modelNumber",
            "tagNumber",
            "macAddress",
            "ipAddress",
            "osType",
            "osInfo",
            "ram",
            "lastLoginName",
            "activeFlag",
            "billFlag",
            "installationDate",
            "warrantyExpirationDate",
            "mobileGuid",
            "questions",
        ],
    );
    for n in 0..u64::from(count) {
        let wide = companies.len() as u64;
        let lot = sower.chance.below(wide).min(sower.chance.below(wide));
        let company = &companies[usize::try_from(lot).unwrap_or_default()];
        let (of, short, os) = match sower.chance.below(100) {
            0..=69 => (1, "WS", Some("Microsoft Windows 11 Pro x64")),
            70..=84 => (2, "SRV", Some("Microsoft Windows Server 2022")),
            85..=93 => (3, "NET", None),
            _ => (4, "PRN", None),
        };
        let active = !sower.chance.percent(6);
        let at = sower.past(1000);
        let noise = sower.chance.next();
        let mac: Vec<String> = noise.to_be_bytes()[..6]
            .iter()
            .map(|b| format!("{b:02X}"))
            .collect();
        let initials: String = company
            .domain
            .chars()
            .take(3)
            .collect::<String>()
            .to_uppercase();
        let model = sower.chance.pick(&[
            "OptiPlex 7020",
            "ThinkPad T14",
            "ProLiant DL380",
            "MX84",
            "LaserJet M507",
        ]);
        let (identifier, guid) = (sower.chance.guid(), sower.chance.guid());
        sower.add(
            &form,
            at,
            [
                Some(text(format!("{initials}-{short}-{n:05}"))),
                Some(Cell::Ref(of)),
                Some(Cell::Ref(if active { 1 } else { 2 })),
                Some(Cell::Ref(company.id)),
                Some(Cell::Ref(company.site)),
                Some(text(identifier)),
                Some(text(format!("SN{:09}", noise % 1_000_000_000))),
                Some(text(model)),
                Some(text(format!("T{n:06}"))),
                Some(text(mac.join(":"))),
                Some(text(format!(
                    "10.{}.{}.{}",
                    noise % 250,
                    noise / 7 % 250,
                    noise / 11 % 250
                ))),
                os.map(text),
                os.map(|_| text("10.0.22631")),
                os.map(|_| text("16 GB")),
                os.map(|_| text(format!("user{}", noise % 900))),
                Some(Cell::Flag(active)),
                Some(Cell::Flag(of == 1)),
                Some(Cell::Moment(at)),
                Some(Cell::Moment(at + 1095 * 86_400)),
                Some(text(guid)),
                Some(Cell::Json(questions(of, n).into_boxed_str())),
            ],
        );
    }
}
