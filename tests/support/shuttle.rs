//! Two ends and nothing between them: actions of one become events of the other, in order.
//!
//! Absent on purpose: a runtime, sockets, time. `Pause` and `Await` take none.

use std::collections::VecDeque;

use ehlo::link::{Action, Endpoint, Event};

/// The client's end, then the server's.
pub(crate) type Ends<'a> = [&'a mut dyn Endpoint; 2];

/// What each end has asked for and not got yet.
pub(crate) struct Shuttle {
    asked: [VecDeque<Action>; 2],
    /// The longest piece of bytes that is handed over at once.
    piece: usize,
    closed: bool,
}

impl Shuttle {
    /// Opens the link and carries until both ends are quiet.
    pub(crate) fn open(ends: Ends<'_>, piece: usize) -> Self {
        let asked = Default::default();
        let closed = false;
        let mut shuttle = Self {
            asked,
            piece,
            closed,
        };
        let [client, server] = ends;
        for (end, endpoint) in [(0, &mut *client), (1, &mut *server)] {
            let peer = "practice".to_owned();
            shuttle.asked[end].extend(endpoint.handle(Event::Opened { peer }));
        }
        shuttle.carry([client, server], Vec::new());
        shuttle
    }

    /// Carries what the client asks for, and everything that follows. The server is told when the
    /// client closes by nobody: both can be looked at as they stood then.
    pub(crate) fn carry(&mut self, mut ends: Ends<'_>, actions: Vec<Action>) {
        self.asked[0].extend(actions);
        while !self.closed {
            let waits = |asked: &VecDeque<_>| asked.front() == Some(&Action::Secure);
            if self.asked.iter().all(waits) {
                for (end, asked) in ends.iter_mut().zip(&mut self.asked) {
                    asked.pop_front();
                    asked.extend(end.handle(Event::Secured(Box::default())));
                }
            }
            let ready = |end: &usize| !self.asked[*end].is_empty() && !waits(&self.asked[*end]);
            let Some(from) = [0, 1].into_iter().find(ready) else {
                return;
            };
            match self.asked[from].pop_front() {
                Some(Action::Write(bytes)) => {
                    for piece in bytes.chunks(self.piece) {
                        let actions = ends[1 - from].handle(Event::Bytes(piece.to_vec()));
                        self.asked[1 - from].extend(actions);
                    }
                }
                Some(Action::Close) => {
                    self.closed = true;
                    if from == 1 {
                        ends[0].handle(Event::Closed(None));
                    }
                }
                _ => {}
            }
        }
    }
}
