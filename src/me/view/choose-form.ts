import type { HeaderReader } from "#tracking/device.ts";
import { readerClassOf } from "#tracking/reader-class.ts";

/** The forms in which a message can be read in a browser. */
export const messageForms = ["rich", "small", "text"] as const;
export type MessageForm = (typeof messageForms)[number];

/** Engines that lay out tables and styles as today's do; what is older gets headings, paragraphs and links. */
const MODERN = /\bAppleWebKit\/(?:53\d|[6-9]\d\d)|\bGecko\/20|\bTrident\/[5-9]|\bEdge?\/\d/;
/** Renders on its maker's server, for a screen that is paid by the kilobyte; and browsers of terminals. */
const THRIFTY = /\bOpera Mini\b|\bUCWEB\b|\b(?:lynx|w3m|e?links)\b/i;

/**
 * The form for whoever asks: what the address names, else by user agent and client hints. PDAs, telephones from before today's
 * browsers and readers who asked to save data (Save-Data) get the small one; who takes no HTML gets the text.
 */
export function chooseForm(asked: string | undefined, header: HeaderReader): MessageForm {
  const named = messageForms.find((form) => form === asked);
  if (named !== undefined) return named;
  const accept = (header("accept") ?? "*/*").slice(0, 1_024).toLowerCase();
  if (!/\*\/\*|text\/\*|html/.test(accept)) return "text";
  if ((header("save-data") ?? "").trim().toLowerCase() === "on") return "small";
  const agent = (header("user-agent") ?? "").slice(0, 1_024);
  if (THRIFTY.test(agent)) return "small";
  const reader = readerClassOf(agent, header);
  return reader === "pda" || (reader === "phone" && !MODERN.test(agent)) ? "small" : "rich";
}

/** What `chooseForm` looks at. */
export const formVaries =
  "User-Agent, Accept, Save-Data, Sec-CH-UA-Form-Factors, Sec-CH-UA-Mobile, Sec-CH-UA-Model, Sec-CH-UA-Platform";

/**
 * Hints that later requests shall bring. No Critical-CH: it costs every reader of a modern browser a second request, and all of
 * them get the rich form whatever their hints say.
 */
export const wantedHints = "Sec-CH-UA-Form-Factors, Sec-CH-UA-Model, Save-Data";
