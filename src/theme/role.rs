//! What a style is for: the one list of roles, their names in theme files, and what each falls
//! back to. Adding a role is adding a line here.
//!
//! Absent on purpose: widgets. A role says what a piece of text *is*; which pane shows it is
//! nobody's business here.

/// Writes the enum and its three tables from one list, so that they cannot disagree.
macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $name:literal < $parent:ident;)*) => {
        /// What a style is for. Every role has a style in every theme, because one that a theme
        /// leaves out takes its [`Role::parent`]'s.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role {
            $($(#[$doc])* $role,)*
        }

        impl Role {
            /// Every role, a parent always before its children.
            pub const ALL: &'static [Self] = &[$(Self::$role,)*];

            /// Its name in theme files: `reply.5`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$role => $name,)*
                }
            }

            /// The role it takes from what a theme leaves out; [`Role::Text`] is its own.
            #[must_use]
            pub const fn parent(self) -> Self {
                match self {
                    $(Self::$role => Self::$parent,)*
                }
            }
        }
    };
}

roles! {
    /// Plain words; what everything else goes back to.
    Text = "text" < Text;
    /// What may be overlooked: times, counts, hints.
    TextMuted = "text.muted" < Text;
    /// What should be read first.
    TextStrong = "text.strong" < Text;
    /// The border of a pane.
    PaneBorder = "pane.border" < TextMuted;
    /// The border of the pane that has the keys.
    PaneBorderFocus = "pane.border.focus" < PaneBorder;
    /// The title of a pane.
    PaneTitle = "pane.title" < TextMuted;
    /// The title of the pane that has the keys.
    PaneTitleFocus = "pane.title.focus" < PaneTitle;
    /// The selected line of a list or of the transcript.
    Selection = "selection" < Text;
    /// What a search found.
    SearchMatch = "search.match" < Selection;
    /// The find the cursor is on.
    SearchCurrent = "search.current" < SearchMatch;
    /// A line the client sent.
    Client = "client" < Text;
    /// A line of the message between DATA's 354 and the final dot.
    ClientData = "client.data" < Client;
    /// The text of a server's reply.
    Server = "server" < Text;
    /// A reply of class 2: done.
    Reply2 = "reply.2" < Server;
    /// A reply of class 3: go on.
    Reply3 = "reply.3" < Server;
    /// A reply of class 4: not now, try later.
    Reply4 = "reply.4" < Server;
    /// A reply of class 5: refused.
    Reply5 = "reply.5" < Server;
    /// A reply whose first digit means nothing in SMTP.
    ReplyOther = "reply.other" < Server;
    /// What ehlo itself says, between the lines of the wire.
    Remark = "remark" < TextMuted;
    /// The rule in the transcript where a new phase begins, and its label.
    PhaseRule = "phase.rule" < TextMuted;
    /// A heading in an explanation.
    Heading = "heading" < TextStrong;
    /// A word of the trade where it is explained.
    Term = "term" < TextStrong;
    /// SMTP as it is on the wire, inside a sentence.
    Literal = "literal" < Client;
    /// A line the user can send with one key.
    Suggestion = "suggestion" < Client;
    /// Something to look at before going on.
    Warning = "warning" < Reply4;
    /// Something that gives secrets or mail away.
    Danger = "danger" < Reply5;
    /// What ehlo could not do.
    Error = "error" < Danger;
    /// The badge that says nothing here reaches the world.
    Practice = "badge.practice" < TextStrong;
    /// The badge that says the server is a real one.
    Live = "badge.live" < TextStrong;
    /// The badge, and the whole row around it, that says the server is marked as production.
    Production = "badge.production" < Live;
    /// An encrypted and verified connection.
    Secure = "tls.secure" < Reply2;
    /// A connection in the clear.
    Insecure = "tls.insecure" < Danger;
    /// An encrypted connection whose far end nobody vouches for.
    Unverified = "tls.unverified" < Insecure;
    /// A TLS handshake under way.
    Handshake = "tls.handshake" < Warning;
    /// Where a secret was and is not shown.
    Secret = "secret" < TextMuted;
    /// A key, in the footer and in help.
    Key = "key" < TextStrong;
    /// What the key beside it does.
    KeyLabel = "key.label" < TextMuted;
    /// A stage of the session map that is behind.
    MapDone = "map.done" < Reply2;
    /// The stage of the session map that is now.
    MapHere = "map.here" < TextStrong;
    /// A stage of the session map that can be reached by the next command.
    MapNext = "map.next" < Suggestion;
    /// A stage of the session map that is ahead.
    MapOpen = "map.open" < TextMuted;
    /// A stage of the session map that this server does not offer.
    MapAbsent = "map.absent" < MapOpen;
    /// The sign before the command box.
    Prompt = "prompt" < Client;
    /// The verb in a line that is typed.
    TypedVerb = "typed.verb" < Client;
    /// An address in it.
    TypedAddress = "typed.address" < ClientData;
    /// The name of a parameter in it.
    TypedParameter = "typed.parameter" < Term;
    /// A value in it, and what stands behind a verb.
    TypedValue = "typed.value" < ClientData;
    /// A command of ehlo's own that is typed.
    TypedOwn = "typed.own" < Heading;
    /// What is wrong with a line that is typed; it is always underlined too.
    Mistake = "typed.mistake" < Error;
    /// A completion or prediction that is not typed yet.
    Ghost = "ghost" < TextMuted;
    /// An RFC section or another place to go to.
    Link = "link" < Text;
}

impl Role {
    /// The role of that name in theme files.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}
