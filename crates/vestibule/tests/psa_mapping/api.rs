//! The same by programs.

use super::*;
use serde_json::{Value, json};
use testkit::on_both_engines;
use testkit::program::{good, refused};

on_both_engines! {
    async fn a_program_imports_maps_changes_and_deletes(hub) {
        let desk = Desk::open(hub).await;
        desk.told(vec![company(1, "Alder"), company(2, "Second Client GmbH"), company(3, "Cedar")], vec![site(31, 3, "Harbour")]).await;
        let rule = desk.rule(1, "P2 findings").await.to_string();
        let program = hub.mighty_program("owner").await;
        let at = |rest: &str| format!("/api/v1/psa-connections/{}/{rest}", desk.connection);
        let page = good(program.get(&at("companies?limit=2")).await);
        assert_eq!((page["data"][0]["name"].as_str(), page["data"].as_array().unwrap().len()), (Some("Alder"), 2));
        let cursor = page["next_cursor"].as_str().unwrap();
        let page = good(program.get(&at(&format!("companies?limit=2&cursor={cursor}"))).await);
        assert_eq!((page["data"][0]["psa_company"].as_i64(), &page["next_cursor"]), (Some(2), &Value::Null));
        assert_eq!(good(program.get(&at("companies/3/sites")).await)["data"][0]["psa_site"], 31);
        let wish = json!({"companies": [
            {"psa_company": 1, "tickets": true, "rule": rule, "configurations": true},
            {"psa_company": 3, "psa_site": 31},
            {"psa_company": 99},
            {"psa_company": 3, "tickets": true},
        ]});
        let preview = good(program.call("POST", &at("company-import/preview"), wish.clone()).await);
        assert!(preview["data"][0]["company"].is_null() && desk.mappings().await.is_empty());
        let done = good(program.call("POST", &at("company-import"), wish.clone()).await);
        let results: Vec<_> = done["data"].as_array().unwrap().iter().map(|r| (r["result"].as_str().unwrap(), r["problem"]["code"].as_str())).collect();
        assert_eq!(results, [("imported", None), ("imported", None), ("refused", Some("psa_company_unknown")), ("refused", Some("rule_required"))]);
        assert_eq!(done["data"][1]["name"], "Cedar, Harbour");
        let again = good(program.call("POST", &at("company-import"), wish).await);
        assert_eq!((again["data"][0]["result"].as_str(), &again["data"][0]["mapping"]), (Some("already_mapped"), &done["data"][0]["mapping"]));

        let suggested = good(program.get(&at("mapping-suggestions")).await);
        assert_eq!((suggested["data"][0]["name"].as_str(), suggested["data"][0]["strength"].as_str()), (Some("Second Client"), Some("likely")));
        let second = desk.company("Second Client").await.to_string();
        let wish = json!({"company": second, "psa_company": 2});
        let page = program.call("POST", &at("mappings"), wish.clone()).await;
        assert_eq!(page.status, 201, "{}", page.body);
        let mapping = page.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(refused(&program.call("POST", &at("mappings"), wish).await), (409, "psa_company_mapped".into()));
        let own = at(&format!("mappings/{mapping}"));
        let change = |tickets, rule: Value| json!({"psa_site": null, "tickets": tickets, "rule": rule, "configurations": true, "keeps_psa_name": false});
        assert_eq!(refused(&program.call("PUT", &own, change(true, Value::Null)).await).1, "rule_required");
        assert_eq!(program.call("PUT", &own, change(true, json!("rule"))).await.status, 422);
        let changed = good(program.call("PUT", &own, change(true, json!(rule))).await);
        assert_eq!((changed["tickets"].as_bool(), changed["configurations"].as_bool(), changed["state"].as_str()), (Some(true), Some(true), Some("in_step")));
        let found = good(program.get(&at("mappings?q=gmbh&tickets=true&state=in_step")).await);
        assert_eq!((found["data"][0]["id"].as_str(), found["data"].as_array().unwrap().len()), (Some(mapping.as_str()), 1));
        let company = good(program.get(&format!("/api/v1/companies/{second}")).await);
        assert_eq!(company["company"]["mappings"][0]["id"], mapping.as_str());
        let listed = good(program.get("/api/v1/companies?mapped=false").await);
        assert_eq!((listed["data"].as_array().unwrap().len(), listed["data"][0]["name"].as_str()), (1, Some("First Client")));
        good(program.call("DELETE", &own, Value::Null).await);
        assert_eq!(refused(&program.get(&own).await), (404, "mapping_unknown".into()));
        assert_eq!(program.get(&format!("/api/v1/companies/{second}")).await.status, 200, "the company stays");
    }
}
