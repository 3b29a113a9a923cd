//! The account chooser of a module: she has accounts at several of its tenants (S4-27, S4-28).

use askama::Template;

use crate::view::{
    Page,
    parts::initials,
    sample_words::{LONG_COMPANY, LONG_NAME},
};
use crate::words::Words;

/// One tenant that she can open.
#[derive(Clone, Default)]
pub struct TenantLink {
    /// The name of the tenant.
    pub title: String,
    /// Where opening it leads.
    pub href: String,
}

impl TenantLink {
    fn initials(&self) -> String {
        initials(&self.title)
    }
}

/// Lists the tenants; each is a link that goes on with the request.
#[derive(Template, Clone, Default)]
#[template(path = "signin/choose_tenant.html")]
pub struct ChooseTenant {
    /// What it says.
    pub words: Words,
    /// The module.
    pub module: String,
    /// The tenants, two or more.
    pub tenants: Vec<TenantLink>,
}

impl Page for ChooseTenant {
    fn heading(&self) -> String {
        self.words.choose_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl ChooseTenant {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let tenant = |title: &str| TenantLink {
            title: title.into(),
            href: "/oidc/authorize?link=lnk_1".into(),
        };
        let typical = Self {
            words: words.clone(),
            module: "Partner Portal".into(),
            tenants: vec![tenant("Example MSP"), tenant("Second MSP")],
        };
        let long = Self {
            module: LONG_COMPANY.into(),
            tenants: (0..12)
                .map(|n| tenant([LONG_COMPANY, LONG_NAME, "北海道サービス"][n % 3]))
                .collect(),
            ..typical.clone()
        };
        vec![("long", long), ("typical", typical)]
    }
}
