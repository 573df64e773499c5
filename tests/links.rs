//! Links in the small: what the pump and the driver carry, and how they end.
//!
//! Everything is in this process. Where time matters the clock is paused and the link is a pipe.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use ehlo::link::{Action, Endpoint, Event, Failure, FailureKind};
use ehlo::net::{
    ClientTls, Link, Listener, Route, Socket, Stream, Tls, TlsOptions, To, Way, drive, pump,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, advance, timeout};

/// Longer than anything here takes, shorter than anybody waits.
const DEADLINE: Duration = Duration::from_secs(20);

/// A pumped link, and both channels to it.
struct Pumped {
    events: mpsc::Receiver<Event>,
    actions: mpsc::UnboundedSender<Action>,
}

impl Pumped {
    fn start(stream: impl Stream + 'static) -> Self {
        let (sender, events) = mpsc::channel(1);
        let (actions, receiver) = mpsc::unbounded_channel();
        let link = Link::new(stream, "far", Tls::Never);
        tokio::spawn(pump(link, sender, receiver));
        Self { events, actions }
    }

    /// Started, and past its first event.
    async fn opened(stream: impl Stream + 'static) -> Self {
        let mut link = Self::start(stream);
        let peer = "far".to_owned();
        assert_eq!(link.next().await, Event::Opened { peer });
        link
    }

    async fn next(&mut self) -> Event {
        self.events.recv().await.unwrap()
    }

    fn ask(&self, action: Action) {
        self.actions.send(action).unwrap();
    }

    fn say(&self, text: &str) {
        self.ask(Action::Write(text.into()));
    }
}

/// An endpoint that is a function.
struct By<F>(F);

impl<F: FnMut(Event) -> Vec<Action>> Endpoint for By<F> {
    fn handle(&mut self, event: Event) -> Vec<Action> {
        (self.0)(event)
    }
}

/// Says back what it hears.
fn echo() -> By<impl FnMut(Event) -> Vec<Action> + Send> {
    By(|event| match event {
        Event::Bytes(bytes) => vec![Action::Write(bytes)],
        _ => vec![],
    })
}

fn bytes(text: &str) -> Event {
    Event::Bytes(text.into())
}

async fn tcp() -> (Socket, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (dialed, accepted) =
        tokio::join!(TcpStream::connect(("127.0.0.1", port)), listener.accept());
    let socket = Socket::new(dialed.unwrap());
    (socket, accepted.unwrap().0)
}

async fn hear(stream: &mut DuplexStream, count: usize) -> Vec<u8> {
    let mut heard = vec![0; count];
    stream.read_exact(&mut heard).await.unwrap();
    heard
}

// --- carrying --------------------------------------------------------------------------------

#[tokio::test]
async fn bytes_go_both_ways_and_as_sent() {
    let (socket, mut peer) = tcp().await;
    let mut link = Pumped::opened(socket).await;
    peer.write_all(b"220 mx\r\n").await.unwrap();
    assert_eq!(link.next().await, bytes("220 mx\r\n"));
    link.say("EHLO me\r\n");
    link.say("\0\u{1b}[2J bare\nlines");
    link.ask(Action::Close);
    link.say("never");
    let mut heard = Vec::new();
    peer.read_to_end(&mut heard).await.unwrap();
    assert_eq!(heard, b"EHLO me\r\n\0\x1b[2J bare\nlines");
    assert_eq!(link.next().await, Event::Closed(None));
}

#[tokio::test]
async fn a_half_closed_link_is_still_heard() {
    let (socket, mut peer) = tcp().await;
    let mut link = Pumped::opened(socket).await;
    link.say("QUIT\r\n");
    link.ask(Action::HalfClose);
    let mut heard = Vec::new();
    peer.read_to_end(&mut heard).await.unwrap();
    assert_eq!(heard, b"QUIT\r\n");
    peer.write_all(b"221 bye\r\n").await.unwrap();
    assert_eq!(link.next().await, bytes("221 bye\r\n"));
    drop(peer);
    assert_eq!(link.next().await, Event::Closed(None));
}

#[tokio::test]
async fn one_write_is_one_write() {
    let (near, mut far) = duplex(1024);
    let link = Pumped::start(near);
    link.say("MAIL FROM:<a@example>\r\nRCPT TO:<b@example>\r\n");
    let mut heard = [0; 1024];
    let count = far.read(&mut heard).await.unwrap();
    assert_eq!(count, 44);
}

#[tokio::test]
async fn the_refusal_in_the_middle_of_a_message_is_heard() {
    let (near, mut far) = duplex(64);
    let mut link = Pumped::opened(near).await;
    link.ask(Action::Write(vec![b'x'; 100_000]));
    hear(&mut far, 10).await;
    far.write_all(b"552 too much\r\n").await.unwrap();
    assert_eq!(link.next().await, bytes("552 too much\r\n"));
}

#[tokio::test]
async fn a_report_comes_when_everything_before_it_is_written() {
    let (near, mut far) = duplex(64);
    let mut link = Pumped::opened(near).await;
    link.ask(Action::Write(vec![b'x'; 100]));
    link.ask(Action::Report);
    link.say("y");
    hear(&mut far, 10).await;
    assert!(link.events.try_recv().is_err());
    hear(&mut far, 90).await;
    assert_eq!(link.next().await, Event::Written);
}

#[tokio::test]
async fn two_ends_that_write_at_once_do_not_wait_for_each_other() {
    const MUCH: usize = 200_000;
    fn end(heard: &mut usize) -> By<impl FnMut(Event) -> Vec<Action>> {
        By(|event| match event {
            Event::Opened { .. } => vec![Action::Write(vec![b'x'; MUCH])],
            Event::Bytes(bytes) => {
                *heard += bytes.len();
                if *heard == MUCH {
                    vec![Action::Close]
                } else {
                    vec![]
                }
            }
            _ => vec![],
        })
    }
    let (left, right) = duplex(100);
    let (mut at_left, mut at_right) = (0, 0);
    let (mut one, mut other) = (end(&mut at_left), end(&mut at_right));
    let both = async {
        tokio::join!(
            drive(Link::new(left, "right", Tls::Never), &mut one),
            drive(Link::new(right, "left", Tls::Never), &mut other),
        )
    };
    timeout(DEADLINE, both).await.unwrap();
    drop((one, other));
    assert_eq!((at_left, at_right), (MUCH, MUCH));
}

#[tokio::test]
async fn a_peer_that_only_talks_is_not_answered_without_end() {
    let (near, mut far) = duplex(64);
    let most = Arc::new(Mutex::new(0));
    let count = most.clone();
    tokio::spawn(async move {
        let mut endpoint = By(|event| match event {
            Event::Bytes(bytes) => {
                *count.lock().unwrap() += bytes.len();
                vec![Action::Write(bytes)]
            }
            _ => vec![],
        });
        drive(Link::new(near, "far", Tls::Never), &mut endpoint).await;
    });
    // 256 KiB are read ahead and the rest waits in the pipe: this write cannot end.
    let talk = async {
        loop {
            far.write_all(&[b'x'; 4096]).await.unwrap();
        }
    };
    tokio::pin!(talk);
    tokio::time::pause();
    timeout(Duration::from_secs(1), &mut talk)
        .await
        .unwrap_err();
    assert!(*most.lock().unwrap() < 1024);
}

// --- time ------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_deadline_is_told_once() {
    let (near, mut far) = duplex(64);
    let mut link = Pumped::opened(near).await;
    let start = Instant::now();
    link.ask(Action::Await(Some(Duration::from_mins(1))));
    link.ask(Action::Await(Some(Duration::from_secs(5))));
    assert_eq!(link.next().await, Event::TimedOut);
    assert_eq!(start.elapsed().as_secs(), 5);
    advance(Duration::from_mins(10)).await;
    far.write_all(b"250 late\r\n").await.unwrap();
    assert_eq!(link.next().await, bytes("250 late\r\n"));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_can_be_taken_back() {
    let (near, mut far) = duplex(64);
    let mut link = Pumped::opened(near).await;
    link.ask(Action::Await(Some(Duration::from_secs(5))));
    link.say("x");
    hear(&mut far, 1).await;
    link.ask(Action::Await(None));
    link.say("y");
    hear(&mut far, 1).await;
    advance(Duration::from_mins(10)).await;
    far.write_all(b"250 ok\r\n").await.unwrap();
    assert_eq!(link.next().await, bytes("250 ok\r\n"));
}

#[tokio::test(start_paused = true)]
async fn a_pause_delays_what_follows() {
    let (near, mut far) = duplex(64);
    let start = Instant::now();
    let link = Pumped::start(near);
    link.say("a");
    link.ask(Action::Pause(Duration::from_secs(7)));
    link.say("b");
    assert_eq!(hear(&mut far, 1).await, b"a");
    assert_eq!(start.elapsed().as_secs(), 0);
    assert_eq!(hear(&mut far, 1).await, b"b");
    assert_eq!(start.elapsed().as_secs(), 7);
}

// --- endings ---------------------------------------------------------------------------------

#[tokio::test]
async fn the_end_of_the_stream_is_no_failure() {
    let (socket, peer) = tcp().await;
    let mut link = Pumped::opened(socket).await;
    drop(peer);
    assert_eq!(link.next().await, Event::Closed(None));
}

#[tokio::test]
async fn a_reset_is_a_failure() {
    let (socket, peer) = tcp().await;
    let mut link = Pumped::opened(socket).await;
    link.say("x");
    assert_eq!(peer.peek(&mut [0; 8]).await.unwrap(), 1);
    // A socket dropped over unread bytes resets the connection.
    drop(peer);
    let Event::Closed(Some(failure)) = link.next().await else {
        panic!("a reset was taken for an end in order");
    };
    assert_eq!(failure.kind, FailureKind::Reset);
}

#[tokio::test]
async fn last_words_are_heard_although_the_write_failed() {
    let (near, mut far) = duplex(64);
    far.write_all(b"421 bye\r\n").await.unwrap();
    drop(far);
    let mut link = Pumped::start(near);
    link.say("NOOP\r\n");
    assert!(matches!(link.next().await, Event::Opened { .. }));
    assert_eq!(link.next().await, bytes("421 bye\r\n"));
    let Event::Closed(Some(failure)) = link.next().await else {
        panic!("a failed write");
    };
    assert_eq!(failure.kind, FailureKind::Reset);
}

#[tokio::test]
async fn a_client_that_only_shuts_its_own_side_still_gets_its_answer() {
    let (near, mut far) = duplex(64);
    tokio::spawn(async move { drive(Link::new(near, "far", Tls::Never), &mut echo()).await });
    far.write_all(b"QUIT\r\n").await.unwrap();
    far.shutdown().await.unwrap();
    let mut heard = Vec::new();
    far.read_to_end(&mut heard).await.unwrap();
    assert_eq!(heard, b"QUIT\r\n");
}

#[tokio::test]
async fn close_comes_through_a_flood() {
    let (socket, mut peer) = tcp().await;
    let mut link = Pumped::start(socket);
    let flood = tokio::spawn(async move { while peer.write_all(&[b'x'; 8192]).await.is_ok() {} });
    for _ in 0..5 {
        link.next().await;
    }
    link.ask(Action::Close);
    // Nobody takes an event, and yet the socket is closed: the flood ends.
    timeout(DEADLINE, flood).await.unwrap().unwrap();
    while link.next().await != Event::Closed(None) {}
}

#[tokio::test(start_paused = true)]
async fn a_write_that_stands_still_does_not_hold_up_the_close() {
    let (near, _far) = duplex(64);
    let mut link = Pumped::opened(near).await;
    link.ask(Action::Write(vec![0; 1_000_000]));
    link.ask(Action::Close);
    let start = Instant::now();
    assert_eq!(link.next().await, Event::Closed(None));
    assert_eq!(start.elapsed().as_secs(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_ended_and_takes_nothing_is_given_up() {
    let (near, mut far) = duplex(64);
    far.shutdown().await.unwrap();
    let mut link = Pumped::opened(near).await;
    link.ask(Action::Write(vec![0; 1_000_000]));
    let end = timeout(DEADLINE, link.next()).await.unwrap();
    assert_eq!(end, Event::Closed(None));

    let (near, mut far) = duplex(64);
    far.write_all(&[b'x'; 64]).await.unwrap();
    far.shutdown().await.unwrap();
    let mut answer = By(|event| match event {
        Event::Bytes(_) => vec![Action::Write(vec![0; 1_000_000])],
        _ => vec![],
    });
    let link = Link::new(near, "far", Tls::Never);
    timeout(DEADLINE, drive(link, &mut answer)).await.unwrap();
}

#[tokio::test]
async fn dropping_either_channel_ends_the_link() {
    let (near, mut far) = duplex(64);
    let link = Pumped::opened(near).await;
    let Pumped { events, actions } = link;
    drop(events);
    assert_eq!(far.read(&mut [0; 8]).await.unwrap(), 0);
    drop(actions);

    let (near, mut far) = duplex(64);
    let link = Pumped::opened(near).await;
    drop(link.actions);
    assert_eq!(far.read(&mut [0; 8]).await.unwrap(), 0);
}

#[tokio::test]
async fn a_link_without_tls_cannot_be_secured() {
    let (near, _far) = duplex(64);
    let mut link = Pumped::opened(near).await;
    link.ask(Action::Secure);
    let Event::Closed(Some(failure)) = link.next().await else {
        panic!("no TLS here");
    };
    assert_eq!(failure.kind, FailureKind::Tls);
}

// --- dialing and listening -------------------------------------------------------------------

/// Why a link to a host does not open.
async fn not_opened(host: &str, port: u16) -> Failure {
    let host = host.to_owned();
    let route = Route {
        tls: ClientTls::new(&host, &TlsOptions::default()).unwrap(),
        to: To::Host { host, port },
        way: Way::default(),
        implicit: false,
    };
    let mut why = None;
    let mut endpoint = By(|event| {
        if let Event::Closed(failure) = event {
            why = failure;
        }
        vec![]
    });
    drive(route.link(), &mut endpoint).await;
    why.unwrap()
}

#[tokio::test]
async fn a_port_without_a_listener_refuses() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let failure = not_opened("127.0.0.1", port).await;
    assert_eq!(failure.kind, FailureKind::Refused);
    assert!(failure.detail.contains(&port.to_string()), "{failure:?}");
}

#[tokio::test]
async fn a_name_without_an_address_is_not_resolved() {
    // RFC 6761 §6.4 keeps .invalid free of addresses.
    let failure = not_opened("host.invalid", 25).await;
    assert_eq!(failure.kind, FailureKind::Resolve);
    assert!(!failure.detail.is_empty());
}

#[tokio::test]
async fn a_listener_serves_some_turns_others_away_and_stops() {
    let listener = Listener::bind("127.0.0.1", 0).await.unwrap().at_most(2);
    let port = listener.address().unwrap().port();
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async { stopped.await.unwrap_or(()) };
    let serving = tokio::spawn(listener.serve(Tls::Never, false, |_| echo(), shutdown));
    let mut clients = Vec::new();
    for text in [b"first", b"other"] {
        let mut client = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        client.write_all(text).await.unwrap();
        let mut heard = [0; 5];
        client.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, text);
        clients.push(client);
    }
    let mut third = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    assert_eq!(third.read(&mut [0; 8]).await.unwrap(), 0);
    stop.send(()).unwrap();
    timeout(DEADLINE, serving).await.unwrap().unwrap();
    assert_eq!(clients[0].read(&mut [0; 8]).await.unwrap(), 0);
}
