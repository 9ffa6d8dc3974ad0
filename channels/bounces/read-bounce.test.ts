import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BounceVerdict, readBounce } from "./read-bounce.ts";
import { MAX_MAIL_BYTES } from "./read-mail.ts";
import { splitMailbox } from "./split-mailbox.ts";

const corpus = "../shared/cases/bounces";
const isHere = existsSync(corpus);
const envelope = { recipients: [], bounceDomain: "bounce.shop.example", sendingDomain: "shop.example" };

type Expected = { readonly reason: string; readonly status: string; readonly feedback_type: string };
type Case = { readonly file: string; readonly dsn_actions: readonly string[]; readonly expect: readonly Expected[] };

const cases: readonly Case[] = isHere ? JSON.parse(readFileSync(`${corpus}/expected.json`, "utf8")) : [];
const policy = isHere ? JSON.parse(readFileSync(`${corpus}/policy.json`, "utf8")) : {};

/** The class that the policy gives a reason; a machine's notice of delay is no failure (RFC 3464 §2.3.3). */
function classOf({ reason, status, feedback_type: feedback }: Expected, action = ""): string {
  if (action === "delayed" || policy.ignore.reasons.includes(reason)) return "ignore";
  if (reason === "feedback") return feedback === "auth-failure" ? "ours" : "complaint";
  if (policy.suppress_now.reasons.includes(reason)) return status.startsWith("4") ? "soft" : "hard";
  return policy.our_fault_never_suppress.reasons.includes(reason) ? "ours" : "soft";
}

async function read(text: string): Promise<readonly BounceVerdict[]> {
  const mails = splitMailbox(Buffer.from(text, "latin1"));
  return (await Promise.all(mails.map((mail) => readBounce(mail, envelope)))).flatMap(
    (bounce) => bounce?.verdicts ?? [],
  );
}

const classOfVerdict = (verdict: BounceVerdict | undefined) =>
  verdict?.verdict === "delivered" ? "ignore" : (verdict?.verdict ?? "none");
const textOf = (file: string, folder = "eml") => readFileSync(`${corpus}/${folder}/${file}`, "latin1");

type Judged = { readonly file: string; readonly wanted: string; readonly got: string };

async function judge(change: (text: string) => string = (text) => text): Promise<readonly Judged[]> {
  const all: Judged[] = [];
  for (const { file, dsn_actions: actions, expect: expected } of cases) {
    const verdicts = await read(change(textOf(file)));
    expected.forEach((one, index) => {
      all.push({ file, wanted: classOf(one, actions[index]), got: classOfVerdict(verdicts[index]) });
    });
  }
  return all;
}

describe.skipIf(!isHere)("real bounces (shared cases are absent if skipped)", () => {
  it(`are judged right in 97 of 100, of all ${cases.length} files`, async () => {
    const all = await judge();
    expect(all.filter(({ wanted, got }) => wanted === got).length / all.length).toBeGreaterThanOrEqual(0.97);
    // In each class, so that a large one can't hide a small one.
    for (const wanted of ["hard", "soft", "ours", "complaint", "ignore"]) {
      const own = all.filter((one) => one.wanted === wanted);
      expect({ wanted, isGood: own.filter(({ got }) => got === wanted).length / own.length >= 0.94 }).toMatchObject({
        isGood: true,
      });
    }
  });

  it("suppress nobody for a judgement of the sender", async () => {
    const all = await judge();
    expect(all.filter(({ wanted, got }) => wanted === "ours" && got === "hard")).toEqual([]);
  });

  it.each([
    ["CRLF", "\r\n"],
    ["bare CR", "\r"],
  ])("mean the same with lines that end in %s", async (_, end) => {
    const plain = await judge();
    expect(await judge((text) => text.replace(/\r\n?|\n/g, end))).toEqual(plain);
  });

  it("that are broken are read without an exception", async () => {
    for (const file of readdirSync(`${corpus}/err`)) expect(Array.isArray(await read(textOf(file, "err")))).toBe(true);
  });

  it("are told from letters that people wrote", async () => {
    for (const file of ["is-not-bounce-01.eml", "is-not-bounce-02.eml"]) {
      expect(await read(textOf(file, "not"))).toEqual([]);
    }
  });
});

const key = "abcdefghijklmnopqrstuvwx23";
const dsn = ({ status, diagnostic, action = "failed", id = `${key}@shop.example` }: Record<string, string>) =>
  [
    "From: MAILER-DAEMON@mx.mail.example",
    "To: b+nobody@elsewhere.example",
    "Subject: Undelivered Mail Returned to Sender",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"',
    "",
    "--=_b",
    "Content-Type: text/plain",
    "",
    "I'm sorry.",
    "--=_b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.mail.example",
    "",
    "Final-Recipient: rfc822; reader@mail.example",
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${diagnostic}`,
    "",
    "--=_b",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: <${id}>`,
    "Subject: spam virus quota user unknown",
    "",
    "--=_b--",
    "",
  ].join("\r\n");

describe("a delivery status notification", () => {
  it.each([
    ["5.1.1", "550 5.1.1 <reader@mail.example>: User unknown", "hard", "recipient_unknown"],
    ["4.1.1", "450 4.1.1 <reader@mail.example>: User unknown", "soft", "recipient_unknown"],
    ["5.0.0", "552 5.2.2 Mailbox full", "soft", "mailbox_full"],
    ["5.1.1", "550 5.1.1 Your host is listed at zen.spamhaus.org", "ours", "reputation"],
    ["5.7.1", "550 5.7.1 <reader@mail.example>: Recipient address rejected: no", "ours", "policy"],
    ["5.7.26", "550 5.7.26 Unauthenticated email from shop.example is not accepted", "ours", "not_authenticated"],
    ["5.4.4", "Host or domain name not found", "hard", "domain_unknown"],
    ["4.4.1", "connect to mx.mail.example: Connection timed out", "soft", "expired"],
  ])("with %s %s is %s", async (...[status, diagnostic, verdict, reason]) => {
    const bounce = await readBounce(Buffer.from(dsn({ status, diagnostic })), envelope);
    expect(bounce).toMatchObject({ key, verdicts: [{ verdict, reason }] });
  });

  it("of a delay or of success is no failure", async () => {
    const delayed = dsn({ status: "4.4.1", diagnostic: "Connection timed out", action: "delayed" });
    expect(await read(delayed)).toMatchObject([{ verdict: "ignore", reason: "delayed_expired" }]);
    const relayed = dsn({ status: "2.0.0", diagnostic: "250 Ok", action: "relayed" });
    expect(await read(relayed)).toMatchObject([{ verdict: "delivered" }]);
  });

  it("names its message by the return path first, then by the Message-ID that it returns", async () => {
    const raw = Buffer.from(dsn({ status: "5.1.1", diagnostic: "550 5.1.1 User unknown" }));
    const other = "zyxwvutsrqponmlkjihgfedc76";
    const recipients = [`prvs=1234abcdef=B+${other.toUpperCase()}@bounce.shop.example`];
    expect(await readBounce(raw, { ...envelope, recipients })).toMatchObject({ key: other });
    expect(await readBounce(raw, envelope)).toMatchObject({ key });
    const foreign = dsn({ status: "5.1.1", diagnostic: "550 5.1.1 User unknown", id: `${key}@evil.example` });
    expect(await readBounce(Buffer.from(foreign), envelope)).toMatchObject({ key: undefined });
  });

  it("keeps no word of the server and no address", async () => {
    const raw = dsn({ status: "5.1.1", diagnostic: "550 5.1.1 <reader@mail.example> is Bea Example: unknown user" });
    expect(JSON.stringify(await readBounce(Buffer.from(raw), envelope))).not.toMatch(/reader|mail\.example|Bea/);
  });
});

describe("a mail to the bounce mailbox", () => {
  it.each([
    ["larger than a megabyte", () => Buffer.alloc(MAX_MAIL_BYTES + 1, "a")],
    [
      "of more parts than a report has",
      () =>
        Buffer.from(
          `Content-Type: multipart/mixed; boundary=b\n\n${"--b\nContent-Type: text/plain\n\nx\n".repeat(200)}--b--`,
        ),
    ],
    [
      "nested deeper than a report is",
      () => {
        const open = Array.from(
          { length: 60 },
          (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`,
        );
        return Buffer.from(`${open.join("")}Content-Type: text/plain\n\nx`);
      },
    ],
  ])("%s is refused", async (_, make) => {
    expect(await readBounce(make(), envelope)).toBeUndefined();
  });

  it("of an answering machine is ignored", async () => {
    const mail =
      "From: reader@mail.example\nSubject: Re: News\nAuto-Submitted: auto-replied\n\nI am away, 550 5.1.1 user unknown.";
    expect(await read(mail)).toEqual([{ verdict: "ignore", reason: "answering_machine", status: "" }]);
  });

  it("of any bytes ends without an exception", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        const bounce = await readBounce(bytes, envelope);
        expect(bounce === undefined || bounce.verdicts.length > 0).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("that is mangled anywhere never names another message", async () => {
    const whole = dsn({ status: "5.1.1", diagnostic: "550 5.1.1 User unknown" });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), fc.string({ maxLength: 20 }), async (at, junk) => {
        const bounce = await readBounce(Buffer.from(whole.slice(0, at) + junk), envelope);
        expect([undefined, key]).toContain(bounce?.key);
      }),
      { numRuns: 50 },
    );
  });
});
