import { isDeclaredBot } from "./declared-bot.ts";
import { deviceClassOf, type HeaderReader } from "./device.ts";

/** What a page is made for. Robots, television sets and whatever else has a screen of its own kind are "other". */
export type ReaderClass = "phone" | "pda" | "tablet" | "desktop" | "other";

/** Programs of a desktop itself, and feed readers, which name their site as robots do. */
const OWN_PROGRAMS =
  /\b(?:akregator|evergreen|feeddemon|juice|liferea|mimir|netnewswire|newsboat|newsbeuter|rssowl|rss ?reader|kodi|xbmc|msdw|microsoft-delivery-optimization)\b/i;

/**
 * The class of whoever asks for a page, by user agent and client hints; hints win. At most 1,024 characters of the agent are
 * looked at.
 */
export function readerClassOf(agent: string, header: HeaderReader = () => undefined): ReaderClass {
  const text = agent.slice(0, 1_024);
  const device = deviceClassOf(text, header);
  if (device === "desktop" && OWN_PROGRAMS.test(text)) return device;
  return device === "tv" || isDeclaredBot(text, device) ? "other" : device;
}
