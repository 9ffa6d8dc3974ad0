/** Where the parts of one mail server lie and listen. */
export type Plan = {
  readonly folder: string;
  readonly smtpPort: number;
  readonly lmtpPort: number;
  readonly imapPort: number;
  /** Asked for every recipient: greylisting. */
  readonly policyPort: number;
  readonly mostBytes: number;
};

export const MAIL_HOST = "localhost";
/** Everybody has a mailbox here. */
export const OPEN_DOMAIN = "people.example";
/** Only `known@` has one here. */
export const CLOSED_DOMAIN = "closed.example";
/** Takes a mail for anybody here, and finds out afterwards that there is nobody. */
export const LATE_DOMAIN = "late.example";
/** Where senders' bounces come back to. */
export const BOUNCE_DOMAIN = "bounce.fernhill.example";
export const IMAP_PASSWORD = "simulated-mailbox";

/** Postfix receives with STARTTLS only, knows its recipients, and hands everything to Dovecot. */
export function postfixMain({ folder, lmtpPort, policyPort, mostBytes }: Plan): string {
  return `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = ${folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.people.example
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
virtual_mailbox_domains = ${OPEN_DOMAIN}, ${CLOSED_DOMAIN}, ${BOUNCE_DOMAIN}
virtual_mailbox_maps = inline:{ { @${OPEN_DOMAIN} = open }, { known@${CLOSED_DOMAIN} = known }, { @${BOUNCE_DOMAIN} = bounces } }
virtual_alias_domains = ${LATE_DOMAIN}
virtual_alias_maps = inline:{ { @${LATE_DOMAIN} = nobody@gone.example } }
transport_maps = inline:{ { gone.example = error:5.1.1 User unknown in virtual mailbox table } }
virtual_transport = lmtp:inet:127.0.0.1:${lmtpPort}
message_size_limit = ${mostBytes}
mailbox_size_limit = 0
virtual_mailbox_limit = 0
smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = ${folder}/server.pem
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = reject_unlisted_recipient, check_policy_service inet:127.0.0.1:${policyPort}
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
smtpd_peername_lookup = no
notify_classes =
`;
}

/** Postfix's own list of services (master(5)), none in a chroot, and one that listens. */
export function postfixMaster({ smtpPort }: Plan): string {
  return `127.0.0.1:${smtpPort} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;
}

/** Dovecot takes mail by LMTP into a Maildir for whomever it is, and shows it by IMAP to whoever knows the one password. */
export function dovecotConf({ folder, lmtpPort, imapPort }: Plan): string {
  return `base_dir = ${folder}/dovecot/run
state_dir = ${folder}/dovecot/state
log_path = ${folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail/%u
first_valid_uid = 1
passdb {
  driver = static
  args = password=${IMAP_PASSWORD}
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${folder}/mail/%u allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}
`;
}
