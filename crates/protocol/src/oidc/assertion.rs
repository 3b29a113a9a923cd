//! Assertions with which a client proves itself (RFC 7523, 2.2 and 3; OpenID Connect Core 9). The
//! signature is the vault's part; here it is what the claims must say.

use serde_json::Value;

/// The one type of assertion (RFC 7523, 2.2).
pub const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Seconds that two clocks may differ.
pub const LEEWAY: i64 = 30;
/// Longest time from an assertion's making to its end, in seconds. Libraries make them for a minute
/// up to an hour.
pub const LONGEST: i64 = 3_600;
/// Longest `jti`.
const LONGEST_ID: usize = 255;

/// What an assertion must say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The client.
    pub client_id: &'a str,
    /// The names under which the hub is meant: issuer, token endpoint and endpoint of pushed
    /// requests (RFC 9126, 2).
    pub audiences: &'a [String],
    /// The moment, in seconds.
    pub now: i64,
}

/// What is kept of a good assertion, so that it counts once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fresh {
    /// Its id.
    pub jti: String,
    /// Until when it would be good, in seconds.
    pub until: i64,
}

/// Who an assertion says it is from, before anything of it was proved.
pub fn claimed_client(assertion: &str) -> Option<String> {
    use base64::Engine as _;
    let payload = assertion.split('.').nth(1)?;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(payload)
        .ok()?;
    let claims: Value = serde_json::from_slice(&bytes).ok()?;
    let sub = claims.get("sub")?.as_str()?;
    (sub.len() <= 128).then(|| sub.to_owned())
}

/// Checks the claims of an assertion whose signature is good.
///
/// # Errors
/// What is wrong, for the administrator of the client; the client itself is told no more than that
/// it failed.
pub fn check(claims: &Value, expected: &Expected<'_>) -> Result<Fresh, &'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let number = |name: &str| match claims.get(name) {
        None => Ok(None),
        // RFC 7519, 2: a NumericDate may have a fraction.
        Some(v) => v
            .as_i64()
            .or_else(|| v.as_f64().filter(|f| f.abs() < 1e15).map(|f| f as i64))
            .map(Some)
            .ok_or("a time in the assertion is no number"),
    };
    if text("iss") != Some(expected.client_id) || text("sub") != Some(expected.client_id) {
        return Err("iss and sub of the assertion must both be the client_id");
    }
    // One audience alone: an assertion made for several could be carried from one to another.
    let aud = match claims.get("aud") {
        Some(Value::String(one)) => one.as_str(),
        Some(Value::Array(list)) => match list.as_slice() {
            [Value::String(one)] => one.as_str(),
            _ => return Err("aud of the assertion must be one address"),
        },
        _ => return Err("aud is missing in the assertion"),
    };
    if !expected.audiences.iter().any(|a| a == aud) {
        return Err("aud of the assertion must be the issuer or the token endpoint");
    }
    let now = expected.now;
    let exp = number("exp")?.ok_or("exp is missing in the assertion")?;
    if now >= exp.saturating_add(LEEWAY) {
        return Err("the assertion has expired (exp); compare the clocks");
    }
    if exp > now + LONGEST + LEEWAY {
        return Err("the assertion lives longer than an hour (exp)");
    }
    if let Some(iat) = number("iat")?
        && (iat > now + LEEWAY || iat < now - LONGEST - LEEWAY)
    {
        return Err(
            "iat of the assertion is in the future or more than an hour ago; compare the clocks",
        );
    }
    if number("nbf")?.is_some_and(|nbf| nbf > now + LEEWAY) {
        return Err("the assertion is not good yet (nbf); compare the clocks");
    }
    let jti = text("jti").ok_or("jti is missing in the assertion")?;
    if jti.is_empty() || jti.len() > LONGEST_ID {
        return Err("jti of the assertion has 1 to 255 characters");
    }
    Ok(Fresh {
        jti: jti.to_owned(),
        until: exp + LEEWAY,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn table_of_assertions() {
        let audiences = [
            "https://i.example".to_owned(),
            "https://i.example/token".to_owned(),
        ];
        let expected = Expected {
            client_id: "c",
            audiences: &audiences,
            now: 10_000,
        };
        let good = json!({"iss": "c", "sub": "c", "aud": "https://i.example", "exp": 10_060, "iat": 10_000, "jti": "1"});
        let with = |name: &str, value: Value| {
            let mut claims = good.clone();
            match value {
                Value::Null => claims.as_object_mut().unwrap().remove(name),
                value => claims.as_object_mut().unwrap().insert(name.into(), value),
            };
            check(&claims, &expected)
        };
        assert_eq!(
            with("x", json!(1)),
            Ok(Fresh {
                jti: "1".into(),
                until: 10_090
            })
        );
        for (name, value) in [
            ("aud", json!(["https://i.example/token"])),
            ("iat", Value::Null),
            ("iat", json!(10_000.5)),
            ("exp", json!(13_600)),
            ("exp", json!(9_971)),
            ("nbf", json!(10_030)),
        ] {
            assert!(with(name, value.clone()).is_ok(), "{name} {value}");
        }
        for (name, value) in [
            ("iss", json!("d")),
            ("sub", json!("d")),
            ("sub", Value::Null),
            ("aud", Value::Null),
            ("aud", json!("https://other.example")),
            ("aud", json!("https://i.example/")),
            ("aud", json!(["https://i.example", "https://other.example"])),
            ("aud", json!([])),
            ("exp", Value::Null),
            ("exp", json!("10060")),
            ("exp", json!(9_970)),
            ("exp", json!(i64::MAX)),
            ("exp", json!(i64::MIN)),
            ("exp", json!(13_631)),
            ("iat", json!(10_031)),
            ("iat", json!(6_000)),
            ("nbf", json!(10_031)),
            ("jti", Value::Null),
            ("jti", json!("")),
            ("jti", json!("x".repeat(256))),
        ] {
            assert!(with(name, value.clone()).is_err(), "{name} {value}");
        }
        assert!(check(&json!([]), &expected).is_err());
    }

    #[test]
    fn who_an_assertion_says_it_is_from() {
        use base64::Engine as _;
        let part = |t: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(t);
        let whole = |t: &str| format!("x.{}.y", part(t));
        assert_eq!(
            claimed_client(&whole(r#"{"sub":"c"}"#)).as_deref(),
            Some("c")
        );
        for bad in ["", "a", "a.b.c", &whole("[]"), &whole(r#"{"sub":1}"#)] {
            assert_eq!(claimed_client(bad), None, "{bad}");
        }
    }
}
