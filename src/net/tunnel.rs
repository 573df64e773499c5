//! HTTP's CONNECT, the client's end (RFC 9110 §9.3.6), with basic authentication (RFC 7617).
//!
//! Absent on purpose: everything else of HTTP.

use data_encoding::BASE64;
use tokio::io::AsyncWriteExt as _;
use zeroize::Zeroizing;

use super::failure::plain;
use super::proxy::{Login, authority, broken, read, refused};
use super::socket::Socket;
use crate::link::{Failure, FailureKind};

/// How long the answer's head may be.
const HEAD: usize = 16 * 1024;

/// Asks to be connected.
pub(super) async fn ask(
    socket: &mut Socket,
    to: (&str, u16),
    login: Option<&Login>,
) -> Result<(), Failure> {
    let said = socket.write_all(request(to, login).as_bytes()).await;
    said.map_err(|error| broken(&error))?;
    let head = head(socket).await?;
    let line = head.split(|octet| *octet == b'\r').next();
    let line = String::from_utf8_lossy(line.unwrap_or_default());
    let mut words = line.split(' ');
    let (protocol, status) = (words.next(), words.next());
    if !protocol.is_some_and(|protocol| protocol.starts_with("HTTP/")) {
        return Err(refused("it does not speak HTTP"));
    }
    match status {
        Some(status) if status.starts_with('2') => Ok(()),
        Some("407") => Err(plain(FailureKind::ProxyLogin, line.into_owned())),
        _ => Err(refused(line)),
    }
}

fn request(to: (&str, u16), login: Option<&Login>) -> Zeroizing<String> {
    let to = authority(to);
    let mut request = Zeroizing::new(format!("CONNECT {to} HTTP/1.1\r\nHost: {to}\r\n"));
    if let Some(login) = login {
        let mut pair = Zeroizing::new(login.user.clone().into_bytes());
        pair.push(b':');
        pair.extend_from_slice(login.password.expose());
        request.push_str("Proxy-Authorization: Basic ");
        BASE64.encode_append(&pair, &mut request);
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    request
}

/// The answer up to its empty line, octet by octet: what stands behind it is the server's already.
async fn head(socket: &mut Socket) -> Result<Vec<u8>, Failure> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let [octet] = read(socket).await?;
        head.push(octet);
        let begins = head.iter().zip(b"HTTP/").all(|(read, right)| read == right);
        if !begins || head.len() > HEAD {
            return Err(refused("it does not speak HTTP"));
        }
    }
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    #[test]
    fn the_request_is_as_rfc_9110_has_it() {
        assert_eq!(
            *request(("mx.example", 25), None),
            "CONNECT mx.example:25 HTTP/1.1\r\nHost: mx.example:25\r\n\r\n"
        );
        let login = Login {
            user: "Aladdin".to_owned(),
            password: Secret::new("open sesame"),
        };
        // RFC 7617 §2 has these two.
        let with = request(("::1", 25), Some(&login));
        assert!(with.contains("CONNECT [::1]:25 "), "{}", *with);
        assert!(with.contains("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));
    }
}
