//! Import of many, again and again, and by two at once.

use super::*;
use engine::directory::mappings::{CandidateFilter, PsaCompanyWords};
use testkit::on_both_engines;

on_both_engines! {
    async fn imported_again_makes_no_second_company(hub) {
        let desk = Desk::open(hub).await;
        desk.told(vec![company(1, "Alder"), company(2, "Cedar Logistics")], vec![site(21, 2, "Harbour"), site(22, 2, "Main")]).await;
        let drafts = vec![plain(1, None), plain(2, Some(21)), plain(1, None)];
        let preview = hub.engine.preview_company_import(&desk.admin, desk.connection, &drafts).await.unwrap();
        assert_eq!(words(&preview), ["imported Alder", "imported Cedar Logistics, Harbour"], "the same twice counts once");
        assert_eq!((desk.companies().await.len(), desk.mappings().await.len(), desk.due().await), (2, 0, vec![]), "a preview does nothing");
        let done = desk.import(drafts.clone()).await;
        assert_eq!(words(&done), ["imported Alder", "imported Cedar Logistics, Harbour"]);
        assert_eq!(desk.due().await, [1, 2]);
        let companies = desk.companies().await;
        assert_eq!(companies.len(), 4);
        for rows in [desk.import(drafts.clone()).await, hub.engine.preview_company_import(&desk.admin, desk.connection, &drafts).await.unwrap()] {
            assert_eq!(words(&rows), ["already Alder", "already Cedar Logistics, Harbour"]);
        }
        assert_eq!(desk.companies().await, companies);
        // Another site of the same company is another company here (S3-108, S3-116).
        assert_eq!(words(&desk.import(vec![plain(2, Some(22))]).await), ["imported Cedar Logistics, Main"]);
        let held = desk.mappings().await;
        let of_cedar: Vec<_> = held.iter().filter(|m| m.listed.mapping.psa_company == 2).collect();
        assert_eq!(of_cedar.len(), 2);
        assert!(of_cedar.iter().all(|m| m.listed.mapping.follows && m.listed.mapping.known_identifier == "C2"));
        assert_ne!(of_cedar[0].listed.mapping.company_id, of_cedar[1].listed.mapping.company_id);
    }

    async fn two_thousand_are_searched_paged_and_imported(hub) {
        let desk = Desk::open(hub).await;
        let many = (1..=2_000).map(|n| PsaCompany {
            types: vec![if n % 4 == 0 { reference(9, "Vendor") } else { reference(1, "Client") }],
            ..company(n, &format!("Company {n:04}"))
        });
        desk.told(many.collect(), vec![]).await;
        desk.leaves_out(vec![], SyncFilter { hidden_types: vec![9], hidden_statuses: vec![] }).await;
        let (engine, admin) = (&hub.engine, &desk.admin);
        let all = |filter: CandidateFilter| async move {
            let (mut ids, mut place, mut pages) = (Vec::new(), (String::new(), i64::MIN), 0);
            loop {
                let part = engine.list_candidates(admin, desk.connection, &filter, place, 100).await.unwrap();
                ids.extend(part.rows.iter().map(|r| r.company.id));
                pages += 1;
                match part.next {
                    Some(next) => place = next,
                    None => return (ids, pages),
                }
            }
        };
        let (ids, pages) = all(CandidateFilter::default()).await;
        assert_eq!((ids.len(), pages), (1_500, 15));
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), 1_500);
        assert!(ids.iter().all(|id| id % 4 != 0), "hidden ones are shown on request only");
        let shown = CandidateFilter { left_out: true, ..CandidateFilter::default() };
        assert_eq!(all(shown).await.0.len(), 2_000);
        let vendors = CandidateFilter { left_out: true, kind: Some(9), ..CandidateFilter::default() };
        assert_eq!(all(vendors).await.0.len(), 500);
        let find = |text: &str| CandidateFilter { words: PsaCompanyWords { text: text.into(), mapped: None }, ..CandidateFilter::default() };
        assert_eq!(all(find("company 199")).await.0, [1990, 1991, 1993, 1994, 1995, 1997, 1998, 1999]);
        assert_eq!(all(find("c1777")).await.0, [1777], "by the short name");
        assert_eq!(all(find("#1777")).await.0, [1777], "by the number");
        assert_eq!(all(find("%")).await.0, [] as [i64; 0]);
        let chosen = engine.all_candidates(admin, desk.connection, &CandidateFilter::default()).await.unwrap();
        assert_eq!(chosen.len(), 500, "as many as can be imported at once");
        let rows = desk.import(chosen.iter().map(|id| plain(*id, None)).collect()).await;
        assert!(rows.iter().all(|r| matches!(r.outcome, ImportOutcome::Imported { made: Some(_), .. })));
        let unmapped = CandidateFilter { words: PsaCompanyWords { mapped: Some(false), ..PsaCompanyWords::default() }, ..CandidateFilter::default() };
        assert_eq!(all(unmapped).await.0.len(), 1_000);
        let (mut seen, mut place) = (0, String::new());
        loop {
            let part = engine.list_mappings(admin, desk.connection, &MappingFilter::default(), &place, 120).await.unwrap();
            seen += part.rows.len();
            match part.next {
                Some(next) => place = next,
                None => break,
            }
        }
        assert_eq!(seen, 500);
    }

    async fn of_two_who_map_at_once_one_is_refused(hub) {
        let desk = Desk::open(hub).await;
        desk.told((1..=20).map(|n| company(n, &format!("Company {n}"))).collect(), vec![]).await;
        let (first, second) = (desk.company("First Client").await, desk.company("Second Client").await);
        let node = hub.another_node().await;
        for psa in 1..=5 {
            let draft = |company| MapDraft { company, mapping: plain(psa, None), follows: false };
            let (a, b) = tokio::join!(
                hub.engine.map_company(&desk.admin, desk.connection, draft(first)),
                node.map_company(&desk.admin, desk.connection, draft(second)),
            );
            let done = [code(a), code(b)];
            let mapped: Vec<_> = done.iter().filter_map(|d| d.ok()).collect();
            let refused: Vec<_> = done.iter().filter_map(|d| d.err()).collect();
            assert_eq!((mapped.len(), refused), (1, vec!["psa_company_mapped"]));
            hub.engine.delete_mapping(&desk.admin, desk.connection, mapped[0]).await.unwrap();
        }
        // The same import twice at the same time makes each company once.
        let drafts: Vec<_> = (6..=20).map(|n| plain(n, None)).collect();
        let (a, b) = tokio::join!(
            hub.engine.import_psa_companies(&desk.admin, desk.connection, drafts.clone()),
            node.import_psa_companies(&desk.admin, desk.connection, drafts),
        );
        let rows = [a.unwrap(), b.unwrap()].concat();
        let imported = words(&rows).iter().filter(|w| w.starts_with("imported")).count();
        let already = words(&rows).iter().filter(|w| w.starts_with("already")).count();
        assert_eq!((imported, already, desk.companies().await.len()), (15, 15, 17));
    }

    async fn the_same_name_at_two_connections_at_once(hub) {
        let desk = Desk::open(hub).await;
        let other = hub.engine.make_psa_connection(&desk.admin, draft("other")).await.unwrap();
        let there = Desk { hub, browser: hub.browser(), admin: desk.admin.clone(), connection: other };
        let node = hub.another_node().await;
        for n in 1..=5 {
            let name = format!("Twin {n}");
            desk.told(vec![company(n, &name)], vec![]).await;
            there.told(vec![company(n, &name)], vec![]).await;
            let (a, b) = tokio::join!(
                hub.engine.import_psa_companies(&desk.admin, desk.connection, vec![plain(n, None)]),
                node.import_psa_companies(&desk.admin, other, vec![plain(n, None)]),
            );
            let mut done = words(&[a.unwrap(), b.unwrap()].concat());
            done.sort();
            assert_eq!(done, ["company_name_taken".to_owned(), format!("imported {name}")]);
        }
    }

    async fn suggestions_are_made_and_none_is_carried_out(hub) {
        let desk = Desk::open(hub).await;
        let at = |website: &str, company: PsaCompany| PsaCompany { website: website.into(), ..company };
        desk.told(vec![
            company(1, "first client"),
            company(2, "Second Client Ltd"),
            at("https://www.client.example.net/start", company(3, "Harbour Works")),
            at("https://gmail.com", company(4, "Nobody")),
            PsaCompany { active: false, ..company(5, "First Client") },
        ], vec![]).await;
        let suggest = || async { hub.engine.suggest_mappings(&desk.admin, desk.connection).await.unwrap() };
        let all = suggest().await;
        let told: Vec<_> = all.iter().map(|s| (s.name.as_str(), s.psa_company, s.strength.as_str())).collect();
        assert_eq!(told, [
            ("First Client", 1, "strong"),
            ("Second Client", 2, "likely"),
            ("First Client", 3, "possible"),
            ("Second Client", 3, "possible"),
        ]);
        assert_eq!(all[2].reasons[0].to_string(), "addresses and web site at client.example.net");
        assert!(desk.mappings().await.is_empty());
        desk.map(all[0].company, plain(1, None)).await.unwrap();
        let left: Vec<_> = suggest().await.iter().map(|s| (s.name.clone(), s.psa_company)).collect();
        assert_eq!(left, [("Second Client".to_owned(), 2), ("Second Client".to_owned(), 3)]);
    }

    async fn two_partners_see_nothing_of_each_other(hub) {
        let desk = Desk::open(hub).await;
        let second = Desk::of(hub, "second", draft("training")).await;
        desk.told(vec![company(1, "Alder")], vec![site(11, 1, "Main")]).await;
        desk.import(vec![plain(1, None)]).await;
        let (mapping, first) = (desk.mappings().await[0].listed.mapping.clone(), desk.company("First Client").await);
        let (engine, admin) = (&hub.engine, &second.admin);
        let unknown = Some("mapping_connection_unknown");
        assert_eq!(code(engine.list_mappings(admin, desk.connection, &MappingFilter::default(), "", 10).await).err(), unknown);
        assert_eq!(code(engine.get_mapping(admin, desk.connection, mapping.id).await).err(), unknown);
        assert_eq!(code(engine.delete_mapping(admin, desk.connection, mapping.id).await).err(), unknown);
        assert_eq!(code(engine.suggest_mappings(admin, desk.connection).await).err(), unknown);
        assert_eq!(code(engine.list_psa_sites(admin, desk.connection, 1).await).err(), unknown);
        assert_eq!(code(engine.import_psa_companies(admin, desk.connection, vec![plain(1, None)]).await).err(), unknown);
        assert_eq!(code(engine.get_mapping(admin, second.connection, mapping.id).await).err(), Some("mapping_unknown"));
        second.told(vec![company(1, "Alder")], vec![]).await;
        assert_eq!(second.map(first, plain(1, None)).await.err(), Some("company_unknown"));
        assert_eq!(code(engine.get_company(admin, first).await.map(|_| ())).err(), Some("company_unknown"));
        // The same name and the same number at the other partner are others.
        assert_eq!(words(&second.import(vec![plain(1, None)]).await), ["imported Alder"]);
        assert_eq!(second.companies().await.len(), 1);
        assert_eq!(desk.mappings().await.len(), 1);
        let page = second.browser.get(&desk.path("")).await;
        assert_eq!(page.status, 404, "{}", page.body);
    }
}
