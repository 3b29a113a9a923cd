//! One command line (RFC 5321, section 4.1).

/// What the other side asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Hello {
        extended: bool,
    },
    From {
        address: String,
        size: u64,
    },
    To(String),
    Data,
    Reset,
    Nothing,
    Quit,
    /// `VRFY` and `EXPN` would tell who has a mailbox.
    Verify,
}

/// Why a line is no command: the whole reply.
pub(crate) type Reply = &'static str;

impl Command {
    pub fn parse(line: &[u8]) -> Result<Self, Reply> {
        let text = std::str::from_utf8(line).map_err(|_| "500 5.5.2 Only ASCII here")?;
        if !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Err("500 5.5.2 Only printable ASCII here, lines end with CR LF");
        }
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        let rest = rest.trim();
        let alone = |command| match rest {
            "" => Ok(command),
            _ => Err("501 5.5.4 This command takes no argument"),
        };
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" if rest.is_empty() => Err("501 5.5.4 Say who you are: EHLO name"),
            "EHLO" => Ok(Self::Hello { extended: true }),
            "HELO" => Ok(Self::Hello { extended: false }),
            "MAIL" => from(rest),
            "RCPT" => to(rest),
            "DATA" => alone(Self::Data),
            "RSET" => alone(Self::Reset),
            "QUIT" => alone(Self::Quit),
            "NOOP" => Ok(Self::Nothing),
            "VRFY" | "EXPN" => Ok(Self::Verify),
            "STARTTLS" | "AUTH" | "HELP" | "BDAT" | "ETRN" | "TURN" => {
                Err("502 5.5.1 This mail sink does not do that")
            }
            _ => Err("500 5.5.1 Unknown command"),
        }
    }
}

/// Cuts `KEYWORD:<address>` off; gives the address and the parameters after it.
fn path<'l>(text: &'l str, keyword: &str) -> Option<(&'l str, &'l str)> {
    let start = text.get(..keyword.len())?;
    if !start.eq_ignore_ascii_case(keyword) {
        return None;
    }
    let (address, rest) = text[keyword.len()..]
        .trim_start()
        .strip_prefix('<')?
        .split_once('>')?;
    (rest.is_empty() || rest.starts_with(' ')).then_some((address, rest))
}

fn from(text: &str) -> Result<Command, Reply> {
    let (address, parameters) = path(text, "FROM:").ok_or("501 5.5.4 Write MAIL FROM:<address>")?;
    // The empty path is the sender of bounces (RFC 5321, section 4.5.5).
    if !address.is_empty() && !is_mailbox(address) {
        return Err("501 5.1.7 That is no address");
    }
    let mut size = 0;
    for parameter in parameters.split_ascii_whitespace() {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match (
            name.to_ascii_uppercase().as_str(),
            value.to_ascii_uppercase().as_str(),
        ) {
            // RFC 1870: up to 20 digits.
            ("SIZE", digits) => {
                let number = digits.len() <= 20 && digits.bytes().all(|byte| byte.is_ascii_digit());
                if digits.is_empty() || !number {
                    return Err("501 5.5.4 SIZE is a number of bytes");
                }
                size = digits.parse().unwrap_or(u64::MAX);
            }
            ("BODY", "7BIT" | "8BITMIME") => {}
            _ => return Err("555 5.5.4 Unknown parameter"),
        }
    }
    Ok(Command::From {
        address: address.to_owned(),
        size,
    })
}

fn to(text: &str) -> Result<Command, Reply> {
    let (address, parameters) = path(text, "TO:").ok_or("501 5.5.4 Write RCPT TO:<address>")?;
    if !parameters.trim().is_empty() {
        return Err("555 5.5.4 Unknown parameter");
    }
    if !is_mailbox(address) {
        return Err("501 5.1.3 That is no address");
    }
    Ok(Command::To(address.to_owned()))
}

/// Close enough for a sink: something, an @, something; the lengths of RFC 5321 section 4.5.3.1.
fn is_mailbox(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    (1..=64).contains(&local.len())
        && (1..=255).contains(&domain.len())
        && address.len() <= 254
        && !address.contains([' ', '<', '>', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands() {
        let from = |address: &str, size| {
            Ok(Command::From {
                address: address.into(),
                size,
            })
        };
        for (line, expected) in [
            (
                "EHLO hub.example.com",
                Ok(Command::Hello { extended: true }),
            ),
            ("helo x", Ok(Command::Hello { extended: false })),
            ("EHLO", Err("501")),
            ("MAIL FROM:<a@example.com>", from("a@example.com", 0)),
            (
                "mail from: <a@example.com> SIZE=12 body=8bitmime",
                from("a@example.com", 12),
            ),
            ("MAIL FROM:<>", from("", 0)),
            (
                "MAIL FROM:<a@example.com> SIZE=99999999999999999999",
                from("a@example.com", u64::MAX),
            ),
            ("MAIL FROM:<a@example.com> SIZE=", Err("501")),
            ("MAIL FROM:<a@example.com> SIZE=-1", Err("501")),
            ("MAIL FROM:<a@example.com> RET=FULL", Err("555")),
            ("MAIL FROM:<a@example.com>SIZE=1", Err("501")),
            ("MAIL FROM:a@example.com", Err("501")),
            ("MAIL FROM:<a>", Err("501")),
            ("MAIL TO:<a@example.com>", Err("501")),
            ("MAIL", Err("501")),
            (
                "RCPT TO:<b@example.com>",
                Ok(Command::To("b@example.com".into())),
            ),
            ("RCPT TO:<>", Err("501")),
            ("RCPT TO:<b@example.com> NOTIFY=NEVER", Err("555")),
            ("RCPT TO:<@relay:b@example.com, x>", Err("501")),
            ("DATA", Ok(Command::Data)),
            ("DATA now", Err("501")),
            ("NOOP anything", Ok(Command::Nothing)),
            ("VRFY a", Ok(Command::Verify)),
            ("STARTTLS", Err("502")),
            ("GET / HTTP/1.1", Err("500")),
            ("", Err("500")),
            ("NOOP\n", Err("500")),
            ("EHLO \u{e4}", Err("500")),
        ] {
            let got = Command::parse(line.as_bytes()).map_err(|reply| &reply[..3]);
            assert_eq!(got, expected, "{line}");
        }
        let long = format!("RCPT TO:<{}@example.com>", "a".repeat(65));
        assert!(Command::parse(long.as_bytes()).is_err());
        assert!(Command::parse(b"NOOP \xff").is_err());
    }
}
