//! The `claims` parameter (OpenID Connect Core 5.5): single claims asked for by name, within limits.

use super::{Fault, FaultCode};
use model::federation::AskedClaims;
use serde_json::{Map, Value};

/// Most claims that one request asks for.
const MOST_CLAIMS: usize = 50;
/// Longest name of a claim.
const LONGEST_NAME: usize = 128;
/// Most values of a claim.
const MOST_VALUES: usize = 20;

/// A whole `claims` parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimsRequest {
    /// The names.
    pub asked: AskedClaims,
    /// Values of `acr` of which one must be met (an Essential Claim, Core 5.5.1.1); empty when any
    /// will do.
    pub essential_acr: Vec<String>,
    /// The person who must be signed in, by her `sub`.
    pub sub: Option<String>,
}

/// Reads the parameter. What it asks for and the hub does not know is passed over, as Core 5.5 says.
///
/// # Errors
/// `invalid_request` for what is no such object or goes beyond the limits.
pub fn read(text: &str) -> Result<ClaimsRequest, Fault> {
    let invalid = |why| Fault::new(FaultCode::InvalidRequest, why);
    if !shallow(text) {
        return Err(invalid("claims is nested too deep"));
    }
    let whole: Map<String, Value> =
        serde_json::from_str(text).map_err(|_| invalid("claims must be a JSON object"))?;
    let mut request = ClaimsRequest::default();
    for (part, for_id_token) in [("id_token", true), ("userinfo", false)] {
        let asked = match whole.get(part) {
            None => continue,
            Some(Value::Object(asked)) => asked,
            Some(_) => return Err(invalid("id_token and userinfo of claims must be objects")),
        };
        if asked.len() > MOST_CLAIMS {
            return Err(invalid("claims asks for more than 50 claims"));
        }
        for (name, how) in asked {
            if name.len() > LONGEST_NAME {
                return Err(invalid("claims holds a name of more than 128 characters"));
            }
            let (essential, values) = read_one(how).ok_or(invalid(
                "each of claims is null or an object with essential, value, values",
            ))?;
            match name.as_str() {
                "acr" if essential && for_id_token => request.essential_acr = values,
                "sub" => {
                    if let Some(sub) = values.first() {
                        if request.sub.as_ref().is_some_and(|known| known != sub) {
                            return Err(invalid("claims asks for two different people"));
                        }
                        request.sub = Some(sub.clone());
                    }
                }
                _ => {}
            }
            let list = if for_id_token {
                &mut request.asked.id_token
            } else {
                &mut request.asked.userinfo
            };
            list.push(name.clone());
        }
    }
    Ok(request)
}

/// Whether brackets stand at most five deep, before anything is built of them. Brackets within texts
/// count too: nobody needs them here.
fn shallow(text: &str) -> bool {
    let mut depth = 0_i32;
    text.bytes().all(|b| {
        match b {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        depth <= 5
    })
}

/// Whether a claim is essential, and its values as texts.
fn read_one(how: &Value) -> Option<(bool, Vec<String>)> {
    let how = match how {
        Value::Null => return Some((false, Vec::new())),
        Value::Object(how) => how,
        _ => return None,
    };
    let essential = match how.get("essential") {
        None => false,
        Some(flag) => flag.as_bool()?,
    };
    let text = |v: &Value| match v {
        Value::String(text) => Some(text.clone()),
        Value::Object(_) | Value::Array(_) => None,
        plain => Some(plain.to_string()),
    };
    let values = match (how.get("value"), how.get("values")) {
        (Some(one), None) => vec![text(one)?],
        (None, Some(Value::Array(many))) if many.len() <= MOST_VALUES => {
            many.iter().map(text).collect::<Option<_>>()?
        }
        (None, None) => Vec::new(),
        _ => return None,
    };
    Some((essential, values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_claims_requests() {
        // The example of Core 5.5, shortened.
        let request = read(
            r#"{"userinfo":{"given_name":{"essential":true},"nickname":null},
                "id_token":{"auth_time":{"essential":true},"acr":{"values":["urn:mace:incommon:iap:silver"]},"sub":{"value":"mem_1"}},
                "other":{}}"#,
        )
        .unwrap();
        assert_eq!(request.asked.userinfo, ["given_name", "nickname"]);
        assert_eq!(request.asked.id_token, ["acr", "auth_time", "sub"]);
        assert_eq!(request.sub.as_deref(), Some("mem_1"));
        assert!(request.essential_acr.is_empty(), "voluntary");
        let essential =
            read(r#"{"id_token":{"acr":{"essential":true,"values":["a","b"]}}}"#).unwrap();
        assert_eq!(essential.essential_acr, ["a", "b"]);
        assert_eq!(read("{}").unwrap(), ClaimsRequest::default());
        let many: Vec<String> = (0..51).map(|n| format!("\"c{n}\":null")).collect();
        for bad in [
            "",
            "null",
            "[]",
            r#"{"id_token":[]}"#,
            r#"{"id_token":{"email":true}}"#,
            r#"{"id_token":{"email":{"essential":"yes"}}}"#,
            r#"{"id_token":{"email":{"value":{}}}}"#,
            r#"{"id_token":{"email":{"value":"a","values":["b"]}}}"#,
            r#"{"id_token":{"sub":{"value":"a"}},"userinfo":{"sub":{"value":"b"}}}"#,
            &format!("{{\"userinfo\":{{{}}}}}", many.join(",")),
            &format!("{{\"userinfo\":{{\"{}\":null}}}}", "x".repeat(129)),
            &"[".repeat(4_000),
            r#"{"a":{"b":{"c":{"d":{"e":{}}}}}}"#,
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
