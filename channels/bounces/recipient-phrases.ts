import type { BounceReason } from "./bounce-reason.ts";

type Phrases = readonly [reason: BounceReason, phrases: readonly RegExp[]];

/** What servers say of the recipient's existence and of the way there, after everything in reason-phrases.ts. */
export const recipientPhrases: readonly Phrases[] = [
  [
    "recipient_unknown",
    [
      /\b(?:user(?:name)?|recipient|mailbox) (?:is )?unknown\b|\bunknown (?:user|recipient|mailbox)\b|no such (?:user|recipient|mailbox)\b/,
    ],
  ],
  [
    "expired",
    [
      /(?:envelope|message|queue|retry|delivery|time) (?:time ?out |has |was )?(?:expired|exceeded|timed? ?out)|retry (?:timeout|time) (?:exceeded|not reached)|(?:been|too long) in (?:the )?queue|queue too long|(?:could|can) ?not (?:be )?(?:send|sent|deliver|delivered) (?:message )?(?:for|after|within|in|during) (?:the )?(?:last |past )?\d|(?:after|for) (?:the )?(?:last |past )?\d+ (?:seconds?|minutes?|hours?|days?)|\d+ attempts|giving up after|(?:connect(?:ion)?|connecting|session|socket|operation|read|conversation)[^.]{0,60}tim(?:ed|e) ?-?out|timed? ?-?out (?:while|waiting|during|connecting|in|reading|after)|delivery time expired|expired in|too old|did(?:n't| not) accept our requests? to connect|(?:unable to deliver|not delivered|undeliverable).{0,30}after \d|past its (?:expiration|lifetime)|i'm not going to try again|connection refused/,
    ],
  ],
  ["network", [/\bdns error\b/]],
  [
    "delivery_agent",
    [
      /procmail|maildrop|\bpipe to\b|local (?:mailer|delivery agent)|mailer (?:error|failed|exited)|(?:child|command|program) (?:\S+ )?(?:exited|status|output|died|failed|returned)|child status|exit (?:code|status)|unable to (?:open|create|write).{0,30}(?:mailbox|mail ?file)|command output/,
    ],
  ],
  [
    "domain_unknown",
    [
      /(?:host|domain|hostname|site|destination|server|mail ?host|organi[sz]ation)(?: name| or domain name)? (?:\S+ )?(?:is )?(?:unknown|(?:was |is )?not found(?!,? try)|may not exist|(?:does(?: not|n't)|did not) (?:exist|resolve)|not (?:exist|known|registered|defined|reachable|resolv\w*)|is not reachable|invalid|lookup failed)|(?:unknown|no such|unrouteable|unroutable|illegal|invalid|bad|unresolvable|nonexistent|non-existent) (?:destination )?(?:host|domain|hostname|mail domain|address domain|site|system)|unrout(?:e)?able (?:mail )?(?:domain|address)|name or service not known|\bnxdomain\b(?!.*dns error)|(?:could|can) ?not (?:be )?(?:resolve|route)|unable to (?:route|resolve)|no route to (?:domain|address)|(?:[a-z0-9-]+\.)+[a-z]{2,} does not exist|all hosts? .{0,30}(?:failed|unknown)|illegal host\/domain|domain is not reachable|hôte inconnu|host non (?:trovato|conosciuto)|address .{0,30}domain .{0,10}(?:exist|found)/,
    ],
  ],
  [
    "recipient_unknown",
    [
      /(?:user|recipient|mail[ -]?box|account|addressee|alias|person|local[ -]?part|customer|subscriber|address(?:es)?|e-?mail (?:address|account)|\bid\b)(?: name| account| id)?[^.;:]{0,30}?(?:\bunknown\b|not? (?:be )?(?:found|exist|known|recogni[sz]ed|listed|valid|registered|present|available|located|identified)\b|un(?:recogni[sz]ed|available|registered)|(?:does|do|did)(?: not|n't) (?:exist|match|have)|doesn't? exist|invalid|non[- ]?exist|nonexist|is (?:incorrect|illegal|undeliverable|wrong|bad)|has been (?:deleted|removed|closed|terminated|cancell?ed)|(?:was )?(?:deleted|terminated|closed)\b)|(?:mailbox|user) name not allowed|(?:recipient|address)(?:es)? (?:is |was |has been )?rejected\b/,
      /(?:unknown|no such|invalid|illegal|bad|unrecogni[sz]ed|nonexistent|non-existent|undeliverable|incorrect|wrong|inexistent|unregistered|undefined) (?:or (?:illegal|invalid|missing|inactive|unknown) )?(?:local |destination |e-?mail |email |smtp |virtual |final |mail )?(?:user|recipient|mail[ -]?box|account|address|addressee|alias|local[ -]?part|person|name|id|customer|subscriber|e-?mail)/,
      /no (?:valid )?(?:mail[ -]?box|account|user|recipient|person|local ?user|such (?:a |an )?\w+|one)\b.{0,30}(?:here|by that name|with (?:that|this) name|at this|called|found|named|specified|exists?|under)|sorry,? no mailbox|no mailbox here|no valid recipients|does(?: not|n't) (?:have|like) (?:an?|any) .{0,60}account|doesn't have an? .{0,60}account|does not like recipient|isn't in my (?:control|valid)|not (?:a|an) (?:valid|known|local|existing|legal|active) (?:\w+ )?(?:user|recipient|mail[ -]?box|address|account|e-?mail|customer)|not (?:our|my) (?:user|customer)|recipientnotfound|recipnotfound|badrcptto|userunknown|user_unknown|not in (?:the )?(?:directory|address ?book|user (?:table|list|database)|our)|(?:has |have )?no (?:e-?mail|mail) account|that e-?mail address (?:is not|isn't)|reached a non|mailbox unavailable|address rejected|rejected (?:the )?(?:address|recipient)|^(?:5\d\d )?<?@>? rejected/,
      /destinataire (?:invalide|inconnu)|adresse .{0,60}(?:invalide|inconnue|inexistante)|utilisateur (?:inconnu|inexistant)|(?:empf[aä]nger|benutzer|adresse|postfach|konto)\S{0,20} .{0,40}(?:unbekannt|nicht gefunden|existiert nicht|ung[uü]ltig|nicht vorhanden)|unbekannte[rn]? (?:empf|benutzer|adresse)|(?:usuario|destinatario|direcci[oó]n|buz[oó]n|cuenta) .{0,30}(?:desconocid|no existe|inexistente|inv[aá]lid)|(?:utente|destinatario|indirizzo|casella) .{0,30}(?:sconosciut|inesistente|non (?:esiste|valid|trovat))|no existe|nessun utente|(?:usu[aá]rio|destinat[aá]rio|endere[cç]o) .{0,30}(?:desconhecid|inexistente|n[aã]o existe|inv[aá]lid)|宛先不明|あて先.{0,40}(?:不明|見つかり)|用户不存在|收件人.{0,10}不存在|пользователь.{0,30}(?:не найден|не существует|неизвестен)|нет такого пользователя|несуществующ/,
    ],
  ],
  [
    "network",
    [
      /network (?:error|unreachable|is down|problem)|(?:dns|name ?server|name service|nameservice|mx)[ -](?:error|lookup|look-up|failure|problem|timeout|type)|host not found,? try again|no route to host|lost connection|connection (?:reset|lost|dropped|closed|broken|aborted|failed|was|died|to)|broken pipe|(?:could|can) ?not connect|unable to (?:connect|contact|reach)|(?:mail|routing|forwarding) ?loop|loop(?:s|ing)? (?:detected|back)|too many hops|hop count|hops? exceeded|host (?:is )?unreachable|socket error|unreachable|remote host said: ?$|loops? back to myself|configuration loop|bad connection|no connection|remote protocol error|deferred: connection/,
    ],
  ],
  [
    "system",
    [
      /(?:service|system|resources?|mail ?server|server|directory|database|ldap|host|backend|mail ?store|file ?system)\b.{0,40}(?:(?:temporar\w+|currently|not|un)[ -]?available|unavail|too busy|busy|error|failure|failed|overload|shutting|crash|maintenance|problem|not responding|down\b)|(?:internal|temporary|local|configuration|system|i\/o|disk|unexpected|server|mapping) (?:\w+ )?(?:error|failure|problem)|try (?:again )?later|temporar(?:y|ily)|cannot (?:open|create|write|append)|can't (?:create|open|write)|no space left|out of memory|insufficient (?:system )?resources|load (?:too|average)|(?:lmtp|transmission|delivery) failure|could not complete|requested action aborted|undocumented|essayer plus tard/,
    ],
  ],
];
