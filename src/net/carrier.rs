//! The core of a link: carries out actions in order, and says what happened.
//!
//! A state machine that is polled and never awaits, so that it can be given up between two polls
//! without losing anything. Its laws:
//!
//! 1. Actions are carried out one after another, in the order asked. Nothing follows a `Close`.
//! 2. While a write is under way, reading goes on into a bounded buffer.
//! 3. A write or handshake that makes no progress while the link is to end is given up.
//! 4. No timer runs that nobody asked for: a link at rest wakes nobody.
//!
//! Absent on purpose: channels and endpoints (`pump`), and what a handshake consists of (`tls`).

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};
use tokio::task::yield_now;
use tokio::time::sleep;

use super::failure;
use super::pump::{Link, Manner, Near, Stream, Tls};
use super::stages::Stages;
use super::tls;
use crate::link::{Action, Event, Failure, FailureKind};

mod doing;
use doing::{Doing, Timer};

/// How much is read ahead of what was handed over.
const AHEAD: usize = 256 * 1024;
/// How much one read takes: a TLS record is no longer.
const READ: usize = 16 * 1024;
/// How long a write or handshake may stand still once the link is to end.
const STILL: Duration = Duration::from_secs(2);
/// How long the farewell (`close_notify`, FIN) may take.
const FAREWELL: Duration = Duration::from_millis(500);

/// One link being carried.
pub(super) struct Carrier {
    /// Absent before the link is open, while a handshake has it, and when the link is over.
    stream: Option<Box<dyn Stream>>,
    tls: Tls,
    manner: Manner,
    doing: Doing,
    queue: VecDeque<Action>,
    /// What is told of the way to the far end; a child process tells until it ends.
    stages: Stages,
    /// Events other than bytes, not yet handed over. They come before what is in `held`.
    news: VecDeque<Event>,
    /// Bytes read and not yet handed over.
    held: Vec<u8>,
    scratch: Box<[u8]>,
    deadline: Option<Timer>,
    patience: Option<Timer>,
    /// A `Close` was asked for.
    closing: bool,
    /// The peer will send no more.
    ended: bool,
    /// The last event, once the link is over.
    last: Option<Event>,
}

impl Carrier {
    /// Takes up a link. Once it is open, that is an event.
    pub(super) fn new(link: Link, manner: Manner) -> Self {
        let mut carrier = Self {
            stream: None,
            tls: Tls::Never,
            manner,
            doing: Doing::Nothing,
            queue: VecDeque::new(),
            stages: Stages::default(),
            news: VecDeque::new(),
            held: Vec::new(),
            scratch: vec![0; READ].into_boxed_slice(),
            deadline: None,
            patience: None,
            closing: false,
            ended: false,
            last: None,
        };
        carrier.take_up(link);
        carrier
    }

    fn take_up(&mut self, link: Link) {
        match link.near {
            Near::Opening(opening, stages) => {
                self.stages = Stages::new(stages);
                self.doing = Doing::Opening(opening);
            }
            Near::Open(stream) => {
                self.news.extend(self.stages.so_far().map(Event::Stage));
                self.stream = Some(stream);
                self.tls = link.tls;
                self.doing = Doing::Nothing;
                self.news.push_back(Event::Opened { peer: link.peer });
                if link.implicit {
                    self.shake();
                }
            }
        }
    }

    /// Adds an action to those waiting.
    pub(super) fn ask(&mut self, action: Action) {
        if self.closing || matches!(self.doing, Doing::Over) {
            return;
        }
        self.closing = action == Action::Close;
        self.queue.push_back(action);
    }

    /// Goes on with the work; if `deliver`, also looks for the next event. Without it events wait
    /// here and further bytes in the socket.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>, deliver: bool) -> Poll<Event> {
        self.work(cx);
        if deliver {
            return self.next_event(cx);
        }
        self.read_while_writing(cx);
        Poll::Pending
    }

    // --- what goes in ----------------------------------------------------------------------

    fn next_event(&mut self, cx: &mut Context<'_>) -> Poll<Event> {
        if matches!(self.doing, Doing::Opening(_))
            && let Some(stage) = self.stages.next(cx)
        {
            return Poll::Ready(Event::Stage(stage));
        }
        if let Some(event) = self.news.pop_front() {
            return Poll::Ready(event);
        }
        if let Some(bytes) = self.take_bytes() {
            return Poll::Ready(bytes);
        }
        // Before reading more: a peer that never stops talking must not outrun the deadline.
        if let Some(timer) = &mut self.deadline
            && timer.as_mut().poll(cx).is_ready()
        {
            self.deadline = None;
            return Poll::Ready(Event::TimedOut);
        }
        // Behind the deadline as well: a child may talk for ever.
        if let Some(stage) = self.stages.next(cx) {
            return Poll::Ready(Event::Stage(stage));
        }
        if self.takes_bytes() {
            let _ = self.read(cx);
            if let Some(bytes) = self.take_bytes() {
                return Poll::Ready(bytes);
            }
        } else {
            self.read_while_writing(cx);
        }
        if self.ended && self.held.is_empty() && self.idle() {
            self.ask(Action::Close);
            self.work(cx);
        }
        match self.last.take() {
            Some(event) => Poll::Ready(event),
            None => Poll::Pending,
        }
    }

    fn take_bytes(&mut self) -> Option<Event> {
        if self.held.is_empty() || !self.takes_bytes() {
            return None;
        }
        Some(Event::Bytes(mem::take(&mut self.held)))
    }

    fn takes_bytes(&self) -> bool {
        let clearing = matches!(self.doing, Doing::Clearing(_));
        !clearing && (self.manner == Manner::AtOnce || self.idle())
    }

    fn idle(&self) -> bool {
        matches!(self.doing, Doing::Nothing | Doing::Over) && self.queue.is_empty()
    }

    /// One read. Ready when it changed something.
    fn read(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(stream) = self.stream.as_mut().filter(|_| !self.ended) else {
            return Poll::Pending;
        };
        let mut buffer = ReadBuf::new(&mut self.scratch);
        match ready!(Pin::new(stream).poll_read(cx, &mut buffer)) {
            Ok(()) if buffer.filled().is_empty() => self.end(cx),
            Ok(()) => self.held.extend_from_slice(buffer.filled()),
            // TLS cut off without close_notify: many SMTP servers end that way, and SMTP itself
            // says where a message ends, so nothing can be cut short unnoticed.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => self.end(cx),
            // We are leaving: how the peer takes it is no failure.
            Err(_) if matches!(self.doing, Doing::Closing(_)) => self.end(cx),
            Err(error) => self.finish(Some(failure::carrying(&error))),
        }
        Poll::Ready(())
    }

    /// Nothing more will come. Asks to be polled again, because a write that stands still is now
    /// to be timed (law 3).
    fn end(&mut self, cx: &Context<'_>) {
        self.ended = true;
        cx.waker().wake_by_ref();
    }

    /// Reads what is there, as far as it may be held.
    fn read_ahead(&mut self, cx: &mut Context<'_>) {
        while self.held.len() < AHEAD && self.read(cx).is_ready() {}
    }

    fn read_while_writing(&mut self, cx: &mut Context<'_>) {
        if matches!(self.doing, Doing::Writing { .. }) {
            self.read_ahead(cx);
        }
    }

    // --- what goes out ---------------------------------------------------------------------

    fn work(&mut self, cx: &mut Context<'_>) {
        if self.closing && matches!(self.doing, Doing::Opening(_)) {
            self.finish(None);
        }
        while self.step(cx).is_ready() {
            self.patience = None;
        }
        let stuck = matches!(
            self.doing,
            Doing::Writing { .. } | Doing::Shaking(_) | Doing::HalfClosing
        );
        if stuck && (self.closing || self.ended) {
            let patience = self.patience.get_or_insert_with(|| Box::pin(sleep(STILL)));
            if patience.as_mut().poll(cx).is_ready() {
                self.finish(None);
            }
        }
    }

    /// One step of the work. Ready when there may be another.
    fn step(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match &mut self.doing {
            Doing::Opening(opening) => match ready!(opening.as_mut().poll(cx)) {
                Ok(link) => self.take_up(link),
                Err(failure) => self.finish(Some(failure)),
            },
            Doing::Nothing => match self.queue.pop_front() {
                Some(action) => self.begin(action),
                None => return Poll::Pending,
            },
            Doing::Writing { .. } => match ready!(self.write(cx)) {
                Ok(()) => {}
                Err(error) => self.broken(cx, &error),
            },
            Doing::Pausing(timer) => {
                ready!(timer.as_mut().poll(cx));
                self.doing = Doing::Nothing;
            }
            Doing::Clearing(turn) => {
                ready!(turn.as_mut().poll(cx));
                self.read_ahead(cx);
                self.shake();
            }
            Doing::Shaking(handshake) => match ready!(handshake.as_mut().poll(cx)) {
                Ok((stream, facts)) => {
                    self.stream = Some(stream);
                    self.news.push_back(Event::Secured(facts));
                    self.doing = Doing::Nothing;
                }
                Err(failure) => self.finish(Some(failure)),
            },
            Doing::HalfClosing => ready!(self.half_close(cx)),
            Doing::Closing(_) => ready!(self.close(cx)),
            Doing::Over => return Poll::Pending,
        }
        Poll::Ready(())
    }

    fn begin(&mut self, action: Action) {
        match action {
            Action::Write(bytes) => self.doing = Doing::Writing { bytes, sent: 0 },
            Action::Secure => self.secure(),
            Action::Await(bound) => self.deadline = bound.map(|bound| Box::pin(sleep(bound))),
            Action::Report => self.news.push_back(Event::Written),
            Action::Pause(time) => self.doing = Doing::Pausing(Box::pin(sleep(time))),
            Action::HalfClose => self.doing = Doing::HalfClosing,
            Action::Close => self.doing = Doing::Closing(Box::pin(sleep(FAREWELL))),
        }
    }

    fn write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let (Doing::Writing { bytes, sent }, Some(stream)) = (&mut self.doing, &mut self.stream)
        else {
            return Poll::Ready(Ok(()));
        };
        let mut stream = Pin::new(stream);
        if *sent < bytes.len() {
            match ready!(stream.as_mut().poll_write(cx, &bytes[*sent..]))? {
                0 => return Poll::Ready(Err(ErrorKind::WriteZero.into())),
                count => *sent += count,
            }
            return Poll::Ready(Ok(()));
        }
        ready!(stream.poll_flush(cx))?;
        self.doing = Doing::Nothing;
        Poll::Ready(Ok(()))
    }

    /// A write failed. The peer may have said why before it left, so what it sent is read first.
    fn broken(&mut self, cx: &mut Context<'_>, error: &io::Error) {
        let why = (!self.ended).then(|| failure::carrying(error));
        self.read_ahead(cx);
        self.finish(why);
    }

    /// Prepares the handshake an endpoint asked for. A server's TLS end speaks second, so whatever
    /// a client can read now is in the clear; at a server it may be the client's first TLS message.
    fn secure(&mut self) {
        match self.tls {
            Tls::Client(_) => self.doing = Doing::Clearing(Box::pin(yield_now())),
            Tls::Server(_) | Tls::Never => self.shake(),
        }
    }

    /// Begins the handshake. What was read in the clear is counted, never used (RFC 3207 §4.2).
    fn shake(&mut self) {
        let injected = mem::take(&mut self.held).len();
        let Some(stream) = self.stream.take() else {
            return;
        };
        let handshake = match &self.tls {
            Tls::Client(client) => client.clone().shake(stream, injected),
            Tls::Server(config) => tls::serve(config.clone(), stream, injected),
            Tls::Never => {
                let words = "this link cannot do TLS".to_owned();
                return self.finish(Some(failure::plain(FailureKind::Tls, words)));
            }
        };
        self.doing = Doing::Shaking(handshake);
    }

    /// The link goes on in one direction.
    fn half_close(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(stream) = &mut self.stream
            && let Err(error) = ready!(Pin::new(stream).poll_shutdown(cx))
        {
            self.finish(Some(failure::carrying(&error)));
        } else {
            self.doing = Doing::Nothing;
        }
        Poll::Ready(())
    }

    /// The farewell. What has come by then is still read: a socket closed over unread bytes
    /// resets the connection, and the peer would lose the last thing we said.
    fn close(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let (Doing::Closing(timer), Some(stream)) = (&mut self.doing, &mut self.stream)
            && Pin::new(stream).poll_shutdown(cx).is_pending()
        {
            ready!(timer.as_mut().poll(cx));
        }
        self.read_ahead(cx);
        if self.manner == Manner::WhenIdle {
            // It said Close after all that it wanted to hear.
            self.held.clear();
        }
        self.finish(None);
        Poll::Ready(())
    }

    fn finish(&mut self, why: Option<Failure>) {
        if matches!(self.doing, Doing::Over) {
            return;
        }
        self.news.extend(self.stages.so_far().map(Event::Stage));
        self.doing = Doing::Over;
        self.stream = None;
        self.queue.clear();
        self.deadline = None;
        self.patience = None;
        self.last = Some(Event::Closed(why));
    }
}
