//! Whether a choice means anything here and now. What does not is shown all the same, so that it is
//! known to be there.
//!
//! Absent on purpose: reasons. Most choices tell them by themselves.

use super::Choice;
use crate::app::own::needs_argument;
use crate::app::{App, LinkState};
use crate::context::Context;
use crate::intent::Intent;
use crate::keymap;

impl App {
    /// Whether it would do something.
    pub fn applies(&self, ctx: &Context, choice: &Choice) -> bool {
        match choice {
            Choice::Intent(intent) => self.intent_applies(ctx, *intent),
            // What is typed now is an answer that is masked, and no line to begin.
            Choice::Own(name) => !(needs_argument(name) && self.is_answering()),
            _ => true,
        }
    }

    fn is_answering(&self) -> bool {
        self.is_secret() || self.prompt.is_some()
    }

    fn intent_applies(&self, ctx: &Context, intent: Intent) -> bool {
        match intent {
            Intent::Compare => !self.is_composing() && !self.is_secret(),
            Intent::Copy | Intent::CopyExchange | Intent::Replay | Intent::Resend => {
                self.place().is_some()
            }
            Intent::ExternalEditor | Intent::SendMessage => self.is_composing(),
            Intent::OtherSession => self.second.is_some(),
            Intent::OwnCommand => !self.is_answering(),
            Intent::Suggestion(number) => {
                self.link != LinkState::Opening && self.suggestion(ctx, number).is_some()
            }
            Intent::Uncover => self.is_secret(),
            // What has a key for the box or the editor alone means something there alone.
            _ => {
                let here = self.key_context();
                let mut places = [here, keymap::Context::Pane].into_iter();
                places.any(|place| ctx.keymap.key(place, intent).is_some())
                    || ctx.keymap.key_anywhere(here, intent).is_none()
            }
        }
    }
}
