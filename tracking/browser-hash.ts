import type { KeyObject } from "node:crypto";
import type { HeaderReader } from "./device.ts";
import { rememberedHash } from "./remembered-hash.ts";

/** 48 bits tell the browsers apart that ask for one message's links. */
const hashOf = rememberedHash(8);
const MAX_AGENT = 1_024;
const MAX_LANGUAGES = 64;

/**
 * Keyed hash of a browser's agent and languages: tells whether two requests may come from one program, and nothing else of
 * it. "" where it names neither.
 */
export function browserHash(key: KeyObject, header: HeaderReader): string {
  const agent = (header("user-agent") ?? "").slice(0, MAX_AGENT);
  const languages = (header("accept-language") ?? "").slice(0, MAX_LANGUAGES);
  return agent === "" && languages === "" ? "" : hashOf(key, `${agent}\n${languages}`);
}
