//! Bytes as an attacker would choose them: the seeds of a target, changed at random from a number, so
//! that a run can be repeated.

/// Numbers from a number (SplitMix64): the same beginning gives the same run.
pub struct Bytes(u64);

/// Words that parsers stumble over.
const WORDS: [&[u8]; 40] = [
    b"\0",
    b"\r\n",
    b"\n",
    b"\t",
    b" ",
    b"\"",
    b"'",
    b"\\",
    b"/",
    b"//",
    b"..",
    b"%",
    b"%00",
    b"%ff",
    b"+",
    b"&",
    b"=",
    b";",
    b",",
    b":",
    b"@",
    b"-",
    b"_",
    b"0",
    b"-1",
    b"99999999999999999999",
    b"1e999",
    b"{",
    b"}",
    b"[",
    b"]",
    b"null",
    b"true",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    "\u{202e}".as_bytes(),
    "é".as_bytes(),
    "ǅ".as_bytes(),
    b"$",
    b"eyJhbGciOiJub25lIn0.",
];

impl Bytes {
    /// A run that begins with a number.
    pub const fn from_seed(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n.max(1)).unwrap_or(1);
        usize::try_from(self.next() % n).unwrap_or_default()
    }

    fn part(&mut self, length: usize) -> (usize, usize) {
        let (a, b) = (self.below(length + 1), self.below(length + 1));
        (a.min(b), a.max(b))
    }

    /// Changes bytes in one way.
    fn change(&mut self, bytes: &mut Vec<u8>, seeds: &[&str]) {
        let at = self.below(bytes.len() + 1);
        match self.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 if at < bytes.len() => bytes[at] = self.below(256) as u8,
            2 => bytes.truncate(at),
            3 => {
                let (from, to) = self.part(bytes.len());
                bytes.drain(from..to);
            }
            4 if bytes.len() < 4_096 => {
                let (from, to) = self.part(bytes.len());
                let again = bytes[from..to].to_vec();
                bytes.splice(at..at, again);
            }
            5 if !seeds.is_empty() => {
                let other = seeds[self.below(seeds.len())].as_bytes();
                let (from, to) = self.part(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            6 => bytes.insert(at, self.below(256) as u8),
            _ => {
                let word = WORDS[self.below(WORDS.len())];
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
}

/// Inputs for a target: its seeds as they are, then `count` changed ones, among them a few long ones.
pub fn inputs(
    seeds: &'static [&'static str],
    seed: u64,
    count: usize,
) -> impl Iterator<Item = Vec<u8>> {
    let mut chance = Bytes::from_seed(seed);
    let plain = seeds.iter().map(|s| s.as_bytes().to_vec());
    let changed = (0..count).map(move |n| {
        let mut bytes = match seeds.len() {
            0 => Vec::new(),
            many => seeds[chance.below(many)].as_bytes().to_vec(),
        };
        if n % 97 == 96 {
            // One word so often that every limit is passed.
            let word = WORDS[chance.below(WORDS.len())];
            bytes.extend(word.iter().copied().cycle().take(1 << chance.below(18)));
        }
        for _ in 0..=chance.below(6) {
            chance.change(&mut bytes, seeds);
        }
        bytes
    });
    plain.chain(std::iter::once(Vec::new())).chain(changed)
}
