//! The signs that say without colour what colour says: the one list of glyphs, in two sets.
//!
//! Every sign is one cell wide, also on terminals that draw characters of ambiguous width over
//! two cells, as East Asian ones do; so no arrows, bullets or ellipses of the common kind.
//!
//! Absent on purpose: borders, which ratatui keeps ([`super::Theme::border`] chooses the set), and the
//! signs for control characters, which belong to `wire::text`.

/// Which of the two sets of signs a theme begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum GlyphSet {
    /// Signs every common terminal font has.
    #[default]
    Unicode,
    /// ASCII only.
    Ascii,
}

impl GlyphSet {
    /// Every set.
    pub const ALL: &'static [Self] = &[Self::Unicode, Self::Ascii];

    /// Its name in theme files and settings: `ascii`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unicode => "unicode",
            Self::Ascii => "ascii",
        }
    }

    /// The set of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|set| set.name() == name)
    }
}

/// Writes the enum and its tables from one list, so that they cannot disagree.
macro_rules! glyphs {
    ($($(#[$doc:meta])* $glyph:ident = $name:literal $unicode:literal $ascii:literal;)*) => {
        /// A sign that stands for something.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Glyph {
            $($(#[$doc])* $glyph,)*
        }

        impl Glyph {
            /// Every glyph.
            pub const ALL: &'static [Self] = &[$(Self::$glyph,)*];

            /// Its name in theme files: `reply.5`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$glyph => $name,)*
                }
            }

            /// How it looks where a theme says nothing else.
            pub const fn default_in(self, set: GlyphSet) -> &'static str {
                match (self, set) {
                    $(
                        (Self::$glyph, GlyphSet::Unicode) => $unicode,
                        (Self::$glyph, GlyphSet::Ascii) => $ascii,
                    )*
                }
            }
        }
    };
}

glyphs! {
    /// Before a line the client sent.
    Client = "client" "»" ">";
    /// Before a line the server sent.
    Server = "server" "«" "<";
    /// Before what ehlo says itself; a saved transcript has the same sign there.
    Remark = "remark" "#" "#";
    /// Class 2: done.
    Reply2 = "reply.2" "✓" "+";
    /// Class 3: go on.
    Reply3 = "reply.3" "⇢" ":";
    /// Class 4: try later.
    Reply4 = "reply.4" "↻" "~";
    /// Class 5: refused.
    Reply5 = "reply.5" "✗" "x";
    /// No class of SMTP.
    ReplyOther = "reply.other" "?" "?";
    /// An encrypted connection.
    LockClosed = "lock.closed" "◙" "@";
    /// A connection in the clear.
    LockOpen = "lock.open" "◌" "o";
    /// In the title of the pane that has the keys.
    Focus = "focus" "►" "*";
    /// A TLS handshake under way.
    LockTurning = "lock.turning" "◒" "%";
    /// An encrypted connection whose far end nobody vouches for.
    LockBroken = "lock.broken" "⊗" "#";
    /// A connection that does not leave this program.
    Inside = "inside" "⌂" "^";
    /// Beside the selected line.
    Selected = "selected" "▐" "|";
    /// Before the command box.
    Prompt = "prompt" "❯" ">";
    /// A stage of the session map that is behind.
    MapDone = "map.done" "✓" "+";
    /// The stage of the session map that is now.
    MapHere = "map.here" "◉" "@";
    /// A stage of the session map that can be reached by the next command.
    MapNext = "map.next" "▹" ">";
    /// A stage of the session map that this server does not offer.
    MapAbsent = "map.absent" "∅" "x";
    /// A stage of the session map that is ahead.
    MapOpen = "map.open" "◦" ".";
    /// There are lines above the ones that show.
    MoreAbove = "more.above" "⇡" "^";
    /// There are lines below the ones that show.
    MoreBelow = "more.below" "⇣" "v";
    /// A folded exchange.
    FoldClosed = "fold.closed" "▸" "+";
    /// An unfolded exchange.
    FoldOpen = "fold.open" "▾" "-";
    /// Text was cut off here.
    Ellipsis = "ellipsis" "⋯" "~";
    /// An item of a list.
    Bullet = "bullet" "‣" "-";
    /// One character of a secret that is not shown.
    Mask = "mask" "*" "*";
    /// Before a line a person marked, and before the note.
    Mark = "mark" "⚑" "%";
    /// What of a long list shows, on its border.
    Thumb = "thumb" "▐" "#";
    /// Where a search found something, on the border of a long list.
    Hit = "hit" "▪" "=";
    /// Two pieces that came one after another meet here.
    Seam = "seam" "¦" "|";
    /// Something to look at before going on.
    Warning = "warning" "!" "!";
}

impl Glyph {
    /// The glyph of that name in theme files.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|glyph| glyph.name() == name)
    }
}
