//! One run for one person: look, make the next call, look again, until nothing more is due.

use super::call::Endpoint;
use super::claim::DueAccount;
use super::facts::Stand;
use super::hear::{answer, heard};
use super::import::account_of;
use super::request::{account_for, create, names_of, replace_active, set_active_without_path};
use crate::outside::Outside;
use crate::{Broken, Engine};
use futures_util::future::join_all;
use kernel::{ModuleAccountId, Scope};
use model::access::{
    AccountLinkKind, Goal, Heard, Judged, LinkState, ModuleAccount, Outcome, Position, Sight, Step,
    judge, next_step,
};
use scim::client::{
    Found, Peer, RemoteId, read_changed, read_created, read_deleted, read_found, read_one,
};
use scim::{Lookup, ResourceKind, User};
use store::StoreFault;
use store::access::provisioning::note_ended;
use unified_login::{AccountKeys, PersonKeys, match_account};

/// Most calls of one run. None needs half as many; a module that leads in circles comes again later.
const MOST_STEPS: usize = 16;

/// What a run knows.
pub(super) struct Run {
    pub endpoint: Endpoint,
    pub subject: String,
    pub stand: Stand,
    pub at: Position,
    /// The module's id of her account.
    pub remote: Option<RemoteId>,
    /// The account as it was read or made in this run.
    pub account: Option<ModuleAccount>,
    /// How the bond came about, if one is to be made.
    pub kind: AccountLinkKind,
    /// The module's words.
    pub fault: String,
    /// The body that was read last.
    body: Vec<u8>,
}

/// How a step ended: it is to go on, or this came of it.
type Stepped = Result<Option<Outcome>, Heard>;

impl Engine {
    /// Does what is due at modules, all that they bear at once; how many it were.
    ///
    /// # Errors
    /// [`Broken`], when the database cannot be used; a module that does not answer is no error here.
    pub async fn provision_due(&self, outside: &dyn Outside) -> Result<usize, Broken> {
        let due = self.claim_accounts().await?;
        let count = due.len();
        let runs = due.into_iter().map(|one| self.provision_one(one, outside));
        // All end before the first error is told: each has its own outcome.
        for run in join_all(runs).await {
            run?;
        }
        Ok(count)
    }

    /// Brings one person's account at one module to where it should be, as far as the module goes
    /// along, and writes down what came of it.
    ///
    /// # Errors
    /// [`Broken`], when that cannot be written.
    pub async fn provision_one(
        &self,
        due: DueAccount,
        outside: &dyn Outside,
    ) -> Result<(), Broken> {
        match self.run_for(&due, outside).await {
            // Somebody else wrote the same bond in between: it comes again and sees that.
            Err(Broken::Store(StoreFault::Taken(_))) => {
                let why = "it was changed at the same moment";
                self.postpone(&due, "", None, why.into()).await
            }
            other => other,
        }
    }

    async fn run_for(&self, due: &DueAccount, outside: &dyn Outside) -> Result<(), Broken> {
        let Some(mut run) = self.begin_run(due).await? else {
            return Ok(());
        };
        for _ in 0..MOST_STEPS {
            let step = next_step(&run.at);
            if let Step::Settle(outcome) = step {
                return self.settle_run(due, run, outcome).await;
            }
            match self.take_step(due, &mut run, step, outside).await? {
                Ok(None) => {}
                Ok(Some(outcome)) => return self.settle_run(due, run, outcome).await,
                Err(heard) => match judge(step, heard) {
                    Judged::Learnt(sight) => run.learn(sight),
                    Judged::Settle(outcome, words) => {
                        run.fault = words;
                        return self.settle_run(due, run, outcome).await;
                    }
                    Judged::Again { pause, why } => {
                        let goal = run.at.goal.as_str();
                        return self.postpone(due, goal, pause, why).await;
                    }
                },
            }
        }
        let why = "the module says something else each time";
        self.postpone(due, run.at.goal.as_str(), None, why.into())
            .await
    }

    /// How things stand at this moment; none when that settles it.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    async fn begin_run(&self, due: &DueAccount) -> Result<Option<Run>, Broken> {
        let task = &due.task;
        let mut tx = self.db.read().await?;
        let link = store::access::links::find(&mut tx, task.link_id).await?;
        let Some(link) = link.filter(|l| l.state == LinkState::Active) else {
            drop(tx);
            self.leave(
                due,
                Goal::Leave(Outcome::LeftAlone).as_str(),
                Outcome::LeftAlone,
            )
            .await?;
            return Ok(None);
        };
        let scope = Scope::of(link.partner_id);
        let manifest = store::access::links::manifest(&mut tx, scope, link.instance_id).await?;
        let Some((manifest, _)) = manifest else {
            drop(tx);
            self.leave(due, "", Outcome::NoEndpoint).await?;
            return Ok(None);
        };
        let stand = self
            .stand_of(&mut tx, &link, &manifest, task.affiliation_id, Some(task))
            .await?;
        let endpoint = self.endpoint_of(&mut tx, link).await?;
        drop(tx);
        let goal = stand.goal;
        // Of somebody who is gone with her account, what came of it stays to be seen.
        if stand.bond.is_none() && stand.place.is_none() {
            let outcome = task.outcome.unwrap_or(Outcome::LeftAlone);
            self.leave(due, &task.goal, outcome).await?;
            return Ok(None);
        }
        let Some(endpoint) = endpoint else {
            let outcome = match goal {
                Goal::Leave(outcome) => outcome,
                _ => Outcome::NoEndpoint,
            };
            self.leave(due, goal.as_str(), outcome).await?;
            return Ok(None);
        };
        let remote = stand.remote.as_deref().and_then(RemoteId::parse);
        Ok(Some(Run {
            subject: self.subject_of(&endpoint.client, task.affiliation_id),
            at: Position {
                goal,
                known: remote.is_some(),
                bound: stand.bond.is_some(),
                copy: stand.copy.as_ref().map(|c| c.active),
                sight: Sight::Nothing,
                ended_by_hub: task.ended_by_hub,
                changed: false,
                made: false,
                creates: stand.creates,
            },
            endpoint,
            stand,
            remote,
            account: None,
            kind: AccountLinkKind::Matched,
            fault: String::new(),
            body: Vec::new(),
        }))
    }

    async fn take_step(
        &self,
        due: &DueAccount,
        run: &mut Run,
        step: Step,
        outside: &dyn Outside,
    ) -> Result<Stepped, Broken> {
        match step {
            Step::LookByOurId => {
                let lookup = Lookup::ExternalId(run.subject.clone());
                let found = self.look(run, &lookup, outside).await?;
                Ok(found.map(|found| self.take_found(run, found, Sight::Nobody)))
            }
            Step::LookByName => self.look_by_name(run, outside).await,
            Step::Read => self.read_account(run, outside).await,
            Step::Create => self.make_account(run, outside).await,
            Step::SetActive(active) => self.set_active(due, run, active, outside).await,
            Step::Delete => self.delete_account(due, run, outside).await,
            Step::Settle(outcome) => Ok(Ok(Some(outcome))),
        }
    }

    async fn look(
        &self,
        run: &Run,
        lookup: &Lookup,
        outside: &dyn Outside,
    ) -> Result<Result<Found, Heard>, Broken> {
        let request = scim::client::find(ResourceKind::User, lookup);
        let came = self.ask(&run.endpoint, request, outside).await?;
        let now = self.now();
        Ok(came
            .map_err(Heard::Nothing)
            .and_then(|came| heard(read_found(&answer(&came), ResourceKind::User, lookup, now))))
    }

    /// Takes over what was found by our id: the hub had it made, whatever was heard of that.
    fn take_found(&self, run: &mut Run, found: Found, nobody: Sight) -> Option<Outcome> {
        match found {
            Found::Nobody => {
                run.learn(nobody);
                None
            }
            Found::One(peer) => {
                (run.kind, run.at.made) = (AccountLinkKind::Created, true);
                self.take_peer(run, *peer);
                None
            }
            Found::Several => Some(Outcome::NotMatched(unified_login::MatchRefusal::Ambiguous)),
        }
    }

    fn take_peer(&self, run: &mut Run, peer: Peer) {
        let active = peer.active.unwrap_or(true);
        run.remote = Some(peer.id.clone());
        run.at.known = true;
        let id = ModuleAccountId::new(self.now(), self.chance());
        run.account = Some(account_of(&run.endpoint, peer, id));
        run.learn(Sight::There { active });
    }

    /// There is an account of the name already, or the module cannot look by our id. One that fits by
    /// the keys of the module is hers; any other is not, and is not touched.
    async fn look_by_name(&self, run: &mut Run, outside: &dyn Outside) -> Result<Stepped, Broken> {
        let Some(wished) = account_for(&run.endpoint, &run.stand, &run.subject) else {
            return Ok(Ok(Some(Outcome::LeftAlone)));
        };
        let nobody = if run.at.sight == Sight::Exists {
            Sight::Hidden
        } else {
            Sight::Nobody
        };
        for lookup in names_of(&wished) {
            let found = match self.look(run, &lookup, outside).await? {
                Ok(found) => found,
                // Not every service looks by addresses.
                Err(Heard::Refused(400 | 404 | 501, _)) if matches!(lookup, Lookup::Email(_)) => {
                    continue;
                }
                Err(heard) => return Ok(Err(heard)),
            };
            match found {
                Found::Nobody => {}
                Found::One(peer) if peer.external_id.as_deref() == Some(run.subject.as_str()) => {
                    return Ok(Ok(self.take_found(run, Found::One(peer), nobody)));
                }
                Found::One(peer) => return Ok(Ok(self.take_match(run, *peer))),
                Found::Several => {
                    return Ok(Ok(self.take_found(run, Found::Several, nobody)));
                }
            }
        }
        if nobody == Sight::Hidden {
            run.fault = "the module says that there is one already, and shows none".into();
        }
        run.learn(nobody);
        Ok(Ok(None))
    }

    fn take_match(&self, run: &mut Run, peer: Peer) -> Option<Outcome> {
        let (Some(identity), Some(place)) = (&run.stand.identity, &run.stand.place) else {
            return Some(Outcome::LeftAlone);
        };
        let email = peer.emails.clone().and_then(|all| all.into_iter().next());
        let keys = AccountKeys {
            id: peer.id.as_str(),
            email: email.as_deref().unwrap_or_default(),
            username: peer.user_name.as_deref(),
            active: peer.active.unwrap_or(true),
            taken: false,
        };
        let fits = |by_address: bool| {
            let person = PersonKeys {
                email: by_address.then_some(identity.email.as_str()),
                username: place.username.as_deref(),
            };
            let by = &run.endpoint.manifest.match_by;
            match_account(by, &person, std::slice::from_ref(&keys)).map(str::to_owned)
        };
        let confirmed = identity.email_verified_at.is_some();
        let (fit, would_fit) = (fits(confirmed), fits(true));
        // Hers or not, the hub knows of it from now on.
        let id = ModuleAccountId::new(self.now(), self.chance());
        run.account = Some(account_of(&run.endpoint, peer.clone(), id));
        match (fit, would_fit) {
            (Ok(_), _) => {
                run.kind = AccountLinkKind::Matched;
                self.take_peer(run, peer);
                None
            }
            (Err(unified_login::MatchRefusal::NoAccount), Ok(_)) => Some(Outcome::Unconfirmed),
            (Err(unified_login::MatchRefusal::NoAccount), Err(_)) => {
                run.fault = "an account of somebody else has this name already".into();
                Some(Outcome::Refused)
            }
            (Err(refusal), _) => Some(Outcome::NotMatched(refusal)),
        }
    }

    async fn read_account(&self, run: &mut Run, outside: &dyn Outside) -> Result<Stepped, Broken> {
        let Some(id) = run.remote.clone() else {
            return Ok(Ok(Some(Outcome::OtherAccount)));
        };
        let request = scim::client::get(ResourceKind::User, &id);
        let came = match self.ask(&run.endpoint, request, outside).await? {
            Ok(came) => came,
            Err(why) => return Ok(Err(Heard::Nothing(why))),
        };
        let now = self.now();
        let read = heard(read_one(&answer(&came), ResourceKind::User, &id, now));
        Ok(read.map(|peer| {
            // An account that the hub had made bears its id of her; one that bears another's is not
            // hers, whatever the bond says.
            let made = run.stand.bond.as_ref().map(|b| b.kind) == Some(AccountLinkKind::Created);
            let bears = peer.external_id.as_deref().unwrap_or(&run.subject);
            if made && bears != run.subject {
                return Some(Outcome::OtherAccount);
            }
            self.take_peer(run, peer);
            run.body = came.body;
            None
        }))
    }

    async fn make_account(&self, run: &mut Run, outside: &dyn Outside) -> Result<Stepped, Broken> {
        let Some(account) = account_for(&run.endpoint, &run.stand, &run.subject) else {
            return Ok(Ok(Some(Outcome::LeftAlone)));
        };
        let request = create(&run.endpoint.link, &account);
        let came = match self.ask(&run.endpoint, request, outside).await? {
            Ok(came) => came,
            Err(why) => return Ok(Err(Heard::Nothing(why))),
        };
        let made = heard(read_created::<User>(&answer(&came), &account, self.now()));
        Ok(made.map(|made| {
            (run.kind, run.at.made, run.at.known) = (AccountLinkKind::Created, true, true);
            run.account = Some(self.made_account(run, &account, &made));
            run.remote = Some(made.id);
            run.learn(Sight::There { active: true });
            None
        }))
    }

    fn made_account(
        &self,
        run: &Run,
        account: &User,
        made: &scim::client::Created,
    ) -> ModuleAccount {
        let roles: Vec<String> = account
            .roles
            .iter()
            .filter_map(|r| r.value.clone())
            .collect();
        ModuleAccount {
            id: ModuleAccountId::new(self.now(), self.chance()),
            partner_id: run.endpoint.link.partner_id,
            link_id: run.endpoint.link.id,
            remote_id: made.id.as_str().to_owned(),
            email: account.email().unwrap_or_default().to_owned(),
            username: account.user_name.clone(),
            display_name: account.display_name.clone().unwrap_or_default(),
            active: true,
            roles,
            security_admin: false,
            primary: false,
            email_at_several: false,
            last_local_login_at: None,
            made_by_hub: true,
            etag: made.version.clone().unwrap_or_default(),
        }
    }

    async fn set_active(
        &self,
        due: &DueAccount,
        run: &mut Run,
        active: bool,
        outside: &dyn Outside,
    ) -> Result<Stepped, Broken> {
        let Some(id) = run.remote.clone() else {
            return Ok(Ok(Some(Outcome::OtherAccount)));
        };
        if !active && let Some(outcome) = self.begin_ending(due, run).await? {
            return Ok(Ok(Some(outcome)));
        }
        let first = scim::client::set_active(&id, active);
        let path = first.path.clone();
        let forms = [
            Some(first),
            Some(set_active_without_path(path.clone(), active)),
            replace_active(path, &run.body, active),
        ];
        let mut said = Heard::Nothing("nothing was sent".into());
        for request in forms.into_iter().flatten() {
            let came = match self.ask(&run.endpoint, request, outside).await? {
                Ok(came) => came,
                Err(why) => return Ok(Err(Heard::Nothing(why))),
            };
            let (kind, now) = (ResourceKind::User, self.now());
            match heard(read_changed(&answer(&came), kind, &id, Some(active), now)) {
                Ok(_) => {
                    run.at.changed = true;
                    run.learn(Sight::Changed);
                    return Ok(Ok(None));
                }
                // The same in other words, for services that do not take these.
                Err(heard @ Heard::Refused(400 | 405 | 415 | 422 | 501, _)) => said = heard,
                Err(heard) => return Ok(Err(heard)),
            }
        }
        Ok(Err(said))
    }

    async fn delete_account(
        &self,
        due: &DueAccount,
        run: &mut Run,
        outside: &dyn Outside,
    ) -> Result<Stepped, Broken> {
        let Some(id) = run.remote.clone() else {
            return Ok(Ok(Some(Outcome::OtherAccount)));
        };
        if let Some(outcome) = self.begin_ending(due, run).await? {
            return Ok(Ok(Some(outcome)));
        }
        let request = scim::client::delete(ResourceKind::User, &id);
        let came = match self.ask(&run.endpoint, request, outside).await? {
            Ok(came) => came,
            Err(why) => return Ok(Err(Heard::Nothing(why))),
        };
        Ok(heard(read_deleted(&answer(&came), self.now())).map(|()| {
            run.at.changed = true;
            run.learn(Sight::Changed);
            None
        }))
    }

    /// Looks once more, with nobody beside, whether the account is that of the last active admin, and
    /// notes that the hub ends it. Of two who go at one moment the second is then the last.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    async fn begin_ending(
        &self,
        due: &DueAccount,
        run: &mut Run,
    ) -> Result<Option<Outcome>, Broken> {
        let (engine, task, lease) = (self.clone(), due.task.clone(), due.lease);
        let (link, now) = (run.endpoint.link.clone(), self.now());
        let read = run.account.clone();
        let remote = run.remote.as_ref().map_or("", RemoteId::as_str).to_owned();
        let kept = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let scope = Scope::of(link.partner_id);
                    store::access::provisioning::hold_link(tx, link.id).await?;
                    if let Some(read) = &read {
                        store::access::accounts::put(tx, read, now).await?;
                    }
                    let copy = store::access::accounts::find(tx, scope, link.id, &remote).await?;
                    if let Some(copy) = &copy {
                        if engine.is_last_admin(tx, copy).await? {
                            return Ok::<_, Broken>(true);
                        }
                        if copy.security_admin || copy.primary {
                            store::access::accounts::set_active(tx, link.id, &remote, false)
                                .await?;
                        }
                    }
                    note_ended(tx, &task, lease, true).await?;
                    Ok(false)
                })
            })
            .await?;
        run.at.ended_by_hub |= !kept;
        Ok(kept.then_some(Outcome::KeptLastAdmin))
    }
}

impl Run {
    fn learn(&mut self, sight: Sight) {
        if sight == Sight::Gone && self.at.goal == Goal::Present {
            // The account that was hers is not there any more: she has none.
            (self.at.known, self.at.bound, self.at.copy) = (false, false, None);
            self.remote = None;
            self.account = None;
        }
        self.at.sight = sight;
    }
}
