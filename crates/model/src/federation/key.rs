//! Signing keys and their rotation with overlap.

use kernel::{Span, Timestamp};

/// Where a key stands. Published from `Next` to `Retired`, signing only while `Active`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// Published so that clients learn it, not signing yet.
    Next,
    /// Signs.
    Active,
    /// Signs no more; still published while tokens of it live.
    Retired,
}

impl KeyState {
    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }
    /// The state of a text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Next, Self::Active, Self::Retired]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// A key without its private part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// The key id.
    pub kid: String,
    /// The registered name of the algorithm.
    pub algorithm: String,
    /// Where it stands.
    pub state: KeyState,
    /// The JSON Web Key.
    pub public_jwk: String,
    /// The private key, sealed for its row.
    pub sealed_private: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it came into its state.
    pub state_since: Timestamp,
}

/// How often keys change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// How long a key signs.
    pub active_for: Span,
    /// How long a key is published before it signs, and after.
    pub overlap: Span,
}

/// One step of rotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyPlan {
    /// Make a key in this state.
    Make(String, KeyState),
    /// Let this key sign.
    Activate(String),
    /// Let this key sign no more.
    Retire(String),
    /// Take this key out of the published set.
    Remove(String),
}

/// How long a key is published before it signs when the operator orders a change before its time:
/// every node looks each minute, and whoever fetched the published keys may keep them for five.
pub const LEAD: Span = Span::minutes(10);

/// Decides what is due for the keys of all the algorithms. Idempotent: run after its own result it
/// plans nothing. Keys that sign since before `ordered` are changed as soon as their successors were
/// published for [`LEAD`].
pub fn plan_rotation(
    keys: &[KeyRow],
    algorithms: &[&str],
    rotation: Rotation,
    ordered: Option<Timestamp>,
    now: Timestamp,
) -> Vec<KeyPlan> {
    let mut plan = Vec::new();
    for algorithm in algorithms {
        let of = |state| {
            keys.iter()
                .filter(move |k| k.algorithm == *algorithm && k.state == state)
        };
        let active = of(KeyState::Active).max_by_key(|k| k.state_since);
        let next = of(KeyState::Next).min_by_key(|k| k.state_since);
        let hurry = active.is_some_and(|k| ordered.is_some_and(|at| k.state_since <= at));
        let lead = if hurry { LEAD } else { rotation.overlap };
        match (active, next) {
            (None, None) => plan.push(KeyPlan::Make((*algorithm).to_owned(), KeyState::Active)),
            (None, Some(next)) => plan.push(KeyPlan::Activate(next.kid.clone())),
            (Some(active), None)
                if hurry || now - active.state_since >= rotation.active_for - rotation.overlap =>
            {
                plan.push(KeyPlan::Make((*algorithm).to_owned(), KeyState::Next));
            }
            (Some(active), Some(next))
                if (hurry || now - active.state_since >= rotation.active_for)
                    && now - next.state_since >= lead =>
            {
                plan.push(KeyPlan::Retire(active.kid.clone()));
                plan.push(KeyPlan::Activate(next.kid.clone()));
            }
            _ => {}
        }
        for retired in of(KeyState::Retired) {
            if now - retired.state_since >= rotation.overlap {
                plan.push(KeyPlan::Remove(retired.kid.clone()));
            }
        }
    }
    plan
}

/// What is done when somebody may have the private keys: all of them go out of the published set and
/// new ones sign, at once. Whatever was signed with the old ones is good nowhere any more.
pub fn plan_stolen(keys: &[KeyRow], algorithms: &[&str]) -> Vec<KeyPlan> {
    let gone = keys.iter().map(|key| KeyPlan::Remove(key.kid.clone()));
    let made = algorithms
        .iter()
        .map(|algorithm| KeyPlan::Make((*algorithm).to_owned(), KeyState::Active));
    gone.chain(made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROTATION: Rotation = Rotation {
        active_for: Span::days(90),
        overlap: Span::days(7),
    };

    fn apply(keys: &mut Vec<KeyRow>, plan: Vec<KeyPlan>, now: Timestamp) {
        for step in plan {
            match step {
                KeyPlan::Make(algorithm, state) => keys.push(KeyRow {
                    kid: format!("k{}", now.unix_seconds()),
                    algorithm,
                    state,
                    public_jwk: String::new(),
                    sealed_private: vec![],
                    created_at: now,
                    state_since: now,
                }),
                KeyPlan::Activate(kid) | KeyPlan::Retire(kid) => {
                    for k in keys.iter_mut().filter(|k| k.kid == kid) {
                        k.state = if k.state == KeyState::Next {
                            KeyState::Active
                        } else {
                            KeyState::Retired
                        };
                        k.state_since = now;
                    }
                }
                KeyPlan::Remove(kid) => keys.retain(|k| k.kid != kid),
            }
        }
    }

    #[test]
    fn over_a_year_one_key_signs_and_every_signer_was_published_a_week_before() {
        let mut keys = Vec::new();
        let mut now = Timestamp::from_unix_seconds(0);
        let mut signers = Vec::new();
        for hour in 0..24 * 400 {
            let before = keys.clone();
            let plan = plan_rotation(&keys, &["ES256"], ROTATION, None, now);
            apply(&mut keys, plan, now);
            assert_eq!(
                plan_rotation(&keys, &["ES256"], ROTATION, None, now),
                vec![],
                "idempotent in hour {hour}"
            );
            let active: Vec<_> = keys
                .iter()
                .filter(|k| k.state == KeyState::Active)
                .collect();
            assert_eq!(active.len(), 1);
            if signers.last() != Some(&active[0].kid) {
                if !signers.is_empty() {
                    let known = before.iter().find(|k| k.kid == active[0].kid).unwrap();
                    assert!(now - known.created_at >= ROTATION.overlap);
                    assert!(keys.iter().any(|k| k.state == KeyState::Retired));
                }
                signers.push(active[0].kid.clone());
            }
            now = now + Span::hours(1);
        }
        assert_eq!(signers.len(), 5);
    }

    #[test]
    fn an_ordered_change_publishes_first_and_keeps_the_old_key_for_its_overlap() {
        let begin = Timestamp(0);
        let mut keys = Vec::new();
        let plan = plan_rotation(&keys, &["ES256"], ROTATION, None, begin);
        apply(&mut keys, plan, begin);
        let ordered = begin + Span::days(3);
        let plan_at =
            |keys: &[KeyRow], now| plan_rotation(keys, &["ES256"], ROTATION, Some(ordered), now);
        assert_eq!(
            plan_rotation(&keys, &["ES256"], ROTATION, None, ordered),
            []
        );
        let first = plan_at(&keys, ordered);
        assert_eq!(first, [KeyPlan::Make("ES256".into(), KeyState::Next)]);
        apply(&mut keys, first, ordered);
        assert_eq!(
            plan_at(&keys, ordered + Span::minutes(9)),
            [],
            "nobody may know it yet"
        );
        let change = plan_at(&keys, ordered + LEAD);
        assert_eq!(change.len(), 2);
        apply(&mut keys, change, ordered + LEAD);
        let old = keys.iter().find(|k| k.state == KeyState::Retired).unwrap();
        assert_eq!(old.created_at, begin);
        // The order is carried out: the new key is not changed by it again.
        assert_eq!(plan_at(&keys, ordered + LEAD + Span::days(6)), []);
        let later = plan_at(&keys, ordered + LEAD + Span::days(7));
        assert_eq!(later, [KeyPlan::Remove(old.kid.clone())]);
    }

    #[test]
    fn stolen_keys_go_at_once() {
        let mut keys = Vec::new();
        let first = plan_rotation(&keys, &["ES256"], ROTATION, None, Timestamp(0));
        apply(&mut keys, first, Timestamp(0));
        let plan = plan_stolen(&keys, &["ES256"]);
        let made = KeyPlan::Make("ES256".into(), KeyState::Active);
        assert_eq!(plan, [KeyPlan::Remove(keys[0].kid.clone()), made]);
    }
}
