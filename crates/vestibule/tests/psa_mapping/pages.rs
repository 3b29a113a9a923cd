//! The pages, as somebody without scripts uses them.

use super::*;
use testkit::{Page, on_both_engines};

async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get("/console/members").await;
    let csrf = page.input("csrf").to_owned();
    let mut form = vec![("csrf", csrf.as_str())];
    form.extend(fields);
    browser.post(path, &form).await
}

on_both_engines! {
    async fn a_selection_over_pages_becomes_companies(hub) {
        let desk = Desk::open(hub).await;
        let page = desk.browser.get(&desk.path("")).await;
        assert!(page.body.contains("No company is mapped yet"), "{}", page.body);
        let import = desk.path("/import");
        assert!(desk.browser.get(&import).await.body.contains("No company to import"));
        desk.told((1..=60).map(|n| company(n, &format!("Company {n:02}"))).collect(), vec![site(11, 1, "Main")]).await;
        let rule = desk.rule(1, "P2 findings").await.to_string();
        let page = desk.browser.get(&import).await;
        assert!(page.body.contains("Company 50") && !page.body.contains("Company 51"), "{}", page.body);
        // One of the first page, one of the second, and back: both stay selected.
        let (shown, place) = (page.input("shown").to_owned(), page.input("place").to_owned());
        let page = send(&desk.browser, &import, &[("do", "next"), ("chosen", ""), ("shown", &shown), ("place", &place), ("mapped", "no"), ("pick", "1")]).await;
        assert!(page.body.contains("Company 51") && !page.body.contains("Company 50"), "{}", page.body);
        assert_eq!(page.input("chosen"), "1");
        let shown = page.input("shown").to_owned();
        let page = send(&desk.browser, &import, &[("do", "find"), ("q", "company 5"), ("chosen", "1"), ("shown", &shown), ("mapped", "no"), ("pick", "55")]).await;
        assert!(page.body.contains("Company 55") && page.body.contains("2 selected"), "{}", page.body);
        assert_eq!(page.input("chosen"), "1,55");
        assert!(page.body.contains(r#"value="55" aria-label="Select Company 55" checked"#), "{}", page.body);
        let page = send(&desk.browser, &import, &[("do", "find"), ("chosen", "1,55"), ("shown", &shown), ("mapped", "no")]).await;
        assert_eq!(page.input("chosen"), "1", "what is not ticked any more is not selected");
        let page = send(&desk.browser, &import, &[("do", "parameters"), ("chosen", "")]).await;
        assert!(page.status == 422 && page.body.contains("No company was chosen."), "{}", page.body);
        let many: Vec<String> = (1..=501).map(|n| n.to_string()).collect();
        let page = send(&desk.browser, &import, &[("do", "parameters"), ("chosen", &many.join(","))]).await;
        assert!(page.status == 422 && page.body.contains("At most 500"), "{}", page.status);
        // What is set: tickets need a rule, the form keeps what was chosen (S3-110).
        let page = send(&desk.browser, &import, &[("do", "parameters"), ("chosen", "1,55")]).await;
        assert!(page.status == 200 && page.body.contains("Site of Company 01") && page.body.contains(">Main</option>"), "{}", page.body);
        let page = send(&desk.browser, &import, &[("do", "preview"), ("chosen", "1,55"), ("tickets", "yes"), ("rule", ""), ("site-1", "11")]).await;
        assert!(page.status == 422 && page.body.contains("without an integration rule"), "{}", page.body);
        assert!(page.body.contains(r#"name="tickets" value="yes" checked"#) && page.body.contains(r#"value="11" selected"#), "{}", page.body);
        let set = [("chosen", "1,55"), ("tickets", "yes"), ("rule", rule.as_str()), ("site-1", "11"), ("tickets-55", "no"), ("configurations-55", "yes")];
        let fields = |word: &'static str| [&[("do", word)][..], &set[..]].concat();
        let page = send(&desk.browser, &import, &fields("preview")).await;
        assert!(page.status == 200 && page.body.contains("2 become companies") && page.body.contains("Company 01, Main"), "{}", page.body);
        assert_eq!((page.input("site-1"), page.input("tickets-55"), page.input("rule")), ("11", "no", rule.as_str()));
        assert!(desk.mappings().await.is_empty());
        let page = send(&desk.browser, &import, &fields("import")).await;
        assert_eq!(page.location(), desk.path("?done=imported&n=2&already=0"));
        let page = desk.browser.get(page.location()).await;
        assert!(page.body.contains("2 companies were imported") && page.body.contains("Selected Companies"), "{}", page.body);
        let held = desk.mappings().await;
        let first = &held[0].listed.mapping;
        assert!(first.creates_tickets && first.psa_site == Some(11) && !first.syncs_configurations);
        let last = &held[1].listed.mapping;
        assert!(!last.creates_tickets && last.syncs_configurations && last.psa_site.is_none());
        // Again: nothing new. And one whose name is taken is offered to be mapped.
        let page = send(&desk.browser, &import, &fields("import")).await;
        assert_eq!(page.location(), desk.path("?done=imported&n=0&already=2"));
        desk.told(vec![company(70, "First Client")], vec![]).await;
        let page = send(&desk.browser, &import, &[("do", "import"), ("chosen", "70")]).await;
        let offered = format!("{}?company={}&#38;psa=70", desk.path("/map"), desk.company("First Client").await);
        assert!(page.status == 200 && page.body.contains(&offered), "{offered}: {}", page.body);
        let page = send(&desk.browser, &import, &[("do", "all"), ("q", "company 1"), ("mapped", "no")]).await;
        assert_eq!(page.input("chosen"), "10,11,12,13,14,15,16,17,18,19");
    }

    async fn existing_ones_are_mapped_edited_deleted_and_mapped_again(hub) {
        let desk = Desk::open(hub).await;
        desk.told(vec![company(1, "First Client Ltd"), company(2, "Other"), company(3, "<b>Sharp</b>")], vec![site(11, 1, "Main")]).await;
        let map = desk.path("/map");
        let (first, second) = (desk.company("First Client").await.to_string(), desk.company("Second Client").await.to_string());
        let page = desk.browser.get(&map).await;
        assert!(page.body.contains("same name but for the legal form") && !page.body.contains("<b>Sharp"), "{}", page.body);
        let page = send(&desk.browser, &map, &[("do", "accept"), ("company", &first), ("psa", "1")]).await;
        assert_eq!(page.location(), format!("{map}?done=mapped"));
        let page = send(&desk.browser, &map, &[("do", "accept"), ("company", &first), ("psa", "2")]).await;
        assert!(page.status == 422 && page.body.contains("is mapped to First Client Ltd at this connection already"), "{}", page.body);
        let page = desk.browser.get(&format!("{map}?company={second}&psa=")).await;
        assert!(page.status == 200 && page.body.contains(&format!("value=\"{second}\" selected")), "{}", page.body);
        let page = desk.browser.get(&format!("{map}?company={second}&psa=1&do=on")).await;
        assert!(page.body.contains("Map these two") && page.body.contains(">Main</option>"), "{}", page.body);
        let fields = [("company", second.as_str()), ("psa", "1"), ("site", "11"), ("tickets", "yes"), ("rule", "")];
        let page = send(&desk.browser, &map, &fields).await;
        assert!(page.status == 422 && page.body.contains("without an integration rule") && page.body.contains("value=\"11\" selected"), "{}", page.body);
        let page = send(&desk.browser, &map, &[("company", &second), ("psa", "1"), ("site", "11"), ("configurations", "yes")]).await;
        assert_eq!(page.location(), desk.path("?done=mapped"));

        let held = desk.mappings().await;
        let one = held.iter().find(|m| m.listed.company == "Second Client").unwrap();
        let own = desk.path(&format!("/{}", one.listed.mapping.id));
        let page = desk.browser.get(&own).await;
        assert!(page.heading() == "Second Client" && page.body.contains("value=\"11\" selected"), "{}", page.body);
        let page = send(&desk.browser, &own, &[("do", "save"), ("site", "11"), ("tickets", "yes")]).await;
        assert!(page.status == 422 && page.body.contains(r#"id="rule-fault""#), "{}", page.body);
        let page = send(&desk.browser, &own, &[("do", "save"), ("site", "")]).await;
        assert!(page.status == 422 && page.body.contains("is mapped to First Client already"), "{}", page.body);
        let rule = desk.rule(1, "P2 findings").await.to_string();
        let page = send(&desk.browser, &own, &[("do", "save"), ("site", "11"), ("tickets", "yes"), ("rule", &rule), ("follows", "yes")]).await;
        assert_eq!(page.location(), format!("{own}?done=saved"));
        let list = desk.browser.get(&desk.path("?tickets=yes")).await;
        assert!(list.body.contains("P2 findings") && !list.body.contains("First Client Ltd </"), "{}", list.body);
        assert!(list.body.contains("Actions for Second Client") && !list.body.contains("Actions for First Client"));
        assert!(desk.browser.get(&desk.path("?q=zebra")).await.body.contains("No mapping fits"));
        let csv = desk.browser.get(&desk.path(".csv?")).await;
        assert_eq!(csv.body.lines().count(), 3, "{}", csv.body);
        assert!(csv.body.lines().any(|l| l.starts_with("Second Client,com_") && l.contains(",Main,11,yes,P2 findings,no,in_step,map_")), "{}", csv.body);

        // Deleting asks; what was deleted can be had again as it was.
        assert_eq!(send(&desk.browser, &own, &[("do", "delete")]).await.location(), format!("{own}#delete"));
        let page = send(&desk.browser, &own, &[("do", "delete"), ("sure", "yes")]).await;
        let page = desk.browser.get(page.location()).await;
        assert!(page.body.contains("The mapping was deleted.") && page.body.contains("Map again"), "{}", page.body);
        assert!(!page.body.contains("Actions for Second Client"));
        assert!(page.body.contains("Actions for First Client") && !page.body.contains("Clear</a>"), "what was deleted filters nothing: {}", page.body);
        let undo: Vec<(String, String)> = ["company", "psa", "site", "rule", "tickets", "follows"].iter().map(|n| ((*n).to_owned(), page.input(n).to_owned())).collect();
        let mut fields: Vec<(&str, &str)> = undo.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        fields.push(("do", "map"));
        assert_eq!(send(&desk.browser, &map, &fields).await.location(), desk.path("?done=mapped"));
        let held = desk.mappings().await;
        let again = &held.iter().find(|m| m.listed.company == "Second Client").unwrap().listed.mapping;
        assert!(again.creates_tickets && again.follows && again.psa_site == Some(11) && again.rule_id.is_some());

        // Companies of the directory.
        let page = desk.browser.get("/console/companies?mapped=yes").await;
        assert!(page.body.contains("ConnectWise (training): First Client Ltd, site Main") && page.body.contains("2 companies"), "{}", page.body);
        let page = desk.browser.get(&format!("/console/companies/{second}")).await;
        assert!(page.body.contains("ConnectWise (training)") && page.body.contains("P2 findings"), "{}", page.body);
        let csv = desk.browser.get("/console/companies.csv?q=second").await;
        assert!(csv.body.lines().count() == 2 && csv.body.contains("Second Client,active,"), "{}", csv.body);
        assert_eq!(desk.browser.get("/console/companies/com_1").await.status, 404);
    }

    async fn hidden_and_gone_are_shown_so(hub) {
        let desk = Desk::open(hub).await;
        let vendor = |n, name| PsaCompany { types: vec![reference(9, "Vendor")], ..company(n, name) };
        desk.told(vec![company(1, "Alder"), vendor(2, "Birch"), company(3, "Cedar"), vendor(4, "Dogwood")], vec![]).await;
        desk.import([1, 2, 3].map(|n| plain(n, None)).to_vec()).await;
        desk.leaves_out(vec![], SyncFilter { hidden_types: vec![9], hidden_statuses: vec![] }).await;
        desk.gone(3).await;
        let page = desk.browser.get(&desk.path("")).await;
        assert!(page.body.contains("It is hidden by its type Vendor.") && page.body.contains("It is not in the PSA any more."), "{}", page.body);
        for (standing, here, away) in [("hidden", "Birch", ["Alder", "Cedar"]), ("gone", "Cedar", ["Alder", "Birch"]), ("in_step", "Alder", ["Birch", "Cedar"])] {
            let page = desk.browser.get(&desk.path(&format!("?standing={standing}"))).await;
            assert!(page.body.contains(&format!("Actions for {here}")), "{standing}: {}", page.body);
            for name in away {
                assert!(!page.body.contains(&format!("Actions for {name}")), "{standing} {name}");
            }
        }
        // Hidden ones cannot be selected, and say why when they are shown.
        let import = desk.path("/import");
        assert!(!desk.browser.get(&import).await.body.contains("Dogwood"));
        let page = desk.browser.get(&format!("{import}?hidden=yes&mapped=no")).await;
        assert!(page.body.contains("Dogwood") && page.body.contains("It is hidden by its type Vendor."), "{}", page.body);
        assert!(page.body.contains(r#"aria-label="Select Dogwood" disabled"#), "{}", page.body);
        let page = send(&desk.browser, &import, &[("do", "preview"), ("chosen", "4")]).await;
        assert!(page.body.contains("Dogwood is hidden by its type Vendor.") && page.body.contains("1 stays out"), "{}", page.body);
    }
}
