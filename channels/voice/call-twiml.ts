import { escapeXml } from "#channels/twilio/escape-xml.ts";
import { voiceLanguage } from "./call-words.ts";
import type { CallVerb } from "./walk-call.ts";

export type SpokenCall = {
  readonly language: string;
  readonly verbs: readonly CallVerb[];
  /** Where a key, or the end of a call that was put through, is told. Absent: nobody can be asked, and keys lead nowhere. */
  readonly nextUrl?: string | undefined;
  /** Our own number, which the other side sees where a caller is put through. */
  readonly ownNumber?: string | undefined;
};

/** Seconds without a key before it is asked again. */
const WAIT_SECONDS = 6;
const RING_SECONDS = 25;
const MOST_CONNECTED_SECONDS = 1_800;
/** Twilio says no more than this in one `Say` (https://www.twilio.com/docs/voice/twiml/say). */
const MOST_SAID = 4_000;

/**
 * A turn of a call as TwiML. Each value is escaped, what XML has no place for is gone, and a text that is too long for one
 * sentence of Twilio's becomes several. A key may be pressed while it is still speaking.
 */
export function callTwiml({ language, verbs, nextUrl, ownNumber }: SpokenCall): string {
  const spoken = escapeXml(voiceLanguage(language));
  const say = (text: string) =>
    piecesOf(text)
      .map((piece) => `<Say language="${spoken}">${escapeXml(piece)}</Say>`)
      .join("");
  const action = nextUrl === undefined ? "" : ` action="${escapeXml(nextUrl)}" method="POST"`;
  const said = verbs.map((verb) => {
    switch (verb.kind) {
      case "say":
        return say(verb.text);
      case "gather":
        return nextUrl === undefined
          ? say(verb.text)
          : `<Gather input="dtmf" numDigits="1" finishOnKey="" timeout="${WAIT_SECONDS}" actionOnEmptyResult="true"${action}>${say(verb.text)}</Gather>`;
      case "connect": {
        const caller = ownNumber === undefined ? "" : ` callerId="${escapeXml(ownNumber)}"`;
        return `<Dial timeout="${RING_SECONDS}" timeLimit="${MOST_CONNECTED_SECONDS}"${caller}${action}><Number>${escapeXml(verb.number)}</Number></Dial>`;
      }
      case "hang_up":
        return "<Hangup/>";
    }
  });
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${said.join("")}</Response>`;
}

/** Parts of at most so many characters, at blanks where there are any, and never within a surrogate pair. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > MOST_SAID) {
    const blank = rest.lastIndexOf(" ", MOST_SAID);
    const cut = blank > 0 ? blank : MOST_SAID - (/[\ud800-\udbff]/.test(rest.charAt(MOST_SAID - 1)) ? 1 : 0);
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...pieces, rest];
}
