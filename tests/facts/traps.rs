//! Words that lead to a wrong claim when they meet in one sentence, in any English card.
//!
//! Absent on purpose: claims that a card could make in many words; rows in `cards` say what stands
//! there instead.

use super::ground::{sentences, words};

/// Words that must not meet in one sentence of any card.
pub(crate) struct Trap {
    pub(crate) claim: &'static str,
    pub(crate) words: &'static str,
    /// The folder or file it is about; all cards if it is empty.
    pub(crate) within: &'static str,
    /// Cards where they do, once for each sentence: they name the mistake to warn of it.
    pub(crate) but_in: &'static [&'static str],
}

const fn trap(words: &'static str, claim: &'static str) -> Trap {
    but_in(&[], words, claim)
}

const fn but_in(but_in: &'static [&'static str], words: &'static str, claim: &'static str) -> Trap {
    Trap {
        claim,
        words,
        within: "",
        but_in,
    }
}

impl Trap {
    /// What is wrong, if other sentences hold the words than those that may.
    pub(crate) fn failure(&self) -> Option<String> {
        let mut walked = Vec::new();
        let mut heard = Vec::new();
        for (path, text) in words(self.within) {
            let text = text.to_lowercase();
            let all = |sentence: &&str| self.words.split(' ').all(|word| sentence.contains(word));
            for sentence in sentences(&text).filter(all) {
                walked.push(path);
                heard.push(format!("{path}: {sentence}"));
            }
        }
        let problem = format!("not just in {:?}:\n{}", self.but_in, heard.join("\n"));
        (walked != self.but_in).then(|| format!("{}: {problem}", self.claim))
    }
}

pub(crate) const TRAPS: &[Trap] = &[
    trap("dot remove", "dots have to be removed from the text"),
    trap("dot delete", "dots have to be deleted from the text"),
    trap("dot avoid", "dots have to be avoided in the text"),
    trap("bare period", "a bare period does harm"),
    trap("`252` deliver", "252 promises delivery"),
    trap("`252` accept", "252 accepts something"),
    trap("attempt deliver", "a reply to VRFY promises delivery"),
    trap("2xx", "classes are written 2xx"),
    trap("3xx", "classes are written 3xx"),
    trap("4xx", "classes are written 4xx"),
    trap("5xx", "classes are written 5xx"),
    trap("`221` shut", "221 announces a shutdown"),
    trap("`221` time", "221 announces a timeout"),
    trap("465 deprecated", "port 465 is deprecated"),
    trap("465 obsolete", "port 465 is obsolete"),
    trap("465 legacy", "port 465 is a legacy"),
    trap("greylist `421`", "421 is greylisting"),
    trap("4yz delivered", "4yz means delivered late"),
    trap("helo` obsolete", "HELO is obsolete"),
    trap("`502` vrfy", "502 is right for VRFY"),
    but_in(&["verb/AUTH"], "base64 encrypt", "base64 encrypts"),
    but_in(
        &["rule/secret-in-clear"],
        "base64 protect",
        "base64 protects",
    ),
    but_in(
        &["keyword/AUTH", "situation/EHLO/250"],
        "`plain` encrypt",
        "PLAIN encrypts",
    ),
    but_in(
        &["keyword/AUTH", "situation/EHLO/250"],
        "`login` encrypt",
        "LOGIN encrypts",
    ),
    but_in(
        &["keyword/ENHANCEDSTATUSCODES"],
        "`5.7.1` spam",
        "5.7.1 is spam",
    ),
    but_in(&["verb/DATA-END"], "`250` delivered", "250 means delivered"),
    but_in(&["verb/QUIT"], "`221` delivered", "221 means delivered"),
    but_in(
        &["reply/552", "situation/RCPT/552"],
        "`552` recipients",
        "552 is right for too many recipients",
    ),
    but_in(
        &["reply/504"],
        "`504` parameter",
        "504 is right for an unknown parameter",
    ),
    but_in(&["keyword/SIZE"], "`size=` promise", "SIZE= is a promise"),
    but_in(
        &["limit/text-line-size", "parameter/BODY"],
        "`8bitmime` limit",
        "8BITMIME lifts the limit",
    ),
    Trap {
        within: "reply/5",
        ..but_in(
            &["reply/531"],
            "again later",
            "5yz may be sent again as it is",
        )
    },
    Trap {
        within: "enhanced/X.7.",
        ..trap("spelling", "a policy refusal is a typing error")
    },
];
