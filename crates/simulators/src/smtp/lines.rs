//! Lines that end with CR LF and nothing else, so that no one can smuggle a second mail past the
//! end of the first.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt};

/// What came.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Without its CR LF. May hold a bare CR or LF, which the reader of the line has to refuse.
    Whole(Vec<u8>),
    /// Longer than allowed; it was read to its end and thrown away.
    TooLong,
    /// The other side closed.
    Closed,
}

/// Reads one line of at most `longest` bytes without CR LF.
pub(crate) async fn line(
    from: &mut (impl AsyncBufRead + Unpin),
    longest: usize,
) -> io::Result<Line> {
    let mut kept = Vec::new();
    let mut length = 0;
    let mut last = 0;
    loop {
        let chunk = from.fill_buf().await?;
        if chunk.is_empty() {
            return Ok(Line::Closed);
        }
        let (mut used, mut ended) = (0, false);
        for &byte in chunk {
            used += 1;
            length += 1;
            // Room for CR LF; what goes beyond is counted and not kept.
            if kept.len() < longest + 2 {
                kept.push(byte);
            }
            ended = last == b'\r' && byte == b'\n';
            last = byte;
            if ended {
                break;
            }
        }
        from.consume(used);
        if ended {
            kept.truncate(length - 2);
            return Ok(if length <= longest + 2 {
                Line::Whole(kept)
            } else {
                Line::TooLong
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn lines_end_with_cr_lf_only() {
        let mut from = &b"ab\r\n\r\na\nb\rc\r\nfour\r\nfive5\r\nmuch too long\r\nx\r\r\nrest"[..];
        let mut got = Vec::new();
        for _ in 0..8 {
            got.push(line(&mut from, 4).await.unwrap());
        }
        let whole = |text: &str| Line::Whole(text.as_bytes().to_vec());
        assert_eq!(
            got,
            [
                whole("ab"),
                whole(""),
                Line::TooLong,
                whole("four"),
                Line::TooLong,
                Line::TooLong,
                whole("x\r"),
                Line::Closed
            ]
        );
    }
}
