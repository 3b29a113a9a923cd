//! What is known of resources and their attributes (RFC 7643, 2 and 7), in one table: reading,
//! filters, PATCH, projection and the documents of discovery all follow it.

mod document;
mod group;
mod user;

pub use document::{schema_document, schemas_list};
pub use group::GROUP;
pub use user::{ENTERPRISE, USER};

/// What the values of an attribute are.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Text.
    Text,
    /// True or false.
    Boolean,
    /// A moment.
    DateTime,
    /// An address.
    Reference,
    /// Several named parts.
    Complex(&'static [Attribute]),
}

/// Whether an attribute may be written (RFC 7643, 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutability {
    /// At any time.
    ReadWrite,
    /// Never by the client.
    ReadOnly,
    /// Only with the value that holds it.
    Immutable,
}

/// When an attribute is in an answer (RFC 7643, 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returned {
    /// Whatever was asked for.
    Always,
    /// Unless it was left out.
    Default,
}

/// An attribute.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// Its name, in the case in which it is written.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// Whether it has several values.
    pub many: bool,
    /// Whether a resource must have it.
    pub required: bool,
    /// Whether upper and lower case differ when values are compared.
    pub exact: bool,
    /// Whether it may be written.
    pub mutability: Mutability,
    /// When it is in an answer.
    pub returned: Returned,
    /// Whether no other resource may have the same value.
    pub unique: bool,
    /// Values that are usual.
    pub usual: &'static [&'static str],
}

impl Attribute {
    /// An attribute that is written freely and compared without case.
    pub const fn new(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self {
            name,
            about,
            kind,
            many: false,
            required: false,
            exact: false,
            mutability: Mutability::ReadWrite,
            returned: Returned::Default,
            unique: false,
            usual: &[],
        }
    }
    const fn text(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Text, about)
    }
    const fn many(mut self) -> Self {
        self.many = true;
        self
    }
    const fn required(mut self) -> Self {
        self.required = true;
        self
    }
    const fn exact(mut self) -> Self {
        self.exact = true;
        self
    }
    const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }
    const fn read_only(mut self) -> Self {
        self.mutability = Mutability::ReadOnly;
        self
    }
    const fn immutable(mut self) -> Self {
        self.mutability = Mutability::Immutable;
        self
    }
    const fn always(mut self) -> Self {
        self.returned = Returned::Always;
        self
    }
    const fn usual(mut self, usual: &'static [&'static str]) -> Self {
        self.usual = usual;
        self
    }

    /// Its parts; none for what is not complex.
    pub const fn parts(&self) -> &'static [Attribute] {
        match self.kind {
            Kind::Complex(parts) => parts,
            _ => &[],
        }
    }
    /// A part by name, whatever its case.
    pub fn part(&self, name: &str) -> Option<&'static Attribute> {
        by_name(self.parts(), name)
    }
}

/// A schema.
#[derive(Debug)]
pub struct Schema {
    /// Its name in the world.
    pub urn: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What it describes.
    pub about: &'static str,
    /// What is kept.
    pub attributes: &'static [Attribute],
    /// What the standard knows and this house does not keep: taken and dropped, so that a directory
    /// that always sends it is served all the same.
    pub dropped: &'static [&'static str],
}

impl Schema {
    /// An attribute by name, whatever its case.
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        by_name(self.attributes, name)
    }
}

fn by_name(attributes: &'static [Attribute], name: &str) -> Option<&'static Attribute> {
    let mut all = attributes.iter();
    all.find(|a| a.name.eq_ignore_ascii_case(name))
}

/// The attributes that each resource has (RFC 7643, 3.1).
pub const SHARED: &[Attribute] = &[
    Attribute::text("id", "The provider's own identifier.")
        .exact()
        .read_only()
        .always()
        .unique(),
    Attribute::text("externalId", "The client's identifier.").exact(),
    Attribute::new("meta", Kind::Complex(META), "About the resource itself.").read_only(),
];

const META: &[Attribute] = &[
    Attribute::text("resourceType", "What it is.")
        .exact()
        .read_only(),
    Attribute::new("created", Kind::DateTime, "Since when it exists.").read_only(),
    Attribute::new("lastModified", Kind::DateTime, "When it last changed.").read_only(),
    Attribute::new("location", Kind::Reference, "Its address.")
        .exact()
        .read_only(),
    Attribute::text("version", "Its version, as an entity tag.")
        .exact()
        .read_only(),
];

/// The kinds of resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResourceKind {
    /// A person.
    User,
    /// A group of people.
    Group,
}

impl ResourceKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::User, Self::Group];

    /// The name, as `meta.resourceType` has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Group => "Group",
        }
    }
    /// The path below the base address.
    pub const fn endpoint(self) -> &'static str {
        match self {
            Self::User => "/Users",
            Self::Group => "/Groups",
        }
    }
    /// The schema.
    pub const fn schema(self) -> &'static Schema {
        match self {
            Self::User => &USER,
            Self::Group => &GROUP,
        }
    }
    /// The extension that is kept too.
    pub const fn extension(self) -> Option<&'static Schema> {
        match self {
            Self::User => Some(&ENTERPRISE),
            Self::Group => None,
        }
    }
    /// An attribute of the schema, or one that all resources share.
    pub fn attribute(self, name: &str) -> Option<&'static Attribute> {
        by_name(SHARED, name).or_else(|| self.schema().attribute(name))
    }
    /// The kind of an endpoint's path, `/Users` or `/Groups`, in whatever case.
    pub fn of_endpoint(path: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.endpoint().eq_ignore_ascii_case(path))
    }
}
