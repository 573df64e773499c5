//! SOCKS5, the client's end: CONNECT by name (RFC 1928), with user and password (RFC 1929).
//!
//! Absent on purpose: BIND and UDP, GSSAPI.

use std::net::IpAddr;

use tokio::io::AsyncWriteExt as _;

use super::failure::plain;
use super::proxy::{Login, broken, read, refused};
use super::socket::Socket;
use crate::link::{Failure, FailureKind};

const VERSION: u8 = 5;
/// Methods (RFC 1928 §3).
const NO_LOGIN: u8 = 0;
const PASSWORD: u8 = 2;
/// Of the login's own exchange (RFC 1929 §2).
const LOGIN_VERSION: u8 = 1;

/// Asks to be connected.
pub(super) async fn ask(
    socket: &mut Socket,
    to: (&str, u16),
    login: Option<&Login>,
) -> Result<(), Failure> {
    let hello: &[u8] = match login {
        Some(_) => &[VERSION, 2, NO_LOGIN, PASSWORD],
        None => &[VERSION, 1, NO_LOGIN],
    };
    say(socket, hello).await?;
    match (read(socket).await?, login) {
        ([VERSION, NO_LOGIN], _) => {}
        ([VERSION, PASSWORD], Some(login)) => log_in(socket, login).await?,
        ([VERSION, _], Some(_)) => return Err(wrong_login("it takes no user and password")),
        ([VERSION, _], None) => return Err(wrong_login("it wants a login")),
        _ => return Err(refused("it does not speak SOCKS5")),
    }
    say(socket, &request(to)?).await?;
    let [version, status, _, kind] = read(socket).await?;
    if version != VERSION {
        return Err(refused("it does not speak SOCKS5"));
    }
    if status != 0 {
        return Err(refused(meaning(status)));
    }
    // The address it uses is of no interest, but must be out of the way.
    match kind {
        1 => read::<6>(socket).await.map(drop),
        4 => read::<18>(socket).await.map(drop),
        3 => {
            let [length] = read(socket).await?;
            for _ in 0..usize::from(length) + 2 {
                read::<1>(socket).await?;
            }
            Ok(())
        }
        _ => Err(refused("it does not speak SOCKS5")),
    }
}

async fn say(socket: &mut Socket, octets: &[u8]) -> Result<(), Failure> {
    let said = socket.write_all(octets).await;
    said.map_err(|error| broken(&error))
}

async fn log_in(socket: &mut Socket, login: &Login) -> Result<(), Failure> {
    let password = login.password.expose();
    let (Ok(user_length), Ok(password_length)) =
        (u8::try_from(login.user.len()), u8::try_from(password.len()))
    else {
        return Err(wrong_login("user and password may have 255 octets each"));
    };
    say(socket, &[LOGIN_VERSION, user_length]).await?;
    say(socket, login.user.as_bytes()).await?;
    say(socket, &[password_length]).await?;
    say(socket, password).await?;
    match read(socket).await? {
        [_, 0] => Ok(()),
        [_, status] => Err(wrong_login(&format!("status {status}"))),
    }
}

fn wrong_login(detail: &str) -> Failure {
    plain(FailureKind::ProxyLogin, detail.to_owned())
}

/// CONNECT, with a name as a name (RFC 1928 §4, §5).
fn request((host, port): (&str, u16)) -> Result<Vec<u8>, Failure> {
    let mut octets = vec![VERSION, 1, 0];
    match host.parse() {
        Ok(IpAddr::V4(address)) => {
            octets.push(1);
            octets.extend(address.octets());
        }
        Ok(IpAddr::V6(address)) => {
            octets.push(4);
            octets.extend(address.octets());
        }
        Err(_) => {
            let length = u8::try_from(host.len());
            octets.push(3);
            octets.push(length.map_err(|_| refused("the name has over 255 octets"))?);
            octets.extend(host.bytes());
        }
    }
    octets.extend(port.to_be_bytes());
    Ok(octets)
}

/// RFC 1928 §6.
fn meaning(status: u8) -> String {
    let words = match status {
        1 => "general failure",
        2 => "not allowed by its rules",
        3 => "network unreachable",
        4 => "host unreachable",
        5 => "connection refused",
        6 => "TTL expired",
        7 => "it knows no CONNECT",
        8 => "it knows no addresses of this kind",
        _ => "unknown",
    };
    format!("SOCKS status {status}: {words}")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test")]

    use super::*;

    #[test]
    fn requests_carry_names_and_addresses() {
        assert_eq!(
            request(("mx.example", 25)).unwrap(),
            b"\x05\x01\x00\x03\x0amx.example\x00\x19"
        );
        assert_eq!(
            request(("192.0.2.1", 587)).unwrap(),
            b"\x05\x01\x00\x01\xc0\x00\x02\x01\x02\x4b"
        );
        assert_eq!(request(("::1", 25)).unwrap().len(), 3 + 1 + 16 + 2);
        assert!(request((&"x".repeat(256), 25)).is_err());
    }
}
