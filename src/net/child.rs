//! A child process as a stream: what we write is its standard input, what we read its output. Both are one socket.
//!
//! Lines of its standard error and its exit status are told as stages. It has a process group of
//! its own, so that what it started ends with it, and it is ended and waited for when the stream is
//! dropped.
//!
//! Absent on purpose: a shell. `exec:sh -c '…'` has one.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net;
use std::pin::Pin;
use std::process::{ExitStatus, Stdio};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncRead, AsyncWrite, BufReader, ReadBuf};
use tokio::net::UnixStream;
use tokio::process::{Child, ChildStderr, Command};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

use super::failure::plain;
use super::stages::Teller;
use crate::link::{Failure, FailureKind, Step};

/// How much of a line of its standard error is told.
const LINE: usize = 1000;
/// How long it may take to end once its output has ended, before the link does without its status.
const LATE: Duration = Duration::from_secs(1);
/// How long it may take to end by itself once its input is closed.
const GRACE: Duration = Duration::from_millis(500);

/// The stream. Dropping it ends the child.
struct Piped {
    stream: UnixStream,
    /// Comes when the exit status has been told, or it is too late for that.
    told: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    ended: bool,
    /// Dropped with the stream, which is how the watcher hears of it.
    _here: oneshot::Sender<()>,
}

/// Starts a program with its arguments.
pub(super) async fn start(
    words: &[String],
    tell: &Teller,
) -> Result<impl AsyncRead + AsyncWrite + Unpin + Send + use<>, Failure> {
    let since = Instant::now();
    let (program, arguments) = words.split_first().ok_or_else(|| failed("no command"))?;
    let refused = |error: io::Error| failed(&format!("{program}: {error}"));
    let (ours, input, output) = ends().map_err(refused)?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::from(input))
        .stdout(Stdio::from(output))
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
        .map_err(refused)?;
    let errors = child.stderr.take();
    let errors = errors.ok_or_else(|| failed("it has no standard error"))?;
    let step = Step::Started {
        program: program.clone(),
        pid: child.id().map(|id| id.to_string()).unwrap_or_default(),
    };
    tell.took(since, step).await;
    let (here, gone) = oneshot::channel();
    let (done, told) = oneshot::channel();
    tokio::spawn(watch(child, errors, tell.clone(), done, gone));
    Ok(Piped {
        stream: ours,
        told: Some(Box::pin(async move {
            let _ = timeout(LATE, told).await;
        })),
        ended: false,
        _here: here,
    })
}

/// Our end, and the child's twice. As inetd does it, they are a socket: TLS libraries that send
/// to sockets only (`GnuTLS`) could not answer through a pipe.
fn ends() -> io::Result<(UnixStream, OwnedFd, OwnedFd)> {
    let (ours, theirs) = net::UnixStream::pair()?;
    ours.set_nonblocking(true)?;
    let ours = UnixStream::from_std(ours)?;
    Ok((ours, theirs.try_clone()?.into(), theirs.into()))
}

fn failed(detail: &str) -> Failure {
    plain(FailureKind::Command, detail.to_owned())
}

/// Tells what it says and how it ends. Once the stream is gone, ends it.
async fn watch(
    mut child: Child,
    errors: ChildStderr,
    tell: Teller,
    done: oneshot::Sender<()>,
    gone: oneshot::Receiver<()>,
) {
    let group = Group(child.id());
    tokio::select! {
        () = report(&mut child, errors, &tell) => {}
        _ = gone => {}
    }
    drop(tell);
    let _ = done.send(());
    // Its input is closed by now: most programs need no more.
    let _ = timeout(GRACE, child.wait()).await;
    drop(group);
    let _ = child.wait().await;
}

async fn report(child: &mut Child, errors: ChildStderr, tell: &Teller) {
    let mut errors = BufReader::new(errors);
    let said = async {
        while let Ok(Some(line)) = line(&mut errors).await {
            tell.tell(Step::Said { line }).await;
        }
    };
    tokio::pin!(said);
    let status = tokio::select! {
        status = child.wait() => {
            // What it said at last; unless something it started still holds the pipe.
            let _ = timeout(GRACE, &mut said).await;
            status
        }
        () = &mut said => child.wait().await,
    };
    if let Ok(status) = status {
        let status = shown(status);
        tell.tell(Step::Ended { status }).await;
    }
}

/// The next line, as much of it as is told; none at the end.
async fn line(errors: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<String>> {
    let mut kept = Vec::new();
    let mut any = false;
    loop {
        let piece = errors.fill_buf().await?;
        if piece.is_empty() {
            break;
        }
        any = true;
        let end = piece.iter().position(|octet| *octet == b'\n');
        let text = piece.get(..end.unwrap_or(piece.len())).unwrap_or_default();
        let room = LINE.saturating_sub(kept.len()).min(text.len());
        kept.extend_from_slice(text.get(..room).unwrap_or_default());
        let used = end.map_or(piece.len(), |end| end + 1);
        errors.consume(used);
        if end.is_some() {
            break;
        }
    }
    let text = String::from_utf8_lossy(&kept);
    Ok(any.then(|| text.trim_end().to_owned()))
}

/// `0`, `75`, `SIGTERM` as `signal 15`.
fn shown(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt as _;
    match (status.code(), status.signal()) {
        (Some(code), _) => code.to_string(),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => "?".to_owned(),
    }
}

/// The child with all that it started. Whenever the watching ends, so do they.
struct Group(Option<u32>);

impl Drop for Group {
    fn drop(&mut self) {
        let group = self.0.and_then(|id| i32::try_from(id).ok());
        if let Some(group) = group.and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

impl Piped {
    fn poll_told(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(told) = &mut self.told {
            ready!(told.as_mut().poll(cx));
            self.told = None;
        }
        Poll::Ready(())
    }
}

impl AsyncRead for Piped {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if !self.ended {
            ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
            if buffer.filled().len() > before {
                return Poll::Ready(Ok(()));
            }
            self.ended = true;
        }
        // The end of the output is the end of the link, and its status belongs before that.
        self.poll_told(cx).map(Ok)
    }
}

impl AsyncWrite for Piped {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let _ = ready!(Pin::new(&mut self.stream).poll_shutdown(cx));
        self.poll_told(cx).map(Ok)
    }
}
