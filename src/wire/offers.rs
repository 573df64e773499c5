//! What an EHLO reply offers: keywords with their parameters, in order, wording kept (RFC 5321 §4.1.1.1).
//!
//! Absent on purpose: a list of known keywords. The set is open; what a keyword means is a card.

use super::Reply;

/// The offers of one EHLO reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    greeting: String,
    lines: Vec<String>,
}

impl Offers {
    /// Reads the reply: the first line greets, each further line is an offer.
    pub fn read(reply: &Reply) -> Self {
        let mut lines = reply
            .texts()
            .map(|text| String::from_utf8_lossy(text).into_owned());
        Self {
            greeting: lines.next().unwrap_or_default(),
            lines: lines.collect(),
        }
    }

    /// The first line: the server's name, and often a greeting.
    pub fn greeting(&self) -> &str {
        &self.greeting
    }

    /// The offers as sent, in order.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }

    /// Keywords in upper case with their parameters as sent.
    pub fn iter(&self) -> impl Iterator<Item = (String, &str)> {
        self.lines.iter().map(|line| {
            let (keyword, parameters) = split(line);
            (keyword.to_ascii_uppercase(), parameters)
        })
    }

    /// Whether a keyword is offered, whatever its case.
    pub fn offers(&self, keyword: &str) -> bool {
        self.parameters(keyword).is_some()
    }

    /// The parameters of a keyword, empty if it came without; `None` if it is not offered.
    /// `AUTH=LOGIN PLAIN`, which old servers send beside `AUTH`, counts as `AUTH`.
    pub fn parameters(&self, keyword: &str) -> Option<&str> {
        self.lines
            .iter()
            .map(|line| split(line))
            .find(|(name, _)| name.eq_ignore_ascii_case(keyword))
            .map(|(_, rest)| rest)
    }

    /// The largest message in octets, if `SIZE` names one (RFC 1870 §4; 0 means no fixed limit).
    pub fn size(&self) -> Option<u64> {
        self.parameters("SIZE")?
            .trim()
            .parse()
            .ok()
            .filter(|&octets| octets > 0)
    }

    /// The mechanisms behind `AUTH`, in upper case.
    pub fn mechanisms(&self) -> impl Iterator<Item = String> {
        self.parameters("AUTH")
            .unwrap_or_default()
            .split_ascii_whitespace()
            .map(str::to_ascii_uppercase)
    }
}

fn split(line: &str) -> (&str, &str) {
    let end = line.find([' ', '\t', '=']).unwrap_or(line.len());
    let (keyword, rest) = line.split_at(end);
    (keyword, rest.trim_start_matches([' ', '\t', '=']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wording_and_order_are_kept() {
        let reply = Reply::read(
            b"250-mail.test hello\r\n250-size 1000\r\n250-X-Odd  a b\r\n250 AUTH=LOGIN plain\r\n",
        );
        let offers = Offers::read(&reply);
        assert_eq!(offers.greeting(), "mail.test hello");
        assert_eq!(
            offers.lines().collect::<Vec<_>>(),
            ["size 1000", "X-Odd  a b", "AUTH=LOGIN plain"]
        );
        assert_eq!(offers.size(), Some(1000));
        assert!(offers.offers("x-odd") && !offers.offers("DSN"));
        assert_eq!(offers.mechanisms().collect::<Vec<_>>(), ["LOGIN", "PLAIN"]);
    }
}
