import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import type { Channel } from "#channels/channel.ts";
import { HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { ok } from "#kernel/result.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import type { ContentSource } from "#messages/message.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import {
  addCustomer,
  addNewsletter,
  messageWorld,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";
import { type Cut, startCuttingProxy } from "./cutting-proxy.ts";
import { CLOSED_DOMAIN, OPEN_DOMAIN } from "./mail-server-files.ts";
import { asSent, type Receiver } from "./receiver.ts";
import { fetchMail } from "./fetch-mail.ts";
import { channelTo } from "./signed-channel.ts";

const BYTES = 200_000;
/** Far more than the buffers between two sockets hold, so that a body that was cut has not left whole. */
const MANY_BYTES = 9_000_000;
let turns = 0;
const worker = { name: "w", nextTurn: () => (turns += 1) };

/** Content of one size for everybody: its bytes are the same at every try. */
const content = (bytes: number): ContentSource => ({
  prepare: async (messages) =>
    new Map(
      messages.map(({ id, dueAt, customerCode, inputs: kept }) => {
        const inputs = kept ?? JSON.stringify({ date: dueAt, words: customerCode });
        const { date, words } = JSON.parse(inputs) as { date: number; words: string };
        const email = {
          kind: "email" as const,
          from: { name: "Vendor", address: "news@fernhill.example" },
          subject: words,
          html: `<p>${words}</p>${"Picks of the week.\n".repeat(bytes / 19)}`,
          text: words,
        };
        return [id, ok({ templateId: 1, inputs, bodyHash: words, linkIds: [], content: email, date })];
      }),
    ),
});

/** What becomes of a row for what a real server does, and how often its mail is there in the end. */
export function outcomesSuite(receiver: () => Receiver): void {
  const open: Array<() => Promise<void>> = [];
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });

  type Asked = { readonly messageClass?: string; readonly bytes?: number; readonly cut?: Cut };

  /** One customer whose newsletter is due; `run` lives for some minutes. */
  const worldFor = async (address: string, { messageClass = "marketing", bytes = BYTES, cut }: Asked = {}) => {
    const { server, domain } = receiver();
    const proxy = cut === undefined ? undefined : await startCuttingProxy(server.smtpPort);
    const channel: Channel = channelTo(server, domain.identity, proxy === undefined ? {} : { port: proxy.port });
    open.push(async () => {
      await channel.close();
      await proxy?.close();
    });
    if (proxy !== undefined && cut !== undefined) proxy.cut = cut;
    const world = await messageWorld({ content: content(bytes) });
    const deps = { ...world, channels: new Map([["email", channel]]) };
    await addNewsletter(deps.store, "news", { messageClass });
    await addCustomer(deps.store, "ada", { newsletters: ["news"], email: address });
    await startPlannerAt(deps.store, START);
    deps.clock.set(START + 8 * HOUR_MS);
    const run = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        await planMessages(deps.store, deps.clock.now(), { planAheadMs: 0, graceMs: HOUR_MS });
        await recoverMessages(deps);
        await sendDue(deps, worker, 10);
        deps.clock.advance(MINUTE_MS);
      }
      await server.delivered();
      return statesOf(deps.store);
    };
    return { deps, run, proxy, arrived: () => server.maildir(address).length };
  };

  describe("an answer of a real server", () => {
    it("greylisting puts a message off, and it comes once with a later try", async () => {
      const address = `grey@${OPEN_DOMAIN}`;
      receiver().server.greylist.putOff(address);
      const { deps, run, arrived } = await worldFor(address);
      expect(await run(1)).toEqual({
        [`deferred:transient: 450 4.2.0 <…>: Recipient address rejected: Greylisted, please try again later`]: 1,
      });
      expect(arrived()).toBe(0);
      expect(await run(10)).toMatchObject({});
      expect(await deps.store.read(sql`select state, attempts from messages`)).toEqual([
        { state: "accepted", attempts: 2 },
      ]);
      expect(arrived()).toBe(1);
    });

    it("an unknown user is refused for good, and her address is suppressed", async () => {
      const { deps, run } = await worldFor(`nobody@${CLOSED_DOMAIN}`);
      await run(10);
      expect(await deps.store.read(sql`select state, attempts from messages`)).toEqual([
        { state: "rejected", attempts: 1 },
      ]);
      expect(await deps.store.read(sql`select reason from suppressions`)).toEqual([{ reason: "unknown_recipient" }]);
      const known = await worldFor(`known@${CLOSED_DOMAIN}`);
      expect(await known.run(1)).toEqual({ accepted: 1 });
      expect(known.arrived()).toBe(1);
    });

    it("a mail beyond the server's size is refused for good, and nobody is suppressed", async () => {
      const address = `big@${OPEN_DOMAIN}`;
      const { deps, run, arrived } = await worldFor(address, { bytes: 11_000_000 });
      await run(10);
      expect(await deps.store.read(sql`select state, attempts from messages`)).toEqual([
        { state: "rejected", attempts: 1 },
      ]);
      expect(await deps.store.read(sql`select count(*) as n from suppressions`)).toEqual([{ n: 0 }]);
      expect(arrived()).toBe(0);
    });

    it("a connection that ends in the body leaves nothing there, and the mail comes once with a later try", async () => {
      const { run, proxy, arrived, deps } = await worldFor(`cut-body@${OPEN_DOMAIN}`, {
        bytes: MANY_BYTES,
        cut: "in_body",
      });
      await run(1);
      expect(await deps.store.read(sql`select state from messages`)).toEqual([{ state: "deferred" }]);
      expect(arrived()).toBe(0);
      if (proxy !== undefined) proxy.cut = "never";
      expect(await run(10)).toMatchObject({});
      expect(await deps.store.read(sql`select state from messages`)).toEqual([{ state: "accepted" }]);
      expect(arrived()).toBe(1);
    });

    it("a connection that ends after the last dot is unknown: a newsletter is there once, and never sent again", async () => {
      const { run, proxy, arrived } = await worldFor(`cut-answer@${OPEN_DOMAIN}`, { cut: "after_dot" });
      expect(await run(1)).toEqual({ "unknown_outcome:answer_lost": 1 });
      if (proxy !== undefined) proxy.cut = "never";
      expect(await run(30)).toEqual({ "unknown_outcome:answer_lost": 1 });
      expect(arrived()).toBe(1);
    });

    it("a service notice is sent once more after a lost answer, to the byte the same, under the same Message-ID", async () => {
      const address = `cut-service@${OPEN_DOMAIN}`;
      const { run, proxy, arrived } = await worldFor(address, { messageClass: "transactional", cut: "after_dot" });
      await run(1);
      expect(arrived()).toBe(1);
      if (proxy !== undefined) proxy.cut = "never";
      expect(await run(30)).toMatchObject({ accepted: 1 });
      const [first = "", second] = (await fetchMail(receiver().server, address)).map(asSent);
      expect(arrived()).toBe(2);
      expect(second).toBe(first);
    });
  });
}
