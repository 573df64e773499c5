//! The session tab: what the server offers, before and after TLS, and what that changed; then the
//! envelope so far.
//!
//! Absent on purpose: what a keyword means at length. Its line in the transcript says it.

use super::class_look;
use super::field::{heading, lines};
use super::plain::UNWRAPPED;
use crate::app::App;
use crate::context::Context;
use crate::flow::{Row, Span, prose, row_width, wrap};
use crate::kb::Kind;
use crate::smtp::Session;
use crate::theme::Role;
use crate::wire::Offers;
use crate::wire::text::printable_str;

/// From this width on the two lists stand side by side.
const BESIDE: usize = 46;

/// What became of an offer when TLS came on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Same,
    Other,
    Gone,
    New,
}

impl Change {
    /// Its sign, the key of its word, and its role.
    const fn look(self) -> (&'static str, &'static str, Role) {
        match self {
            Self::Same => (" ", "", Role::Server),
            Self::Other => ("~", "other", Role::Warning),
            Self::Gone => ("-", "gone", Role::Reply5),
            Self::New => ("+", "new", Role::Reply2),
        }
    }
}

/// A keyword with its lines before and after TLS.
struct Offer {
    keyword: String,
    before: Option<String>,
    after: Option<String>,
}

impl Offer {
    fn change(&self) -> Change {
        match (&self.before, &self.after) {
            (Some(_), None) => Change::Gone,
            (None, _) => Change::New,
            (before, after) if before == after => Change::Same,
            _ => Change::Other,
        }
    }
}

/// The rows for a width.
pub(super) fn rows(ctx: &Context, app: &App, width: usize) -> Vec<Row> {
    let session = app.conversation.session();
    let mut rows = standing(ctx, app, width);
    rows.push(Row::new());
    rows.extend(envelope(ctx, session, width));
    rows.push(Row::new());
    rows.extend(match session.offers_in_clear() {
        Some(before) => both(ctx, before, session, width),
        None => single(ctx, session, width),
    });
    rows
}

/// Phase, TLS, login.
fn standing(ctx: &Context, app: &App, width: usize) -> Vec<Row> {
    let session = app.conversation.session();
    let none = || ctx.locale.word("session", "none").to_owned();
    let tls = match app.conversation.tls().filter(|_| session.secure()) {
        Some(facts) => {
            let key = if facts.verified() {
                "encrypted"
            } else {
                "encrypted-unverified"
            };
            ctx.ui_with(key, &[("version", facts.version.clone())])
        }
        None => ctx.ui("not-encrypted").to_owned(),
    };
    let phase = ctx.ui(&format!("phase-{}", session.phase().name()));
    let fields = [
        ("session.phase", phase.to_owned()),
        ("tls.tab", tls),
        (
            "session.login",
            session.login().map_or_else(none, str::to_owned),
        ),
    ];
    lines(ctx, &fields, width)
}

/// The sender, and each recipient with the code of its reply.
fn envelope(ctx: &Context, session: &Session, width: usize) -> Vec<Row> {
    let word = |key: &str| ctx.locale.word("session", key);
    let mut rows = vec![heading(word("envelope"))];
    let Some(sender) = session.sender() else {
        rows.extend(wrap(&prose(word("no-envelope"), Role::TextMuted), width, 0));
        return rows;
    };
    let from = [("session.from", format!("<{sender}>"))];
    rows.extend(lines(ctx, &from, width));
    for recipient in session.recipients() {
        let (role, glyph) = class_look(recipient.code.class());
        let row = [
            Span::new(format!("{}: ", word("to")), Role::TextMuted),
            Span::new(
                format!("{} {} ", ctx.theme.glyph(glyph), recipient.code),
                role,
            ),
            Span::new(
                format!("<{}>", printable_str(&recipient.address)),
                Role::Text,
            ),
        ];
        rows.extend(wrap(&row, width, 2));
    }
    rows
}

/// What is offered, where there was no change of TLS.
fn single(ctx: &Context, session: &Session, width: usize) -> Vec<Row> {
    let word = |key: &str| ctx.locale.word("session", key);
    let mut rows = vec![heading(word("offers"))];
    if session.is_greeted() {
        rows.extend(list(session.known_offers(), width));
    } else {
        rows.extend(wrap(&prose(word("no-ehlo"), Role::TextMuted), width, 0));
    }
    rows
}

fn list(offers: &Offers, width: usize) -> Vec<Row> {
    let line = |line| vec![Span::new(printable_str(line).into_owned(), Role::Server)];
    let rows = offers.lines().map(line);
    rows.flat_map(|row| wrap(&row, width, 2)).collect()
}

/// What was offered before TLS, what is now, and what that changed.
fn both(ctx: &Context, before: &Offers, session: &Session, width: usize) -> Vec<Row> {
    let word = |key: &str| ctx.locale.word("session", key);
    if !session.is_greeted() {
        let mut rows = vec![heading(word("before"))];
        rows.extend(list(before, width));
        rows.push(Row::new());
        rows.push(heading(word("after")));
        rows.extend(wrap(&prose(word("no-ehlo-again"), Role::Warning), width, 0));
        return rows;
    }
    let offers = paired(before, session.known_offers());
    let mut rows = if (BESIDE..UNWRAPPED).contains(&width) {
        beside(ctx, &offers, width)
    } else {
        stacked(ctx, &offers, width)
    };
    rows.push(Row::new());
    rows.push(heading(word("changed")));
    let changed = offers.iter().filter(|offer| offer.change() != Change::Same);
    let explained: Vec<Row> = changed
        .flat_map(|offer| explained(ctx, offer, width))
        .collect();
    if explained.is_empty() {
        rows.extend(wrap(&prose(word("nothing"), Role::Text), width, 0));
    }
    rows.extend(explained);
    rows
}

/// Every offer of both lists once, in the order of the first; what is new stands behind.
fn paired(before: &Offers, after: &Offers) -> Vec<Offer> {
    let read = |offers: &Offers| -> Vec<(String, String)> {
        let keywords = offers.iter().map(|(keyword, _)| keyword);
        let lines = offers.lines().map(|line| printable_str(line).into_owned());
        keywords.zip(lines).collect()
    };
    let mut left = read(after);
    let mut offers = Vec::new();
    for (keyword, line) in read(before) {
        let at = left.iter().position(|(other, _)| *other == keyword);
        offers.push(Offer {
            keyword,
            before: Some(line),
            after: at.map(|at| left.remove(at).1),
        });
    }
    offers.extend(left.into_iter().map(|(keyword, line)| Offer {
        keyword,
        before: None,
        after: Some(line),
    }));
    offers
}

/// Two columns, an offer a row.
fn beside(ctx: &Context, offers: &[Offer], width: usize) -> Vec<Row> {
    let column = (width - 3) / 2;
    let title = |key| heading(ctx.locale.word("session", key));
    let mut rows = columns(&title("before"), &title("after"), column);
    for offer in offers {
        let (sign, _, role) = offer.change().look();
        let cell = |line: &Option<String>| match line {
            Some(line) => vec![Span::new(format!("{sign} {line}"), role)],
            None => Row::new(),
        };
        rows.extend(columns(&cell(&offer.before), &cell(&offer.after), column));
    }
    rows
}

/// A cell beside another, each wrapped to so many columns.
fn columns(left: &[Span], right: &[Span], column: usize) -> Vec<Row> {
    let (left, right) = (wrap(left, column, 4), wrap(right, column, 4));
    let most = left.len().max(right.len());
    let row = |index: usize| {
        let mut row = left.get(index).cloned().unwrap_or_default();
        let gap = (column + 3).saturating_sub(row_width(&row));
        row.push(Span::new(" ".repeat(gap), Role::Text));
        row.extend(right.get(index).cloned().unwrap_or_default());
        row
    };
    (0..most).map(row).collect()
}

/// One list below the other.
fn stacked(ctx: &Context, offers: &[Offer], width: usize) -> Vec<Row> {
    let part = |key: &str, pick: fn(&Offer) -> Option<&String>| {
        let mut rows = vec![heading(ctx.locale.word("session", key))];
        for offer in offers {
            let (sign, _, role) = offer.change().look();
            let line = pick(offer).map(|line| [Span::new(format!("{sign} {line}"), role)]);
            rows.extend(line.iter().flat_map(|line| wrap(line, width, 4)));
        }
        rows
    };
    let mut rows = part("before", |offer| offer.before.as_ref());
    rows.push(Row::new());
    rows.extend(part("after", |offer| offer.after.as_ref()));
    rows
}

/// A keyword that came, went or is another, in a line.
fn explained(ctx: &Context, offer: &Offer, width: usize) -> Vec<Row> {
    let (sign, key, role) = offer.change().look();
    let word = |key: &str| ctx.locale.word("session", key);
    let card = ctx.kb.card(Kind::Keyword, &offer.keyword);
    let meaning = match (card, offer.keyword.as_str()) {
        (_, "STARTTLS") if offer.change() == Change::Gone => word("starttls-gone"),
        (Some(card), _) => &card.words.title,
        (None, _) => word("no-card"),
    };
    let mut row = vec![Span::new(
        format!("{sign} {} ", printable_str(&offer.keyword)),
        role,
    )];
    row.push(Span::new(format!("{}: ", word(key)), role));
    row.extend(prose(meaning, Role::Text));
    wrap(&row, width, 2)
}
