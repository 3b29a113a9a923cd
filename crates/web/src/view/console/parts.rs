//! Small values that the console's pages carry.

/// One entry of a list to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it says.
    pub text: String,
    /// True for the one that is chosen.
    pub chosen: bool,
}

impl Choice {
    /// Choices with the one of this value chosen.
    pub fn of<V: Into<String>, T: Into<String>>(
        entries: impl IntoIterator<Item = (V, T)>,
        chosen: &str,
    ) -> Vec<Self> {
        entries
            .into_iter()
            .map(|(value, text)| {
                let value = value.into();
                Self {
                    chosen: value == chosen,
                    text: text.into(),
                    value,
                }
            })
            .collect()
    }
}

/// A box that may be ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tick {
    /// What is sent when it is ticked.
    pub value: String,
    /// What it says.
    pub text: String,
    /// A second line.
    pub detail: String,
    /// True when it is ticked.
    pub ticked: bool,
}

/// Where a page of a list stands in the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    /// The first row's number, from 1; 0 for an empty list.
    pub from: i64,
    /// The last row's number.
    pub to: i64,
    /// How many there are.
    pub total: i64,
    /// Where the page before is.
    pub previous: Option<String>,
    /// Where the next page is.
    pub next: Option<String>,
}

impl Pager {
    /// The pager of a page, from 1, of so many rows; `query` is the rest of the address.
    pub fn of(path: &str, query: &str, page: i64, size: i64, total: i64) -> Self {
        let (first, last) = ((page - 1) * size + 1, (page * size).min(total));
        let link = |page: i64| {
            let joint = if query.is_empty() { "" } else { "&" };
            format!("{path}?{query}{joint}page={page}")
        };
        Self {
            from: if total == 0 { 0 } else { first },
            to: last,
            total,
            previous: (page > 1).then(|| link(page - 1)),
            next: (last < total).then(|| link(page + 1)),
        }
    }

    /// How many there are, in words.
    pub fn total_in_words(&self) -> String {
        thousands(self.total)
    }

    /// The place in words.
    pub fn in_words(&self) -> String {
        match self.total {
            0 => "Nothing".into(),
            total => format!(
                "{}–{} of {}",
                thousands(self.from),
                thousands(self.to),
                thousands(total)
            ),
        }
    }
}

/// A number as people read it: `12,345`.
pub(crate) fn thousands(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if n < 0 { format!("-{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_pages_read_well() {
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(123), "123");
        let pager = Pager::of("/x", "q=a", 2, 50, 120);
        assert_eq!(pager.in_words(), "51–100 of 120");
        assert_eq!(pager.next.as_deref(), Some("/x?q=a&page=3"));
        assert_eq!(pager.previous.as_deref(), Some("/x?q=a&page=1"));
        assert_eq!(Pager::of("/x", "", 1, 50, 0).in_words(), "Nothing");
    }
}
