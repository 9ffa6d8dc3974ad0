import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bodyHash, canonicalBody, canonicalField, canonicalFields, type HeaderField } from "./canonical.ts";
import { dkimKey, signatureOf } from "./sign-dkim.ts";

const folder = "../shared/cases/dkim";
const isPresent = existsSync(`${folder}/rfc8463.json`);
const vector = isPresent ? JSON.parse(readFileSync(`${folder}/rfc8463.json`, "utf8")) : { body_hash_cases: [] };

/** A message as on disk, with CRLF line ends. */
function readMessage(path: string): { readonly fields: readonly HeaderField[]; readonly body: Buffer } {
  const text = readFileSync(path, "latin1").replace(/\r?\n/g, "\r\n");
  const end = text.indexOf("\r\n\r\n");
  const fields = text
    .slice(0, end)
    .split(/\r\n(?![ \t])/)
    .map((line) => ({ name: line.slice(0, line.indexOf(":")), value: line.slice(line.indexOf(":") + 1) }));
  return { fields, body: Buffer.from(text.slice(end + 4), "latin1") };
}

const tagOf = (field: HeaderField, tag: string) =>
  new RegExp(`(?:^|;)\\s*${tag}=([^;]*)`).exec(field.value.replace(/\r\n/g, ""))?.[1]?.replace(/\s/g, "") ?? "";
const withoutSignature = (field: HeaderField) => ({ ...field, value: field.value.replace(/(;\s*b=)[^;]*$/, "$1") });

/** What a signature of the message signs. */
function signedText(message: ReturnType<typeof readMessage>, signature: HeaderField): string {
  const others = message.fields.filter(({ name }) => name.toLowerCase() !== "dkim-signature");
  return (
    canonicalFields(others, tagOf(signature, "h").toLowerCase().split(":")) +
    canonicalField(withoutSignature(signature))
  );
}

describe.skipIf(!isPresent)("the example of RFC 8463 (shared cases are absent if skipped)", () => {
  const message = isPresent
    ? readMessage(`${folder}/mimekit/rfc8463-example.msg`)
    : { fields: [], body: Buffer.alloc(0) };
  const signatures = message.fields.filter(({ name }) => name.toLowerCase() === "dkim-signature");

  it("has the body hash that the RFC prints", () => {
    expect(bodyHash(message.body)).toBe(vector.body_hash);
  });

  it("is signed with Ed25519 to the very bytes of the RFC", () => {
    const signature = signatures.find((field) => tagOf(field, "a") === "ed25519-sha256")!;
    const seed = Buffer.from(vector.ed25519.secret_seed_b64, "base64");
    const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
    const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    expect(signatureOf(signedText(message, signature), key)).toBe(vector.ed25519.b);
  });

  it("verifies with RSA over the same canonical text", () => {
    const signature = signatures.find((field) => tagOf(field, "a") === "rsa-sha256")!;
    const key = createPublicKey({
      key: Buffer.from(/p=(.*)$/.exec(vector.rsa.dns)![1]!, "base64"),
      format: "der",
      type: "spki",
    });
    const text = Buffer.from(signedText(message, signature), "latin1");
    expect(verify("sha256", text, key, Buffer.from(vector.rsa.b, "base64"))).toBe(true);
  });

  const relaxed: ReadonlyArray<{ readonly body: string; readonly bh: string; readonly c: string }> = (
    vector.body_hash_cases as ReadonlyArray<{ readonly body: string; readonly bh: string; readonly c: string }>
  ).filter(({ c }) => c === "relaxed");

  it(`hashes ${relaxed.length} empty bodies as relaxed says`, () => {
    expect(relaxed.map(({ body }) => bodyHash(Buffer.from(body)))).toEqual(relaxed.map(({ bh }) => bh));
  });

  it("real messages of other senders keep their body hash and their signature", () => {
    const gmail = readMessage(`${folder}/mimekit/gmail.msg`);
    const signature = gmail.fields.find(({ name }) => name.toLowerCase() === "dkim-signature")!;
    expect(tagOf(signature, "c")).toBe("relaxed/relaxed");
    expect(bodyHash(gmail.body)).toBe(tagOf(signature, "bh"));
    const key = createPublicKey(readFileSync(`${folder}/mimekit/gmail.pub`, "utf8"));
    const text = Buffer.from(signedText(gmail, signature), "latin1");
    expect(verify("sha256", text, key, Buffer.from(tagOf(signature, "b"), "base64"))).toBe(true);
  });
});

describe("relaxed canonicalisation", () => {
  it.each([
    ["the example of RFC 6376 §3.4.5", " C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n"],
    ["a body without a last line end", "a", "a\r\n"],
    ["blanks alone", " \t \r\n \r\n", ""],
    ["nothing", "", ""],
    ["a bare CR, which is no line end", "a \r b\r\n", "a \r b\r\n"],
  ])("reads %s", (_, body, expected) => {
    expect(Buffer.from(canonicalBody(Buffer.from(body))).toString()).toBe(expected);
  });

  it("takes the lowest of equal fields first, and one more name than fields adds nothing", () => {
    const fields = [
      { name: "A", value: " 1" },
      { name: "a ", value: " 2 \r\n\t 3 " },
    ];
    expect(
      canonicalFields(
        [
          { name: "A", value: " 1" },
          { name: "a", value: " 2 \r\n\t 3 " },
        ],
        ["a", "a", "a"],
      ),
    ).toBe("a:2 3\r\na:1\r\n");
    expect(canonicalField(fields[1]!)).toBe("a:2 3");
  });
});

describe("a signing key", () => {
  const settings = { domain: "shop.example", selector: "s1" };
  const pem = (key: { export(options: { type: "pkcs8"; format: "pem" }): string | Buffer }) =>
    key.export({ type: "pkcs8", format: "pem" }).toString();

  it("knows its algorithm and never prints itself", () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const key = dkimKey({ ...settings, privateKeyPem: pem(privateKey) });
    expect(key).toMatchObject({ ok: true, value: { algorithm: "ed25519-sha256", domain: "shop.example" } });
    const secret = pem(privateKey).split("\n")[1]!;
    expect(JSON.stringify(key)).not.toContain(secret);
  });

  it.each([
    ["no key", "nonsense", "not_a_private_key"],
    [
      "an elliptic curve that DKIM lacks",
      pem(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey),
      "unsupported_key_type",
    ],
    ["a short RSA key", pem(generateKeyPairSync("rsa", { modulusLength: 1_024 }).privateKey), "rsa_key_too_short"],
  ])("that is %s is refused", (_, privateKeyPem, error) => {
    expect(dkimKey({ ...settings, privateKeyPem })).toEqual({ ok: false, error });
  });
});
