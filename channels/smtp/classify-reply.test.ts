import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { classifyReply, outcomeOfReply, reasonOf } from "./classify-reply.ts";

const corpus = "../shared/cases/smtp-replies/zonemta-replies.json";
type ReplyCase = { readonly reply: string; readonly code: number; readonly zonemta_category: string };
const cases: readonly ReplyCase[] = existsSync(corpus) ? JSON.parse(readFileSync(corpus, "utf8")) : [];
const read = (text: string) => classifyReply({ text, command: "RCPT TO" });

describe.skipIf(cases.length === 0)("real replies (shared cases are absent if skipped)", () => {
  it(`suppress nobody for the sender's reputation, in all ${cases.length}`, () => {
    const suppressed = cases.filter(({ reply }) => read(reply) === "recipient");
    expect(suppressed.filter(({ zonemta_category }) => zonemta_category !== "recipient")).toEqual([]);
  });

  it("are tried again when a block list speaks, 98 in 100", () => {
    const listed = cases.filter(({ zonemta_category }) => zonemta_category === "blacklist");
    const deferred = listed.filter(({ reply }) => outcomeOfReply({ text: reply, command: "DATA" }).kind === "deferred");
    expect(deferred.length / listed.length).toBeGreaterThanOrEqual(0.98);
  });
});

describe("a refusal", () => {
  it.each([
    ["550 5.1.1 <reader@mail.example>: Recipient address rejected: User unknown", "recipient"],
    ["550 5.1.1 The email account that you tried to reach does not exist.", "recipient"],
    ["550-5.1.1 The email account that you tried to reach\n550 5.1.1 does not exist", "recipient"],
    ["550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found", "recipient"],
    ["556 5.1.10 Recipient address has a null MX", "recipient"],
    ["550 No such user here", "recipient"],
    ["550 5.1.2 Host unknown", "recipient"],
    ["450 4.1.1 <reader@mail.example>: User unknown", "transient"],
    ["421 4.3.2 Service shutting down", "transient"],
    ["552 5.2.2 Over quota", "mailbox"],
    ["550 5.2.1 The account is disabled", "mailbox"],
    ["554 5.7.1 Blocked - see http://www.spamhaus.org/query/bl?ip=192.0.2.1", "reputation"],
    ["550 5.1.1 rejected, 192.0.2.1 listed at zen.spamhaus.org", "reputation"],
    ["550 5.7.26 Unauthenticated email is not accepted due to the domain's DMARC policy", "message"],
    ["550 5.7.1 Message rejected as spam", "message"],
    ["550 192.0.2.1 is unhappy", "message"],
    ["550 5.1.8 Sender address rejected: domain does not exist", "message"],
    ["550 5.7.1 Relaying denied", "message"],
    ["530 5.7.0 Authentication required", "account"],
    ["530 5.7.57 Client not authenticated to send mail", "account"],
    ["530-5.7.0 Must issue a\n530 5.7.0 STARTTLS command first", "account"],
    ["535 5.7.8 Authentication credentials invalid", "account"],
    ["550 5.7.1 Client was not authenticated", "account"],
    ["530 5.7.1 Rejected as spam", "message"],
    ["599", "message"],
  ])("%s is about the %s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it("of the account says nothing of the message: it waits, and its reason tells that the account is refused", () => {
    const reply = { text: "530 5.7.0 Authentication required", command: "MAIL FROM" };
    expect(outcomeOfReply(reply)).toEqual({ kind: "deferred", reason: "account: 530 5.7.0 Authentication required" });
  });

  it("of the sender's address never counts against the recipient", () => {
    expect(classifyReply({ text: "550 5.1.1 User unknown", command: "MAIL FROM" })).toBe("message");
  });

  it("is kept in one bounded line without addresses", () => {
    const reason = reasonOf(`550-5.1.1 <reader@mail.example>\r\n550 5.1.1 \u0007no ${"x".repeat(1_000_000)}`);
    expect(reason).toMatch(/^550-5\.1\.1 <…> 550 5\.1\.1 no x+$/);
    expect(reason.length).toBeLessThanOrEqual(300);
  });
});
