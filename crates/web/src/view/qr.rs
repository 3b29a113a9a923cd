//! The QR picture of an enrolment address.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// White modules around the code that ISO/IEC 18004 asks for.
const QUIET_ZONE: usize = 4;

/// The text does not fit into a QR code (about 2,900 bytes at the lowest correction level).
#[derive(Debug)]
pub struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the text does not fit into a QR code")
    }
}

impl std::error::Error for TooLong {}

/// Draws `text` as one `<svg>` element, black on white, ready for [`super::signin::Enrol`].
///
/// One module is one unit of the view box; neighbours in a row are drawn as one bar, which
/// keeps the picture of a usual enrolment address at about 2 KB compressed.
///
/// # Errors
/// [`TooLong`] when no version of the code holds the text.
pub fn picture(text: &str) -> Result<String, TooLong> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| TooLong)?;
    let width = code.width();
    let side = width + 2 * QUIET_ZONE;
    let mut bars = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|left, right| left == right) {
            if run[0] == Color::Dark {
                let (x, y, length) = (column + QUIET_ZONE, row + QUIET_ZONE, run.len());
                // Writing into a String cannot fail.
                let _ = write!(bars, "M{x} {y}h{length}v1h-{length}z");
            }
            column += run.len();
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"240\" height=\"240\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{bars}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_as_many_modules_as_the_code_has_dark_ones() {
        let text = "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP";
        let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("fits");
        let dark = code
            .to_colors()
            .iter()
            .filter(|color| **color == Color::Dark)
            .count();
        let svg = picture(text).expect("fits");
        let drawn: usize = svg
            .split("v1h-")
            .skip(1)
            .filter_map(|rest| rest.split('z').next()?.parse::<usize>().ok())
            .sum();
        assert_eq!(drawn, dark);
    }

    #[test]
    fn refuses_what_no_code_can_hold() {
        assert!(picture(&"x".repeat(5000)).is_err());
    }
}
