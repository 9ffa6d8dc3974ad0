import { isbot } from "isbot";
import type { DeviceClass } from "./device-rules.ts";

/** Programs that fetch by themselves and name no robot; and Outlook's own look at a link beside the reader's. */
const PROGRAMS =
  /^(?:curl|wget|python|java\/|okhttp|go-http|node|axios|libwww|apache-httpclient|ruby|php|postman)|headless|phantomjs|puppeteer|playwright|googleimageproxy|yahoomailproxy|ms-office|msoffice|office existence discovery|barracuda|proofpoint|mimecast|symantec|forcepoint/i;

/** Of the time before today's telephones, though their browsers were made of WebKit already. */
const OLD_SYSTEMS = /\bbada\/|\bwebos\/|\bsymbian|\bmaemo\b/i;
const WEBKIT = /\bAppleWebKit\/[5-9]\d\d/;
/** Readers share agents: what was found for one is kept for the next, a bounded number of them. */
const MAX_KNOWN = 5_000;
const knownAgents = new Map<string, boolean>();

/** Whether an agent says that it is a program: by its name, or as `isbot` knows it. */
export function isDeclaredBot(agent: string, device: DeviceClass): boolean {
  const key = `${device} ${agent}`;
  const known = knownAgents.get(key);
  if (known !== undefined) return known;
  const isBot = namesRobot(agent, device);
  if (knownAgents.size >= MAX_KNOWN) knownAgents.clear();
  knownAgents.set(key, isBot);
  return isBot;
}

/** Robots often carry a phone's agent and add their name: a name with an address or the word itself is a declaration. */
const SELF_NAMED = /bot\b|bot\/|crawl|spider|\+https?:\/\/|https?:\/\/|@[a-z0-9-]+\.[a-z]/i;

/**
 * isbot takes a quarter of the old phones for robots, by words such as their browsers' names. So of a handheld from before
 * WebKit it is believed only when the agent also names itself.
 */
function namesRobot(agent: string, device: DeviceClass): boolean {
  if (PROGRAMS.test(agent)) return true;
  const isOldHandheld =
    (device === "phone" || device === "pda" || device === "tablet") && (!WEBKIT.test(agent) || OLD_SYSTEMS.test(agent));
  return isbot(agent) && (!isOldHandheld || SELF_NAMED.test(agent));
}
