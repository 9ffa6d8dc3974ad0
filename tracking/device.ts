import UAParser from "ua-parser-js";
import { deviceRules, systemRules, type DeviceClass, type DeviceRule } from "./device-rules.ts";

/** A header by its lower-case name. */
export type HeaderReader = (name: string) => string | null | undefined;

/** Nothing looks at more of an agent than this: time is bounded, whatever was sent. */
const MAX_AGENT = 1_024;
const MAX_REMEMBERED = 5_000;

const byLibraryType: Readonly<Record<string, DeviceClass>> = { mobile: "phone", tablet: "tablet", smarttv: "tv" };

/** User agents repeat: a parse costs 40 µs, a memory look-up less than one. Least recently used go first. */
const remembered = new Map<string, DeviceClass>();

/**
 * The device class by user agent and, where the browser sends them, client hints (Sec-CH-UA-Form-Factors, -Mobile, -Model,
 * -Platform), which win over the agent: a browser that freezes its agent tells the model only there.
 */
export function deviceClassOf(agent: string, header: HeaderReader = () => undefined): DeviceClass {
  const hinted = hintedClass(agent.slice(0, MAX_AGENT), header);
  const text = `${agent.slice(0, MAX_AGENT)}${hintedWords(header)}`;
  const key = `${hinted ?? ""}|${text}`;
  const known = remembered.get(key);
  const device = known ?? hinted ?? classOf(text);
  remembered.delete(key);
  remembered.set(key, device);
  if (remembered.size > MAX_REMEMBERED) remembered.delete(remembered.keys().next().value ?? "");
  return device;
}

function hintedClass(agent: string, header: HeaderReader): DeviceClass | undefined {
  const factors = (header("sec-ch-ua-form-factors") ?? "").toLowerCase();
  if (factors.includes('"tablet"')) return "tablet";
  if (factors.includes('"mobile"')) return "phone";
  if (factors.includes('"desktop"')) return "desktop";
  if (/"(?:automotive|xr|watch|eink)"/.test(factors)) return "other";
  // A desktop that pretends to be a telephone still tells its own system.
  const platform = bare(header("sec-ch-ua-platform"));
  // No browser of Apple's telephones sends hints: with one that does, a Linux is a desktop too.
  const isDesktop = DESKTOPS.has(platform) || (platform === "Linux" && /\biP(?:hone|ad)\b/.test(agent));
  return isDesktop && bare(header("sec-ch-ua-mobile")) !== "?1" ? "desktop" : undefined;
}

const DESKTOPS: ReadonlySet<string> = new Set(["Windows", "macOS", "Chrome OS", "Chromium OS"]);

/** A frozen agent says "Android 10; K" of every model, and a desktop's name where the reader asked for the desktop page. */
function hintedWords(header: HeaderReader): string {
  const model = bare(header("sec-ch-ua-model")).slice(0, 64);
  const platform = bare(header("sec-ch-ua-platform"));
  // The web view of an Android app names the app, whatever its agent pretends.
  const app = (header("x-requested-with") ?? "").slice(0, 128);
  const isInApp = /^[a-z]\w*(?:\.\w+)+$/i.test(app);
  return `${/tvbrowser/i.test(app) ? "; tv;" : ""}${model === "" ? "" : `; ${model};`}${platform === "Android" || isInApp ? " Android" : ""}`;
}

function classOf(agent: string): DeviceClass {
  const ruled = firstMatch(deviceRules, agent);
  if (ruled !== undefined) return ruled;
  const { type } = new UAParser(agent).getDevice();
  if (type !== undefined) return byLibraryType[type] ?? "other";
  return firstMatch(systemRules, agent) ?? "other";
}

function firstMatch(rules: readonly DeviceRule[], agent: string): DeviceClass | undefined {
  return rules.find(({ pattern }) => pattern.test(agent))?.device;
}

/** A structured-field string without its quotes. */
function bare(value: string | null | undefined): string {
  return (value ?? "").replaceAll('"', "").trim();
}
