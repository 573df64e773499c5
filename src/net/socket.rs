//! A TCP stream set up for a conversation of short lines.
//!
//! Two delays of the kernel are switched off. Nagle's algorithm would hold our second small
//! write until the first is acknowledged. And our own delayed acknowledgement makes a *server's*
//! Nagle wait: under TLS 1.3 Postfix sends session tickets after the handshake, and its next
//! reply then sits 40 ms until we acknowledge them.
//!
//! Absent on purpose: addresses and names (`dial`), TLS.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// A TCP stream that sends and acknowledges at once.
#[derive(Debug)]
pub struct Socket(TcpStream);

impl Socket {
    /// Takes a connected stream. That an option cannot be set only makes it slower, so it is no error.
    pub fn new(stream: TcpStream) -> Self {
        let _ = stream.set_nodelay(true);
        Self(stream)
    }

    /// The TCP stream itself.
    pub fn tcp(&self) -> &TcpStream {
        &self.0
    }

    /// Our own address and the far end's, if the system knows them.
    pub(super) fn ends(&self) -> Option<(SocketAddr, SocketAddr)> {
        Some((self.0.local_addr().ok()?, self.0.peer_addr().ok()?))
    }

    /// Asks the kernel to acknowledge what has come and what comes next without delay. The
    /// kernel forgets this as the talk goes on, so it is said again before every wait.
    #[cfg(target_os = "linux")]
    fn acknowledge_at_once(&self) {
        let _ = rustix::net::sockopt::set_tcp_quickack(&self.0, true);
    }

    /// Elsewhere there is no such option.
    #[cfg(not(target_os = "linux"))]
    fn acknowledge_at_once(&self) {}
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.0).poll_read(cx, buffer);
        // Only a wait can be shortened, so only a wait pays the system call.
        if read.is_pending() {
            self.acknowledge_at_once();
        }
        read
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
