//! How much is read. Beyond a limit nothing is cut: the whole message is refused.

/// Longest body of one resource, PATCH or search, and of one answer that a client reads.
pub const MAX_BODY: usize = 1024 * 1024;
/// Longest body of a bulk request.
pub const MAX_BULK_BODY: usize = 4 * 1024 * 1024;
/// Deepest nesting of JSON: a bulk request with a PATCH of an extension's manager needs nine.
pub const MAX_DEPTH: usize = 12;
/// Most values, names not counted, in one body.
pub const MAX_NODES: usize = 100_000;
/// Most values of an attribute with several, `members` aside.
pub const MAX_VALUES: usize = 50;
/// Most members that a group's own text may list.
pub const MAX_MEMBERS: usize = 10_000;
/// Longest text of an attribute, in bytes.
pub const MAX_TEXT: usize = 1024;
/// Longest name of an attribute with its schema, in bytes.
pub const MAX_NAME: usize = 256;
/// Longest filter, in bytes.
pub const MAX_FILTER: usize = 16 * 1024;
/// Most comparisons of a filter: a look-up of two hundred ids joined by `or` is an ordinary request.
pub const MAX_TERMS: usize = 250;
/// Deepest nesting of a filter.
pub const MAX_FILTER_DEPTH: usize = 16;
/// Most operations of a PATCH.
pub const MAX_PATCH_OPERATIONS: usize = 500;
/// Most comparisons in all paths of a PATCH together: each may visit every member of a group.
pub const MAX_PATCH_TERMS: usize = 1_000;
/// Most operations of a bulk request.
pub const MAX_BULK_OPERATIONS: usize = 500;
/// Resources of a page where the client asks for no number.
pub const DEFAULT_COUNT: usize = 100;
/// Most resources of a page.
pub const MAX_COUNT: usize = 200;
/// Most attributes that a client may choose or leave out.
pub const MAX_CHOSEN: usize = 100;
