//! How the pages of the kit, and those that a module puts into the same frame, look.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::unified::{Refusal, SignedIn, UnifiedLogin};

/// An entry of a menu: words and the path they lead to.
pub type MenuEntry = (String, String);

/// What a page needs besides its own content.
pub struct Page<'p> {
    /// The title.
    pub title: &'p str,
    /// The content, as HTML.
    pub body: &'p str,
    /// Who looks at it.
    pub signed_in: Option<&'p SignedIn>,
    /// The launcher for the banner, as HTML; empty for strangers.
    pub launcher: &'p str,
    /// One small sheet in the middle, such as a login form.
    pub narrow: bool,
    /// The name of the module.
    pub module: &'p str,
}

/// The look of a module. The defaults make whole pages with the kit's style sheet, which stands at
/// `/unified-login/style.css`; a module says its menus and its colours, or makes pages of its own.
pub trait Look: Send + Sync + 'static {
    /// The menu "Admin", which stands in the banner of security admins.
    fn admin_menu(&self) -> Vec<MenuEntry> {
        vec![(
            "Security Settings".into(),
            "/admin/security-settings".into(),
        )]
    }

    /// Links in the banner of everybody who is signed in.
    fn links(&self) -> Vec<MenuEntry> {
        Vec::new()
    }

    /// The path of a style sheet that comes after the kit's.
    fn style_sheet(&self) -> Option<&str> {
        None
    }

    /// One line at the foot of each page.
    fn footer(&self) -> &str {
        ""
    }

    /// Where the settings of Unified Login stand in the module, for the head of their page.
    fn settings_place(&self, hub_name: &str) -> Vec<String> {
        let _ = hub_name;
        vec!["Admin".into(), "Security Settings".into()]
    }

    /// A whole page.
    fn page(&self, page: &Page<'_>) -> String {
        frame(
            self.admin_menu(),
            self.links(),
            self.style_sheet(),
            self.footer(),
            page,
        )
    }
}

/// The look of the kit as it is.
pub struct KitLook;

impl Look for KitLook {}

#[derive(Template)]
#[template(path = "frame.html")]
struct Frame<'p> {
    page: &'p Page<'p>,
    admin: Vec<MenuEntry>,
    links: Vec<MenuEntry>,
    style: Option<&'p str>,
    footer: &'p str,
}

fn frame(
    admin: Vec<MenuEntry>,
    links: Vec<MenuEntry>,
    style: Option<&str>,
    footer: &str,
    page: &Page<'_>,
) -> String {
    let frame = Frame {
        page,
        admin,
        links,
        style,
        footer,
    };
    frame.render().unwrap_or_default()
}

impl UnifiedLogin {
    /// A page of the module in the frame that all its pages have. `body` is HTML that is safe.
    pub fn page(&self, title: &str, body: &str, signed_in: Option<&SignedIn>) -> Response {
        self.framed(title, body, signed_in, false)
    }

    pub(crate) fn wide(
        &self,
        title: &str,
        body: &impl Template,
        signed_in: Option<&SignedIn>,
    ) -> Result<Response, Refusal> {
        Ok(self.framed(title, &body.render()?, signed_in, false))
    }

    pub(crate) fn narrow(
        &self,
        title: &str,
        body: &impl Template,
        signed_in: Option<&SignedIn>,
    ) -> Result<Response, Refusal> {
        Ok(self.framed(title, &body.render()?, signed_in, true))
    }

    fn framed(
        &self,
        title: &str,
        body: &str,
        signed_in: Option<&SignedIn>,
        narrow: bool,
    ) -> Response {
        let launcher = signed_in.map(|s| self.launcher(s)).unwrap_or_default();
        let html = self.inner.look.page(&Page {
            title,
            body,
            signed_in,
            launcher: &launcher,
            narrow,
            module: &self.inner.manifest.name,
        });
        let headers = [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
        ];
        (headers, html).into_response()
    }
}

/// `GET /unified-login/style.css`
pub(crate) async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=300"),
    ];
    (headers, include_str!("style.css"))
}
