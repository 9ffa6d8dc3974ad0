import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { HOUR_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { receiveEmail } from "#messages/reports/receive-email.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { addCustomer, addNewsletter, messageWorld, START, startPlannerAt } from "#tests/worlds/message-world.ts";
import { fetchMail } from "./fetch-mail.ts";
import { BOUNCE_DOMAIN, LATE_DOMAIN } from "./mail-server-files.ts";
import type { Receiver } from "./receiver.ts";
import { channelTo } from "./signed-channel.ts";

/** A message that a real server takes, sends back later, and hands to us as it wrote it. */
export function bouncesSuite(receiver: () => Receiver): void {
  describe("a bounce of a real server", () => {
    it("comes back to the message's own return path and suppresses the address that it was written to, once", async () => {
      const { server, domain } = receiver();
      const channel = channelTo(server, domain.identity);
      const world = await messageWorld();
      const deps = { ...world, channels: new Map([["email", channel]]), mailDomains: domain.identity };
      await addNewsletter(deps.store, "news");
      await addCustomer(deps.store, "ada", { newsletters: ["news"], email: `ada@${LATE_DOMAIN}` });
      await startPlannerAt(deps.store, START);
      deps.clock.set(START + 8 * HOUR_MS);
      await planMessages(deps.store, deps.clock.now(), { planAheadMs: 0, graceMs: HOUR_MS });
      await sendDue(deps, { name: "w", nextTurn: () => 1 }, 10);
      await channel.close();
      await server.delivered();
      const mails = await fetchMail(server, `b@${BOUNCE_DOMAIN}`);
      expect(mails).toHaveLength(1);
      const taken = [];
      for (const raw of [...mails, ...mails]) taken.push(await receiveEmail(deps, { raw, recipients: [] }));
      expect(taken).toEqual(["applied", "repeated"]);
      expect(await deps.store.read(sql`select state, reason from messages`)).toEqual([
        { state: "bounced", reason: "recipient_unknown" },
      ]);
      expect(await deps.store.read(sql`select address_hash as hash, reason, source from suppressions`)).toEqual([
        { hash: `h:ada@${LATE_DOMAIN}`, reason: "unknown_recipient", source: "mailbox" },
      ]);
      await deps.store.close();
    });
  });
}
