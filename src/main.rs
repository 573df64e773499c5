//! The `ehlo` binary.
fn main() {}
