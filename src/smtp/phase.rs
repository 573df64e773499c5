//! How far a conversation has come, and how a reply moves it (RFC 5321 §3, §4.1.4).
//!
//! Absent on purpose: which reply makes which move; that stands in the verbs' tables.

/// Where the conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The link is open, the server has not greeted yet.
    Greeting,
    /// The server greeted; no EHLO, HELO or LHLO has succeeded (since the last TLS handshake).
    Hello,
    /// Greeted, no mail transaction open.
    Ready,
    /// MAIL was accepted.
    Sender,
    /// At least one RCPT was accepted.
    Recipients,
    /// 354 was given: lines are content until the final dot.
    Body,
    /// Inside the octets of a BDAT (RFC 3030 §2).
    Chunk,
    /// A BDAT that was not the last was accepted.
    Chunks,
    /// Inside an AUTH exchange (RFC 4954 §4).
    Challenge,
    /// 220 was given to STARTTLS: the TLS handshake is due (RFC 3207 §4).
    Handshake,
    /// The server refused the session in its greeting and waits for QUIT (RFC 5321 §3.1).
    Refused,
    /// The session is over.
    Over,
}

impl Phase {
    /// Every phase, in the order a session meets them.
    pub const ALL: &'static [Self] = &[
        Self::Greeting,
        Self::Hello,
        Self::Ready,
        Self::Sender,
        Self::Recipients,
        Self::Body,
        Self::Chunk,
        Self::Chunks,
        Self::Challenge,
        Self::Handshake,
        Self::Refused,
        Self::Over,
    ];

    /// The name its card is filed under.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Greeting => "greeting",
            Self::Hello => "hello",
            Self::Ready => "ready",
            Self::Sender => "sender",
            Self::Recipients => "recipients",
            Self::Body => "body",
            Self::Chunk => "chunk",
            Self::Chunks => "chunks",
            Self::Challenge => "challenge",
            Self::Handshake => "handshake",
            Self::Refused => "refused",
            Self::Over => "over",
        }
    }
}

/// What a reply does to the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    /// Nothing changes.
    Stay,
    /// On to another phase.
    To(Phase),
    /// EHLO, HELO or LHLO succeeded: take the offers, begin anew (RFC 5321 §4.1.4).
    Learn,
    /// XCLIENT succeeded: everything is as after the greeting.
    Restart,
    /// AUTH succeeded.
    Login,
    /// AUTH was refused: a login that had begun is given up, anything else stands as it stood.
    GiveUp,
    /// MAIL succeeded: a transaction opens.
    Open,
    /// RCPT succeeded.
    Accept,
    /// RCPT was refused; the others stand.
    Refuse,
    /// The transaction is over or wiped out: RSET, the reply after the final dot.
    Back,
    /// A BDAT succeeded: more chunks, or the message is handed over.
    Count,
}
