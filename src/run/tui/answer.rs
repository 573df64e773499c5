//! The terminal's answer about its background, taken out of the keys.
//!
//! The answer to OSC 11 is `ESC ] 1 1 ; r g b : 1e1e/1e1e/2e2e` and BEL, or ST (`ESC \`), and comes
//! among the keys; crossterm hands it on as such: Alt-], `1`, `1`, ... Ctrl-G. Keys that may be its
//! beginning are held for a moment, and given back as soon as they turn out to be a person's.
//!
//! No other question can be asked along: the answers to DA1 and DSR crossterm keeps to itself, and
//! those with `?` in them (mode 2031, DECRPM) make it wait for more, and eat what is typed next. So
//! the end of waiting is a time.
//!
//! Absent on purpose: clocks, and what is done with the answer.

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::theme::Background;

/// How long after a question an answer is looked out for.
const WINDOW: Duration = Duration::from_secs(5);
/// How long keys are held that may be the beginning of an answer, or a person's.
const HOLD: Duration = Duration::from_millis(50);
/// How every answer begins.
const HEAD: &str = "11;rgb";
/// The longest answer: four parts of four digits.
const LONGEST: usize = "11;rgba:ffff/ffff/ffff/ffff".len();

/// The answer, as far as it has come.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// Until when it is looked out for.
    until: Option<Instant>,
    stage: Stage,
    /// The keys it came as, since `since`.
    held: Vec<KeyEvent>,
    since: Option<Instant>,
    /// What stands between the beginning and the end.
    said: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// Nothing of it has come.
    #[default]
    Nothing,
    /// An ESC, which may be a key.
    Escape,
    /// All up to a letter in the middle.
    Middle,
    /// All, and the first half of ST.
    Half,
}

/// What is made of a key.
enum Step {
    /// It goes on with the answer.
    On(Stage),
    /// It ends it.
    End,
    /// It is a person's.
    Key,
}

/// What came of a key.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sifted {
    /// Keys of a person, in order.
    pub keys: Vec<KeyEvent>,
    /// What the terminal is.
    pub background: Option<Background>,
}

impl Answer {
    /// A question was asked.
    pub(super) fn expect(&mut self, now: Instant) {
        self.until = Some(now + WINDOW);
    }

    /// When to call [`Answer::give_back`], if no key comes before.
    pub(super) fn due(&self) -> Option<Instant> {
        let since = self.since?;
        let sure = self.said.len() > HEAD.len() || self.stage == Stage::Half;
        if sure { self.until } else { Some(since + HOLD) }
    }

    /// The keys that were held and are no answer. What can only be part of one is forgotten.
    pub(super) fn give_back(&mut self) -> Vec<KeyEvent> {
        let sure = self.said.len() > HEAD.len() || self.stage == Stage::Half;
        let held = std::mem::take(&mut self.held);
        self.forget();
        if sure { Vec::new() } else { held }
    }

    /// Takes a key.
    pub(super) fn sift(&mut self, now: Instant, key: KeyEvent) -> Sifted {
        let mut sifted = Sifted::default();
        if self.until.is_none_or(|until| now >= until) {
            sifted.keys = self.give_back();
            sifted.keys.push(key);
            return sifted;
        }
        let step = match self.step(key) {
            Step::Key if self.stage != Stage::Nothing => {
                sifted.keys = self.give_back();
                self.step(key)
            }
            step => step,
        };
        match step {
            Step::On(stage) => {
                if stage == Stage::Half {
                    sifted.background = self.background();
                }
                self.stage = stage;
                self.held.push(key);
                self.since = Some(now);
            }
            Step::End => {
                if self.stage == Stage::Middle {
                    sifted.background = self.background();
                }
                self.forget();
            }
            Step::Key => sifted.keys.push(key),
        }
        sifted
    }

    fn background(&self) -> Option<Background> {
        self.said
            .strip_prefix("11;")
            .and_then(Background::of_answer)
    }

    fn forget(&mut self) {
        self.held.clear();
        self.said.clear();
        self.since = None;
        self.stage = Stage::Nothing;
    }

    fn step(&mut self, key: KeyEvent) -> Step {
        let KeyEvent {
            code, modifiers, ..
        } = key;
        let plain = (modifiers - KeyModifiers::SHIFT).is_empty();
        match (self.stage, code) {
            (Stage::Nothing, KeyCode::Char(']')) if modifiers == KeyModifiers::ALT => {
                Step::On(Stage::Middle)
            }
            (Stage::Nothing, KeyCode::Esc) => Step::On(Stage::Escape),
            (Stage::Escape, KeyCode::Char(']')) if plain => Step::On(Stage::Middle),
            (Stage::Middle, KeyCode::Char(letter)) if plain => {
                self.said.push(letter);
                if fits(&self.said) {
                    Step::On(Stage::Middle)
                } else {
                    self.said.pop();
                    Step::Key
                }
            }
            _ if self.background().is_none() => Step::Key,
            (Stage::Middle, KeyCode::Char('g')) if modifiers == KeyModifiers::CONTROL => Step::End,
            (Stage::Middle, KeyCode::Char('\\')) if modifiers == KeyModifiers::ALT => Step::End,
            (Stage::Middle, KeyCode::Esc) => Step::On(Stage::Half),
            (Stage::Half, KeyCode::Char('\\')) if plain => Step::End,
            _ => Step::Key,
        }
    }
}

/// Whether an answer may begin so.
fn fits(said: &str) -> bool {
    let Some(rest) = said.strip_prefix(HEAD) else {
        return HEAD.starts_with(said);
    };
    let number = |letter: char| letter.is_ascii_hexdigit() || matches!(letter, ':' | '/');
    said.len() <= LONGEST && rest.chars().all(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys as crossterm makes them of these octets, when they come in one piece.
    fn keys(octets: &str) -> Vec<KeyEvent> {
        let mut keys = Vec::new();
        let mut octets = octets.chars().peekable();
        while let Some(octet) = octets.next() {
            let alt = octet == '\x1b' && octets.peek().is_some();
            let octet = if alt { octets.next() } else { Some(octet) };
            let (code, modifiers) = match octet.unwrap_or_default() {
                '\x1b' => (KeyCode::Esc, KeyModifiers::NONE),
                '\x07' => (KeyCode::Char('g'), KeyModifiers::CONTROL),
                letter => (KeyCode::Char(letter), KeyModifiers::NONE),
            };
            let alt = if alt {
                KeyModifiers::ALT
            } else {
                KeyModifiers::NONE
            };
            keys.push(KeyEvent::new(code, modifiers | alt));
        }
        keys
    }

    /// Sifts pieces that come so long after the question, and so long after one another.
    fn sifted(pieces: &[&str], after: Duration, gap: Duration) -> Sifted {
        let asked = Instant::now();
        let mut answer = Answer::default();
        answer.expect(asked);
        let mut all = Sifted::default();
        let mut now = asked + after;
        for piece in pieces {
            if answer.due().is_some_and(|due| now >= due) {
                all.keys.extend(answer.give_back());
            }
            for key in keys(piece) {
                let sifted = answer.sift(now, key);
                all.keys.extend(sifted.keys);
                all.background = all.background.or(sifted.background);
            }
            now += gap;
        }
        all.keys.extend(answer.give_back());
        all
    }

    const DARK: &str = "\x1b]11;rgb:1e1e/1e1e/2e2e";
    const SOON: Duration = Duration::from_millis(20);

    #[test]
    fn an_answer_is_taken_out_however_it_ends_and_wherever_it_is_cut() {
        for end in ["\x07", "\x1b\\"] {
            let whole = format!("{DARK}{end}");
            for cut in 0..=whole.len() {
                let (one, other) = whole.split_at(cut);
                let sifted = sifted(&[one, other], SOON, SOON);
                let expected = Sifted {
                    keys: Vec::new(),
                    background: Some(Background::Dark),
                };
                assert_eq!(sifted, expected, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_persons_keys_around_it_stay() {
        let light = "hé\x1b]11;rgba:ffff/ffff/ffff/ffff\x07\x1b";
        let sifted = sifted(&[light, "x"], SOON, SOON);
        assert_eq!(sifted.background, Some(Background::Light));
        let expected = [keys("hé"), keys("\x1b"), keys("x")].concat();
        assert_eq!(sifted.keys, expected);
    }

    #[test]
    fn keys_that_only_begin_like_it_are_given_back_in_order() {
        for typed in [
            &["\x1b]"][..],
            &["\x1b", "]12"],
            &["\x1b]11;rgx"],
            &["\x1b]11;q\x07"],
            &["\x1b", "\x1b]1"],
            &["]11;rgb:00/00/00\x07"],
            &["\x1b]\x1b]x"],
        ] {
            let all: Vec<_> = typed.iter().flat_map(|piece| keys(piece)).collect();
            let sifted = sifted(typed, SOON, SOON);
            assert_eq!((sifted.keys, sifted.background), (all, None), "{typed:?}");
        }
    }

    #[test]
    fn a_key_is_not_held_for_long() {
        let slow = Duration::from_millis(60);
        let sifted = sifted(&["\x1b", "]11"], SOON, slow);
        assert_eq!(sifted.keys, [keys("\x1b"), keys("]11")].concat());
    }

    #[test]
    fn an_answer_may_be_slow_but_not_forever() {
        let late = Duration::from_secs(4);
        let found = sifted(&[DARK, "\x07"], late, Duration::from_millis(500));
        assert_eq!(found.background, Some(Background::Dark));
        let never = sifted(&[DARK, "\x07"], WINDOW, SOON);
        assert_eq!(
            (never.keys.len(), never.background),
            (keys(DARK).len() + 1, None)
        );
    }
}
