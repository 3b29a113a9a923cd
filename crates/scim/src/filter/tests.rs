use super::*;
use crate::error::ScimType;
use crate::limits;
use crate::schema::ResourceKind;
use serde_json::json;

fn barbara() -> crate::json::Tree {
    let value = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": "2819C223",
        "externalId": "bjensen",
        "userName": "bjensen@Example.com",
        "name": {"familyName": "Jensen", "givenName": "Barbara"},
        "displayName": "Babs \"B\" Jensen",
        "active": true,
        "emails": [
            {"value": "bjensen@example.com", "type": "work", "primary": true},
            {"value": "babs@jensen.org", "type": "home"},
        ],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
            "department": "Tours", "manager": {"value": "26118915"},
        },
        "meta": {"lastModified": "2011-05-13T04:42:34Z"},
    });
    value.as_object().unwrap().clone()
}

fn bound(text: &str) -> Result<Bound, crate::ScimError> {
    Filter::parse(text)?.bind(ResourceKind::User)
}

#[test]
fn table_of_filters_and_whether_they_hold() {
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    for (text, holds) in [
        (r#"userName eq "BJENSEN@example.com""#, true),
        (r#"USERNAME EQ "bjensen@example.com""#, true),
        (r#"userName ne "bjensen@example.com""#, false),
        (r#"userName sw "bj""#, true),
        (r#"userName ew ".com""#, true),
        (r#"userName co "XYZ""#, false),
        (r#"userName gt "a""#, true),
        (r#"userName lt "a""#, false),
        (
            r#"userName ge "bjensen@example.com" and userName le "bjensen@example.com""#,
            true,
        ),
        (r#"id eq "2819C223""#, true),
        (r#"id eq "2819c223""#, false),
        (r#"externalId eq "BJENSEN""#, false),
        (r#"name.familyName co "ens""#, true),
        (
            r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "B""#,
            true,
        ),
        (r#"displayName eq "Babs \"B\" Jensen""#, true),
        (r#"displayName eq "\u0042abs \"b\" jensen""#, true),
        ("title pr", false),
        ("not(title pr)", true),
        ("not (title pr)", true),
        ("name pr and emails pr", true),
        ("active eq true", true),
        ("active eq True", true),
        (r#"active eq "true""#, true),
        ("active ne true", false),
        ("title eq null", true),
        ("title ne null", false),
        ("userName ne null", true),
        (r#"title ne "x""#, true),
        (r#"shoeSize eq "44""#, false),
        ("shoeSize gt 44", false),
        (r#"shoeSize ne "44""#, true),
        (r#"shoes[size eq "44"]"#, false),
        (r#"emails eq "BABS@jensen.org""#, true),
        (r#"emails.value eq "babs@jensen.org""#, true),
        (
            r#"emails.type eq "work" and emails.value co "jensen.org""#,
            true,
        ),
        (r#"emails[type eq "work" and value co "jensen.org"]"#, false),
        (
            r#"emails[type eq "work" and value co "@example.com"]"#,
            true,
        ),
        (
            r#"emails[type eq "work"].value eq "bjensen@example.com""#,
            true,
        ),
        (
            r#"emails[type eq "home"].value eq "bjensen@example.com""#,
            false,
        ),
        (
            r#"emails[type eq "work"] eq "bjensen@example.com" and active eq true"#,
            true,
        ),
        (r#"emails[type eq "home"] eq "bjensen@example.com""#, false),
        (r#"emails[type eq "home"] and title pr"#, false),
        (r#"emails[not (type eq "work")]"#, true),
        (r#"emails[primary eq true]"#, true),
        (r#"emails[]"#, false),
        (r#"meta.lastModified gt "2011-05-13T04:42:33Z""#, true),
        (r#"meta.lastModified ge "2011-05-13T06:42:34+02:00""#, true),
        (r#"meta.lastModified lt "2011-05-13T04:42:34Z""#, false),
        (&format!(r#"{enterprise}:department eq "tours""#), true),
        (&format!(r#"{enterprise}:manager eq "26118915""#), true),
        (&format!(r#"{enterprise}:manager.value eq "x""#), false),
        // `and` binds more tightly than `or` (RFC 7644, 3.4.2.2).
        (r#"title pr and active eq true or userName pr"#, true),
        (r#"title pr and (active eq true or userName pr)"#, false),
        (r#"userName pr or title pr and active eq false"#, true),
        (r#"( ( userName pr ) )"#, true),
        (r#"not (userName pr and title pr)"#, true),
    ] {
        match bound(text) {
            Ok(bound) => assert_eq!(bound.matches(&barbara()), holds, "{text}"),
            Err(error) => assert!(text.contains("[]"), "{text}: {error}"),
        }
    }
}

#[test]
fn table_of_refused_filters() {
    let deep = |n: usize| format!("{}title pr{}", "(".repeat(n), ")".repeat(n));
    let wide = |n: usize| vec![r#"id eq "1""#; n].join(" or ");
    assert!(bound(&deep(limits::MAX_FILTER_DEPTH)).is_ok());
    assert!(bound(&wide(limits::MAX_TERMS)).is_ok());
    for text in [
        "",
        " ",
        "userName",
        "userName eq",
        "userName eq ",
        "userName eq bjensen",
        "userName eq 'bjensen'",
        r#"userName eq "bjensen"#,
        r#"userName eq "a\""#,
        r#"userName eq "\x""#,
        r#"userName eq"x""#,
        r#"userName regex "x""#,
        r#"userName eq "a" "b""#,
        r#"userName eq "a" and"#,
        r#"and userName eq "a""#,
        r#"userName eq "a" xor title pr"#,
        "(title pr",
        "title pr)",
        "emails[type pr",
        "emails[emails[type pr]]",
        "emails[]",
        "userName[value pr]",
        "name.givenName[value pr]",
        r#"name eq "x""#,
        "userName eq 1",
        "userName eq true",
        "active gt true",
        r#"active co "t""#,
        r#"active eq "maybe""#,
        "title gt null",
        r#"meta.created gt "yesterday""#,
        r#"meta.created co "2011""#,
        "1a pr",
        "a.b.c pr",
        "not title pr",
        "\u{0}",
        &deep(limits::MAX_FILTER_DEPTH + 1),
        &deep(5_000),
        &wide(limits::MAX_TERMS + 1),
        &format!(r#"userName eq "{}""#, "x".repeat(limits::MAX_FILTER)),
    ] {
        let error = bound(text).unwrap_err();
        assert_eq!(error.kind, Some(ScimType::InvalidFilter), "{text}");
    }
    let error = bound(r#"password eq "x""#).unwrap_err();
    assert_eq!((error.status, error.kind), (403, Some(ScimType::Sensitive)));
}

#[test]
fn table_of_plans() {
    let whole = |lookup| (Some(lookup), false);
    let part = |lookup| (Some(lookup), true);
    for (text, plan) in [
        (r#"userName eq "A""#, whole(Lookup::UserName("A".into()))),
        (r#"id eq "1""#, whole(Lookup::Id("1".into()))),
        (
            r#"externalId eq "1""#,
            whole(Lookup::ExternalId("1".into())),
        ),
        (
            r#"displayName eq "d""#,
            whole(Lookup::DisplayName("d".into())),
        ),
        (r#"emails eq "e""#, whole(Lookup::Email("e".into()))),
        (r#"emails.value eq "e""#, whole(Lookup::Email("e".into()))),
        (r#"emails[value eq "e"]"#, whole(Lookup::Email("e".into()))),
        (
            r#"emails[type eq "work"].value eq "e""#,
            part(Lookup::Email("e".into())),
        ),
        ("active eq false", whole(Lookup::Active(false))),
        (
            r#"active eq true and userName eq "a""#,
            part(Lookup::UserName("a".into())),
        ),
        (r#"userName eq "a" or id eq "1""#, (None, true)),
        (r#"not (userName eq "a")"#, (None, true)),
        (r#"userName ne "a""#, (None, true)),
        (r#"userName sw "a""#, (None, true)),
        (r#"emails.type eq "work""#, (None, true)),
        ("title pr", (None, true)),
    ] {
        let found = bound(text).unwrap().plan();
        assert_eq!((found.lookup, found.rest), plan, "{text}");
    }
    let group = Filter::parse(r#"members.value eq "7""#).unwrap();
    assert_eq!(
        group.bind(ResourceKind::Group).unwrap().plan().lookup,
        Some(Lookup::Member("7".into()))
    );
}

/// Numbers from a number (SplitMix64), so that a failure can be repeated.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n).unwrap()).unwrap()
    }

    fn filter(&mut self, depth: usize, within: bool) -> Filter {
        let path = |text: &str| AttributePath::parse(text).unwrap();
        let names = if within {
            ["type", "value", "display", "not"]
        } else {
            [
                "userName",
                "name.givenName",
                "and",
                "urn:ietf:params:scim:schemas:core:2.0:User:title",
            ]
        };
        let name = path(names[self.below(4)]);
        match self.below(if depth == 0 { 2 } else { 6 }) {
            0 => {
                let texts = ["", "a\"b", "\\", "é\u{1}", "] and (", "x eq \"y\""];
                let operand = match self.below(4) {
                    0 => Operand::Null,
                    1 => Operand::Boolean(self.below(2) == 0),
                    2 => Operand::Number(self.below(99).into()),
                    _ => Operand::Text(texts[self.below(texts.len())].into()),
                };
                Filter::Compare(name, Operator::ALL[self.below(9)], operand)
            }
            1 => Filter::Present(name),
            2 if !within => Filter::Within(path("emails"), Box::new(self.filter(depth - 1, true))),
            2 | 3 => Filter::Not(Box::new(self.filter(depth - 1, within))),
            joint => {
                let mut all = Vec::new();
                for _ in 0..2 + self.below(2) {
                    // A list within its own kind is one list.
                    match (self.filter(depth - 1, within), joint) {
                        (Filter::All(more), 4) | (Filter::Any(more), 5) => all.extend(more),
                        (one, _) => all.push(one),
                    }
                }
                match joint {
                    4 => Filter::All(all),
                    _ => Filter::Any(all),
                }
            }
        }
    }
}

#[test]
fn what_is_written_is_read_the_same() {
    let mut chance = Chance(7);
    for _ in 0..5_000 {
        let filter = chance.filter(3, false);
        assert_eq!(
            Filter::parse(&filter.to_string()).as_ref(),
            Ok(&filter),
            "{filter}"
        );
    }
}

#[test]
fn a_clients_text_cannot_leave_its_quotes() {
    for text in [
        "",
        "a",
        "\"",
        "\\",
        "\\\"",
        "x\" or id pr or userName eq \"",
        "\n\u{0}é",
    ] {
        let filter = Filter::equal("userName", text).unwrap();
        match Filter::parse(&filter.to_string()).unwrap() {
            Filter::Compare(_, Operator::Eq, Operand::Text(read)) => assert_eq!(read, text),
            other => panic!("{other:?}"),
        }
    }
    assert!(Filter::equal("a or b", "x").is_none());
}
