/** What somebody who answers a text wants, as far as words tell. */
export type Reply =
  /** Her word to end it, and nothing else. */
  | "stop"
  /** Other words that a reasonable person reads so: heeded at once, and looked at. */
  | "free_text_stop"
  | "start"
  | "help"
  /** A key of a menu. */
  | "menu"
  /** It may be meant so or otherwise: somebody has to read it. */
  | "needs_person"
  | "none";

/** Words that a provider or a regulator (47 CFR 64.1200(a)(10)) takes as an end by themselves, and the same in other languages. */
const STOP = new Set(
  (
    "stop stopall unsubscribe cancel end quit revoke optout arret arrete arreter baja alto parar pare stopp cancelar desabonner " +
    "abmelden abbestellen abbruch ende fermati basta cancella afmelden stoppen avsluta afmeld poista"
  ).split(" "),
);
const STOP_WORDS = new Set(["stop all", "opt out", "stop alle", "stop tout"]);
const START = new Set(["start", "yes", "unstop", "optin"]);
const HELP = new Set(["help", "info"]);

/** Signs of a raised hand alone. */
const SIGNS = new Set(["🛑", "✋", "⛔", "🚫"]);

/** "don't stop", "can't stop by": the word is there, its meaning is not. */
const NOT_MEANT =
  /\b(do not|don t|dont|can t|cant|cannot|won t|wont|never|didn t|didnt|not) (stop|quit|end|cancel|unsubscribe)\b/;

/** Each a way to say "no more of these texts". The text is plain: lower case, words and single spaces. */
const free: readonly RegExp[] = [
  /^(please )?(stop|quit|unsubscribe)( (please|now|already|it|this|that|these|everything|all|thanks|thank you|pls|plz))+$/,
  /\b(stop|quit|cease|end) (all )?(the |these |this |those |your |ur )?(texting|texts?|messages?|messaging|msgs?|sms|sending|contacting|spamming|spam|calling|bothering|harassing)\b/,
  /\b(please|pls|plz) (stop|unsubscribe|quit)\b(?! (by|at|in)\b)/,
  /\b(opt|opting|opted) (me |us )?out\b/,
  /\bunsubscribe\b/,
  /\b(remove|delete|take|drop|get) (me|us|my number|this number|my phone)( \w+)? (off|from|out)\b/,
  /\btake me off\b|\b(remove|delete) (me|my number|this number)$/,
  /\b(do not|don t|dont|never|stop) (text|message|sms|contact|write|send|call|bother|msg)(ing)? (to )?(me|us|this|my|any ?more|again|anything)\b/,
  /\bno more (texts?|messages?|msgs?|sms|spam|ads?|offers?|of (this|these))\b/,
  /\b(leave me alone|lose my number|not interested|wrong (number|person)|who gave you (my|this) number)\b/,
  /\b(i )?(do not|don t|dont|no longer) want (to (get|receive)|any|these|this|your|more)\b.*\b(texts?|messages?|msgs?|sms|this|these|them)\b/,
  /\b(revoke|withdraw)( \w+)? (consent|permission)\b/,
  /^s t o p( a l l)?$/,
];

/** A word to end something, in a text that is about something else as well. */
const AMBIGUOUS = /^(please )?(cancel|end|revoke)\b(?! (of|up)\b)/;

/**
 * Reads an answer to a text. A keyword counts only where it is all that was said, as providers hold it; what a reasonable person
 * would understand counts as well (47 CFR 64.1200(a)(10)), and is told apart so that somebody can look at it.
 */
export function readReply(text: string): Reply {
  const { words, signs } = plainOf(text);
  if (words === "") return signs.some((sign) => SIGNS.has(sign)) ? "free_text_stop" : "none";
  if (signs.length === 0) {
    if (STOP.has(words) || STOP_WORDS.has(words)) return "stop";
    if (START.has(words)) return "start";
    if (HELP.has(words)) return "help";
    if (/^\d{1,2}$/.test(words)) return "menu";
  } else if (STOP.has(words) || STOP_WORDS.has(words)) return "free_text_stop";
  if (free.some((pattern) => pattern.test(words)) && !isContradicted(words)) return "free_text_stop";
  return AMBIGUOUS.test(words) ? "needs_person" : "none";
}

/** "Don't stop texting me" asks for the contrary. */
function isContradicted(words: string): boolean {
  return NOT_MEANT.test(words);
}

/** Lower case without marks over letters, words parted by one space; emoji beside them. Full-width letters are letters (NFKC). */
function plainOf(text: string): { readonly words: string; readonly signs: readonly string[] } {
  const folded = text
    .slice(0, 1_600)
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/\p{M}+/gu, "");
  const signs = folded.match(/\p{Extended_Pictographic}/gu) ?? [];
  const words = folded.replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim();
  return { words, signs };
}
