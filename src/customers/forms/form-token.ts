import { randomBytes } from "node:crypto";
import { DAY_MS, SECOND_MS } from "#kernel/clock.ts";
import { isSameText, keyedHash, type Secret } from "#kernel/secret.ts";

/** A page of a form: which version was read, since when, and for whom. */
export type FormToken = {
  readonly code: string;
  readonly version: number;
  /** epoch ms */
  readonly at: number;
  /** The customer whose own link opened it; 0: anybody. */
  readonly customerId: number;
  /** The device that shows it; "" in a browser of her own. */
  readonly device: string;
  readonly nonce: string;
};

/** Faster than this nobody fills anything in. */
export const FASTEST_MS = 2 * SECOND_MS;
/** A page that lay open for longer is asked to be sent once more. */
export const TOKEN_LIFE_MS = DAY_MS;

const VERSION = "f1";

export function signFormToken(secret: Secret, token: Omit<FormToken, "nonce">): string {
  const { code, version, at, customerId, device } = token;
  const nonce = randomBytes(12).toString("base64url");
  const payload = [VERSION, code, version, at.toString(36), customerId.toString(36), device, nonce].join(".");
  return `${payload}.${macOf(secret, payload)}`;
}

/** undefined where it is not ours or was changed. Its age is the caller's to judge. */
export function readFormToken(secret: Secret, text: string): FormToken | undefined {
  if (text.length > 300) return undefined;
  const parts = text.split(".");
  const [head, code = "", version, at = "", customerId = "", device = "", nonce = "", mac = ""] = parts;
  if (parts.length !== 8 || head !== VERSION) return undefined;
  if (!isSameText(mac, macOf(secret, parts.slice(0, -1).join(".")))) return undefined;
  return {
    code,
    version: Number(version),
    at: Number.parseInt(at, 36),
    customerId: Number.parseInt(customerId, 36),
    device,
    nonce,
  };
}

/** What the database knows the page by. */
export function submissionHash(secret: Secret, { nonce }: Pick<FormToken, "nonce">): string {
  return keyedHash(secret.keyFor("form-submission/1"), nonce);
}

function macOf(secret: Secret, payload: string): string {
  return keyedHash(secret.keyFor("form-token/1"), payload).slice(0, 27);
}

/**
 * A customer's own address of a form, for a message to her: `/forms/<code>?you=…`. It says whose answers these are and shows
 * nothing of her, since a mail is passed on. Good for 60 days from `day`.
 */
export function signOwnLink(
  secret: Secret,
  { code, customerId, at }: { readonly code: string; readonly customerId: number; readonly at: number },
): string {
  const payload = `${customerId.toString(36)}.${Math.floor(at / DAY_MS).toString(36)}`;
  return `${payload}.${ownMac(secret, code, payload)}`;
}

const OWN_LINK_DAYS = 60;

/** The customer of an own link; 0 where it is none of ours for this form, or too old. */
export function readOwnLink(
  secret: Secret,
  { code, text, now }: { readonly code: string; readonly text: string; readonly now: number },
): number {
  const found = /^([0-9a-z]{1,10})\.([0-9a-z]{1,6})\.([\w-]{27})$/.exec(text);
  if (found === null) return 0;
  const [, id = "", day = "", mac = ""] = found;
  if (!isSameText(mac, ownMac(secret, code, `${id}.${day}`))) return 0;
  const age = Math.floor(now / DAY_MS) - Number.parseInt(day, 36);
  return age >= 0 && age <= OWN_LINK_DAYS ? Number.parseInt(id, 36) : 0;
}

function ownMac(secret: Secret, code: string, payload: string): string {
  return keyedHash(secret.keyFor("form-link/1"), `${code}:${payload}`).slice(0, 27);
}
