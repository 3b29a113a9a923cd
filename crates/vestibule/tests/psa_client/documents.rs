//! What `docs/connectwise.md` and `docs/kaseya-bms.md` say of rights and refusals is what the program
//! says. `WRITE_DOCUMENTS=1` writes the tables anew.

use kernel::Refusal;
use model::directory::{ConnectionRefusal, PsaFault};
use protocol::psa::bms::RegionRefusal;
use protocol::psa::connectwise::rights::LEAST;
use protocol::psa::connectwise::{BaseUrlRefusal, LoginRefusal};
use std::path::{Path, PathBuf};

fn page(name: &str) -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    crates.parent().unwrap().join("docs").join(name)
}

/// Holds the part of a page between two marks against what it is to be.
fn hold(name: &str, table: &str, wanted: &str) {
    let (begin, end) = (format!("<!-- {table} -->\n"), "<!-- end -->");
    let text = std::fs::read_to_string(page(name)).unwrap();
    let (before, rest) = text.split_once(&begin).expect(table);
    let (held, after) = rest.split_once(end).expect(table);
    if std::env::var("WRITE_DOCUMENTS").is_ok() {
        let text = format!("{before}{begin}{wanted}{end}{after}");
        std::fs::write(page(name), text).unwrap();
    } else {
        assert_eq!(held, wanted, "docs/{name}, {table}");
    }
}

fn refusals<'a>(list: impl Iterator<Item = &'a (dyn Refusal + 'a)>) -> String {
    let mut table = "| code | what it says | what to do |\n|---|---|---|\n".to_owned();
    for refusal in list {
        let (code, sentence, remedy) = (refusal.code(), refusal.sentence(), refusal.remedy());
        table.push_str(&format!("| `{code}` | {sentence} | {remedy} |\n"));
    }
    table
}

#[test]
fn the_documents_show_the_tables_of_the_program() {
    let mut least =
        "| module | function | needed | set-up tables | for |\n|---|---|---|---|---|\n".to_owned();
    for need in LEAST {
        let deeds: Vec<&str> = need.deeds.iter().map(|deed| deed.words()).collect();
        least.push_str(&format!(
            "| {} | {} | {} | {} | {} |\n",
            need.module,
            need.function,
            deeds.join(", "),
            need.tables.join(", "),
            need.purpose.words()
        ));
    }
    hold("connectwise.md", "least privilege", &least);
    let base = BaseUrlRefusal::ALL.iter().map(|r| r as &dyn Refusal);
    let login = LoginRefusal::ALL.iter().map(|r| r as &dyn Refusal);
    hold("connectwise.md", "typed", &refusals(base.chain(login)));
    let own = ConnectionRefusal::ALL.iter().map(|r| r as &dyn Refusal);
    hold("connectwise.md", "connection", &refusals(own));
    let faults = PsaFault::each();
    let faults = faults.iter().map(|r| r as &dyn Refusal);
    hold("connectwise.md", "answered", &refusals(faults));
    let region = RegionRefusal::ALL.iter().map(|r| r as &dyn Refusal);
    hold("kaseya-bms.md", "typed", &refusals(region));
}
