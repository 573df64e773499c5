//! Both ends of every mechanism, against each other; and servers that talk nonsense.

use data_encoding::BASE64;
use proptest::prelude::*;

use super::*;

fn credentials(password: &str) -> Credentials {
    Credentials {
        user: "bob".to_owned(),
        password: Secret::new(password),
    }
}

fn means(nonce: &str) -> Means {
    Means {
        nonce: nonce.to_owned(),
        binding: Some(Binding {
            kind: "tls-exporter",
            data: b"of this link".to_vec(),
        }),
        plus_offered: true,
    }
}

fn text(secret: &Secret) -> String {
    String::from_utf8_lossy(secret.expose()).into_owned()
}

/// Plays a login to its end; also whether the server proved itself.
fn play(way: Way, password: &str, [near, far]: [&Means; 2]) -> (Check, Option<bool>) {
    let users = Users::from([("bob", Secret::new("tr0ub4dor&3"))]);
    let mut client = Login::new(way, &credentials(password), near);
    let mut server = Exchange::new(way.mechanism, far);
    let begin = client.begin().map(|line| text(&line)).unwrap_or_default();
    let mut answer = match begin.split(' ').nth(2) {
        Some(initial) => initial.to_owned(),
        None if way.mechanism.first == First::Client => {
            text(&client.answer(b"").unwrap_or_default())
        }
        None => "=".to_owned(),
    };
    loop {
        match server.answer(&answer, &users) {
            Check::Challenge(octets) => {
                let line = client.answer(BASE64.encode(&octets).as_bytes());
                answer = line.map_or_else(|_| "*".to_owned(), |line| text(&line));
            }
            end => return (end, client.proved()),
        }
    }
}

#[test]
fn each_mechanism_logs_in_and_refuses() {
    for mechanism in MECHANISMS {
        if mechanism.needs == Needs::Nothing {
            continue;
        }
        for initial in [true, false] {
            if initial && mechanism.first == First::Server {
                continue;
            }
            let way = Way { mechanism, initial };
            let (near, far) = (means("near"), means("far"));
            let (end, proved) = play(way, "tr0ub4dor&3", [&near, &far]);
            assert_eq!(end, Check::Welcome("bob".into()), "{}", way.text());
            let mutual = mechanism.name.starts_with("SCRAM");
            assert_eq!(proved, mutual.then_some(true), "{}", way.text());
            let (end, proved) = play(way, "wrong", [&near, &far]);
            assert_eq!(end, Check::Refused, "{}", way.text());
            assert_ne!(proved, Some(true), "{}", way.text());
        }
    }
}

#[test]
fn guests_come_in_and_nobody_is_known_from_outside() {
    let end = |mechanism| play(Way::usual(mechanism), "", [&means("a"), &means("b")]).0;
    assert_eq!(
        end(&anonymous::ANONYMOUS),
        Check::Welcome("anonymous".into())
    );
    assert_eq!(end(&external::EXTERNAL), Check::Refused);
}

/// Somebody between the ends has two TLS links, and passes the login from one to the other.
#[test]
fn a_login_tied_to_one_link_is_worth_nothing_on_another() {
    let way = Way::usual(&scram::SCRAM_SHA_256_PLUS);
    let other = Means {
        binding: Some(Binding {
            kind: "tls-exporter",
            data: b"of another".to_vec(),
        }),
        ..means("far")
    };
    let (end, _) = play(way, "tr0ub4dor&3", [&means("near"), &other]);
    assert_eq!(end, Check::Refused);
}

/// Somebody between the ends took -PLUS from the list.
#[test]
fn a_shortened_list_is_noticed() {
    let way = Way::usual(&scram::SCRAM_SHA_256);
    let near = Means {
        plus_offered: false,
        ..means("near")
    };
    let (end, _) = play(way, "tr0ub4dor&3", [&near, &means("far")]);
    assert!(matches!(end, Check::Malformed(why) if why.contains("-PLUS")));
}

#[test]
fn a_long_token_waits_for_its_334() {
    let way = Way::usual(&token::XOAUTH2);
    let mut login = Login::new(way, &credentials(&"x".repeat(600)), &Means::default());
    assert_eq!(login.begin(), Ok(Secret::new("AUTH XOAUTH2")));
    assert!(
        login
            .answer(b"")
            .is_ok_and(|line| line.expose().len() > 600)
    );
}

#[test]
fn an_empty_initial_response_is_an_equals_sign() {
    let nobody = Credentials::default();
    let mut login = Login::new(Way::usual(&external::EXTERNAL), &nobody, &Means::default());
    assert_eq!(login.begin(), Ok(Secret::new("AUTH EXTERNAL =")));
}

#[test]
fn cancelling_and_nonsense() {
    let users = Users::new();
    let exchange = || Exchange::new(&plain::PLAIN, &Means::default());
    assert_eq!(exchange().answer("*", &users), Check::Cancelled);
    assert!(matches!(
        exchange().answer("!", &users),
        Check::Malformed(_)
    ));
}

proptest! {
    /// Whatever a server asks, every login ends after a few answers, and the practice server
    /// takes whatever it is told.
    #[test]
    fn nonsense_ends_with_a_star(
        which in 0..MECHANISMS.len(),
        talk in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..80), 6),
    ) {
        let mechanism = MECHANISMS[which];
        let mut login = Login::new(Way::usual(mechanism), &credentials("secret"), &means("near"));
        let mut server = Exchange::new(mechanism, &means("far"));
        let users = Users::from([("bob", Secret::new("secret"))]);
        prop_assert!(login.begin().is_ok());
        let mut ended = false;
        for octets in &talk {
            let line = BASE64.encode(octets);
            ended |= login.answer(line.as_bytes()).is_err();
            let _ = server.answer(&line, &users);
        }
        prop_assert!(ended);
    }
}
