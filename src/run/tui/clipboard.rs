//! The clipboard by OSC 52: the terminal's own, so it works over ssh too.
//!
//! Absent on purpose: the machine's clipboard tools; over ssh they would fill the wrong clipboard. And
//! reading the clipboard.

use std::io::{self, IsTerminal as _, Write as _};

use crate::app::Way;

/// Hands a text to the terminal. Whether that keeps it, nobody says.
pub(super) fn copy(text: &str) -> Result<Way, String> {
    let mut out = io::stdout();
    if !out.is_terminal() {
        return Err(io::ErrorKind::NotConnected.to_string());
    }
    let way = match std::env::var_os("TMUX") {
        Some(socket) if !socket.is_empty() => Way::Tmux,
        _ => Way::Terminal,
    };
    out.write_all(sequence(text, way).as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| error.to_string())?;
    Ok(way)
}

/// The octets. tmux takes the plain sequence where `set-clipboard` is `on`, and passes the one in its
/// envelope on where `allow-passthrough` is; so it gets both.
fn sequence(text: &str, way: Way) -> String {
    let encoded = data_encoding::BASE64.encode(text.as_bytes());
    let plain = format!("\x1b]52;c;{encoded}\x07");
    match way {
        Way::Terminal => plain,
        Way::Tmux => {
            let inside = plain.replace('\x1b', "\x1b\x1b");
            format!("{plain}\x1bPtmux;{inside}\x1b\\")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tmux_gets_its_envelope_too() {
        assert_eq!(sequence("hi", Way::Terminal), "\x1b]52;c;aGk=\x07");
        assert_eq!(
            sequence("hi", Way::Tmux),
            "\x1b]52;c;aGk=\x07\x1bPtmux;\x1b\x1b]52;c;aGk=\x07\x1b\\"
        );
    }
}
