//! A port, and one endpoint for each connection that comes.
//!
//! Absent on purpose: what the endpoints say. A connection too many is closed without a word,
//! because there is no word that would not be SMTP.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::pump::{Link, Tls, drive};
use super::socket::Socket;
use crate::link::Endpoint;

/// How many connections are served at once.
const MOST: usize = 256;
/// How long to wait when the system has no more sockets to give: asking again at once would only
/// keep the machine busy.
const BREATH: Duration = Duration::from_millis(100);

/// A port that is taken and not yet served.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    most: usize,
}

impl Listener {
    /// Takes a port; 0 lets the system choose.
    pub async fn bind(host: &str, port: u16) -> io::Result<Self> {
        Ok(Self {
            socket: TcpListener::bind((host, port)).await?,
            most: MOST,
        })
    }

    /// The address that was taken.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Serves no more than this many connections at once, instead of 256.
    #[must_use]
    pub fn at_most(mut self, connections: usize) -> Self {
        self.most = connections;
        self
    }

    /// Serves until `shutdown` comes, then drops every connection. `make` is given the client's
    /// address. An endpoint that panics loses its own connection only.
    pub async fn serve<E, F>(
        self,
        tls: Tls,
        implicit: bool,
        mut make: F,
        shutdown: impl Future<Output = ()>,
    ) where
        E: Endpoint + Send + 'static,
        F: FnMut(SocketAddr) -> E,
    {
        let mut shutdown = pin!(shutdown);
        let mut connections = JoinSet::new();
        loop {
            select! {
                () = &mut shutdown => break,
                accepted = self.socket.accept() => match accepted {
                    Ok((stream, client)) => {
                        // Those that ended make room first.
                        while connections.try_join_next().is_some() {}
                        if connections.len() < self.most {
                            let link = link(stream, client, &tls, implicit);
                            connections.spawn(carry(link, make(client)));
                        }
                    }
                    Err(_) => sleep(BREATH).await,
                },
                _ = connections.join_next(), if !connections.is_empty() => {}
            }
        }
    }
}

fn link(stream: TcpStream, client: SocketAddr, tls: &Tls, implicit: bool) -> Link {
    Link::new(Socket::new(stream), client.to_string(), tls.clone()).implicit(implicit)
}

async fn carry<E: Endpoint>(link: Link, mut endpoint: E) {
    drive(link, &mut endpoint).await;
}
