//! Two ends of a link that shake hands, and all that happened on the way.

use std::sync::Arc;

use ehlo::link::{Action, Endpoint, Event, Failure, TlsFacts};
use ehlo::net::{ClientTls, Link, Tls, drive};
use tokio::io::duplex;
use tokio_rustls::rustls::ServerConfig;

/// Does one thing at each event, and keeps them all.
struct Keeper<F> {
    events: Vec<Event>,
    answer: F,
}

impl<F: FnMut(&Event) -> Vec<Action>> Endpoint for Keeper<F> {
    fn handle(&mut self, event: Event) -> Vec<Action> {
        let actions = (self.answer)(&event);
        self.events.push(event);
        actions
    }
}

/// Carries a link to its end and gives back all that happened on it.
pub(crate) async fn carry(link: Link, answer: impl FnMut(&Event) -> Vec<Action>) -> Vec<Event> {
    let events = Vec::new();
    let mut keeper = Keeper { events, answer };
    drive(link, &mut keeper).await;
    keeper.events
}

pub(crate) fn say(text: &str) -> Action {
    Action::Write(text.into())
}

/// What the handshake settled, or how it failed.
pub(crate) fn outcome(events: &[Event]) -> Result<TlsFacts, Failure> {
    events
        .iter()
        .find_map(|event| match event {
            Event::Secured(facts) => Some(Ok((**facts).clone())),
            Event::Closed(Some(failure)) => Some(Err(failure.clone())),
            _ => None,
        })
        .unwrap()
}

/// Implicit TLS over a pipe, closed as soon as it stands.
pub(crate) async fn shake(
    client: ClientTls,
    server: Arc<ServerConfig>,
) -> Result<TlsFacts, Failure> {
    let (near, far) = duplex(4096);
    let near = Link::new(near, "server", Tls::Client(client)).implicit(true);
    let far = Link::new(far, "client", Tls::Server(server)).implicit(true);
    let leave = |event: &Event| match event {
        Event::Secured(_) => vec![Action::Close],
        _ => vec![],
    };
    let (events, _) = tokio::join!(carry(near, leave), carry(far, |_| vec![]));
    assert!(matches!(events[0], Event::Opened { .. }));
    outcome(&events)
}
