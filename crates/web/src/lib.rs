//! HTTP: pages, protocol endpoints and the one table of routes.

pub mod answer;
pub mod api;
pub mod app;
pub mod assets;
mod browser;
mod console;
pub mod context;
mod cookies;
pub mod failure;
mod forwarded;
pub mod fresh;
pub mod guard;
#[doc(hidden)]
pub mod hostile;
mod hub;
pub mod letterhead;
mod module_api;
mod operator;
mod protocol;
pub mod routes;
mod scim;
pub mod serve;
mod signin;
mod tongue;
pub mod view;
pub mod words;

pub use app::App;
