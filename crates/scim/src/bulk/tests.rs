use super::*;
use serde_json::json;
use std::collections::HashMap;

fn read(operations: Value) -> Result<BulkRequest, ScimError> {
    let body = json!({"schemas": [BULK_SCHEMA], "failOnErrors": 2, "Operations": operations});
    BulkRequest::parse(body.to_string().as_bytes())
}

#[test]
fn operations_are_read() {
    let request = read(json!([
        {"method": "POST", "path": "/Users", "bulkId": "q", "data": {"userName": "a"}},
        {"method": "put", "path": "/users/7", "version": "W/\"1\"", "data": {}},
        {"method": "PATCH", "path": "/Groups/bulkId:g", "data": {}},
        {"method": "DELETE", "path": "/Users/8"},
    ]))
    .unwrap();
    let targets: Vec<_> = request
        .operations
        .iter()
        .map(|o| o.work.as_ref().unwrap().target.clone())
        .collect();
    assert_eq!(
        targets,
        [
            None,
            Some(Target::Id("7".into())),
            Some(Target::Made("g".into())),
            Some(Target::Id("8".into()))
        ]
    );
    assert_eq!(
        request.operations[1]
            .work
            .as_ref()
            .unwrap()
            .version
            .as_deref(),
        Some("W/\"1\"")
    );
    assert!(request.goes_on(1) && !request.goes_on(2));
}

#[test]
fn an_operation_that_is_wrong_is_answered_by_itself() {
    for operation in [
        json!({"method": "POST", "path": "/Users/7", "bulkId": "q", "data": {}}),
        json!({"method": "PUT", "path": "/Users", "data": {}}),
        json!({"method": "PUT", "path": "/Users/", "data": {}}),
        json!({"method": "PUT", "path": "/Users/a/b", "data": {}}),
        json!({"method": "DELETE", "path": "/Shoes/7"}),
        json!({"method": "DELETE", "path": "éé"}),
        json!({"method": "DELETE"}),
        json!({"method": "PUT", "path": "/Users/7"}),
        json!({"method": "PATCH", "path": "/Users/7", "data": []}),
    ] {
        let request = read(json!([operation])).unwrap();
        assert!(request.operations[0].work.is_err(), "{operation}");
    }
}

#[test]
fn table_of_refused_requests() {
    for operations in [
        json!(1),
        json!([1]),
        json!([{"method": "GET", "path": "/Users"}]),
        json!([{"method": "POST", "path": "/Users", "data": {}}]),
        json!([{"method": "POST", "path": "/Users", "bulkId": "", "data": {}}]),
        json!([{"method": "DELETE", "path": "/Users/1", "bulkId": "q"}, {"method": "DELETE", "path": "/Users/2", "bulkId": "q"}]),
    ] {
        assert_eq!(
            read(operations.clone()).unwrap_err().kind,
            Some(ScimType::InvalidSyntax),
            "{operations}"
        );
    }
    let many =
        vec![json!({"method": "DELETE", "path": "/Users/1"}); limits::MAX_BULK_OPERATIONS + 1];
    assert_eq!(read(json!(many)).unwrap_err().status, 413);
    let minus = json!({"schemas": [BULK_SCHEMA], "failOnErrors": -1, "Operations": []});
    assert!(BulkRequest::parse(minus.to_string().as_bytes()).is_err());
}

#[test]
fn what_is_referred_to_is_made_first() {
    let post = |name: &str, member: Option<&str>| {
        let members: Vec<Value> = member
            .iter()
            .map(|m| json!({"value": format!("bulkId:{m}")}))
            .collect();
        json!({"method": "POST", "path": "/Groups", "bulkId": name, "data": {"members": members}})
    };
    let order = |operations: Vec<Value>| read(json!(operations)).unwrap().order();
    assert_eq!(order(vec![post("a", None), post("b", Some("a"))]), [0, 1]);
    assert_eq!(
        order(vec![
            post("a", Some("c")),
            post("b", None),
            post("c", Some("b"))
        ]),
        [1, 2, 0]
    );
    assert_eq!(
        order(vec![post("a", Some("missing")), post("b", None)]),
        [0, 1]
    );
    assert_eq!(order(vec![post("a", Some("a"))]), [0]);
    let circle = order(vec![
        post("a", Some("b")),
        post("b", Some("a")),
        post("c", None),
    ]);
    assert_eq!(circle.len(), 3);
    let by_path = vec![
        json!({"method": "PATCH", "path": "/Groups/bulkId:g", "data": {}}),
        post("g", None),
    ];
    assert_eq!(order(by_path), [1, 0]);
    let chain: Vec<Value> = (0..500)
        .map(|n| post(&n.to_string(), Some(&(n + 1).to_string())))
        .collect();
    assert_eq!(order(chain)[0], 499);
}

#[test]
fn references_become_ids() {
    let mut data =
        json!({"members": [{"value": "bulkId:q"}, {"value": "x"}], "displayName": "bulkId"});
    let data = data.as_object_mut().unwrap();
    let made = HashMap::from([("q".to_owned(), "7".to_owned())]);
    resolve(data, &made).unwrap();
    assert_eq!(
        json!(data),
        json!({"members": [{"value": "7"}, {"value": "x"}], "displayName": "bulkId"})
    );
    let mut lost = json!({"a": "bulkId:z"});
    assert_eq!(
        resolve(lost.as_object_mut().unwrap(), &made)
            .unwrap_err()
            .status,
        409
    );
}

#[test]
fn the_answer_has_the_shape_of_the_standard() {
    let body = bulk_body(&[
        BulkResult {
            method: Method::Post,
            bulk_id: Some("q".into()),
            location: Some("https://h.example/Users/7".into()),
            version: Some("W/\"1\"".into()),
            outcome: Ok(201),
        },
        BulkResult {
            method: Method::Delete,
            bulk_id: None,
            location: None,
            version: None,
            outcome: Err(ScimError::not_found()),
        },
    ]);
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(
        body["Operations"][0],
        json!({"method": "POST", "bulkId": "q", "location": "https://h.example/Users/7", "version": "W/\"1\"", "status": "201"})
    );
    assert_eq!(body["Operations"][1]["status"], "404");
    assert_eq!(body["Operations"][1]["response"]["status"], "404");
}
