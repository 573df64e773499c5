//! A name among parts that commas divide: `,` and `=` are written as `=2C` and `=3D`
//! (RFC 5801 §4, RFC 5802 §5.1).

/// As it is written.
pub(super) fn write(name: &str) -> String {
    name.replace('=', "=3D").replace(',', "=2C")
}

/// As it is meant.
pub(super) fn read(written: &str) -> String {
    written.replace("=2C", ",").replace("=3D", "=")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        assert_eq!(write("a=b,c"), "a=3Db=2Cc");
        assert_eq!(read("a=3Db=2Cc"), "a=b,c");
        assert_eq!(read("a=3D2C"), "a=2C");
    }
}
