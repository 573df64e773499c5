//! A file attached to a message that is there already: its body becomes the first part.
//!
//! Absent on purpose: reading the file, and mending the message.

use mail_builder::mime::MimePart;

use super::Stamp;

/// The fields that say what the body is: they move to the first part.
const ABOUT_BODY: &str = "content-";

/// The message with one attachment more. Line ends are LF in and out.
pub fn attach(message: &str, name: &str, octets: Vec<u8>, stamp: Stamp) -> String {
    let part = part(name, octets);
    if let Some(more) = add(message, &part) {
        return more;
    }
    let (head, body) = split(message);
    let (about, rest): (Vec<_>, Vec<_>) = fields(head).into_iter().partition(|field| {
        field
            .get(..ABOUT_BODY.len())
            .is_some_and(|name| name.eq_ignore_ascii_case(ABOUT_BODY))
    });
    let has_version = rest
        .iter()
        .any(|field| field.to_ascii_lowercase().starts_with("mime-version:"));
    let version = if has_version {
        ""
    } else {
        "MIME-Version: 1.0\n"
    };
    let boundary = stamp.boundary();
    format!(
        "{rest}{version}Content-Type: multipart/mixed; boundary=\"{boundary}\"\n\n\
         --{boundary}\n{about}\n{body}\n--{boundary}\n{part}\n--{boundary}--\n",
        rest = rest.concat(),
        about = about.concat(),
    )
}

/// One part more, if the message is in parts by ehlo's own hand already.
fn add(message: &str, part: &str) -> Option<String> {
    let (head, _) = split(message);
    let begin = head.find("multipart/mixed; boundary=\"=_ehlo_")?;
    let boundary = head.get(begin..)?.split('"').nth(1)?;
    let last = format!("\n--{boundary}--");
    let at = message.rfind(&last)?;
    let (before, behind) = message.split_at_checked(at)?;
    Some(format!("{before}\n--{boundary}\n{part}{behind}"))
}

/// The header section with its last line end, and the body behind the empty line.
fn split(message: &str) -> (&str, &str) {
    if let Some(body) = message.strip_prefix('\n') {
        return ("", body);
    }
    match message.find("\n\n") {
        Some(at) => (
            message.get(..=at).unwrap_or_default(),
            message.get(at + 2..).unwrap_or_default(),
        ),
        None => (message, ""),
    }
}

/// Fields with their continuation lines.
fn fields(head: &str) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for line in head.lines() {
        let line = format!("{line}\n");
        match fields.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
            Some(field) => field.push_str(&line),
            None => fields.push(line),
        }
    }
    fields
}

fn part(name: &str, octets: Vec<u8>) -> String {
    let mut wire = Vec::new();
    MimePart::new("application/octet-stream", octets)
        .attachment(name.to_owned())
        .write_part(&mut wire);
    let text = String::from_utf8_lossy(&wire).replace("\r\n", "\n");
    text.trim_end_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAMP: Stamp = Stamp {
        seconds: 1,
        unique: 2,
    };

    #[test]
    fn the_body_becomes_the_first_part_and_the_rest_of_the_head_stays() {
        let message = "Subject: x\nContent-Type: text/html;\n charset=utf-8\nX-Y: z\n\n<p>hi\n";
        let attached = attach(message, "a.bin", b"\0\xff".to_vec(), STAMP);
        let wanted = "Subject: x\nX-Y: z\nMIME-Version: 1.0\n\
            Content-Type: multipart/mixed; boundary=\"=_ehlo_1_2\"\n\n\
            --=_ehlo_1_2\nContent-Type: text/html;\n charset=utf-8\n\n<p>hi\n\n--=_ehlo_1_2\n";
        assert!(attached.starts_with(wanted), "{attached}");
        assert!(
            attached.contains("\n\nAP8=\n--=_ehlo_1_2--\n"),
            "{attached}"
        );
    }

    #[test]
    fn a_second_file_is_one_part_more() {
        let one = attach("Subject: x\n\nhi\n", "a", b"1".to_vec(), STAMP);
        let two = attach(&one, "b", b"2".to_vec(), STAMP);
        assert_eq!(two.matches("--=_ehlo_1_2\n").count(), 3);
        assert_eq!(two.matches("multipart/mixed").count(), 1);
        assert!(two.contains("\n\nMg==\n--=_ehlo_1_2--\n"), "{two}");
    }

    #[test]
    fn a_message_without_a_head_gets_one() {
        let attached = attach("", "a", b"1".to_vec(), STAMP);
        assert!(attached.starts_with("MIME-Version: 1.0\nContent-Type: multipart/mixed"));
    }
}
