//! Pure wire logic: bytes in, values out.
