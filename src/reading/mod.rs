//! Finds the replies in whatever a person pastes: a reply, a bounce, a transcript of telnet, swaks,
//! `openssl s_client` or curl, a line of Postfix's or Exim's log.
//!
//! What looks like a dialogue is followed by a real [`Session`], so that each reply is known by the
//! command it answers and by what the session knew then. What could not be read is handed back.
//!
//! Absent on purpose: explaining. That is `kb`'s.

use crate::smtp::{Circumstances, Phase, Session, Verb, verb};
use crate::wire::{Class, Line, Received, Reply, ReplyReader};

mod log;
mod mark;

/// What was found in a text.
#[derive(Debug, Default)]
pub struct Reading {
    /// The replies, in order.
    pub replies: Vec<Found>,
    /// Lines that meant nothing, at most [`Reading::UNREAD`] of them.
    pub unread: Vec<String>,
}

/// A reply that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The reply.
    pub reply: Reply,
    /// What it answers, as far as the text tells.
    pub verb: Option<&'static Verb>,
    /// The phase it came in, if the dialogue before it is there.
    pub phase: Option<Phase>,
    /// What the session knew.
    pub circumstances: Circumstances,
}

impl Reading {
    /// How many lines that meant nothing are handed back.
    pub const UNREAD: usize = 20;
    /// How many replies are found at most: a paste of megabytes is read to here.
    pub const MOST: usize = 2000;
}

/// Reads a text.
pub fn read(text: &str) -> Reading {
    let mut reader = Reader::default();
    let unfolded = log::unfold(text);
    for line in unfolded.lines() {
        reader.line(line);
        if reader.reading.replies.len() >= Reading::MOST {
            break;
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    reading: Reading,
    session: Session,
    /// Whether the server's greeting was seen: then the session can be trusted.
    live: bool,
    /// Whether anything the client said was seen.
    dialogue: bool,
    /// Lines of a multi-line reply that goes on.
    open: String,
}

impl Reader {
    fn line(&mut self, line: &str) {
        let line = line.trim_end();
        if line.trim().is_empty() {
            return;
        }
        match mark::marked(line) {
            mark::Marked::Server(text) => self.server(text),
            mark::Marked::Client(text) => self.client(text),
            mark::Marked::Noise => {}
            mark::Marked::Ended => self.begin_anew(),
            mark::Marked::Secured => self.session.secured(),
            mark::Marked::None => match log::reply_in(line) {
                Some((text, verb)) => self.quoted(text, verb),
                None => self.unread(line),
            },
        }
    }

    /// Another session: what was known of the last one does not count.
    fn begin_anew(&mut self) {
        self.flush();
        self.session = Session::default();
        self.live = false;
        self.dialogue = false;
    }

    fn unread(&mut self, line: &str) {
        // Content of a message is no reply, and nobody asked about it.
        let content = self.live && self.session.phase() == Phase::Body;
        if !content && self.reading.unread.len() < Reading::UNREAD {
            let shown = crate::wire::text::printable_str(line.trim())
                .chars()
                .take(120)
                .collect();
            self.reading.unread.push(shown);
        }
    }

    fn client(&mut self, text: &str) {
        self.dialogue = true;
        self.flush();
        self.session.client_said(&Line::new(text.as_bytes()));
    }

    fn server(&mut self, text: &str) {
        self.open.push_str(text);
        self.open.push_str("\r\n");
        if text.as_bytes().get(3) != Some(&b'-') {
            self.flush();
        }
    }

    /// The reply that was gathered is whole, or as whole as it gets.
    fn flush(&mut self) {
        let octets = std::mem::take(&mut self.open);
        if octets.is_empty() {
            return;
        }
        let mut reader = ReplyReader::default();
        reader.push(octets.as_bytes());
        let received = reader.next().or_else(|| reader.finish());
        let Some(Received::Reply(reply)) = received else {
            return self.unread(&octets);
        };
        self.reply(reply);
    }

    fn reply(&mut self, reply: Reply) {
        if reply.code().0 == 220 && self.session.phase() == Phase::Over {
            self.begin_anew();
        }
        // A greeting carries no enhanced code (RFC 2034 §4): `220 2.0.0 Ready to start TLS` is none.
        let may_greet = reply.enhanced().is_none() && reply.code().0 == 220
            || matches!(reply.code().0, 521 | 554);
        let greets = !self.live && !self.dialogue && may_greet;
        self.live |= greets;
        // A dialogue that begins in the middle has no greeting to answer the first command with.
        if !self.live
            && self.dialogue
            && self
                .session
                .awaited()
                .is_some_and(|verb| verb.name == "CONNECT")
        {
            self.session.server_said(&Reply::new(220, &["unseen"]));
            self.live = true;
        }
        if !self.live {
            return self.push(reply, None);
        }
        let answered = self.session.server_said(&reply);
        if answered.after == Phase::Handshake {
            self.session.secured();
        }
        let verb = answered.verb.or(Some(&verb::UNASKED));
        self.reading.replies.push(Found {
            reply,
            verb,
            phase: Some(answered.before),
            circumstances: answered.circumstances,
        });
    }

    /// A reply that a log or a bounce quotes.
    fn quoted(&mut self, text: &str, verb: Option<&'static Verb>) {
        let reply = Reply::read(format!("{text}\r\n").as_bytes());
        self.push(reply, verb);
    }

    fn push(&mut self, reply: Reply, verb: Option<&'static Verb>) {
        self.reading.replies.push(Found {
            reply,
            verb,
            phase: None,
            circumstances: Circumstances::default(),
        });
    }

    fn finish(mut self) -> Reading {
        self.flush();
        // A refusal alone may be the answer to anything.
        if let [only] = self.reading.replies.as_mut_slice()
            && !self.dialogue
            && only.reply.class() == Class::Permanent
            && only.phase == Some(Phase::Greeting)
        {
            (only.verb, only.phase) = (None, None);
        }
        self.reading
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Code and verb of each reply found.
    fn found(text: &str) -> Vec<(u16, &'static str)> {
        let replies = read(text).replies;
        replies
            .iter()
            .map(|found| {
                (
                    found.reply.code().0,
                    found.verb.map_or("-", |verb| verb.name),
                )
            })
            .collect()
    }

    #[test]
    fn one_reply_alone() {
        assert_eq!(found("550 5.1.1 <a@b> User unknown"), [(550, "-")]);
        assert_eq!(found("554 5.7.1 <a@b> Relay access denied"), [(554, "-")]);
        assert_eq!(found("220 2.0.0 Ready to start TLS"), [(220, "-")]);
        assert_eq!(found("220 mx.example.com ESMTP"), [(220, "CONNECT")]);
        assert_eq!(
            found("250-mail.test\n250-SIZE 10\n250 HELP\n"),
            [(250, "-")]
        );
    }

    #[test]
    fn transcripts_of_every_tool() {
        let dialogue = [
            (220, "CONNECT"),
            (250, "EHLO"),
            (250, "MAIL"),
            (550, "RCPT"),
        ];
        for text in [
            "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 SIZE\nC: MAIL FROM:<a@b>\nS: 250 2.1.0 Ok\nC: RCPT TO:<c@d>\nS: 550 5.1.1 no\n",
            "Trying 192.0.2.1...\nConnected to mx.\nEscape character is '^]'.\n220 hi\nEHLO me\n250-hi\n250 SIZE\nmail from:<a@b>\n250 2.1.0 Ok\nRCPT TO:<c@d>\n550 5.1.1 no\n",
            "=== Trying mx:25...\n=== Connected to mx.\n<-  220 hi\n -> EHLO me\n<-  250-hi\n<-  250 SIZE\n -> MAIL FROM:<a@b>\n<-  250 2.1.0 Ok\n -> RCPT TO:<c@d>\n<** 550 5.1.1 no\n -> QUIT\n",
            "* Connected to mx (192.0.2.1) port 25\n< 220 hi\n> EHLO me\n< 250-hi\n< 250 SIZE\n> MAIL FROM:<a@b>\n< 250 2.1.0 Ok\n> RCPT TO:<c@d>\n< 550 5.1.1 no\n",
        ] {
            assert_eq!(found(text), dialogue, "{text}");
        }
    }

    #[test]
    fn logs_and_bounces() {
        for (text, reply) in [
            (
                "postfix/smtp[1]: 4X: to=<a@b>, relay=mx[192.0.2.1]:25, dsn=5.1.1, status=bounced (host mx[192.0.2.1] said: 550 5.1.1 <a@b>: no such user (in reply to RCPT TO command))",
                (550, "RCPT"),
            ),
            (
                "postfix/smtpd[1]: NOQUEUE: reject: RCPT from x[192.0.2.9]: 554 5.7.1 <a@b>: Relay access denied; from=<c@d> to=<a@b> proto=ESMTP helo=<x>",
                (554, "RCPT"),
            ),
            (
                "1abc-0000 ** a@b R=dnslookup T=remote_smtp H=mx [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<a@b>: 550 5.1.1 unknown",
                (550, "RCPT"),
            ),
            (
                "1abc-0000 == a@b R=x T=y defer (-45): SMTP error from remote mail server after end of data: 451 4.7.1 later",
                (451, "DATA-END"),
            ),
            (
                "Diagnostic-Code: smtp; 550 5.1.1 The email account\n    that you tried to reach does not exist",
                (550, "-"),
            ),
            (
                "(host mx[192.0.2.1] refused to talk to me: 421 4.7.0 try later)",
                (421, "CONNECT"),
            ),
        ] {
            assert_eq!(found(text), [reply], "{text}");
        }
    }

    #[test]
    fn folded_lines_are_one_text() {
        let reading =
            read("Diagnostic-Code: smtp; 550 5.1.1 The account\n that you tried does not exist\n");
        let text = String::from_utf8_lossy(reading.replies[0].reply.octets()).into_owned();
        assert!(text.contains("The account that you tried"), "{text}");
    }

    #[test]
    fn nonsense_is_handed_back() {
        let reading = read("hello there\n\x1b[31m2 plus 2\n");
        assert_eq!(reading.replies.len(), 0);
        assert_eq!(reading.unread, ["hello there", "␛[31m2 plus 2"]);
    }
}
