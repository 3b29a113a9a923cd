//! The judge: Project Fluent's own library says the same as we do, for every message, every
//! language and numbers of every plural form.

use super::super::{Filled, MESSAGES, fill};
use super::{crate_root, files};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::Language;

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let tag = language.tag().parse().expect("a tag");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    for (path, text) in files(&crate_root().join("locales").join(language.tag()), &["ftl"]) {
        let resource = FluentResource::try_new(text).expect("reads");
        bundle
            .add_resource(resource)
            .unwrap_or_else(|faults| panic!("{path:?}: {faults:?}"));
    }
    bundle
}

#[test]
fn fluent_itself_says_the_same() {
    let mut compared = 0;
    for (place, language) in Language::ALL.into_iter().enumerate() {
        let bundle = bundle(language);
        for (id, variables, pieces) in MESSAGES {
            for number in [0_u64, 1, 2, 3, 11, 21, 100, 1_000_000] {
                let mut values = Vec::new();
                let mut args = FluentArgs::new();
                for (name, is_number) in *variables {
                    if *is_number {
                        values.push((*name, Filled::Number(number)));
                        args.set(*name, FluentValue::from(number));
                    } else {
                        values.push((*name, Filled::Text("“x” & <y>")));
                        args.set(*name, FluentValue::from("“x” & <y>"));
                    }
                }
                let message = bundle.get_message(id).and_then(|m| m.value());
                let mut faults = Vec::new();
                let theirs = bundle.format_pattern(
                    message.unwrap_or_else(|| panic!("{id} in {}", language.tag())),
                    Some(&args),
                    &mut faults,
                );
                assert!(faults.is_empty(), "{id}: {faults:?}");
                let ours = fill(pieces[place], language, &values);
                assert_eq!(
                    ours,
                    theirs.replace('\n', " "),
                    "{id} in {}",
                    language.tag()
                );
                compared += 1;
                if variables.is_empty() {
                    break;
                }
            }
        }
    }
    assert!(compared > 500, "{compared}");
}
