import { createHash, createHmac } from "node:crypto";
import { isSameText } from "#kernel/secret.ts";

/** What Twilio signed: the address as it was given to Twilio, and the fields of the form or the body of another kind. */
export type SignedRequest = {
  readonly url: string;
  readonly signature: string;
  /** Names and values in any order; a name may come more than once. */
  readonly form?: ReadonlyArray<readonly [name: string, value: string]>;
  /** A body that is no form: its SHA-256 stands in the address. */
  readonly body?: string;
};

/**
 * X-Twilio-Signature: HMAC-SHA1 by the account's token over the address and the form's fields, sorted and joined without a mark
 * between. Any of `tokens` may have signed: two are valid while one takes over from the other.
 *
 * The scheme has no time, so a request can be played again for ever, and `A=Bc` signs like `AB=c`: what it says must be
 * idempotent, and names are to be checked. https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function isSignedByTwilio(request: SignedRequest, tokens: readonly string[]): boolean {
  const { url, signature, form = [], body } = request;
  if (signature === "" || (body !== undefined && !isBodyOf(url, body))) return false;
  const fields = fieldsOf(form);
  return tokens.some((token) =>
    spellingsOf(url).some((spelling) =>
      isSameText(
        createHmac("sha1", token)
          .update(spelling + fields, "utf8")
          .digest("base64"),
        signature,
      ),
    ),
  );
}

/** A value that comes twice counts once. Whoever sends it is not known yet: each field is looked at once. */
function fieldsOf(form: ReadonlyArray<readonly [string, string]>): string {
  const valuesOf = new Map<string, Set<string>>();
  for (const [name, value] of form) {
    const values = valuesOf.get(name);
    if (values === undefined) valuesOf.set(name, new Set([value]));
    else values.add(value);
  }
  const names = [...valuesOf.keys()].sort();
  return names.flatMap((name) => [...(valuesOf.get(name) ?? [])].sort().map((value) => name + value)).join("");
}

function isBodyOf(url: string, body: string): boolean {
  const told = new URL(url).searchParams.get("bodySHA256");
  return told !== null && isSameText(createHash("sha256").update(body, "utf8").digest("hex"), told);
}

/** Twilio has signed with and without the scheme's own port, and with %27 as an apostrophe. */
function spellingsOf(url: string): readonly string[] {
  const { protocol, host, hostname, port, username } = new URL(url);
  const own = { "https:": "443", "http:": "80" }[protocol];
  const start = url.search(/[/?#]/u) === -1 ? url.length : url.indexOf("//") + 2;
  const end = start + url.slice(start).search(/[/?#]|$/u);
  const user = username === "" ? "" : url.slice(start, url.lastIndexOf("@", end) + 1);
  const [head, tail] = [url.slice(0, start) + user, url.slice(end)];
  const hosts = port === "" ? [hostname, ...(own === undefined ? [] : [`${hostname}:${own}`])] : [host, hostname];
  const tails = tail.includes("%27") ? [tail, tail.replaceAll("%27", "'")] : [tail];
  return hosts.flatMap((name) => tails.map((rest) => head + name + rest));
}
