//! The QR picture of an enrolment address.

use qrcode::{EcLevel, QrCode, render::svg};

/// The text does not fit into a QR code (about 2,900 bytes at the lowest correction level).
#[derive(Debug)]
pub struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the text does not fit into a QR code")
    }
}

impl std::error::Error for TooLong {}

/// Draws `text` as one `<svg>` element: black on white with the quiet zone of four modules
/// that ISO/IEC 18004 asks for, 232 pixels or more, ready for [`super::signin::Enrol`].
///
/// # Errors
/// [`TooLong`] when no version of the code holds the text.
pub fn picture(text: &str) -> Result<String, TooLong> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| TooLong)?;
    let drawn = code
        .render::<svg::Color<'_>>()
        .min_dimensions(232, 232)
        .build();
    // The renderer writes a whole XML file; inside a page only the element may stand.
    let start = drawn.find("<svg").unwrap_or(0);
    Ok(drawn[start..].to_owned())
}
