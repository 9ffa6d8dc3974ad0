import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { ok } from "#kernel/result.ts";
import { mountResend, RESEND_PATH } from "#messages/callbacks/resend/mount-resend.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { applyReports, type CountedReport } from "#messages/reports/apply-reports.ts";
import { postInboundEmail } from "#messages/reports/api/post-inbound-email.ts";
import { messageKey } from "#messages/send/message-key.ts";
import { sendDue } from "#messages/send/send-due.ts";
import type { Store } from "#store/store.ts";
import { addCustomer, addNewsletter, messageWorld, START, startPlannerAt } from "#tests/worlds/message-world.ts";
import { mountOperations } from "#web/mount-operations.ts";

const EIGHT = START + 8 * HOUR_MS;
const NEW_SECRET = `whsec_${Buffer.from("a new secret of nobody at all").toString("base64")}`;
const OLD_SECRET = `whsec_${Buffer.from("an old secret of nobody here").toString("base64")}`;
const mailDomains = { bounceDomain: "bounce.shop.example", sendingDomain: "mail.shop.example" };
const timer = { after: () => () => undefined };

/** What providers tell, through their doors, on any store. */
export function deliveryReportsContract(name: string, freshStore: () => Promise<Store>): void {
  /** Three readers, each sent one message, and the doors that their fates come in by. */
  async function open() {
    const deps = await messageWorld({ store: await freshStore() });
    await addNewsletter(deps.store, "news");
    await startPlannerAt(deps.store, START);
    for (const code of ["ada", "bea", "cleo"]) await addCustomer(deps.store, code, { newsletters: ["news"] });
    deps.clock.set(EIGHT);
    await planMessages(deps.store, EIGHT, { planAheadMs: 0, graceMs: DAY_MS });
    await sendDue(deps, { name: "w", nextTurn: () => 1 }, 10);
    const counted: CountedReport[] = [];
    const doors = { ...deps, timer, mailDomains, onReport: (one: CountedReport) => void counted.push(one) };
    const app = new Hono();
    mountResend(app, {
      ...doors,
      secrets: [NEW_SECRET, OLD_SECRET],
      applyReports: (reports) => applyReports(doors, reports),
      onRefused: (outcome) => doors.onReport({ provider: "resend", verdict: "none", outcome }),
    });
    mountOperations(app, {
      operations: [postInboundEmail(doors)],
      authorize: async () => ok({ kind: "key", id: "mail-server", scopes: ["messages:report"] }),
      timer,
    });
    const rows = await deps.store.read<{ id: number; code: string }>(
      sql`select m.id, c.code from messages m join customers c on c.id = m.customer_id`,
    );
    const keyOf = (code: string) =>
      messageKey(deps.secret.keyFor("message-key/1"), rows.find((row) => row.code === code)?.id ?? 0);
    const states = async () => {
      const all = await deps.store.read<{ code: string; state: string; reason: string | null }>(
        sql`select c.code, m.state, m.reason from messages m join customers c on c.id = m.customer_id order by c.code`,
      );
      return Object.fromEntries(
        all.map(({ code, state, reason }) => [code, reason === null ? state : `${state}:${reason}`]),
      );
    };
    const suppressed = () =>
      deps.store.read(sql`select address_hash as hash, reason, source from suppressions order by address_hash`);
    return { app, deps, counted, keyOf, states, suppressed };
  }

  type Event = { readonly type: string; readonly data?: Record<string, unknown>; readonly created_at?: string };
  function signed(event: Event | string, change: { secret?: string; at?: number; id?: string } = {}): Request {
    const body =
      typeof event === "string" ? event : JSON.stringify({ created_at: "2026-11-22T08:00:00.000Z", ...event });
    const { secret = NEW_SECRET, at = EIGHT, id = "msg_1" } = change;
    const timestamp = String(Math.floor(at / 1_000));
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    const signature = `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
    const headers = { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": signature };
    return new Request(`https://shop.example${RESEND_PATH}`, { method: "POST", headers, body });
  }

  const bounce = (key: string, status: string, diagnostic: string) =>
    [
      "From: MAILER-DAEMON@mx.mail.example",
      "Date: Sun, 22 Nov 2026 08:00:00 +0000",
      "Subject: Undelivered Mail Returned to Sender",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"',
      "",
      "--=_b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.mail.example",
      "",
      "Final-Recipient: rfc822; reader@mail.example",
      "Action: failed",
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${diagnostic}`,
      "",
      "--=_b",
      "Content-Type: text/rfc822-headers",
      "",
      `Message-ID: <${key}@mail.shop.example>`,
      "",
      "--=_b--",
      "",
    ].join("\r\n");

  const handIn = (mail: string, query = "") =>
    new Request(`https://shop.example/v1/inbound/email${query}`, {
      method: "POST",
      headers: { "content-type": "message/rfc822" },
      body: mail,
    });

  describe(`delivery reports on ${name}`, () => {
    it("an e-mail provider tells of delivery, bounce and complaint, in any order and twice", async () => {
      const { app, keyOf, states, suppressed, counted } = await open();
      const diagnosticCode = ["smtp; 550 5.1.1 <bea@people.example>: User unknown"];
      const events = [
        { type: "email.complained", data: { tags: { message: keyOf("cleo") } } },
        {
          type: "email.bounced",
          data: { tags: [{ name: "message", value: keyOf("bea") }], bounce: { type: "Permanent", diagnosticCode } },
        },
        { type: "email.sent", data: { tags: { message: keyOf("bea") } } },
        { type: "email.delivered", data: { tags: { message: keyOf("ada") }, email_id: "unknown-yet" } },
        { type: "email.delivery_delayed", data: { tags: { message: keyOf("ada") } } },
        { type: "email.opened", data: { tags: { message: keyOf("ada") } } },
      ];
      for (const event of [...events, ...events]) expect((await app.request(signed(event))).status).toBe(204);
      expect(await states()).toEqual({ ada: "delivered", bea: "bounced:recipient_unknown", cleo: "accepted" });
      expect(await suppressed()).toEqual([
        { hash: "h:bea@people.example", reason: "unknown_recipient", source: "resend" },
        { hash: "h:cleo@people.example", reason: "complaint", source: "resend" },
      ]);
      expect(counted.filter(({ outcome }) => outcome === "applied")).toHaveLength(3);
    });

    it("a bounce for our reputation suppresses nobody, whatever the provider calls it", async () => {
      const { app, keyOf, states, suppressed } = await open();
      const bounced = (code: string, more: Record<string, unknown>) =>
        app.request(
          signed({
            type: "email.bounced",
            data: { tags: { message: keyOf(code) }, bounce: { type: "Permanent", ...more } },
          }),
        );
      await bounced("ada", { subType: "General", diagnosticCode: ["smtp; 550 5.7.1 blocked using zen.spamhaus.org"] });
      await bounced("bea", { subType: "Suppressed", message: "The address is on the suppression list." });
      await bounced("cleo", { subType: "General", message: "The recipient's mail server rejected it." });
      expect(await suppressed()).toEqual([]);
      expect(await states()).toEqual({
        ada: "bounced:reputation",
        bea: "bounced:provider_suppressed",
        cleo: "bounced:policy",
      });
    });

    it("what is forged, stale, broken, enormous or about nothing changes nothing and is counted", async () => {
      const { app, keyOf, states, suppressed, counted, deps } = await open();
      const event = {
        type: "email.bounced",
        data: { tags: { message: keyOf("ada") }, bounce: { subType: "NoEmail" } },
      };
      const unsigned = new Request(`https://shop.example${RESEND_PATH}`, {
        method: "POST",
        body: JSON.stringify(event),
      });
      expect((await app.request(unsigned)).status).toBe(403);
      expect((await app.request(signed(event, { secret: "whsec_AAAA" }))).status).toBe(403);
      expect((await app.request(signed(event, { at: EIGHT - 301_000 }))).status).toBe(403);
      expect((await app.request(signed("not json"))).status).toBe(422);
      expect((await app.request(signed({ type: "email.delivered", data: {} }))).status).toBe(422);
      expect((await app.request(signed(`"${"x".repeat(300_000)}"`))).status).toBe(413);
      const strange = { type: "email.bounced", data: { tags: { message: "a".repeat(26) }, bounce: {} } };
      expect((await app.request(signed(strange, { secret: OLD_SECRET }))).status).toBe(204);
      expect(await states()).toEqual({ ada: "accepted", bea: "accepted", cleo: "accepted" });
      expect(await suppressed()).toEqual([]);
      expect(counted.map(({ outcome }) => outcome)).toEqual([
        "forged",
        "forged",
        "forged",
        "unreadable",
        "unreadable",
        "unreadable",
        "unknown",
      ]);
      // A replay of what was good once is stale by now.
      const good = signed({ type: "email.delivered", data: { tags: { message: keyOf("ada") } } });
      deps.clock.advance(HOUR_MS);
      expect((await app.request(good)).status).toBe(403);
    });

    it("a mail server hands in bounces: by their Message-ID, or by whom they were addressed to", async () => {
      const { app, keyOf, states, suppressed } = await open();
      const answerOf = async (request: Request) =>
        ((await (await app.request(request)).json()) as { outcome: string }).outcome;
      const dead = handIn(bounce(keyOf("ada"), "5.1.1", "550 5.1.1 User unknown"));
      expect(await answerOf(dead.clone())).toBe("applied");
      expect(await answerOf(dead)).toBe("repeated");
      const to = `?to=B+${keyOf("bea").toUpperCase()}@bounce.shop.example`;
      expect(await answerOf(handIn(bounce("nothing-of-ours", "5.2.2", "552 5.2.2 Mailbox full"), to))).toBe("applied");
      expect(await answerOf(handIn(bounce("a".repeat(26), "5.1.1", "550 5.1.1 User unknown")))).toBe("unknown");
      expect(await answerOf(handIn("Subject: Hello\r\n\r\nHow are you?"))).toBe("unreadable");
      expect((await app.request(handIn("x".repeat(1_048_577)))).status).toBe(413);
      expect(await states()).toEqual({
        ada: "bounced:recipient_unknown",
        bea: "bounced:mailbox_full",
        cleo: "accepted",
      });
      expect(await suppressed()).toEqual([
        { hash: "h:ada@people.example", reason: "unknown_recipient", source: "mailbox" },
      ]);
    });

    it("a complaint in the abuse reporting format stops everything for that reader, and only for her", async () => {
      const { app, keyOf, suppressed } = await open();
      const complaint = [
        "From: fbl@mail.example",
        'Content-Type: multipart/report; report-type=feedback-report; boundary="=_b"',
        "",
        "--=_b",
        "Content-Type: message/feedback-report",
        "",
        "Feedback-Type: abuse",
        "Original-Rcpt-To: cleo@people.example",
        "",
        "--=_b",
        "Content-Type: message/rfc822",
        "",
        `Message-ID: <${keyOf("bea")}@mail.shop.example>`,
        "Subject: Your picks",
        "",
        "--=_b--",
      ].join("\r\n");
      await app.request(handIn(complaint));
      // By our own key: the address in the report may be redacted, or anybody's.
      expect(await suppressed()).toEqual([{ hash: "h:bea@people.example", reason: "complaint", source: "mailbox" }]);
    });
  });
}
