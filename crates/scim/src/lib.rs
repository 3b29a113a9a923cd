//! SCIM 2.0 on the wire (RFC 7643 and RFC 7644): what a provider of the service reads and writes, and
//! what its client does.
//!
//! Bodies become [`User`], [`Group`], [`Patch`], [`Query`] or [`BulkRequest`], within [`limits`];
//! whatever is wrong becomes a [`ScimError`], which knows its status and its body. Filters are bound to
//! a kind of resource before they are asked ([`Filter::bind`]), changes are applied to a value and give
//! a new one ([`Patch::apply`]). Attributes are known from one table, [`schema`].

pub mod bulk;
pub mod client;
mod discovery;
mod error;
pub mod etag;
pub mod filter;
mod group;
mod json;
pub mod limits;
mod list;
mod normal;
pub mod patch;
mod path;
mod projection;
mod resource;
pub mod schema;
mod sort;
mod user;

pub use bulk::{BulkOperation, BulkRequest, BulkResult, bulk_body};
pub use discovery::{
    BulkRoom, Service, check_version, resource_type, resource_types, service_provider_config,
};
pub use error::{ERROR_SCHEMA, ScimError, ScimType};
pub use filter::{Bound, Filter, Lookup, Plan, fold};
pub use group::{Group, Member};
pub use json::{Tree, member, read_object};
pub use list::{LIST_SCHEMA, Query, SEARCH_SCHEMA, list_body};
pub use patch::{MemberChange, Op, PATCH_SCHEMA, Patch, PatchPath, Step};
pub use path::{AttributePath, Place, Spot};
pub use projection::Projection;
pub use resource::{MEDIA_TYPE, Meta, Resource};
pub use schema::{ResourceKind, schema_document, schemas_list};
pub use sort::Sort;
pub use user::{Enterprise, GroupOf, Manager, Name, Plural, User};
