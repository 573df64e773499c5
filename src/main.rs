//! The `ehlo` binary: reads the command line, runs, and gives the exit status back.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    ehlo::run::run(ehlo::cli::Cli::parse())
}
