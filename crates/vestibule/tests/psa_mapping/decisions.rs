//! Every refusal by its code, and what a mapping may be changed to.

use super::*;
use engine::directory::mappings::{MappingChange, MappingStanding};
use testkit::on_both_engines;

fn to(psa_site: Option<i64>, switches: MappingSwitches) -> MappingChange {
    MappingChange {
        psa_site,
        switches,
        follows: false,
    }
}

on_both_engines! {
    async fn every_refusal_has_its_code(hub) {
        let desk = Desk::open(hub).await;
        let (first, second) = (desk.company("First Client").await, desk.company("Second Client").await);
        let inactive = PsaCompany { active: false, ..company(3, "Dogwood") };
        let vendor = PsaCompany { types: vec![reference(9, "Vendor")], ..company(4, "Elm Supplies") };
        let old = PsaCompany { status: Some(reference(8, "Lost")), ..company(5, "Fir") };
        let companies = vec![company(1, "Alder"), company(2, "Birch"), inactive, vendor, old, company(6, "Ginkgo"), company(7, "Hazel")];
        let off = PsaSite { active: false, ..site(22, 1, "Old quay") };
        desk.told(companies, vec![site(11, 1, "Main"), site(12, 1, "Harbour"), site(21, 2, "Elsewhere"), off]).await;
        desk.gone(6).await;
        desk.leaves_out(vec![], SyncFilter { hidden_types: vec![9], hidden_statuses: vec![8] }).await;

        assert_eq!(desk.map(CompanyId([9; 16]), plain(1, None)).await, Err("company_unknown"));
        for (psa, psa_site, refused) in [
            (999, None, "psa_company_unknown"),
            (6, None, "psa_company_gone"),
            (3, None, "psa_company_inactive"),
            (4, None, "psa_company_hidden"),
            (5, None, "psa_company_hidden"),
            (1, Some(99), "psa_site_unknown"),
            (1, Some(21), "psa_site_of_another_company"),
            (1, Some(22), "psa_site_gone"),
        ] {
            assert_eq!(desk.map(first, plain(psa, psa_site)).await, Err(refused), "{psa} {psa_site:?}");
        }
        desk.leaves_out(vec![2], SyncFilter::default()).await;
        assert_eq!(desk.map(first, plain(1, None)).await, Err("psa_company_not_associated"));
        desk.leaves_out(vec![], SyncFilter::default()).await;
        let with = |creates_tickets, rule| {
            let mut draft = plain(1, None);
            draft.switches = MappingSwitches { creates_tickets, rule, syncs_configurations: false };
            draft
        };
        assert_eq!(desk.map(first, with(true, None)).await, Err("rule_required"));
        assert_eq!(desk.map(first, with(true, Some(RuleId([1; 16])))).await, Err("rule_unknown"));
        // A rule of another connection is none of this one.
        let other = hub.engine.make_psa_connection(&desk.admin, draft("other")).await.unwrap();
        let there = Desk { hub, browser: hub.browser(), admin: desk.admin.clone(), connection: other };
        let foreign = there.rule(2, "Elsewhere").await;
        assert_eq!(desk.map(first, with(true, Some(foreign))).await, Err("rule_unknown"));

        let mapping = desk.map(first, plain(1, Some(11))).await.unwrap();
        assert_eq!(desk.map(second, plain(1, Some(11))).await, Err("psa_site_mapped"));
        assert_eq!(desk.map(first, plain(2, None)).await, Err("company_mapped"));
        // The whole company and a site of it stand beside each other.
        desk.map(second, plain(1, None)).await.unwrap();
        let third = desk.import(vec![plain(7, None)]).await;
        assert_eq!(words(&third), ["imported Hazel"]);
        let change = hub.engine.change_mapping(&desk.admin, desk.connection, mapping, to(None, MappingSwitches::default()));
        assert_eq!(code(change.await), Err("psa_company_mapped"));
        let change = hub.engine.change_mapping(&desk.admin, desk.connection, MappingId([3; 16]), to(None, MappingSwitches::default()));
        assert_eq!(code(change.await), Err("mapping_unknown"));
        let change = hub.engine.change_mapping(&desk.admin, other, mapping, to(None, MappingSwitches::default()));
        assert_eq!(code(change.await), Err("mapping_unknown"), "through another connection it is not there");
        let unknown = PsaConnectionId([8; 16]);
        let delete = hub.engine.delete_mapping(&desk.admin, unknown, mapping);
        assert_eq!(code(delete.await).err(), Some("mapping_connection_unknown"));
        let import = |drafts| async { code(hub.engine.import_psa_companies(&desk.admin, desk.connection, drafts).await).err() };
        assert_eq!(import(vec![]).await, Some("mapping_nothing_chosen"));
        assert_eq!(import((1..=501).map(|n| plain(n, None)).collect()).await, Some("mapping_too_many"));

        // What names say in refusals of an import stands in its rows.
        desk.told(vec![company(31, "First Client"), company(32, "Ivy"), company(33, "ivy"), company(34, &"x".repeat(121))], vec![]).await;
        let rows = desk.import([31, 32, 33, 34, 999].map(|n| plain(n, None)).to_vec()).await;
        assert_eq!(words(&rows), ["company_name_taken", "imported Ivy", "company_name_twice", "psa_company_name", "psa_company_unknown"]);
        assert!(matches!(&rows[0].outcome, ImportOutcome::Refused(MappingRefusal::NameTaken { company, .. }) if *company == first));
    }

    async fn switches_and_site_change_and_the_sync_is_told(hub) {
        let desk = Desk::open(hub).await;
        desk.told(vec![company(1, "Alder")], vec![site(11, 1, "Main"), site(12, 1, "Harbour")]).await;
        let first = desk.company("First Client").await;
        desk.due().await;
        let mapping = desk.map(first, plain(1, None)).await.unwrap();
        assert_eq!(desk.due().await, [1]);
        let rule = desk.rule(1, "P2 findings").await;
        let (engine, admin, at) = (&hub.engine, &desk.admin, desk.connection);
        let change = |change| async move {
            code(engine.change_mapping(admin, at, mapping, change).await)
        };
        let on = MappingSwitches { creates_tickets: true, rule: Some(rule), syncs_configurations: true };
        change(to(Some(12), on)).await.unwrap();
        assert_eq!(desk.due().await, [1]);
        let card = desk.mappings().await.remove(0);
        let held = &card.listed.mapping;
        assert!(held.creates_tickets && held.syncs_configurations && held.rule_id == Some(rule));
        assert_eq!((card.site_name().as_deref(), card.listed.rule.as_str()), (Some("Harbour"), "P2 findings"));
        // Each is optional without the other (S3-15).
        for (creates_tickets, rule, syncs_configurations) in [(true, Some(rule), false), (false, None, true), (false, None, false)] {
            change(to(Some(12), MappingSwitches { creates_tickets, rule, syncs_configurations })).await.unwrap();
        }
        let rule_less = MappingSwitches { creates_tickets: true, ..MappingSwitches::default() };
        assert_eq!(change(to(Some(12), rule_less)).await, Err("rule_required"));
        // The same again is no change, and no entry.
        let before = hub.audit().await.len();
        desk.due().await;
        change(to(Some(12), MappingSwitches::default())).await.unwrap();
        assert_eq!((hub.audit().await.len(), desk.due().await), (before, vec![]));
        // What was hidden meanwhile stays mapped, says so, and can be switched; a site cannot be chosen.
        desk.leaves_out(vec![], SyncFilter { hidden_types: vec![1], hidden_statuses: vec![] }).await;
        let card = desk.mappings().await.remove(0);
        assert_eq!(card.standing(), MappingStanding::Hidden);
        assert_eq!(card.left_out.unwrap().to_string(), "is hidden by its type Client");
        change(to(Some(12), on)).await.unwrap();
        assert_eq!(change(to(Some(11), on)).await, Err("psa_company_hidden"));
        desk.gone(1).await;
        assert_eq!(desk.mappings().await[0].standing(), MappingStanding::Gone);
        change(to(Some(12), MappingSwitches::default())).await.unwrap();
        let audit = hub.audit().await.join("\n");
        assert_eq!(audit.matches("company_mapping.changed").count(), 6, "{audit}");
    }

    async fn deleting_takes_the_mapping_and_nothing_else(hub) {
        let desk = Desk::open(hub).await;
        desk.told(vec![company(1, "Alder")], vec![]).await;
        desk.import(vec![plain(1, None)]).await;
        let before = desk.companies().await;
        let card = desk.mappings().await.remove(0);
        desk.due().await;
        let delete = || hub.engine.delete_mapping(&desk.admin, desk.connection, card.listed.mapping.id);
        let was = code(delete().await).unwrap();
        assert_eq!(was, card.listed.mapping);
        assert_eq!(code(delete().await).err(), Some("mapping_unknown"));
        assert_eq!((desk.mappings().await.len(), desk.companies().await), (0, before));
        assert_eq!(desk.due().await, [1], "its contacts are to be let go");
        // It can be made again as it was, to the company that stayed.
        let again = MapDraft { company: was.company_id, mapping: plain(1, None), follows: was.follows };
        hub.engine.map_company(&desk.admin, desk.connection, again).await.unwrap();
        let mapping = desk.mappings().await.remove(0).listed.mapping;
        assert!(mapping.follows && mapping.company_id == was.company_id);
        let audit = hub.audit().await.join("\n");
        for action in ["imported", "deleted", "made"] {
            assert!(audit.contains(&format!("company_mapping.{action}")), "{audit}");
        }
    }
}
