//! Wrong claims by subject, and what the English cards and the facts hold instead.
//!
//! Absent on purpose: how a row is checked; `ground` has it.

use super::ground::{
    Row, answers, begins, cites, counts_as, differ, facts, follows, lacks, may_get, needs, never,
    opens, registered, says, should_not_get, standing, stands_in, waits,
};

/// Reply codes and their classes.
pub(crate) const CODES: &[Row] = facts! {
    "354: see that no line holds a lone dot":
        "reply/354" says "leave dots in your text alone",
        "term/dot-stuffing" says "work for the sending program, never for the writer",
        "situation/DATA/354" says "ehlo adds the extra dot";
    "dots matter to BDAT too":
        "term/dot-stuffing" says "`bdat` needs none of it",
        "verb/BDAT" says "lines that begin with a dot stay as they are";
    "an empty line before the last dot is the safe way":
        "verb/DATA-END" says "it becomes part of the message";
    "any line end around the dot will do":
        "reply/354" says "accept only crlf, dot, crlf as the end",
        "term/smuggling" says "only crlf, dot, crlf ends a message";
    "354 may come after other commands":
        "354" answers "DATA",
        "334" answers "AUTH",
        "class/3yz" says "only `354` invites it",
        "reply/353" says "one for each accepted `rcpt`";
    "354 leaves commands possible":
        "reply/354" says "every line is content, even `quit`";
    "252: the mail will be accepted and a delivery tried":
        "reply/252" says "promises nothing about a later `rcpt`",
        "reply/252" says "it has accepted no message",
        "verb/VRFY" says "opens no mail and promises nothing",
        "252 550" opens "leaves the question open";
    "252: nothing to do":
        "reply/252" begins "no answer at all",
        "reply/252" says "`250` to `rcpt` is no proof that the mailbox exists";
    "252: a refusal against spam, and no more":
        "reply/252" says "because the mailbox lives elsewhere",
        "situation/VRFY/252" says "postfix says `252` for addresses that pass its checks";
    "252 belongs to VRFY":
        "252" answers "VRFY EXPN ETRN",
        "situation/ETRN/252" says "has begun to send",
        "verb/ETRN" says "reading `252` as with `vrfy`";
    "550: the mailbox was not found":
        "reply/550" says "unavailable, does not exist, or a policy forbids",
        "reply/550" says "the number alone does not say which",
        "reply/550" cites "RFC 5321 §7.9",
        "situation/EHLO/550" says "not about any mailbox",
        "situation/MAIL/550" says "no mailbox is missing";
    "550: the address is invalid":
        "reply/550" never "invalid",
        "501 550" opens "`501` is about how the line is written",
        "550 553" opens "`553` refuses the name itself";
    "550: look for typing errors first":
        "reply/550" begins "enhanced code",
        "reply/550" says "the address may be fine. log in",
        "enhanced/X.7.1" never "spelling",
        "enhanced/X.7.1" says "do not take the recipient off your list";
    "221 out of the blue: the server shuts down or you were silent":
        "221" answers "QUIT",
        "reply/221" says "must say `421` instead",
        "situation/UNKNOWN/221" says "looks like http";
    "the host name in 220 and 221 is a custom":
        "host" stands_in "220 221 421",
        "reply/220" says "must be the server's domain name",
        "reply/220" says "software and version is optional";
    "every server names itself in 221":
        "reply/221" says "postfix, opensmtpd and dovecot leave it out";
    "220 is the banner and nothing else":
        "220" answers "STARTTLS XCLIENT CONNECT",
        "reply/220" says "after `starttls`, it means",
        "reply/220" says "no second greeting comes",
        "situation/XCLIENT/220" says "a second greeting like this is right here",
        "verb/ATRN" says "you send `220`";
    "220 comes on port 465 like anywhere":
        "reply/220" says "on port 465 tls comes first",
        "limit/greeting-time" says "that server waits for the handshake";
    "no 220: it is the firewall":
        "CONNECT" waits "300",
        "CONNECT" may_get "554 521 421",
        "verb/CONNECT" says "some delay the greeting on purpose",
        "situation/CONNECT/220" says "row of asterisks";
    "250 answers DATA":
        "DATA" should_not_get "250",
        "reply/250" says "`data` itself is answered by `354`";
    "any 250 hands the message over":
        "reply/250" says "only the `250` after the content",
        "situation/RCPT/250" says "no message has been taken yet",
        "situation/DATA-END/250" says "this server answers for it",
        "situation/DATA-END/250" says "accepted is not delivered";
    "250 to RCPT: the mailbox exists":
        "situation/RCPT/250" says "does not prove that the mailbox exists",
        "reply/250" says "do not read `250` after `rcpt` as proof";
    "two codes of one class are alternatives":
        "220 252" opens "never answer the same command",
        "220 250" opens "never answer the same command",
        "334 354" opens "never answer the same command";
    "the second digit means nothing":
        "421 450" differ "is about the connection",
        "reply/571 reply/471" says "second digit `7` has no meaning";
    "the standard gives x3z a meaning":
        "421 535" differ "by custom";
    "4yz: the mail was late, or has failed":
        "class/4yz" says "you still hold the message",
        "class/4yz" says "unchanged",
        "situation/DATA-END/451" says "it stays with you";
    "5yz may be sent again as it is":
        "class/5yz" says "do not send the same again unchanged";
    "251: the server relays":
        "reply/251" never "relay",
        "reply/251" says "the recipient has moved";
    "251 and 551 are the same, user not local":
        "251 551" opens "with `551` it is refused",
        "reply/551" says "nothing will be forwarded";
    "251 and 551 may change address books":
        "reply/251" says "only if you trust the server",
        "reply/551" cites "RFC 5321 §7.4";
    "251 means forwarding after ETRN too":
        "situation/ETRN/251" says "nothing to do with forwarding";
    "452: the mailbox is full":
        "reply/452" says "places in this recipient list",
        "reply/452" says "`4.5.3` is recipients, `4.3.1` the server's disk, `4.2.2` one mailbox",
        "reply/452" cites "RFC 5321 §4.5.3.1.10";
    "552: the mailbox is full":
        "reply/552" says "larger than allowed",
        "reply/552" cites "RFC 1870 §6.1";
    "552: too many recipients, for good":
        "reply/552" says "read it as `452`",
        "situation/RCPT/552" says "treat that as temporary",
        "limit/recipients-count" says "counts as temporary too";
    "504 for an unknown parameter":
        "555" answers "MAIL RCPT",
        "reply/504" says "should get `555`, not `504`",
        "504 555" opens "`555` is the right one";
    "421 is greylisting":
        "421 450" opens "`421` ends the session",
        "term/greylisting" cites "RFC 6647 §5",
        "situation/RCPT/450" says "greylisting is a frequent reason";
    "421 goes on with the session":
        "closes" follows "221 421",
        "reply/421" says "an open transaction is lost";
    "530: log in":
        "reply/530" says "a login, or tls",
        "reply/530" cites "RFC 3207 §4",
        "situation/MAIL/530" says "`starttls` first";
    "450: the mailbox is busy":
        "reply/450" says "for a reason of its own",
        "reply/450" says "greylisting";
    "503 is the client's fault":
        "situation/DATA/503" says "`data` is not the fault",
        "situation/DATA/554" says "`data` is not the fault",
        "503 554" opens "when no recipient was accepted";
    "1yz codes exist in SMTP":
        "101" counts_as "other",
        "class/other" says "has no `1yz` replies",
        "reply/101 reply/111" standing "pseudo";
    "bounce numbers are reply codes":
        "reply/431 reply/441 reply/442 reply/446 reply/447 reply/449" standing "pseudo",
        "reply/510 reply/511 reply/512 reply/513" standing "pseudo",
        "reply/442 reply/511" says "its dots taken out, not an smtp reply",
        "class/other" says "`511` is not `5.1.1`";
    "tutorials' own numbers are reply codes":
        "reply/420 reply/471" standing "pseudo",
        "reply/420 reply/471" says "no specification defines",
        "reply/541" says "no specification defines it";
    "432 is made up too":
        "reply/432" standing "extension",
        "reply/432" cites "RFC 4954 §6",
        "reply/432" says "exchange online uses the number in another sense";
    "200 is a standard success":
        "reply/200" standing "de-facto",
        "reply/200" says "never defined for smtp";
    "345 starts the message":
        "reply" lacks "345",
        "345" counts_as "3yz";
    "521 is not standard":
        "reply/521 reply/556" standing "standard",
        "reply/521" cites "RFC 7504 §3",
        "reply/556" cites "RFC 7504 §4";
    "552 5.2.2 is what the standard wants":
        "enhanced/X.2.2" says "the standard means it as temporary";
    "unknown command: 502":
        "UNKNOWN" may_get "500 502",
        "reply/502" says "where `500` would be right",
        "500 502" opens "`502` says that it knows the verb";
    "EHLO knows few codes":
        "EHLO" may_get "250 500 501 502 504 550",
        "EHLO" should_not_get "450 451",
        "rule/unexpected-code" says "servers may still send it";
    "a code without text is broken":
        "rule/no-text" says "a client has to accept it";
    "the text after a code is standardized":
        "path" stands_in "251 551",
        "base64" stands_in "334",
        "class/2yz" says "do not build a program on it";
    "the lines of a reply may differ in their codes":
        "rule/mixed-codes" says "has to carry the same code";
};

/// Commands, extensions and logins.
pub(crate) const COMMANDS: &[Row] = facts! {
    "AUTH LOGIN is the standard way":
        "mechanism/LOGIN" standing "de-facto",
        "mechanism/LOGIN" says "never became a standard",
        "mechanism/PLAIN" says "have to support over tls",
        "mechanism/PLAIN" cites "RFC 4954 §4";
    "PLAIN and LOGIN encrypt the password":
        "mechanism/PLAIN mechanism/LOGIN term/base64 reply/334" says "hides nothing",
        "verb/AUTH" says "base64 is no encryption";
    "CRAM-MD5 and DIGEST-MD5 are the secure ones":
        "mechanism/DIGEST-MD5" standing "historic",
        "mechanism/DIGEST-MD5" cites "RFC 6331 §1",
        "mechanism/CRAM-MD5" says "its use is limited now";
    "port 465 is deprecated":
        "term/implicit-tls" says "`submissions`",
        "term/implicit-tls term/submission" cites "RFC 8314 §3.3",
        "keyword/STARTTLS" says "on submission prefer port 465";
    "STARTTLS is weaker TLS":
        "keyword/STARTTLS" says "it is the same tls, if the client insists on it",
        "term/starttls" says "remove the offer before you see it",
        "term/starttls" cites "RFC 3207 §6";
    "after STARTTLS go on with MAIL":
        "rule/ehlo-again" says "send `ehlo` again",
        "rule/ehlo-again" cites "RFC 3207 §4.2",
        "situation/STARTTLS/220" says "so send `ehlo` again";
    "HELO must not be used":
        "verb/HELO" standing "standard",
        "verb/HELO" says "servers must support it",
        "situation/HELO/250" says "without extensions";
    "EHLO must match reverse DNS":
        "term/ptr-record" says "must not be refused for a mismatch alone",
        "term/ptr-record" cites "RFC 5321 §4.1.4";
    "RSET may end the session":
        "verb/RSET" says "thinking it closes the link. it must not",
        "situation/RSET/250" says "the session, tls and login stay";
    "QUIT is answered with 250":
        "QUIT" should_not_get "250",
        "verb/QUIT" says "the answer to `quit` is `221`",
        "221 250" opens "by the standard they never answer the same command";
    "VRFY must be listed by EHLO":
        "VRFY" needs "",
        "keyword/VRFY" says "every server has to know the command anyway",
        "verb/EXPN keyword/EXPN" says "must list";
    "VRFY that is off gets 502":
        "reply/252" says "the right answer when you switch `vrfy` off",
        "reply/502" says "for `vrfy` that is switched off, answer `252`",
        "reply/252" cites "RFC 5321 §7.3";
    "8BITMIME lifts the limit of lines":
        "keyword/8BITMIME" says "the limit of 998 octets before crlf stays",
        "limit/text-line-size" says "`8bitmime` does not lift this limit";
    "8BITMIME allows binary":
        "keyword/8BITMIME" says "sending raw binary. that takes `binarymime` and `bdat`",
        "keyword/BINARYMIME" says "it works only with `bdat`",
        "keyword/BINARYMIME" cites "RFC 3030 §3";
    "SIZE= is checked once, at MAIL":
        "DATA-END" may_get "552",
        "keyword/SIZE parameter/SIZE" says "may still answer `552` at the end";
    "SIZE= counts doubled dots":
        "keyword/SIZE" says "doubled dots and the final dot do not count",
        "parameter/SIZE" says "leaves out doubled dots";
    "a bounce comes from the recipient's server":
        "term/bounce" says "your own server would now write one",
        "reply/447" says "the sending system gave up";
    "one bad recipient stops the message":
        "verb/RCPT" says "does no harm to the others",
        "reply/450" says "each `rcpt` stands alone",
        "situation/RCPT/550" says "those accepted before stay";
    "every recipient gets a verdict on the content":
        "verb/DATA-END" says "for all accepted recipients",
        "term/lmtp" says "one reply for each accepted recipient",
        "keyword/PRDR" says "in plain smtp one reply after the message speaks for all";
    "BURL, ETRN and TURN are dead":
        "keyword/BURL" says "dovecot offers `burl imap`",
        "keyword/ETRN" says "postfix and sendmail offer it",
        "verb/TURN" says "without a login on your own server. the standard forbids that";
    "by hand only the dots need care":
        "rule/bare-lf" says "many servers forgive it in a command",
        "rule/bare-lf" cites "RFC 5321 §2.3.8";
    "a client may give up after some seconds":
        "DATA" waits "120",
        "DATA-END" waits "600";
};

/// Enhanced codes, where the registry, the RFCs and the field disagree.
pub(crate) const ENHANCED: &[Row] = facts! {
    "an enhanced code takes the place of the reply code":
        "keyword/ENHANCEDSTATUSCODES" says "the reply code alone moves the session",
        "rule/enhanced-mismatch" says "that one decides",
        "rule/enhanced-mismatch" cites "RFC 2034 §4";
    "334, 354 and the reply to EHLO have enhanced codes":
        "keyword/ENHANCEDSTATUSCODES" says "in the reply to `ehlo`, or in `334` and `354`",
        "reply/334" says "never carries an enhanced status code";
    "5.7.1 is spam":
        "enhanced/X.7.1" says "relaying, a block list, an access rule or a filter",
        "keyword/ENHANCEDSTATUSCODES" says "reading `5.7.1` as spam";
    "there is no 4.7.1":
        "enhanced/X.7.1" says "`4.7.1` is common",
        "enhanced/X.7.1" says "though the standard knows only `5`";
    "4.7.0 and 5.7.0 are about the login":
        "enhanced/X.7.0" says "without detail",
        "enhanced/X.7.0" says "`421 4.7.0` for limits";
    "too many recipients is 451":
        "enhanced/X.5.3" registered "451",
        "enhanced/X.5.3" says "mostly as `452 4.5.3`";
    "5.6.9 comes with 550":
        "enhanced/X.6.9" registered "550",
        "enhanced/X.6.9" says "as `554 5.6.9`";
    "a routing loop may pass later":
        "enhanced/X.4.6" says "nearly all servers send it with `5`",
        "dialect/stalwart/loop" says "follows the letter of the standard";
    "a full mailbox is always temporary, or always final":
        "enhanced/X.2.2" registered "552",
        "enhanced/X.2.2" says "many servers send it with `5`";
    "5.7.8 is about trust between servers":
        "enhanced/X.7.8" says "the credentials are wrong",
        "enhanced/X.7.14" says "older servers say `5.7.8` for `burl`",
        "verb/BURL" says "in older servers `5.7.8`";
    "5.7.16 and 5.7.17 have one meaning":
        "enhanced/X.7.16" says "used the number for a used-up quota",
        "enhanced/X.7.17" says "used it for a server's used-up quota",
        "enhanced/X.7.16" cites "RFC 6710 §5",
        "enhanced/X.7.17" cites "RFC 7293 §5.1";
    "X.7.38 is a mail flood":
        "enhanced" lacks "X.7.38",
        "enhanced/X.7.28" says "a flood of similar messages";
    "X.7.28 has an RFC":
        "enhanced/X.7.28" standing "registry",
        "enhanced/X.7.28" says "a draft that was never finished";
    "X.6.10 is a code of its own":
        "enhanced/X.6.10" standing "registry",
        "enhanced/X.6.10" says "read it as `x.6.8`";
    "550 4.4.7 and 421 5.7.32 are well formed":
        "enhanced/X.4.7" says "the first digits disagree",
        "enhanced/5.7.32" says "the two first digits disagree";
    "Gmail uses the registry's meanings":
        "enhanced/X.7.23" says "gmail uses `4.7.23` for a missing ptr record",
        "enhanced/X.7.27" says "gmail uses the number for spf failures",
        "enhanced/X.7.29" says "gmail uses the number for mail that came without tls",
        "enhanced/X.7.30" says "gmail uses the number for missing dkim",
        "enhanced/4.7.32 enhanced/4.7.40" standing "de-facto";
    "Exchange uses the registry's meanings":
        "enhanced/X.7.12 enhanced/X.7.13" says "in another sense",
        "enhanced/X.4.1" says "exchange sends `5.4.1` in another sense",
        "enhanced/5.7.12" standing "de-facto";
    "Gmail sends 5.7.80 and 5.7.90":
        "enhanced/5.7.80 enhanced/5.7.90" standing "pseudo",
        "enhanced/5.7.80" says "read it as `5.7.8`",
        "enhanced/5.7.90" says "read it as `5.7.9`",
        "enhanced/5.7.40" says "a misprint on google's page";
    "538 is what one gets without TLS":
        "reply/538" says "postfix answers `504` here",
        "reply/534" says "an app password";
    "4.4.7 comes from the other side":
        "enhanced/X.4.7" says "written by the sending server";
};

/// What servers do that the standard does not.
pub(crate) const SERVERS: &[Row] = facts! {
    "every server wants a greeting before MAIL":
        "verb/MAIL" says "postfix and sendmail forgive it by default";
    "every server takes a second EHLO":
        "situation/EHLO/503" says "by the standard a second `ehlo` should work";
    "every server answers 555 to an unknown parameter":
        "rule/unknown-parameter" says "some servers say `501` or `503`";
    "every server ignores what stands behind NOOP":
        "verb/NOOP" says "opensmtpd refuses it",
        "situation/NOOP/501" says "it should ignore one";
    "every server refuses `DATA now`":
        "verb/DATA" says "sendmail starts the message anyway";
    "every server refuses `QUIT now`":
        "rule/unwanted-argument" says "some servers carry the command out all the same";
    "every server says 252 where it does not tell":
        "verb/VRFY" says "many servers do not follow it",
        "situation/VRFY/500" says "or pretends so",
        "dialect/postfix/vrfy-disabled" says "nothing about the address";
    "a policy code to VRFY is about the address":
        "situation/VRFY/554" says "nothing certain about the mailbox",
        "situation/VRFY/501" says "nothing was said about any mailbox";
    "relaying is refused with 550 everywhere":
        "reply/554" says "for a relay refusal the standard names `550`",
        "situation/RCPT/554" says "seldom a missing mailbox";
    "535 is always about the password":
        "reply/535" says "for an unknown mechanism or broken base64",
        "dialect/postfix/login-mechanism-unknown" says "the password was never looked at";
    "the angle brackets are for show, or missing ones are refused":
        "verb/MAIL" says "some servers forgive it, strict ones answer",
        "rule/bad-path" says "lenient servers take it";
    "a server may refuse postmaster":
        "term/postmaster" says "if it is refused, the server is set up wrongly",
        "reply/550" says "accept mail for `postmaster`, always";
    "too large is always 552":
        "552 554" opens "some servers send it for the size, too",
        "dialect/opensmtpd/message-too-big" says "with `554` where others say `552`";
    "too many recipients is always 452":
        "dialect/opensmtpd/too-many-recipients" says "`451` stands here",
        "dialect/stalwart/too-many-recipients" says "`455` stands here";
    "555 is about a parameter everywhere":
        "reply/555" says "gmail and the qmail family use it for any syntax error there";
    "435 and 553 have a place in the standard of AUTH":
        "AUTH" should_not_get "435 553",
        "situation/AUTH/435 situation/AUTH/553" says "is how exim says it";
    "521 is a greeting only":
        "reply/521" says "later, when they break off a session",
        "situation/BDAT/521" says "postfix answers a malformed `bdat` this way";
    "providers' numbers are standard":
        "reply/403 reply/422 reply/540 reply/541 reply/571" standing "de-facto",
        "reply/540 reply/541 reply/571" says "read it as `550",
        "reply/571" says "only `0` to `5` as second digit",
        "class/other" says "`605`";
    "a code without a definition has no meaning":
        "reply" lacks "426",
        "426" counts_as "4yz",
        "reply" lacks "542",
        "542" counts_as "5yz",
        "605" counts_as "other";
    "unknown verbs get 502 5.5.1 everywhere":
        "enhanced/X.5.2" says "postfix uses `500 5.5.2` also for verbs it does not know",
        "situation/UNKNOWN/502" says "gmail among them";
};
