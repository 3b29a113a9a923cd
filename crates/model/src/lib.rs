//! The nouns and the rules, pure.
