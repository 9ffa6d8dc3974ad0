import type { BounceReason } from "./bounce-reason.ts";

type Phrases = readonly [reason: BounceReason, phrases: readonly RegExp[]];

/**
 * What servers say, in one line and lower case, in the order in which it is believed. Whoever distrusts the sender often says
 * "recipient rejected" or 5.1.1 as well, and a full mailbox comes with "user unknown", so that what is said of the sender is looked
 * for first, then what is wrong with a mailbox that exists, and last whether there is any.
 *
 * Each phrase stands for a family of wordings (mail servers' sources and the postmaster pages of large providers), never for one
 * sample. No phrase has a repetition within a repetition: the time is linear in the text.
 */
export const phrasesOfReason: readonly Phrases[] = [
  [
    "inactive",
    [
      /(?:account|mail[ -]?box|recipient|user|destinataire|compte)(?: account)? (?:is|est|has been|was) (?:currently |temporarily |administratively )?(?:blocked|bloqu|suspend|disabled|deactivat|locked|inactive)/,
    ],
  ],
  [
    "virus_found",
    [
      /\bvirus(?:es)? (?:was |were |has been |have been )?(?:detect|found|infect|reject|block|in )|(?:contain\w*|carr(?:y|ies)|infected|found|detected|with|has|a|an?y?) .{0,20}\bvirus|virus_?(?:detected|found)|malware|\btrojan|phishing|infected|dangerous attachment|(?:rejected|blocked) (?:by|due to).{0,20}(?:anti-?)?virus/,
    ],
  ],
  [
    "not_authenticated",
    [
      /\bdmarc|\bdkim\b|\bspf\b|domainkeys|sender ?id\b|sender policy framework|purported responsible|5\.7\.(?:9|2[0-36-9]|3\d|515)\b(?=.*(?:authent|dmarc|dkim|spf|domain))/,
      /does not have authentication information|unauthenticated (?:e?mail|message)|fails? to pass authentication/,
    ],
  ],
  [
    "sender_dns",
    [
      /reverse (?:dns|host|look ?up|name|mapping)|\brdns\b|\bptr\b|dns ptr|(?:domain|helo|ehlo|hostname) .{0,60}mismatch|mismatch.{0,30}client ip|cannot find your (?:reverse )?hostname|without (?:a )?valid (?:sender domain|reverse)|no (?:matches to )?nameserver/,
      /(?:client|unknown) ?host.{0,40}cannot find|(?:helo|ehlo) (?:command )?(?:rejected|argument|name|hostname)|invalid (?:helo|ehlo)|my name was rejected/,
    ],
  ],
  [
    "reputation",
    [
      /spamhaus|spamcop|\bsorbs\b|barracuda(?:central|networks\.com\/reputation)|invaluement|uceprotect|dnsrbl|abusix|senderscore|cloudmark|\b[a-z]*rbls?\b|\bdnsbls?\b|\/rbl\/|\bdrbl\b|\bnsbl\b|\bs5hbl\b|manitu/,
      /(?<!may be )(?:black|block|deny|reject|ban) ?-?lists?(?:ed|ing)?\b|real[ -]?time block|reputation|\bbanned\b|bad ip\b/,
      /(?:your|client|sending|connecting|source|originating|from (?:this|your|the))[ -](?:ip|host|server|network|address|mail server|mta|domain)\b[^.;]{0,60}\b(?:block|ban|reject|refus|denied|deny|list|not allowed|not permitted|not welcome|suspicious|abus|spam)/,
      /client host.{0,80}(?:rejected|blocked|denied|refused)|block(?:ed)? (?:using|by|because|due|for|-|at)|(?:has|have|is|are|been) (?:temporarily |permanently |currently )?(?:blocked|blacklisted|banned)|ip blocked|blocked ip|\bblocked\b.{0,40}(?:see|visit|http)/,
      /gr[ae]y-?list|\[ts\w?\d+\]|\[bl\d+\]|\bptr\b|\(bl\)|not (?:a )?trusted|untrusted|poor score|low score|bad (?:sender|host|client|reputation)|dynamic(?:ally)? (?:ip|assigned|address)|dial-?up|residential|use (?:the|your) (?:smtp|mail) server of your (?:isp|provider)|(?:your|an?) isp'?s? (?:smtp|mail|outgoing)|may not be mail exchanger|not accept(?:ing|ed)? (?:mail|connections?|messages?|e-?mail) from (?!local|mailer)|(?:connection|access|session|transaction) (?:refused|rejected|dropped|denied).{0,40}(?:ip|host|abus|policy|sender|reputation)|refused to talk to me|access to (?:submit|this|our)\b[^.;]{0,60}(?:rejected|denied|blocked)|not allowed to connect/,
      /(?<!not )\b(?:is|currently|was|are|ip|been) listed\b|listed (?:at|by)\b|too many (?:spams?|complaints|bad|invalid|unknown|errors)|directory harvest|abusive|suspicious|\babuse\b(?! ?@)|unsolicited (?:mail|e?mail)? ?(?:from your|rate)|anti-?spam gateway|unwanted (?:mail|messages)|complaints? (?:rate|about)|country|geographical|cannot send (?:e?-?mail )?to yourself/,
    ],
  ],
  [
    "too_fast",
    [
      /too many (?:connections?|concurrent|sessions?|messages?|recipients?|mails?|e-?mails?|smtp|simultaneous|hops? per)|rate (?:limit|exceed|control)|connection (?:rate|limit)|(?:messages?|mails?|sending|recipient) (?:rate|limit|quota) (?:has been )?(?:exceed|reach)|exceed(?:s|ed|ing)? (?:the |your |its |a )?(?:maximum |max |hourly |daily )?(?:sending|connection|message rate|rate|number of (?:connections|messages|recipients))|throttl|receivingrate|(?:daily|hourly|monthly|sending|relay|outgoing) (?:\w+ )?(?:quota|limit)|service refus|unusual (?:rate|sending)|slow(?:ing)? down|deferred due to .{0,40}(?:volume|user complaints)|receiving mail too quickly|at a rate that/,
    ],
  ],
  [
    "relaying_denied",
    [
      /relay(?:ing|ed)?\b.{0,40}(?:denied|not (?:permitted|allowed|authorized)|prohibit|rejected|attempt|refus|disallow|is disabled)|(?:no|insecure(?: mail)?|unable to|not|cannot|can't|won't|do not|refus\w*|deny|denied|open|as a|for) (?:an? )?(?:mail )?relay|we do not relay|rcpthosts|not (?:a )?local (?:domain|host)|(?:not|isn't) (?:configured|allowed|permitted|authori[sz]ed) to relay|relay not|mail server requires authentication when|relaying mail/,
    ],
  ],
  [
    "spam_found",
    [
      /\bspam\b|spam(?:my|ming|mer|assassin|trap)|\bspamd\b|unsolicited|\bube\b|\bjunk ?(?:mail|e-?mail)\b|bulk (?:e-?)?mail|considered.{0,20}bulk|blacklisted (?:url|link)|\b(?:u|s)r?ibl\b|surbl|message (?:content|body) .{0,20}reject|content (?:was |has been |is )?(?:rejected|filter|denied|refused)|rejected (?:by|due to|for|because of) (?:the )?(?:content|spam|filter)|content[- ](?:filter|based|polic)|(?:message|mail) (?:looks like|has been classified|classified as|identified as|scored as)|mail rejet|mail rejected\b|looks like/,
    ],
  ],
  [
    "policy",
    [
      /polic(?:y|ies)\b|administrative(?:ly)? (?:prohibit|reject|denied)|prohibited|not compl(?:y|iant)|security reasons|(?:refused|rejected) (?:due to|by) (?:a |the )?(?:local|site|security|administrat)|regulations/,
    ],
  ],
  [
    "sender_refused",
    [
      /sender (?:address )?(?:is |was |has been )?(?:rejected|refused|denied|not (?:allowed|exist|found|verified|permitted)|invalid|unknown|unverified|verif)|(?:invalid|unknown|bad|unroutable|unrouteable|unverifiable|unacceptable|illegal|forged|faked?) (?:envelope )?sender|domain of (?:the )?sender|sender'?s? (?:domain|address|host|e-?mail)|(?:mail from|return[- ]path|reverse[- ]path|envelope from|backscatter|from address|from: ?header|header from) (?:address |domain |must|is|not|command|has|rejected|does|denied|field)|verification failed for|(?:could|can) ?not (?:be )?verif(?:y|ied)|callout|permission to (?:post|send)|not (?:have|permitted|allowed|authori[sz]ed|open) .{0,30}(?:post|send to (?:this )?(?:group|list|recipient))|not (?:allowed|authori[sz]ed|permitted) to (?:send|post|submit)|(?:only|not|isn't) (?:accept|allow|open).{0,30}(?:members|posting|subscribers|authori[sz]ed senders)|restricted (?:to|address|recipient)|not (?:a )?(?:member|subscriber)s?\b|invalid ip\b|valid from\b|domain is invalid.{0,40}from|unverifyable|sender.{0,60}has no .{0,20}(?:mx|dns)|domain .{0,20}dns check|group you tried to contact|(?:is )?not a registered gateway user|server rejected mail from|spoof|forged|mail from .{0,80}(?:does not exist|rejected|refused|denied)/,
      /groups\.google\.com\/support/,
    ],
  ],
  [
    "not_allowed",
    [
      /authentication (?:is )?required|authrequired|unauthenticated sender|must (?:be authenticated|issue a starttls|authenticate)|\bstarttls\b|\btls\b.{0,40}(?:required|fail|negotiat|error|not)|certificate|encrypt(?:ion|ed).{0,30}(?:required|needed)|(?:not|un)[ -]?authori[sz]ed|authentication (?:failed|failure|error|unsuccessful|credentials)|smtp auth|access (?:is )?denied|permission denied by|account not allowed|login/,
    ],
  ],
  [
    "bad_message",
    [
      /\brfc[ -]?(?:2822|5322|2047|2821|5321)\b|\brfc[ -]82[12]\b|(?:violat|compl|conform)\w*.{0,30}\brfc|bare (?:lf|cr|<lf>|<cr>)|duplicate header|(?:missing|malformed|invalid|multiple|bad|illegal|broken|too many|non-?ascii|8-?bit) (?:\S+ ){0,3}(?:header|from|mime|subject|date|message-id|line|content|encoding|structure|character)|headers? (?:too|line|field|is|are|contain|missing|syntax)|line (?:too )?(?:length|long)|improper use of 8-?bit|(?:attachment|file (?:type|extension|name)|executable).{0,60}(?:not|reject|block|prohibit|banned|forbidden|disallow)|(?:command|syntax) error|(?:command|syntax) (?:not |un)(?:recogni[sz]ed|implemented|known)|bad sequence|protocol (?:error|violation)|transaction failed:? .{0,20}header|unsupported (?:charset|language|character)|pipelining|smtputf8/,
    ],
  ],
  [
    "too_large",
    [
      /(?:message|mail|e-?mail|size|length|body|data) (?!.{0,40}queue).{0,40}(?:exceed|too (?:big|large|long)|larger than|over(?:sized?)? (?:the )?limit)|too (?:big|large)\b|size limit|oversized?|sizelimit|maximum (?:message|allowed|size)|exceeds? .{0,30}(?:maximum|fixed|size|administrative limit)|(?:message|mail) size|1 ?0 ?mb limit/,
    ],
  ],
  [
    "mailbox_full",
    [
      /quota|\b(?:mail[ -]?box|inbox|in-box|mail ?folder|mail ?drop|maildir|account|storage|disk|user|recipient'?s?|incoming)\b.{0,50}(?:\bfull\b|exceed|over(?:flow| limit| storage| size)|\blimit|out of (?:storage|space))|\bfull (?:mail[ -]?box|inbox)|(?:insufficient|not enough|no|out of|exceeded|lack of) (?:(?:disk|system|mail|mailbox|storage|available|free|message|user)[ -]?)*(?:storage|space|room)|storage (?:allocation|limit|exceed)|mailbox size|(?:too many|exceeded) (?:messages|mails) (?:in|on) (?:the )?(?:mailbox|folder|recipient)|boite .{0,40}pleine|bo[iî]te .{0,60}(?:pleine|satur)|postfach .{0,40}(?:voll|ist ?voll)|buz[oó]n .{0,40}llen|casella .{0,40}piena|caixa .{0,40}cheia|ящик.{0,40}переполнен|maxmailboxsize|mailbox_?full|exceeds? allowed size|receive limit/,
    ],
  ],
  [
    "inactive",
    [
      /(?:account|mailbox|mail[ -]?box|user|recipient|address|domain|e-?mail|mail|subscriber|customer|inbox)\b.{0,60}\b(?:disabled|suspend|inactiv|not active|not activated|deactivat|frozen|locked|expired|unavailable temporarily|blocked|dormant|discontinued|on hold|restricted|out of service|turned off)|(?:disabled|suspended|inactive|deactivated|expired|locked|dormant|frozen) ?(?:user|account|mailbox|recipient|address|e-?mail)|(?:has|have) been (?:disabled|suspended|deactivated|frozen)|account (?:that you tried to reach )?is (?:disabled|inactive|over)|temporarily (?:suspend|disabl)|administratively disabled|not (?:currently )?accepting (?:messages|mail)/,
    ],
  ],
  [
    "recipient_unwilling",
    [
      /recipient (?:preferences|has (?:blocked|refused|rejected)|filter|refus(?:es|ed) to|does not (?:want|wish|accept))|(?:rejected|refused|blocked|denied|declined|filtered) by (?:the )?(?:recipient|user|addressee|customer)(?!'?s? (?:domain|server|system|host|mail))|due to recipient pref|user (?:refuse|reject|does ?n[o']t (?:want|accept))|does not accept (?:mails?|messages) from|whitelist|white list|not (?:on|in) (?:the )?(?:recipient'?s?|user'?s?|my|their) (?:white|allow|contact|address)|challenge|moderat/,
    ],
  ],
  [
    "recipient_moved",
    [
      /(?:recipient|user|account|address|mailbox|person|e-?mail).{0,40}(?:has |have |was |is |been )?(?:moved|no longer (?:on|at|in|valid|here|available|active|with|exists?|works|in use|accept)|changed (?:e-?mail|address|to)|left the|relocated)|not our customer|has left|replaced by (?:the )?(?:new )?address|new address is|address changed|please (?:update|use the new)/,
    ],
  ],
  [
    "no_mail_there",
    [
      /null ?mx|no smtp service|does(?: not|n't) (?:accept|receive) (?:any )?(?:e-?)?mail|not accept(?:ing)? (?:any )?(?:mail|messages|e-?mail|smtp)(?! from)|(?:couldn't|could not|can't|cannot|unable to) find (?:a|any) mail exchanger|no (?:mail exchanger|valid mx|mx (?:record|host)|mx\b)|all (?:relevant )?mx records? .{0,30}(?:invalid|point)|mx (?:records? )?(?:point|resolve|is invalid|list for)|system does not accept mail|we (?:do not|don't) accept mail|smtp protocol (?:is )?not (?:supported|available)|this (?:host|server|system|machine) (?:is )?(?:not|never) (?:a mail|accept|receive)/,
    ],
  ],
];
