import { createPublicKey, type KeyObject } from "node:crypto";
import { type DkimKey, dkimKey } from "#channels/dkim/sign-dkim.ts";
import { fine, type Finding, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";
import { mailWay, STAYS_HERE } from "./mail-way.ts";
import { tagsOf } from "./tags-of.ts";

/** Whether receivers find the public half of the key that mails are signed with (RFC 6376 §3.6.1, RFC 8463 §4). */
export const dkim: Check = async (patient) => {
  const way = mailWay(patient.settings);
  if (way === "memory") return [notChecked("dkim", STAYS_HERE)];
  if (way === "resend") return [notChecked("dkim", "Resend signs; its domain check (resend) covers DKIM.")];
  const { SENDING_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_PRIVATE_KEY: privateKeyPem } = patient.settings;
  if (domain === undefined) return [notChecked("dkim", "SENDING_DOMAIN can't be read.")];
  if (selector === undefined || privateKeyPem === undefined) {
    const says = "Mails leave unsigned: DKIM_SELECTOR and DKIM_PRIVATE_KEY are not set.";
    return [warning("dkim", says, "Set both, unless SMTP_HOST signs for your domain by itself.")];
  }
  const key = dkimKey({ domain, selector, privateKeyPem });
  if (!key.ok) {
    const says = `DKIM_PRIVATE_KEY can't sign: ${key.error.replaceAll("_", " ")}.`;
    return [wrong("dkim", says, "Set the PEM of an Ed25519 key, or of an RSA key of at least 2,048 bits.")];
  }
  const name = `${selector}._domainkey.${domain}`;
  const records = await patient.dns.txt(name);
  if (records === "unknown") return [notChecked("dkim", `No name server answered for ${name}.`)];
  const [record] = records;
  if (record === undefined) return [wrong("dkim", `${name} has no record.`, publishing(name, key.value))];
  if (records.length > 1) return [wrong("dkim", `${name} has more than one record.`, publishing(name, key.value))];
  return judgeRecord(name, record, key.value);
};

function judgeRecord(name: string, record: string, key: DkimKey): readonly Finding[] {
  const tags = tagsOf(record);
  const type = key.algorithm === "rsa-sha256" ? "rsa" : "ed25519";
  const published = (tags.get("p") ?? "").replaceAll(/\s/g, "");
  if (tags.has("v") && tags.get("v") !== "DKIM1") {
    return [wrong("dkim", `The record at ${name} is none of DKIM1.`, publishing(name, key))];
  }
  if (published === "") return [wrong("dkim", `The key at ${name} is revoked.`, publishing(name, key))];
  if ((tags.get("k") ?? "rsa") !== type || !isHalfOf(published, key)) {
    const says = `The key at ${name} is not the other half of DKIM_PRIVATE_KEY: no signature of ours holds.`;
    return [wrong("dkim", says, publishing(name, key))];
  }
  const hashes = tags.get("h");
  if (hashes !== undefined && !hashes.split(":").some((hash) => hash.trim() === "sha256")) {
    return [wrong("dkim", `The record at ${name} does not allow SHA-256.`, publishing(name, key))];
  }
  const flags = (tags.get("t") ?? "").split(":").map((flag) => flag.trim());
  return flags.includes("y")
    ? [warning("dkim", `The key at ${name} is the right one, and called a test.`, "Take t=y out of the record.")]
    : [fine("dkim", `The key at ${name} is the other half of DKIM_PRIVATE_KEY.`)];
}

/** RSA keys are published as SubjectPublicKeyInfo, and by some as the bare RSAPublicKey that RFC 6376 speaks of. */
function isHalfOf(published: string, { privateKey, algorithm }: DkimKey): boolean {
  if (published === publicHalf({ privateKey, algorithm })) return true;
  if (algorithm !== "rsa-sha256") return false;
  try {
    const bare = createPublicKey({ key: Buffer.from(published, "base64"), format: "der", type: "pkcs1" });
    return spkiOf(bare).equals(spkiOf(createPublicKey(asPem(privateKey))));
  } catch {
    return false;
  }
}

function publishing(name: string, key: DkimKey): string {
  const type = key.algorithm === "rsa-sha256" ? "rsa" : "ed25519";
  return `Publish one TXT record at ${name}: v=DKIM1; k=${type}; p=${publicHalf(key)}`;
}

/** p=: of RSA the whole key, of Ed25519 its 32 bytes alone (RFC 8463 §4.2), in base64. */
function publicHalf({ privateKey, algorithm }: Pick<DkimKey, "privateKey" | "algorithm">): string {
  const der = spkiOf(createPublicKey(asPem(privateKey)));
  return (algorithm === "rsa-sha256" ? der : der.subarray(-32)).toString("base64");
}

/** The private half leaves for a moment, since workerd makes a public key of text alone. */
function asPem(privateKey: KeyObject): string {
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

function spkiOf(key: KeyObject): Buffer {
  return key.export({ type: "spki", format: "der" });
}
