//! The `ehlo` binary: runs, and gives the exit status back.

use std::process::ExitCode;

fn main() -> ExitCode {
    ehlo::run::run()
}
