import { timingSafeEqual, type KeyObject } from "node:crypto";
import { DAY_MS } from "#kernel/clock.ts";
import { hmacOf } from "#kernel/hmac.ts";
import { err, ok, type Result } from "#kernel/result.ts";

/** What a token may be used for. The purpose is under the signature: a token of one route is forged on every other. */
export type TokenPurpose = "click" | "campaign" | "preferences" | "unsubscribe" | "view" | "visitor";

export type TokenPayload = {
  /** The message's row (48 bits); for "campaign" the campaign's, so that the token names no person. */
  readonly messageNumber: number;
  /** Which link of the message, 0 … 255; 0 for purposes without one. */
  readonly link: number;
  /** The last day on which the token is good, as `tokenDayOf` counts. */
  readonly day: number;
};

export type TokenRefusal = "malformed" | "forged" | "expired";

/** A key under its number, 0 … 31. */
export type TokenKey = { readonly id: number; readonly key: KeyObject };

/** One key signs; the others still verify until their end, so that a rotation breaks no link that is out. */
export type TokenKeys = {
  readonly active: TokenKey;
  readonly byId: ReadonlyMap<number, { readonly key: KeyObject; readonly until: number }>;
};

const VERSION = 1;
const PAYLOAD_BYTES = 10;
const TAG_BYTES = 16;
const TOKEN_LENGTH = 35;
const MAX_NUMBER = 2 ** 48 - 1;
/** 2020-01-01 in days since 1970-01-01. */
const FIRST_DAY = 18_262;
const purposeCodes: Readonly<Record<TokenPurpose, number>> = {
  click: 1,
  campaign: 2,
  preferences: 3,
  unsubscribe: 4,
  view: 5,
  visitor: 6,
};

/** `until` is epoch ms: from then on a verify-only key is as good as none. */
export function tokenKeys(settings: {
  readonly active: TokenKey;
  readonly verifyOnly?: ReadonlyArray<TokenKey & { readonly until: number }>;
}): TokenKeys {
  const { active, verifyOnly = [] } = settings;
  const all = [...verifyOnly, { ...active, until: Number.POSITIVE_INFINITY }];
  const isValid = all.every(({ id }) => Number.isInteger(id) && id >= 0 && id < 32);
  if (!isValid || new Set(all.map(({ id }) => id)).size !== all.length) {
    throw new RangeError("Token keys have different numbers from 0 to 31.");
  }
  return { active, byId: new Map(all.map(({ id, key, until }) => [id, { key, until }])) };
}

/** Days since 2020-01-01 (UTC) of an instant: what `day` counts in, up to the year 2199. */
export function tokenDayOf(at: number): number {
  return Math.floor(at / DAY_MS) - FIRST_DAY;
}

/** One blank form, filled anew for each token: a message carries fifteen of them, and signing never yields. */
const form = Buffer.alloc(1 + PAYLOAD_BYTES);
const blob = Buffer.alloc(PAYLOAD_BYTES + TAG_BYTES);

/**
 * 26 bytes as 35 characters of base64url: version and key number (1), message (6), link (1), day (2), and the first 16 bytes of
 * HMAC-SHA-256 over the purpose and the ten before. Throws RangeError for a payload that does not fit.
 */
export function signToken(keys: TokenKeys, purpose: TokenPurpose, payload: TokenPayload): string {
  const { messageNumber, link, day } = payload;
  if (!Number.isInteger(messageNumber) || messageNumber < 0 || messageNumber > MAX_NUMBER) {
    throw new RangeError("A message number has 48 bits.");
  }
  form.writeUInt8(purposeCodes[purpose], 0);
  form.writeUInt8((VERSION << 5) | keys.active.id, 1);
  form.writeUIntBE(messageNumber, 2, 6);
  form.writeUInt8(link, 8);
  form.writeUInt16BE(day, 9);
  form.copy(blob, 0, 1);
  blob.set(hmacOf(keys.active.key, form).subarray(0, TAG_BYTES), PAYLOAD_BYTES);
  return blob.toString("base64url");
}

/**
 * Reads a token. Its length is looked at before anything is decoded, only its one canonical spelling is taken, and an unknown or
 * ended key takes the way of a wrong signature. A token is good through the last millisecond of its day, UTC, without a grace:
 * nothing depends on clocks agreeing better than a day.
 */
export function verifyToken(
  keys: TokenKeys,
  token: { readonly purpose: TokenPurpose; readonly text: string },
  now: number,
): Result<TokenPayload, TokenRefusal> {
  const { purpose, text } = token;
  if (text.length !== TOKEN_LENGTH) return err("malformed");
  const bytes = Buffer.from(text, "base64url");
  // Node also reads padding, the other alphabet, blanks and stray low bits: a second spelling would be a second click.
  if (bytes.length !== PAYLOAD_BYTES + TAG_BYTES || bytes.toString("base64url") !== text) return err("malformed");
  const head = bytes.readUInt8(0);
  if (head >> 5 !== VERSION) return err("malformed");
  const found = keys.byId.get(head & 31);
  form.writeUInt8(purposeCodes[purpose], 0);
  bytes.copy(form, 1, 0, PAYLOAD_BYTES);
  const tag = hmacOf((found ?? keys.active).key, form).subarray(0, TAG_BYTES);
  const isSigned = timingSafeEqual(tag, bytes.subarray(PAYLOAD_BYTES));
  if (!isSigned || found === undefined || now >= found.until) return err("forged");
  const day = bytes.readUInt16BE(8);
  if (tokenDayOf(now) > day) return err("expired");
  return ok({ messageNumber: bytes.readUIntBE(1, 6), link: bytes.readUInt8(7), day });
}
