//! Messages built: the templates by name, and a file attached to what is composed.
//!
//! To add a template: a row, and its words in `assets/locales/*/template.toml`. A test names what is
//! missing.
//!
//! Absent on purpose: a clock and files. When, who and which octets are arguments.

use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::mime::MimePart;

mod attach;
pub use attach::attach;

/// Who writes to whom, from where, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The sender's address.
    pub from: String,
    /// The recipient's address.
    pub to: String,
    /// The name of this machine, for what must be unique in the world.
    pub host: String,
}

/// A moment, and what tells it from every other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Seconds since 1970, UTC.
    pub seconds: i64,
    /// A number that does not come twice within the second.
    pub unique: u64,
}

impl Stamp {
    /// What a Message-ID has before its `@`, and a boundary within.
    fn id(self) -> String {
        format!("{:x}.{:x}", self.seconds, self.unique)
    }

    fn boundary(self) -> String {
        format!("=_ehlo_{:x}_{:x}", self.seconds, self.unique)
    }
}

/// A message by name.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    subject: &'static str,
    body: fn(&Letter, Stamp) -> MimePart<'static>,
}

/// Every template.
pub static TEMPLATES: &[Template] = &[
    Template {
        name: "plain",
        subject: "A test message",
        body: |_, _| text("This is a test message.\r\n"),
    },
    Template {
        name: "html",
        subject: "A test message in HTML",
        body: |_, stamp| {
            let parts = vec![
                text("This is a test message.\r\n"),
                MimePart::new(
                    "text/html",
                    "<!DOCTYPE html>\r\n<p>This is a <b>test</b> message.</p>\r\n",
                ),
            ];
            multipart("multipart/alternative", stamp, parts)
        },
    },
    Template {
        name: "attachment",
        subject: "A test message with an attachment",
        body: |_, stamp| {
            let octets: Vec<u8> = (0..=255).collect();
            let parts = vec![
                text("256 octets are attached, each value once.\r\n"),
                MimePart::new("application/octet-stream", octets).attachment("octets.bin"),
            ];
            multipart("multipart/mixed", stamp, parts)
        },
    },
    Template {
        name: "utf-8",
        subject: "Größe, thư, 편지 ✉",
        body: |_, _| text("Grüße aus Köln.\r\nXin chào.\r\n안녕하십니까.\r\n✉ 🙂\r\n"),
    },
    Template {
        name: "gtube",
        subject: "A test of the spam filter",
        body: |_, _| text(&(joined(GTUBE) + "\r\n")),
    },
    Template {
        name: "eicar",
        subject: "A test of the virus scanner",
        body: |_, stamp| {
            let parts = vec![
                text("The EICAR test file is attached; it is harmless.\r\n"),
                MimePart::new("application/octet-stream", joined(EICAR).into_bytes())
                    .attachment("eicar.com"),
            ];
            multipart("multipart/mixed", stamp, parts)
        },
    },
    Template {
        name: "dsn",
        subject: "Delivery Status Notification (Failure)",
        body: dsn,
    },
];

/// What every spam filter takes for spam, in parts, so that no filter minds this program.
const GTUBE: &[&str] = &[
    "XJS*C4JDBQADN1.NSBN3*2IDNEN*",
    "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL",
    "*C.34X",
];

/// What every virus scanner takes for a virus, in parts for the same reason.
const EICAR: &[&str] = &[
    "X5O!P%@AP[4\\PZX54(P^)7CC)7}",
    "$EICAR-STANDARD-",
    "ANTIVIRUS-TEST-FILE!",
    "$H+H*",
];

fn joined(parts: &[&str]) -> String {
    parts.concat()
}

fn text(text: &str) -> MimePart<'static> {
    MimePart::new("text/plain", text.to_owned())
}

fn multipart(kind: &'static str, stamp: Stamp, parts: Vec<MimePart<'static>>) -> MimePart<'static> {
    MimePart::new(
        ContentType::new(kind).attribute("boundary", stamp.boundary()),
        parts,
    )
}

/// A report of a failure (RFC 3461 §6.2, RFC 3464 §2).
fn dsn(letter: &Letter, stamp: Stamp) -> MimePart<'static> {
    let status = format!(
        "Reporting-MTA: dns; {host}\r\nArrival-Date: {date}\r\n\r\nFinal-Recipient: rfc822; {to}\r\n\
         Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 No such user\r\n",
        host = letter.host,
        date = Date::new(stamp.seconds).to_rfc822(),
        to = letter.to,
    );
    let headers = format!(
        "From: <{}>\r\nTo: <{}>\r\nSubject: A test message\r\n",
        letter.from, letter.to
    );
    let told = format!(
        "The message to {} could not be delivered: no such user.\r\n",
        letter.to
    );
    let parts = vec![
        text(&told),
        MimePart::new("message/delivery-status", status).transfer_encoding("7bit"),
        MimePart::new("text/rfc822-headers", headers),
    ];
    let kind = ContentType::new("multipart/report")
        .attribute("report-type", "delivery-status")
        .attribute("boundary", stamp.boundary());
    MimePart::new(kind, parts)
}

/// A template's text with CRLF as line ends; `None` if there is none of that name.
pub fn template(name: &str, letter: &Letter, stamp: Stamp) -> Option<String> {
    let template = TEMPLATES.iter().find(|template| template.name == name)?;
    MessageBuilder::new()
        .from(letter.from.clone())
        .to(letter.to.clone())
        .subject(template.subject)
        .date(Date::new(stamp.seconds))
        .message_id(format!("{}@{}", stamp.id(), letter.host))
        .body((template.body)(letter, stamp))
        .write_to_string()
        .ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "what is not built is a failed test")]

    use super::*;
    use crate::locale::Locale;

    fn built(name: &str) -> String {
        let letter = Letter {
            from: "me@example.org".to_owned(),
            to: "alice@example.com".to_owned(),
            host: "client.example".to_owned(),
        };
        let stamp = Stamp {
            seconds: 1_795_305_600,
            unique: 7,
        };
        template(name, &letter, stamp).unwrap()
    }

    #[test]
    fn every_template_is_a_whole_message_and_the_same_each_time() {
        for template in TEMPLATES {
            let text = built(template.name);
            for field in [
                "From: ",
                "To: ",
                "Subject: ",
                "Date: ",
                "Message-ID: ",
                "MIME-Version: ",
            ] {
                assert!(text.contains(field), "{}: {field} in {text}", template.name);
            }
            assert!(text.is_ascii() && !text.replace("\r\n", "").contains(['\r', '\n']));
            assert!(text.split("\r\n").all(|line| line.len() <= 998));
            assert_eq!(text, built(template.name));
        }
    }

    #[test]
    fn each_has_what_it_is_for() {
        for (name, part) in [
            ("html", "multipart/alternative"),
            ("attachment", "octets.bin"),
            ("utf-8", "=?utf-8?"),
            ("gtube", "GTUBE-STANDARD"),
            ("eicar", "eicar.com"),
            ("dsn", "multipart/report"),
            ("dsn", "Final-Recipient: rfc822; alice@example.com"),
        ] {
            assert!(built(name).contains(part), "{name}: {}", built(name));
        }
    }

    #[test]
    fn every_template_has_its_words_in_every_language() {
        for tag in ["en", "ko", "vi"] {
            let locale = Locale::load(tag);
            for template in TEMPLATES {
                let key = format!("template.{}", template.name);
                assert!(
                    locale.has(&key),
                    "assets/locales/{tag}/template.toml: {}",
                    template.name
                );
            }
        }
    }

    #[test]
    fn no_scanner_takes_this_program_for_what_it_tests() {
        let source = include_str!("compose.rs");
        assert!(!source.contains(&joined(EICAR)) && !source.contains(&joined(GTUBE)));
    }
}
