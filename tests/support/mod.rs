//! What several tests need: a picture of a screen as text, a person at the explorer, and a real
//! terminal to run ehlo in.
//!
//! A test that uses only a part of it says so where it declares it:
//! `#[expect(dead_code, reason = "this test needs no terminal")] mod support;`.
//! `tests/harness.rs` uses everything, so what is dead there is dead.
//!
//! Absent on purpose: sleeps and retries. Everything waits for what it wants, up to a deadline.

#[cfg(unix)]
pub(crate) mod modes;
pub(crate) mod person;
pub(crate) mod picture;
#[cfg(unix)]
pub(crate) mod pty;
