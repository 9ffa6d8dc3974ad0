import { generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { dkimVerify } from "mailauth";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import type { EmailContent, OutgoingMessage } from "./channel.ts";
import { composeEmail, type EmailIdentity } from "./compose-email.ts";
import { dkimKey, type DkimKey } from "./dkim/sign-dkim.ts";
import { headerText } from "./mime/header-text.ts";

const naughty = "../shared/cases/naughty/blns.json";
const strings: readonly string[] = existsSync(naughty) ? JSON.parse(readFileSync(naughty, "utf8")) : [];
const headerCases = "../shared/cases/headers/cases.json";

const unsigned: EmailIdentity = { sendingDomain: "news.shop.example", bounceDomain: "bounce.shop.example", dkim: [] };

function keyPair(type: "rsa" | "ed25519"): { readonly key: DkimKey; readonly record: string } {
  const pair = type === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 2_048 }) : generateKeyPairSync("ed25519");
  const read = dkimKey({
    domain: "news.shop.example",
    selector: type,
    privateKeyPem: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  });
  if (!read.ok) throw new Error(read.error);
  const spki = pair.publicKey.export({ type: "spki", format: "der" });
  const p = (type === "rsa" ? spki : spki.subarray(-32)).toString("base64");
  return { key: read.value, record: `v=DKIM1; k=${type}; p=${p}` };
}

const rsa = keyPair("rsa");
const ed25519 = keyPair("ed25519");
const signed: EmailIdentity = { ...unsigned, dkim: [rsa.key, ed25519.key] };

function messageOf(change: Partial<EmailContent> = {}, outer: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    messageNumber: 4_711,
    key: "k7m2qa4x5zjn6p3t",
    to: "reader@mail.example",
    date: Date.UTC(2026, 10, 22, 9),
    content: {
      kind: "email",
      from: { name: "The Shop", address: "hello@news.shop.example" },
      subject: "Your weekly picks",
      html: "<p>Picks</p>",
      text: "Picks",
      unsubscribeUrl: "https://go.shop.example/u/AbCdEfGhIjKlMnOpQrStUvWxYz012345678",
      unsubscribeMailto: "leave@news.shop.example",
      listId: "weekly",
      feedbackId: "weekly:shop:news:shopexample",
      ...change,
    },
    ...outer,
  };
}

function compose(message: OutgoingMessage, identity = unsigned): Buffer {
  const composed = composeEmail(message, identity);
  if (!composed.ok) throw new Error(`refused: ${composed.error}`);
  return composed.value.raw;
}

/** The header as unfolded lines. */
function headerOf(raw: Buffer): readonly string[] {
  return raw
    .toString("latin1")
    .split("\r\n\r\n", 1)[0]!
    .replace(/\r\n[ \t]/g, " ")
    .split("\r\n");
}

/** What a strict receiver would dislike in the bytes. */
function faultsOf(raw: Buffer): readonly string[] {
  const text = raw.toString("latin1");
  return [
    ...(/\r(?!\n)|(?<!\r)\n/.test(text) ? ["a bare CR or LF"] : []),
    ...(/[^\t\r\n\u0020-\u007e]/.test(text) ? ["an octet beyond printable ASCII"] : []),
    ...(text.split("\r\n").some(({ length }) => length > 998) ? ["a line over 998 octets"] : []),
  ];
}

/** Line ends are the transport's, a byte order mark the decoder's, and parsers differ about the last line end. */
const bodyText = (text: string) =>
  text
    .toWellFormed()
    .replace(/\r\n|\r/g, "\n")
    .replace(/^\ufeff|\n+$/g, "");

describe("a composed message", () => {
  it("has the header of a list mail, each field once, and comes to its own recipient alone", () => {
    const composed = composeEmail(messageOf(), unsigned);
    expect(composed.ok && composed.value.envelope).toEqual({
      from: "b+k7m2qa4x5zjn6p3t@bounce.shop.example",
      to: "reader@mail.example",
    });
    expect(headerOf(compose(messageOf()))).toEqual([
      "From: The Shop <hello@news.shop.example>",
      "To: reader@mail.example",
      "Subject: Your weekly picks",
      "Date: Sun, 22 Nov 2026 09:00:00 +0000",
      "Message-ID: <k7m2qa4x5zjn6p3t@news.shop.example>",
      "MIME-Version: 1.0",
      'Content-Type: multipart/alternative; boundary="=_k7m2qa4x5zjn6p3t"',
      "List-ID: <weekly.news.shop.example>",
      "List-Unsubscribe: <https://go.shop.example/u/AbCdEfGhIjKlMnOpQrStUvWxYz012345678>, <mailto:leave@news.shop.example>",
      "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
      "Feedback-ID: weekly:shop:news:shopexample",
    ]);
  });

  it("that belongs to no list has no way to leave one, and asks for no holiday notice", () => {
    const { from, subject, html, text } = messageOf().content;
    const raw = compose({
      ...messageOf(),
      content: { kind: "email", from, subject, html, text, replyTo: "help@shop.example" },
    });
    const header = headerOf(raw).join("\n");
    expect(header).not.toMatch(/^List-/m);
    expect(header).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(header).toMatch(/^Reply-To: help@shop\.example$/m);
  });

  it("carries the text first, then the HTML", async () => {
    const { attachments, text, html } = await PostalMime.parse(
      compose(messageOf({ text: "plain", html: "<p>rich</p>" })),
    );
    expect({ attachments, text: text?.trim(), html: html?.trim() }).toEqual({
      attachments: [],
      text: "plain",
      html: "<p>rich</p>",
    });
    const raw = compose(messageOf()).toString("latin1");
    expect(raw.indexOf("text/plain")).toBeLessThan(raw.indexOf("text/html"));
  });

  it("keeps every link whole, wherever in the line it begins", async () => {
    for (let column = 0; column <= 80; column += 1) {
      const link = `https://go.shop.example/j/${"aZ09-_=".repeat(3 + (column % 30))}?a=1&b=2`;
      const text = `${"x".repeat(column)}${link} end`;
      const raw = compose(messageOf({ text }));
      expect(faultsOf(raw)).toEqual([]);
      expect((await PostalMime.parse(raw)).text?.trim()).toBe(text);
    }
  });

  it("is the same to the last byte at every try, the signatures included", () => {
    expect(compose(messageOf(), signed).equals(compose(messageOf(), signed))).toBe(true);
    expect(compose(messageOf(), signed).equals(compose(messageOf({}, { key: "k7m2qa4x5zjn6p3u" }), signed))).toBe(
      false,
    );
  });

  it("folds no field right after its name", () => {
    const raw = compose(
      messageOf({ subject: "ü".repeat(180), unsubscribeUrl: `https://go.shop.example/${"u".repeat(600)}` }),
      signed,
    );
    expect(raw.toString("latin1").split("\r\n\r\n", 1)[0]).not.toMatch(/^[A-Za-z-]+:\s*$/m);
    expect(faultsOf(raw)).toEqual([]);
  });

  it.each([
    ["to", messageOf({}, { to: "b@x.example\r\nBcc: evil@e.example" })],
    ["from", messageOf({ from: { name: "x", address: "a@x.example>\r\nX: 1" } })],
    ["reply_to", messageOf({ replyTo: "a@x.example, b@x.example" })],
    ["key", messageOf({}, { key: "<a@b>\r\nX-Evil: 1" })],
    ["key", messageOf({}, { key: "a".repeat(63) })],
    ["date", messageOf({}, { date: Number.NaN })],
    ["body", messageOf({ html: { path: "/etc/hostname" } as never })],
    ["unsubscribe_url", messageOf({ unsubscribeUrl: "https://go.shop.example/u>\r\nX: 1" })],
    ["unsubscribe_url", messageOf({ unsubscribeUrl: "http://go.shop.example/u" })],
    ["unsubscribe_mailto", messageOf({ unsubscribeMailto: "a@x.example>, <https://evil.example" })],
    ["list_id", messageOf({ listId: "weekly>\r\nX: 1" })],
    ["feedback_id", messageOf({ feedbackId: "a:b:c:d:e" })],
  ] as const)("is refused by name for a strange %s", (field, message) => {
    expect(composeEmail(message, unsigned)).toEqual({ ok: false, error: field });
  });
});

describe("the signature of a message", () => {
  const records: Record<string, string> = {
    "rsa._domainkey.news.shop.example": rsa.record,
    "ed25519._domainkey.news.shop.example": ed25519.record,
  };
  const resolver = (domain: string) => {
    const record = records[domain];
    return record === undefined
      ? Promise.reject(Object.assign(new Error(domain), { code: "ENOTFOUND" }))
      : Promise.resolve([[record]]);
  };
  const verdicts = async (raw: Buffer | string) => {
    const { results } = await dkimVerify(Buffer.from(raw as string, "latin1"), { resolver });
    return results.map(({ status }) => status.result);
  };

  it("passes with RSA and with Ed25519, for plain and for international mail", async () => {
    for (const change of [{}, { subject: "Grüße 🎁 ".repeat(20), html: "<p> a  b \t ü</p>\n\n\n", text: "" }]) {
      expect(await verdicts(compose(messageOf(change), signed))).toEqual(["pass", "pass"]);
    }
  });

  it("breaks when a list field is taken away, changed or added once more", async () => {
    const raw = compose(messageOf(), signed).toString("latin1");
    const changes = [
      raw.replace(/^List-Unsubscribe-Post: .*\r\n/m, ""),
      raw.replace(/^List-Unsubscribe: .*\r\n .*\r\n/m, ""),
      raw.replace("go.shop.example/u", "go.shop.evil/u"),
      raw.replace(/^Feedback-ID: .*\r\n/m, ""),
      ...[
        "List-Unsubscribe: <https://evil.example/>",
        "From: a@evil.example",
        "Subject: other",
        "To: x@x.example",
        "Date: now",
      ].flatMap((line) => [`${line}\r\n${raw}`, raw.replace("\r\n\r\n", `\r\n${line}\r\n\r\n`)]),
      raw.replace("<p>Picks</p>", "<p>Tricks</p>"),
    ];
    for (const changed of changes) {
      expect(changed).not.toBe(raw);
      expect(await verdicts(changed)).not.toContain("pass");
    }
  });

  it("survives what servers do to blanks and folds on the way", async () => {
    const raw = compose(messageOf(), signed).toString("latin1");
    const moved = `Received: from a by b\r\n${raw.replace("Subject: Your weekly picks", "SUBJECT:   Your\r\n\tweekly  picks ")}\r\n\r\n`;
    expect(await verdicts(moved)).toEqual(["pass", "pass"]);
  });
});

describe("free text", () => {
  /** What a reader's program makes of a message in which everything free is this text. */
  const readBack = async (text: string) => {
    const raw = compose(messageOf({ subject: text, from: { name: text, address: "a@x.example" }, text, html: text }));
    const { subject = "", from, text: plain = "", html = "" } = await PostalMime.parse(raw);
    return {
      subject,
      from,
      text: bodyText(plain),
      html: bodyText(html),
      fields: headerOf(raw).length,
      faults: faultsOf(raw),
    };
  };
  const meant = (text: string) => ({
    subject: headerText(text),
    from: { address: "a@x.example", name: headerText(text) },
    text: bodyText(text),
    html: bodyText(text),
    fields: 11,
    faults: [],
  });

  it("comes back as it was from any subject, name and body", async () => {
    const anyText = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 300 }),
      fc.string({ unit: "binary", maxLength: 300 }),
    );
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        expect(await readBack(text)).toEqual(meant(text));
      }),
      { numRuns: 300 },
    );
  });

  it.skipIf(strings.length === 0)(`comes back as it was from ${strings.length} naughty strings`, async () => {
    for (const text of strings) expect(await readBack(text)).toEqual(meant(text));
  });

  it("with an emoji at every offset is never cut through a character", async () => {
    for (let offset = 0; offset < 80; offset += 1) {
      const text = `${"a".repeat(offset)}👩‍👩‍👧‍👦é${"ü".repeat(40)}`;
      expect(await readBack(text)).toEqual(meant(text));
    }
  });
});

describe.skipIf(!existsSync(headerCases))("the header cases (shared cases are absent if skipped)", () => {
  type HeaderCase = { readonly field: string; readonly value: unknown; readonly expect: string };
  const cases: readonly HeaderCase[] = existsSync(headerCases)
    ? JSON.parse(readFileSync(headerCases, "utf8")).cases
    : [];
  const apply: Record<string, (value: string) => OutgoingMessage> = {
    subject: (subject) => messageOf({ subject: subject === "a x 2000" ? "a".repeat(2_000) : subject }),
    "from.name": (name) => messageOf({ from: { name, address: "a@x.example" } }),
    "to (string)": (to) => messageOf({}, { to }),
    to: (to) => messageOf({}, { to }),
    messageId: (key) => messageOf({}, { key }),
    html: (html) => messageOf({ html }),
    "List-Unsubscribe": () => messageOf({ unsubscribeUrl: `https://go.shop.example/u/${"t".repeat(600)}` }),
    Date: () => messageOf(),
    "Message-ID": () => messageOf(),
    // There is no way to name a header, a size or an attachment in a message: what could be injected does not exist.
    "envelope.size": () => messageOf(),
    "headers key": () => messageOf(),
    "attachment filename": () => messageOf(),
  };

  it(`are each refused or harmless, all ${cases.length}`, async () => {
    for (const one of cases) {
      const make = apply[one.field];
      if (make === undefined) throw new Error(`No way to apply the field ${one.field}.`);
      const composed = composeEmail(make(one.value as string), unsigned);
      const mustRefuse = /^refuse(?! or)/i.test(one.expect) && /^(?:to|html)/.test(one.field);
      expect({ ...one, isSent: composed.ok }).toEqual({ ...one, isSent: !mustRefuse && one.field !== "messageId" });
      if (!composed.ok) continue;
      expect(faultsOf(composed.value.raw)).toEqual([]);
      expect(headerOf(composed.value.raw).join("\n")).not.toMatch(/^(?:X-Evil|Bcc)/m);
      expect(composed.value.envelope.to).toMatch(/^(?:reader@mail\.example|a@xn--e1afmkfd\.example)$/);
    }
  });

  it("a subject that runs backwards or imitates an encoded word is read as plain text", async () => {
    const subjectOf = async (subject: string) => (await PostalMime.parse(compose(messageOf({ subject })))).subject;
    expect(await subjectOf("\u202egnp.exe")).toBe("gnp.exe");
    expect(await subjectOf("=?utf-8?q?not_encoded?=")).toBe("=?utf-8?q?not_encoded?=");
    expect(Array.from((await subjectOf("a".repeat(2_000))) ?? "")).toHaveLength(200);
  });
});
