//! Titles of tickets, cut to what a PSA takes.

/// At most so many characters, with a sign that something is missing.
pub fn cut(title: &str, most: usize) -> String {
    let title = title.trim();
    if title.chars().count() <= most {
        return title.to_owned();
    }
    let kept: String = title.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// The title with a mark at its end, by which the ticket is found again.
pub fn with_mark(title: &str, mark: &str, most: usize) -> String {
    let tail = format!(" [{mark}]");
    let room = most.saturating_sub(tail.chars().count());
    format!("{}{tail}", cut(title, room))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_cut_between_characters() {
        assert_eq!(cut(" short ", 10), "short");
        assert_eq!(cut("ä ö ü ß", 4), "ä ö…");
        assert_eq!(with_mark("ticket", "v1", 100), "ticket [v1]");
        assert_eq!(with_mark("long title", "v1", 10), "long… [v1]");
    }
}
