//! What common references get wrong about SMTP, and what ehlo says instead.
//!
//! Lists of codes, tutorials, server handbooks and now and then an RFC repeat the same mistakes, and
//! people come here with them. Each row names a wrong claim in a few words, then what holds here: what
//! a card says, a fact, what a comparison says, where the session stands. A row that fails names
//! itself and shows the text.
//!
//! Absent on purpose: whether cards are whole and well formed, and the other languages, which are
//! made from the English words (`src/kb/tests.rs` has both); claims about things no card speaks of.

#[path = "facts/cards.rs"]
mod cards;
#[path = "facts/ground.rs"]
mod ground;
#[path = "facts/talks.rs"]
mod talks;
#[path = "facts/traps.rs"]
mod traps;

use std::collections::BTreeSet;

use ehlo::wire::body;

use cards::{CODES, COMMANDS, ENHANCED, SERVERS};
use ground::{Ground, Row};
use talks::{TALKS, outcome};
use traps::{TRAPS, Trap};

#[test]
fn what_references_get_wrong_is_said_rightly() {
    let ground = Ground::default();
    let rows = [CODES, COMMANDS, ENHANCED, SERVERS].concat();
    let failures: Vec<_> = rows.iter().flat_map(|row| row.failures(&ground)).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n\n"));
}

#[test]
fn every_claim_stands_once() {
    let rows = [CODES, COMMANDS, ENHANCED, SERVERS].concat();
    let claims: Vec<_> = rows.iter().map(|row: &Row| row.claim).collect();
    let once: BTreeSet<_> = claims.iter().collect();
    assert_eq!(claims.len(), once.len());
}

#[test]
fn no_card_walks_into_a_trap() {
    let failures: Vec<_> = TRAPS.iter().filter_map(Trap::failure).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n\n"));
}

#[test]
fn what_references_get_wrong_is_played_rightly() {
    for (claim, talk, wanted) in TALKS {
        assert_eq!(&outcome(talk), wanted, "{claim}: {talk}");
    }
}

/// Not "take the dots out", and no further line end before the last dot (RFC 5321 §4.1.1.4, §4.5.2).
#[test]
fn dots_are_the_work_of_the_program() {
    for (content, wire) in [
        (".", "..\r\n.\r\n"),
        ("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n.\r\n"),
    ] {
        assert_eq!(body::stuff(content.into()), wire.as_bytes(), "{content}");
    }
}
