/**
 * Where bounces of one message come back to (VERP): the local part names the message, in an alphabet that survives servers
 * which change the case. The key is unguessable, so a bounce for a key that was never sent is recognised as forged.
 */
const PREFIX = "b+";
const KEY = /^[a-z0-9]{8,62}$/;

/** True for a key that fits a local part of 64 octets (RFC 5321 §4.5.3.1.1), a MIME boundary and a Message-ID alike. */
export function isMessageKey(key: string): boolean {
  return KEY.test(key);
}

export function returnPathOf(key: string, bounceDomain: string): string {
  return `${PREFIX}${key}@${bounceDomain}`;
}

/**
 * The key in a return path that came back, upper-cased, tagged by the sender's server (BATV: "prvs=1234abcdef=b+…") or with
 * "=" for "+"; undefined for anything else.
 */
export function keyOfReturnPath(address: string, bounceDomain: string): string | undefined {
  if (address.length > 320) return undefined;
  const text = address.trim().toLowerCase().replace(/^<|>$/g, "");
  const at = text.lastIndexOf("@");
  if (at < 0 || text.slice(at + 1) !== bounceDomain) return undefined;
  const localPart = text.slice(0, at).replace(/^prvs=[0-9a-z]{1,16}=/, "");
  const key = /^b[+=]([a-z0-9]+)$/.exec(localPart)?.[1];
  return key !== undefined && KEY.test(key) ? key : undefined;
}
