//! `ehlo serve`: the practice server on a port, for any client.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use tokio::signal::unix::{SignalKind, signal};

use super::{Error, connect};
use crate::net::{Listener, Tls, practice_config};
use crate::smtp::{Seed, Server};

/// Serves until it is told to stop.
pub(super) fn run(address: &str, scenario: &str, ca_out: Option<&Path>) -> Result<ExitCode, Error> {
    let scenario_name = scenario;
    let scenario = Arc::new(connect::scenario(scenario)?);
    let tls = practice_config(&scenario.hostname)?;
    if let Some(file) = ca_out {
        std::fs::write(file, tls.ca_pem()).map_err(|source| Error::File {
            what: "cannot write",
            file: file.display().to_string(),
            source,
        })?;
    }
    let (seed, started) = (super::seed()?, Instant::now());
    super::runtime()?.block_on(async {
        let refused = |source| Error::Listen {
            address: address.to_owned(),
            source,
        };
        let (host, port) = split(address)?;
        let listener = Listener::bind(host, port).await.map_err(refused)?;
        let bound = listener.address().map_err(refused)?;
        let stop = stop()?;
        let line = format!(
            "ehlo: practice server on {bound}, scenario {scenario_name}; Ctrl-C stops it\n"
        );
        let _ = std::io::stdout().write_all(line.as_bytes());
        let _ = std::io::stdout().flush();
        listener
            .serve(
                Tls::Server(tls.server.clone()),
                false,
                // Each connection has chance of its own.
                move |_| {
                    let own = seed.nonce(started.elapsed(), 0);
                    Server::new(scenario.clone()).seeded(Seed::new(own))
                },
                stop,
            )
            .await;
        Ok(ExitCode::SUCCESS)
    })
}

/// Ctrl-C, or a polite kill.
fn stop() -> Result<impl Future<Output = ()>, Error> {
    let refused = |source| Error::System {
        what: "listen for signals",
        source,
    };
    let mut term = signal(SignalKind::terminate()).map_err(refused)?;
    let mut int = signal(SignalKind::interrupt()).map_err(refused)?;
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
    })
}

fn split(address: &str) -> Result<(&str, u16), Error> {
    let wrong = || crate::target::TargetError::Port(address.to_owned());
    let (host, port) = address.rsplit_once(':').ok_or_else(wrong)?;
    let port = port.parse().map_err(|_| wrong())?;
    Ok((host.trim_start_matches('[').trim_end_matches(']'), port))
}
