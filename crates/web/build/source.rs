//! The files of sentences, read with the parser of Project Fluent into the few shapes that are used.

use fluent_syntax::ast;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// The tags of the languages. The first is the one that the others are held to.
pub const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];

/// One piece of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Letters.
    Text(String),
    /// What is filled in.
    Variable(String),
    /// Another sentence of the same language.
    Reference(String),
    /// One of several, by what is filled in.
    Select {
        /// By which variable.
        variable: String,
        /// Key and sentence.
        arms: Vec<(String, Vec<Piece>)>,
        /// Which one when no key fits.
        default: usize,
    },
}

/// A message with its attributes; the sentence itself has the empty name.
pub type Message = BTreeMap<String, Vec<Piece>>;

/// The messages of one language by their id.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The messages.
    pub messages: BTreeMap<String, Message>,
    /// What is wrong in the files.
    pub faults: Vec<String>,
}

/// Reads all files of all languages.
pub fn read(folder: &Path) -> io::Result<Vec<Source>> {
    let mut all = Vec::new();
    for language in LANGUAGES {
        let mut source = Source::default();
        let mut files: Vec<_> = fs::read_dir(folder.join(language))?
            .collect::<io::Result<Vec<_>>>()?
            .into_iter()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|e| e == "ftl"))
            .collect();
        files.sort();
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            source.add(&format!("{language}/{name}"), &fs::read_to_string(&file)?);
        }
        all.push(source);
    }
    Ok(all)
}

impl Source {
    /// Adds the messages of a file.
    pub fn add(&mut self, file: &str, text: &str) {
        let resource = match fluent_syntax::parser::parse(text) {
            Ok(resource) => resource,
            Err((resource, faults)) => {
                let all = faults.iter().map(|fault| format!("{file}: {fault}"));
                self.faults.extend(all);
                resource
            }
        };
        for entry in resource.body {
            match entry {
                ast::Entry::Message(message) => self.add_message(file, message),
                ast::Entry::Term(term) => {
                    let name = term.id.name;
                    self.faults
                        .push(format!("{file}: the term -{name} is written as a message"));
                }
                _ => {}
            }
        }
    }

    fn add_message(&mut self, file: &str, message: ast::Message<&str>) {
        let id = message.id.name.to_owned();
        let parts = message
            .attributes
            .into_iter()
            .map(|attribute| (attribute.id.name.to_owned(), attribute.value))
            .chain(message.value.map(|value| (String::new(), value)));
        let mut read = Message::new();
        for (name, pattern) in parts {
            let pieces = self.pattern(file, &id, pattern);
            read.insert(name, pieces);
        }
        if self.messages.insert(id.clone(), read).is_some() {
            self.faults.push(format!("{file}: {id} is there twice"));
        }
    }

    fn pattern(&mut self, file: &str, id: &str, pattern: ast::Pattern<&str>) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for element in pattern.elements {
            let piece = match element {
                ast::PatternElement::TextElement { value } => {
                    if value.contains(['<', '>', '&']) {
                        self.faults.push(format!("{file}: {id} holds markup"));
                    }
                    // A line break in the file is a blank in the sentence.
                    Piece::Text(value.replace('\n', " "))
                }
                ast::PatternElement::Placeable { expression } => {
                    self.expression(file, id, expression)
                }
            };
            match (pieces.last_mut(), piece) {
                (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
                (_, piece) => pieces.push(piece),
            }
        }
        pieces
    }

    fn expression(&mut self, file: &str, id: &str, expression: ast::Expression<&str>) -> Piece {
        use ast::InlineExpression as Inline;
        match expression {
            ast::Expression::Inline(Inline::VariableReference { id: name }) => {
                Piece::Variable(name.name.to_owned())
            }
            ast::Expression::Inline(Inline::StringLiteral { value }) => {
                Piece::Text(value.to_owned())
            }
            ast::Expression::Inline(Inline::MessageReference {
                id: name,
                attribute: None,
            }) => Piece::Reference(name.name.to_owned()),
            ast::Expression::Select {
                selector: Inline::VariableReference { id: name },
                variants,
            } => {
                let default = variants.iter().position(|v| v.default).unwrap_or_default();
                let arms = variants
                    .into_iter()
                    .map(|variant| {
                        let key = match variant.key {
                            ast::VariantKey::Identifier { name } => name,
                            ast::VariantKey::NumberLiteral { value } => value,
                        };
                        (key.to_owned(), self.pattern(file, id, variant.value))
                    })
                    .collect();
                Piece::Select {
                    variable: name.name.to_owned(),
                    arms,
                    default,
                }
            }
            _ => {
                self.faults.push(format!(
                    "{file}: {id} uses something of Fluent that is not known here"
                ));
                Piece::Text(String::new())
            }
        }
    }
}
