//! The least that the API member's security role must allow, and how a real role compares (S3-32 to
//! S3-46). No row asks for Delete: the hub never deletes in a PSA (S3-43, S3-44).

use super::records::RoleSetting;

/// What a need is for. A partner that does without it needs less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Companies, tickets and configurations of findings: the table of the set-up guide.
    Findings,
    /// Contacts, for the portal and its sign-in.
    Contacts,
    /// Agreements and invoices, for the portal.
    Billing,
    /// Being told of changes at once.
    Callbacks,
    /// Comparing the role with this table.
    RoleCheck,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Findings,
        Self::Contacts,
        Self::Billing,
        Self::Callbacks,
        Self::RoleCheck,
    ];

    /// The text of forms and programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Findings => "findings",
            Self::Contacts => "contacts",
            Self::Billing => "billing",
            Self::Callbacks => "callbacks",
            Self::RoleCheck => "role_check",
        }
    }
    /// The purpose of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str() == text)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Findings => "companies, tickets, configurations",
            Self::Contacts => "contacts of the portal",
            Self::Billing => "agreements and invoices of the portal",
            Self::Callbacks => "being told of changes at once",
            Self::RoleCheck => "comparing the role with this table",
        }
    }
}

/// A deed, in the order of the vendor's columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// Add.
    Add,
    /// Edit.
    Edit,
    /// Delete.
    Delete,
    /// Inquire.
    Inquire,
}

impl Deed {
    /// The vendor's column.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Edit => "Edit",
            Self::Delete => "Delete",
            Self::Inquire => "Inquire",
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The vendor's module.
    pub module: &'static str,
    /// Its function.
    pub function: &'static str,
    /// What is needed.
    pub deeds: &'static [Deed],
    /// Of set-up tables, only these.
    pub tables: &'static [&'static str],
    /// What for.
    pub purpose: Purpose,
}

const fn need(
    module: &'static str,
    function: &'static str,
    deeds: &'static [Deed],
    purpose: Purpose,
) -> Need {
    Need {
        module,
        function,
        deeds,
        tables: &[],
        purpose,
    }
}

const READ: &[Deed] = &[Deed::Inquire];
const WRITE: &[Deed] = &[Deed::Add, Deed::Edit, Deed::Inquire];
const SET_UP: &str = "Table Setup (Customize)";

/// The table of least privilege.
pub const LEAST: &[Need] = &[
    need("Companies", "Company Maintenance", READ, Purpose::Findings),
    need("Companies", "Configurations", WRITE, Purpose::Findings),
    need("Finance", "BrightGauge", READ, Purpose::Findings),
    need("Service Desk", "Service Tickets", WRITE, Purpose::Findings),
    need(
        "Service Desk",
        "Close Service Tickets",
        WRITE,
        Purpose::Findings,
    ),
    need("System", "API Reports", READ, Purpose::Findings),
    need("System", "Member Maintenance", READ, Purpose::Findings),
    need("System", "My Company", READ, Purpose::Findings),
    Need {
        tables: &[
            "Company/Configuration",
            "Company/Company Status",
            "Company/Company Type",
            "Service/Priority",
            "Service/Service Board",
            "Service/Source",
        ],
        // Add, because the hub makes a configuration type of its own with its questions (S3-46).
        ..need(
            "System",
            SET_UP,
            &[Deed::Add, Deed::Inquire],
            Purpose::Findings,
        )
    },
    need("Companies", "Contacts", READ, Purpose::Contacts),
    need("Finance", "Agreements", READ, Purpose::Billing),
    need("Finance", "Invoicing", READ, Purpose::Billing),
    Need {
        tables: &["General/Callbacks"],
        ..need("System", SET_UP, WRITE, Purpose::Callbacks)
    },
    need("System", "Security Roles", READ, Purpose::RoleCheck),
];

/// How far a role allows a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not at all.
    None,
    /// With the member's own records.
    My,
    /// With all.
    All,
}

impl Level {
    fn of(text: &str) -> Self {
        match text.trim().to_ascii_lowercase().as_str() {
            "all" => Self::All,
            "my" | "mine" => Self::My,
            _ => Self::None,
        }
    }

    /// The vendor's word.
    pub const fn words(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::My => "My",
            Self::All => "All",
        }
    }
}

/// A right that is too little or too much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The vendor's module.
    pub module: String,
    /// Its function.
    pub function: String,
    /// The deed.
    pub deed: Deed,
    /// What the role has.
    pub held: Level,
    /// What the table asks for: `All` or `None`.
    pub wanted: Level,
    /// What it is for; none where it is too much.
    pub purpose: Option<Purpose>,
}

impl Difference {
    /// What to do, step by step.
    pub fn steps(&self, role: &str) -> String {
        format!(
            "In ConnectWise: System > Security Roles > {role} > {} > {}: set {} from {} to {}, save.",
            self.module,
            self.function,
            self.deed.words(),
            self.held.words(),
            self.wanted.words()
        )
    }
}

/// How a role compares with the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What the hub needs and the role does not have.
    pub missing: Vec<Difference>,
    /// What the role has and the hub does not need.
    pub excessive: Vec<Difference>,
    /// The role reaches set-up tables. Which of them, the API does not tell: these and no others
    /// must be chosen, which a person has to look at.
    pub tables: Vec<&'static str>,
}

/// Names of modules and functions, however they are spaced and written.
fn same(held: &str, named: &str) -> bool {
    let plain = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect::<String>()
    };
    let (held, named) = (plain(held), plain(named));
    !held.is_empty() && held == named
}

fn is(setting: &RoleSetting, module: &str, function: &str) -> bool {
    let module_is = same(&setting.module, module) || same(&setting.module_identifier, module);
    module_is && (same(&setting.function, function) || same(&setting.function_identifier, function))
}

fn level(setting: &RoleSetting, deed: Deed) -> Level {
    Level::of(match deed {
        Deed::Add => &setting.add,
        Deed::Edit => &setting.edit,
        Deed::Delete => &setting.delete,
        Deed::Inquire => &setting.inquire,
    })
}

/// Compares the settings of a role with what these purposes need.
pub fn compare(settings: &[RoleSetting], purposes: &[Purpose]) -> Comparison {
    const DEEDS: [Deed; 4] = [Deed::Add, Deed::Edit, Deed::Delete, Deed::Inquire];
    let needs = || LEAST.iter().filter(|need| purposes.contains(&need.purpose));
    let mut found = Comparison::default();
    for need in needs() {
        let setting = settings.iter().find(|s| is(s, need.module, need.function));
        for deed in need.deeds {
            let held = setting.map_or(Level::None, |setting| level(setting, *deed));
            let told = found.missing.iter().any(|d: &Difference| {
                d.deed == *deed && d.module == need.module && d.function == need.function
            });
            if held < Level::All && !told {
                found.missing.push(Difference {
                    module: need.module.to_owned(),
                    function: need.function.to_owned(),
                    deed: *deed,
                    held,
                    wanted: Level::All,
                    purpose: Some(need.purpose),
                });
            }
        }
        if setting.is_some_and(|setting| level(setting, Deed::Inquire) > Level::None) {
            found.tables.extend(need.tables);
        }
    }
    for setting in settings {
        for deed in DEEDS {
            let held = level(setting, deed);
            let needed = needs()
                .any(|need| is(setting, need.module, need.function) && need.deeds.contains(&deed));
            if held > Level::None && !needed {
                found.excessive.push(Difference {
                    module: setting.module.clone(),
                    function: setting.function.clone(),
                    deed,
                    held,
                    wanted: Level::None,
                    purpose: None,
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(module: &str, function: &str, levels: [&str; 4]) -> RoleSetting {
        let [add, edit, delete, inquire] = levels.map(str::to_owned);
        RoleSetting {
            module: module.into(),
            function: function.into(),
            add,
            edit,
            delete,
            inquire,
            ..RoleSetting::default()
        }
    }

    /// A role that is exactly the table.
    fn exact() -> Vec<RoleSetting> {
        let mut settings: Vec<RoleSetting> = Vec::new();
        for need in LEAST {
            let level = |deed| {
                if need.deeds.contains(&deed) {
                    "All"
                } else {
                    "None"
                }
            };
            let levels = [
                level(Deed::Add),
                level(Deed::Edit),
                level(Deed::Delete),
                level(Deed::Inquire),
            ];
            settings.retain(|held| !is(held, need.module, need.function));
            settings.push(setting(need.module, need.function, levels));
        }
        settings
    }

    #[test]
    fn nothing_is_ever_to_be_deleted() {
        assert!(LEAST.iter().all(|need| !need.deeds.contains(&Deed::Delete)));
    }

    #[test]
    fn a_role_that_is_the_table_has_no_difference() {
        let found = compare(&exact(), &Purpose::ALL);
        assert_eq!((found.missing, found.excessive), (vec![], vec![]));
        assert_eq!(found.tables.len(), 7);
    }

    #[test]
    fn each_missing_and_each_excessive_right_is_named() {
        let mut role = exact();
        for held in &mut role {
            match held.function.as_str() {
                "Configurations" => held.add = "My".into(),
                "Service Tickets" => held.delete = "All".into(),
                "API Reports" => held.inquire = "None".into(),
                _ => {}
            }
        }
        role.retain(|held| held.function != "My Company");
        role.push(setting(
            "Procurement",
            "Purchase Orders",
            ["All", "None", "None", "None"],
        ));
        let found = compare(&role, &Purpose::ALL);
        let names = |list: &[Difference]| {
            let name = |d: &Difference| format!("{} {} {:?}", d.function, d.deed.words(), d.held);
            list.iter().map(name).collect::<Vec<_>>()
        };
        assert_eq!(
            names(&found.missing),
            [
                "Configurations Add My",
                "API Reports Inquire None",
                "My Company Inquire None"
            ]
        );
        assert_eq!(
            names(&found.excessive),
            ["Service Tickets Delete All", "Purchase Orders Add All"]
        );
        assert_eq!(
            found.missing[0].steps("Hub"),
            "In ConnectWise: System > Security Roles > Hub > Companies > Configurations: set Add from My to All, save."
        );
    }

    #[test]
    fn a_purpose_that_is_not_wanted_makes_its_rights_excessive() {
        let found = compare(&exact(), &[Purpose::Findings]);
        assert!(found.missing.is_empty());
        let functions: Vec<&str> = found
            .excessive
            .iter()
            .map(|d| d.function.as_str())
            .collect();
        assert_eq!(
            functions,
            [
                "Contacts",
                "Agreements",
                "Invoicing",
                SET_UP,
                "Security Roles"
            ]
        );
    }

    #[test]
    fn names_are_compared_by_their_letters() {
        let mut odd = setting("x", "x", ["None", "None", "None", "All"]);
        odd.module_identifier = "ServiceDesk".into();
        odd.function_identifier = "servicetickets".into();
        assert!(is(&odd, "Service Desk", "Service Tickets"));
        assert!(!is(&odd, "Service Desk", "Close Service Tickets"));
    }
}
