import { createPublicKey, verify } from "node:crypto";
import type { VapidKey } from "#channels/webpush/vapid.ts";
import { fine, type Finding, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import { mailWay } from "#entry/doctor/mail/mail-way.ts";
import type { Check } from "#entry/doctor/patient.ts";
import { keysOf } from "#entry/push-of.ts";
import { rootKeysOf, secretOf } from "#entry/roots/root-keys.ts";

/** The keys that browsers subscribe with, and where push services reach the operator (RFC 8292 §2.1). */
export const vapid: Check = async ({ settings }) => {
  const { ROOT_KEY, ROOT_KEYS_OLD = "", VAPID_KEY: key = 0, VAPID_KEYS_OLD: old = "", SENDING_DOMAIN } = settings;
  if (ROOT_KEY === undefined) return [notChecked("vapid", "ROOT_KEY can't be read; the keys derive from it.")];
  const numbers = [
    key,
    ...old
      .split(",")
      .filter((part) => part.trim() !== "")
      .map(Number),
  ];
  const secret = secretOf(rootKeysOf({ ROOT_KEY, ROOT_KEYS_OLD }));
  const keys = keysOf(secret, { key, oldKeys: numbers.slice(1) });
  const broken = keys.filter((one) => !isPair(one)).map(({ id }) => id);
  const pairs =
    broken.length === 0
      ? fine("vapid", `Keys ${keys.map(({ id }) => id).join(", ")}: both halves of each belong together.`)
      : wrong("vapid", `The halves of key ${broken.join(", ")} do not belong together.`, "Raise VAPID_KEY by one.");
  // Where mail stays in memory this is a first run, and nobody is written to.
  if (mailWay(settings) === "memory" && settings.VAPID_SUBJECT === undefined) return [pairs];
  return [pairs, judgeSubject(settings.VAPID_SUBJECT, SENDING_DOMAIN)];
};

function isPair({ publicKey, sign }: VapidKey): boolean {
  const point = Buffer.from(publicKey, "base64url");
  const part = (from: number) => point.subarray(from, from + 32).toString("base64url");
  const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x: part(1), y: part(33) }, format: "jwk" });
  const bytes = Buffer.from("jumpstation doctor");
  return verify("sha256", bytes, { key, dsaEncoding: "ieee-p1363" }, sign(bytes));
}

/** Domains that nobody can own (RFC 2606, RFC 6761): Apple answers BadJwtToken for these, and nobody could be reached. */
const NOBODYS = /(^|[.@/])(localhost|example\.(com|net|org)|[^@/]+\.(example|test|invalid|localhost|local))([:/?]|$)/i;

function judgeSubject(subject: string | undefined, sendingDomain: string | undefined): Finding {
  const told = subject ?? (sendingDomain === undefined ? undefined : `mailto:postmaster@${sendingDomain}`);
  if (told === undefined) return notChecked("vapid", "Neither VAPID_SUBJECT nor SENDING_DOMAIN can be read.");
  if (NOBODYS.test(told)) {
    const says = `Push services are told to reach you at ${told}, which is nobody's: Apple refuses every notice.`;
    return wrong("vapid", says, "Set VAPID_SUBJECT to mailto: a mailbox of yours, or to an https: page.");
  }
  return subject === undefined
    ? warning(
        "vapid",
        `Push services are told to reach you at ${told}.`,
        "See that somebody reads it, or set VAPID_SUBJECT.",
      )
    : fine("vapid", "Push services are told where to reach you.");
}
