//! The parameters of MAIL and RCPT: which keyword must be offered for each, and how much longer
//! they let the line be. A row a parameter.
//!
//! Absent on purpose: their words (a card each), and the meaning of their values.

/// What is known of one parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name in upper case.
    pub name: &'static str,
    /// The verb it belongs to.
    pub verb: &'static str,
    /// The EHLO keyword that allows it.
    pub keyword: &'static str,
    /// What it adds to the 512 octets of the line (the RFC of the keyword says).
    pub extra: usize,
    /// How it looks.
    pub syntax: &'static str,
    /// The values there are, or usual ones; none where they depend on the message or the server.
    pub values: &'static [&'static str],
}

const fn row(
    verb: &'static str,
    name: &'static str,
    keyword: &'static str,
    extra: usize,
    (syntax, values): (&'static str, &'static [&'static str]),
) -> Parameter {
    Parameter {
        name,
        verb,
        keyword,
        extra,
        syntax,
        values,
    }
}

/// Every parameter ehlo knows.
pub static PARAMETERS: &[Parameter] = &[
    row("MAIL", "SIZE", "SIZE", 26, ("SIZE=octets", &[])),
    row(
        "MAIL",
        "BODY",
        "8BITMIME",
        16,
        ("BODY=8BITMIME", &["7BIT", "8BITMIME", "BINARYMIME"]),
    ),
    row("MAIL", "SMTPUTF8", "SMTPUTF8", 10, ("SMTPUTF8", &[])),
    row("MAIL", "RET", "DSN", 8, ("RET=HDRS", &["FULL", "HDRS"])),
    row("MAIL", "ENVID", "DSN", 107, ("ENVID=id", &["ehlo-1"])),
    row("MAIL", "AUTH", "AUTH", 500, ("AUTH=<>", &["<>"])),
    row(
        "MAIL",
        "BY",
        "DELIVERBY",
        17,
        ("BY=seconds;R", &["3600;R", "3600;N", "3600;RT"]),
    ),
    row(
        "MAIL",
        "HOLDFOR",
        "FUTURERELEASE",
        34,
        ("HOLDFOR=seconds", &[]),
    ),
    row(
        "MAIL",
        "HOLDUNTIL",
        "FUTURERELEASE",
        34,
        ("HOLDUNTIL=time", &[]),
    ),
    row(
        "MAIL",
        "MT-PRIORITY",
        "MT-PRIORITY",
        15,
        ("MT-PRIORITY=0", &["-4", "0", "4"]),
    ),
    row("MAIL", "REQUIRETLS", "REQUIRETLS", 11, ("REQUIRETLS", &[])),
    row(
        "RCPT",
        "NOTIFY",
        "DSN",
        28,
        (
            "NOTIFY=FAILURE",
            &[
                "NEVER",
                "SUCCESS",
                "FAILURE",
                "DELAY",
                "SUCCESS,FAILURE,DELAY",
            ],
        ),
    ),
    row("RCPT", "ORCPT", "DSN", 507, ("ORCPT=rfc822;address", &[])),
];

/// Finds a parameter of a verb; both names in upper case.
pub fn find(verb: &str, name: &str) -> Option<&'static Parameter> {
    PARAMETERS
        .iter()
        .find(|parameter| parameter.verb == verb && parameter.name == name)
}
