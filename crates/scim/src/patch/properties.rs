//! Random changes of a random person: whatever is asked, what must hold holds.

use super::*;
use crate::User;
use crate::resource::Resource as _;
use serde_json::json;

/// Numbers from a number (SplitMix64), so that a failure can be repeated.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n).unwrap()).unwrap()
    }
    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    fn path(&mut self) -> String {
        self.of(&[
            "userName",
            "USERNAME",
            "title",
            "active",
            "name",
            "name.givenName",
            "emails",
            "emails.value",
            "emails[type eq \"work\"]",
            "emails[type eq \"work\"].value",
            "emails[primary eq true].primary",
            "emails[type eq \"home\"].primary",
            "emails[not (value pr)].display",
            "roles",
            "roles[value eq \"a\"]",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
            "id",
            "meta",
            "groups",
            "groups[value eq \"g\"].display",
            "shoeSize",
            "nickName",
            "schemas",
        ])
        .to_owned()
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 6 } else { 9 }) {
            0 => Value::Null,
            1 => json!(self.of(&[true, false])),
            2 => json!(self.of(&["True", "false", "", " "])),
            3 | 4 => json!(self.of(&["a", "b", "A", "7", "work", "home"])),
            5 => json!(self.below(9)),
            6 => (0..self.below(3)).map(|_| self.value(depth - 1)).collect(),
            _ => {
                let names = [
                    "value",
                    "type",
                    "primary",
                    "givenName",
                    "department",
                    "manager",
                ];
                let fields =
                    (0..self.below(4)).map(|_| (self.of(&names).to_owned(), self.value(depth - 1)));
                Value::Object(fields.collect())
            }
        }
    }

    fn operation(&mut self) -> Value {
        let op = self.of(&["add", "Replace", "remove"]);
        match self.below(4) {
            0 => {
                json!({"op": op, "value": {self.path(): self.value(2), self.path(): self.value(2)}})
            }
            1 => json!({"op": op, "path": self.path()}),
            _ => json!({"op": op, "path": self.path(), "value": self.value(2)}),
        }
    }
}

#[test]
fn whatever_is_asked_the_rules_hold() {
    let start = User::of_tree(
        json!({"id": "7", "userName": "a", "groups": [{"value": "g"}], "meta": {"version": "1"}})
            .as_object()
            .unwrap()
            .clone(),
    )
    .unwrap();
    let mut chance = Chance(11);
    let (mut user, mut done) = (start.clone(), 0);
    for round in 0..20_000 {
        let operations: Vec<Value> = (0..1 + chance.below(3))
            .map(|_| chance.operation())
            .collect();
        let body = json!({"schemas": [PATCH_SCHEMA], "Operations": operations});
        let Ok(patch) = Patch::of_sent(body.as_object().unwrap()) else {
            continue;
        };
        let Ok(after) = patch.apply(&user) else {
            continue;
        };
        let text = format!("{round}: {body}");
        assert_eq!(
            (&after.id, &after.groups, &after.meta),
            (&start.id, &start.groups, &start.meta),
            "{text}"
        );
        assert!(!after.user_name.trim().is_empty(), "{text}");
        for list in [&after.emails, &after.roles] {
            assert!(
                list.iter().filter(|v| v.primary == Some(true)).count() <= 1,
                "{text}"
            );
            assert!(list.iter().all(|v| *v != Default::default()), "{text}");
        }
        assert_eq!(User::of_tree(after.tree()).as_ref(), Ok(&after), "{text}");
        assert_eq!(
            User::parse_draft(&after.body())
                .unwrap()
                .with_owned_of(&after),
            after,
            "{text}"
        );
        // A retry after a lost answer changes nothing, unless the order of steps undoes itself.
        if patch.steps.len() == 1
            && let Ok(again) = patch.apply(&after)
        {
            assert_eq!(again, after, "{text}");
        }
        done += 1;
        // Begins anew at times, so that every step meets every state.
        user = match round % 10 {
            9 => start.clone(),
            _ => after,
        };
    }
    assert!(done > 2_000, "{done}");
}
