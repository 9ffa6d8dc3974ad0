import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { planTurn, tick } from "#entry/tick.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { checkFloor } from "#store/check-floor.ts";
import { knownMigrations } from "#store/known-migrations.ts";
import { migrate } from "#store/migrate.ts";
import type { Store } from "#store/store.ts";
import {
  addCustomer,
  addNewsletter,
  messageWorld,
  plainContent,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";

const EIGHT = START + 8 * HOUR_MS;
const codes = ["ada", "bea", "cyd", "dot", "eve"];

/** A newer version's migration that only widens: columns, a table, an index and a trigger that older code knows nothing of. */
const wider = {
  name: "9000_wider.sql",
  sql: [
    "alter table messages add column shade text",
    "alter table messages add column tint integer not null default 0",
    "create table shades (message_id integer primary key, shade text)",
    "create index messages_by_shade on messages (shade)",
    "create trigger messages_shaded after update of state on messages begin insert or replace into shades values (new.id, new.state); end",
  ].join(";--> statement-breakpoint\n"),
};

/** And one that narrows: it says which code may go on. */
const narrower = {
  name: "9001_narrower.sql",
  sql: "alter table messages rename column reason to why;--> statement-breakpoint\ninsert into schema_floor (oldest) values ('9001_narrower.sql')",
};

/** What a version promises while a newer one's migrations come under its hands. */
export function oldAndNewContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async () => {
    const deps = await messageWorld({ store: await makeStore() });
    await addNewsletter(deps.store, "news");
    await startPlannerAt(deps.store, START);
    for (const code of codes) await addCustomer(deps.store, code, { newsletters: ["news"] });
    deps.clock.set(EIGHT);
    let turns = 0;
    const worker = { name: "old", nextTurn: () => (turns += 1) };
    return { deps, tickDeps: { messages: deps, worker, sendBatch: 2 } };
  };

  describe(`old and new code together on ${name}`, () => {
    it("a migration that widens comes in the middle of sending: older code plans, claims, recovers and settles as before", async () => {
      const { deps, tickDeps } = await world();
      let isWidened = false;
      const content: typeof plainContent = {
        prepare: async (messages) => {
          if (!isWidened) await migrate(deps.store, [wider]);
          isWidened = true;
          return plainContent.prepare(messages);
        },
      };
      await tick({ ...tickDeps, messages: { ...deps, content } });
      await addCustomer(deps.store, "fay", { newsletters: ["news"] });
      deps.clock.advance(24 * HOUR_MS);
      await recoverMessages(deps);
      await tick(tickDeps);
      const states = await statesOf(deps.store);
      expect(states).toEqual({ accepted: 2 * codes.length + 1 });
      expect(await deps.store.read(sql`select count(*) as n from shades where shade = 'accepted'`)).toEqual([
        { n: 2 * codes.length + 1 },
      ]);
      const sent = deps.channel.log.map(({ content: said }) => (said.kind === "email" ? said.subject : ""));
      expect(new Set(sent).size).toBe(sent.length);
    });

    it("one that narrows stops older code before it touches a row, and newer code goes on", async () => {
      const { deps, tickDeps } = await world();
      await planTurn(tickDeps);
      await migrate(deps.store, [narrower]);
      await expect(tick(tickDeps)).rejects.toThrow("9001_narrower.sql");
      expect(deps.channel.log).toEqual([]);
      expect(await deps.store.read(sql`select distinct state from messages`)).toEqual([{ state: "planned" }]);
      await checkFloor(deps.store, [...knownMigrations, narrower.name]);
    });
  });
}
