//! The steps of a walk, besides what happens in the PSA.

use super::{Office, Walk, listen};
use engine::Failure;
use kernel::{ContactId, Span};
use model::directory::sync::Decision;
use model::directory::{CompanyMapping, PsaCompany, PsaReach, SyncFilter};
use simulators::connectwise::{Kind, Simulator};
use simulators::{Effect, Fault};
use std::sync::atomic::Ordering;
use std::time::Duration;
use store::StoreFault;
use store::directory::{companies, company_mappings, contacts, psa_due, psa_mirror, psa_sync};

impl Walk<'_> {
    /// One step, whichever.
    pub async fn step(&mut self) {
        match self.dice.below(100) {
            0..=21 => self.edit_contact(),
            22..=31 => self.edit_company(),
            32..=37 => self.edit_site(),
            38..=44 => self.change_mappings().await,
            45..=47 => self.change_reach().await,
            48..=49 => self.pause_or_resume().await,
            50..=54 => self.decide().await,
            55..=57 => self.grant().await,
            58..=62 => self.hold_notices().await,
            63..=67 => self.order_fault(),
            68 => self.turn_the_psas_clock(),
            69 => self.upgrade(),
            70..=71 => self.limit(),
            72 => self.restart_the_psa().await,
            73..=77 => self.kill().await,
            78..=79 => self.whole().await,
            80..=81 => {
                self.tell("a day passes".into());
                self.hub.wait(Span::hours(25));
            }
            82..=86 => {
                let seconds = i64::try_from(self.dice.below(600)).unwrap();
                self.tell(format!("{seconds} seconds pass"));
                self.hub.wait(Span::seconds(seconds));
            }
            _ => {
                self.tell("a poll".into());
                if self.dice.percent(70) {
                    self.hub.wait(Span::minutes(1));
                }
                self.work().await;
            }
        }
    }

    async fn mappings(&self) -> Vec<CompanyMapping> {
        let mut tx = self.hub.engine.db().read().await.unwrap();
        company_mappings::of_connection(&mut tx, self.office.id, 0, 1_000)
            .await
            .unwrap()
    }

    /// A company of the mirror, with its names.
    async fn known(&mut self) -> Option<(i64, String, String)> {
        let id = i64::from(self.any(Kind::Companies)?);
        let mut tx = self.hub.engine.db().read().await.unwrap();
        let held = psa_mirror::find::<PsaCompany>(&mut tx, self.office.id, id)
            .await
            .unwrap()?;
        Some((id, held.row.name, held.row.identifier))
    }

    async fn change_mappings(&mut self) {
        let held = self.mappings().await;
        let old = self.dice.one(&held).cloned();
        match (old, self.dice.below(10)) {
            (Some(old), 0) => {
                self.tell(format!("company {} is let go", old.psa_company));
                let (connection, scope) = (self.office.id, self.office.scope());
                let write = self.hub.engine.db().write(move |tx| {
                    Box::pin(async move {
                        company_mappings::delete(tx, scope, old.id).await?;
                        psa_due::mark(tx, connection, old.psa_company).await
                    })
                });
                write.await.unwrap();
            }
            (Some(old), 1 | 2) => self.map_elsewhere(old).await,
            _ => {
                let Some((id, name, _)) = self.known().await else {
                    return;
                };
                let number = u32::try_from(id).unwrap();
                let site = self.any_site(number).filter(|_| self.dice.percent(35));
                let (site, name) = match site {
                    Some(site) => (Some(i64::from(site)), format!("{name} at {site}")),
                    None => (None, name),
                };
                let name: String = name.chars().take(60).collect();
                let free = self.is_free(id, site, &name).await;
                self.tell(format!(
                    "company {id}, site {site:?}, becomes {name}: {free}"
                ));
                if free {
                    self.office.map(self.hub, id, site, &name).await;
                }
            }
        }
    }

    async fn is_free(&self, company: i64, site: Option<i64>, name: &str) -> bool {
        let held = self.mappings().await;
        if held
            .iter()
            .any(|m| m.psa_company == company && m.psa_site == site)
        {
            return false;
        }
        let mut tx = self.hub.engine.db().read().await.unwrap();
        let key = kernel::name::name_key(name);
        let own = companies::find_by_key(&mut tx, self.office.scope(), &key)
            .await
            .unwrap();
        own.is_none() && kernel::PartnerName::parse(name).is_ok()
    }

    async fn map_elsewhere(&mut self, old: CompanyMapping) {
        let Some((id, name, identifier)) = self.known().await else {
            return;
        };
        let number = u32::try_from(id).unwrap();
        let site = self
            .any_site(number)
            .filter(|_| self.dice.percent(35))
            .map(i64::from);
        self.tell(format!(
            "what was mapped to {} is mapped to {id}, site {site:?}",
            old.psa_company
        ));
        let (connection, before) = (self.office.id, old.psa_company);
        let mapping = CompanyMapping {
            psa_company: id,
            psa_site: site,
            known_name: name,
            known_identifier: identifier,
            follows: self.dice.percent(50),
            ..old
        };
        let write = self.hub.engine.db().write(move |tx| {
            Box::pin(async move {
                company_mappings::change(tx, &mapping).await?;
                psa_due::mark(tx, connection, before).await?;
                psa_due::mark(tx, connection, id).await
            })
        });
        match write.await {
            Ok(()) | Err(StoreFault::Taken(_)) => {}
            Err(fault) => panic!("{fault:?}"),
        }
    }

    async fn change_reach(&mut self) {
        let mut reach = PsaReach {
            associated: Vec::new(),
            filter: SyncFilter {
                hidden_types: Vec::new(),
                hidden_statuses: Vec::new(),
            },
        };
        if self.dice.percent(30) {
            let ids = self.office.psa.ids(Kind::Companies);
            reach.associated = ids
                .into_iter()
                .map(i64::from)
                .filter(|_| self.dice.percent(70))
                .collect();
        }
        if self.dice.percent(40) {
            let id = self.any(Kind::CompanyTypes).unwrap();
            reach.filter.hidden_types.push(id.into());
        }
        if self.dice.percent(40) {
            let id = self.any(Kind::CompanyStatuses).unwrap();
            reach.filter.hidden_statuses.push(id.into());
        }
        self.tell(format!("reach {reach:?}"));
        let (engine, office) = (&self.hub.engine, &self.office);
        engine
            .set_psa_reach(&office.admin, office.id, reach)
            .await
            .unwrap();
    }

    async fn pause_or_resume(&mut self) {
        let pause = self.dice.percent(40);
        self.tell(format!("paused: {pause}"));
        let (engine, office) = (&self.hub.engine, &self.office);
        match pause {
            true => engine
                .pause_psa_connection(&office.admin, office.id)
                .await
                .unwrap(),
            false => engine
                .resume_psa_connection(&office.admin, office.id)
                .await
                .unwrap(),
        }
    }

    async fn decide(&mut self) {
        let (engine, office) = (&self.hub.engine, &self.office);
        let mut rows = engine
            .list_psa_conflicts(&office.admin, office.id, false, None, 500)
            .await
            .unwrap();
        rows.extend(
            engine
                .list_psa_conflicts(&office.admin, office.id, true, None, 500)
                .await
                .unwrap(),
        );
        let Some(held) = self.dice.one(&rows).cloned() else {
            return;
        };
        let answer = match self.dice.percent(10) {
            true => None,
            false => self.dice.one(held.conflict.kind.decisions()).copied(),
        };
        let before = match answer {
            Some(Decision::SamePerson) => self.active_with(&held.conflict.subject).await,
            _ => Vec::new(),
        };
        let (engine, office) = (&self.hub.engine, &self.office);
        let done = engine
            .decide_psa_conflict(&office.admin, held.id, answer)
            .await;
        let words = match &done {
            Ok(()) => "done".to_owned(),
            Err(Failure::Refused(refused)) => format!("{refused:?}"),
            Err(Failure::Broken(broken)) => panic!("{broken:?}"),
        };
        self.tell(format!("{:?} -> {answer:?}: {words}", held.conflict));
        if done.is_ok() {
            self.note_joined(&before).await;
        }
    }

    async fn active_with(&self, key: &str) -> Vec<ContactId> {
        let (mut tx, scope) = (
            self.hub.engine.db().read().await.unwrap(),
            self.office.scope(),
        );
        let mut found = Vec::new();
        for id in contacts::with_email(&mut tx, scope, key).await.unwrap() {
            let contact = contacts::find(&mut tx, scope, id).await.unwrap().unwrap();
            if contact.state == model::directory::ContactState::Active {
                found.push(id);
            }
        }
        found
    }

    /// One who was made of several keeps a profile that all of them had, and no other.
    async fn note_joined(&mut self, people: &[ContactId]) {
        let Some(keeper) = people.first() else { return };
        let profiles: Vec<Option<String>> =
            people.iter().map(|id| self.granted.remove(id)).collect();
        if let Some(Some(profile)) = profiles.first()
            && profiles.iter().all(|p| p.as_ref() == Some(profile))
        {
            self.granted.insert(*keeper, profile.clone());
        }
    }

    async fn grant(&mut self) {
        let Some(person) = self.any(Kind::Contacts) else {
            return;
        };
        let (office, hub) = (&self.office, self.hub);
        let Some(contact) = office.contact(hub, person.into()).await else {
            return;
        };
        let profile = self.dice.one(&["admin", "revoked"]).unwrap().to_string();
        self.tell(format!("{person} gets {profile}"));
        let (scope, id, given) = (self.office.scope(), contact.id, profile.clone());
        let write = hub.engine.db().write(move |tx| {
            Box::pin(async move { contacts::set_profile(tx, scope, id, &given).await })
        });
        write.await.unwrap();
        match profile.as_str() {
            "revoked" => self.granted.remove(&contact.id),
            _ => self.granted.insert(contact.id, profile),
        };
    }

    /// Notices that have come are held back, or come now, once or twice, or never; or the PSA is made
    /// silent.
    async fn hold_notices(&mut self) {
        let silent = self.dice.percent(10);
        if silent {
            self.tell("the PSA falls silent".into());
            for id in self.office.psa.ids(Kind::Callbacks) {
                self.office.update(
                    "Callbacks",
                    id.into(),
                    serde_json::json!({ "inactiveFlag": true }),
                );
            }
            return;
        }
        if self.dice.percent(50) {
            self.tell(format!("{} notices come late", self.late.len()));
            for notice in std::mem::take(&mut self.late) {
                if self.dice.percent(30) {
                    continue;
                }
                self.put_notice(notice.clone()).await;
                if self.dice.percent(30) {
                    let id = kernel::PsaNoticeId(super::super::unique());
                    self.put_notice(psa_sync::RawNotice { id, ..notice }).await;
                }
            }
            return;
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
        let (id, now) = (self.office.id, self.hub.now());
        let write = self.hub.engine.db().write(move |tx| {
            Box::pin(async move {
                let due = psa_sync::due_notices(tx, id, now).await?;
                for notice in &due {
                    psa_sync::drop_notice(tx, notice.id).await?;
                }
                Ok::<_, StoreFault>(due)
            })
        });
        let held = write.await.unwrap();
        self.tell(format!("{} notices are held back", held.len()));
        self.late.extend(held);
    }

    fn order_fault(&mut self) {
        let effect = match self.dice.below(8) {
            0 => Effect::Status(429),
            1 | 2 => Effect::Status(500),
            3 => Effect::Status(503),
            4 => Effect::SlowMilliseconds(20),
            5 => Effect::StaleSeconds(10 + self.dice.below(250)),
            _ => Effect::CutBefore,
        };
        let path = *self
            .dice
            .one(&[
                "",
                "company/companies*",
                "company/contacts*",
                "*/sites*",
                "company/configurations*",
                "system/*",
            ])
            .unwrap();
        let times = u32::try_from(1 + self.dice.below(12)).unwrap();
        let fault = Fault {
            percent: Some(20 + self.dice.below(80)),
            times: Some(times),
            ..Fault::always("GET", path, effect)
        };
        self.tell(format!("{fault:?}"));
        self.office.psa.order(fault);
        if self.dice.percent(30) {
            self.tell("faults are over".into());
            self.office.psa.clear_faults();
        }
    }

    fn turn_the_psas_clock(&mut self) {
        let off = i64::try_from(self.dice.below(14_400)).unwrap() - 7_200;
        self.tell(format!("the PSA's clock is off by {off}"));
        self.skew.store(off, Ordering::SeqCst);
        self.office.psa.limit(None);
    }

    fn upgrade(&mut self) {
        let codebase = format!("v2026_{}/", 1 + self.dice.below(5));
        self.tell(format!("codebase {codebase}"));
        self.office.psa.upgrade(&codebase);
        self.options.codebase = codebase;
    }

    fn limit(&mut self) {
        let most = *self
            .dice
            .one(&[None, Some(2), Some(8), Some(40), Some(1_000)])
            .unwrap();
        self.tell(format!("limit {most:?}"));
        self.office.psa.limit(most);
    }

    async fn restart_the_psa(&mut self) {
        self.tell("the PSA is started again".into());
        let url = self.office.psa.url();
        let port = url.rsplit(':').next().unwrap().parse().unwrap();
        self.office.psa.stop().await;
        let listener = listen(port).await;
        self.office.psa = Simulator::start(listener, self.options.clone())
            .await
            .unwrap();
    }

    /// The node that is at work dies in the middle; another goes on when its lease has run out.
    async fn kill(&mut self) {
        if self.dice.percent(50) {
            let (engine, office) = (&self.hub.engine, &self.office);
            let whole = self.dice.percent(50);
            engine
                .sync_psa_now(&office.admin, office.id, whole)
                .await
                .unwrap();
        }
        let after = Duration::from_micros(self.dice.below(60_000));
        self.tell(format!("the node is killed after {after:?}"));
        let node = self.node.clone();
        let task = tokio::spawn(async move { node.run_psas().await });
        tokio::time::sleep(after).await;
        task.abort();
        let _ = task.await;
        self.node = self.hub.another_node().await;
        if self.dice.percent(70) {
            self.hub.wait(Span::minutes(4));
        }
    }

    async fn whole(&mut self) {
        self.tell("all is read".into());
        let (engine, office): (_, &Office) = (&self.hub.engine, &self.office);
        engine
            .sync_psa_now(&office.admin, office.id, true)
            .await
            .unwrap();
        self.work().await;
    }
}
