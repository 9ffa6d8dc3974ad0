import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { DeliveryReport } from "#channels/report.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { messageWorld } from "#tests/worlds/message-world.ts";
import { applyReports, type CountedReport } from "./apply-reports.ts";
import { applyParked } from "./park-reports.ts";

async function parkedWorld() {
  const world = await messageWorld();
  const counted: string[] = [];
  const deps = { ...world, onReport: ({ outcome }: CountedReport) => counted.push(outcome) };
  await world.store.write([
    sql`insert into messages (id, customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at, attempts,
      first_attempt_at) values (1, 1, 1, '2026-11-22', 'email', 'attempting', 0, 0, 1, 0)`,
  ]);
  const report = (more: Partial<DeliveryReport> = {}): DeliveryReport => ({
    provider: "resend",
    about: { providerId: "re-1" },
    at: world.clock.now(),
    verdict: "delivered",
    reason: "delivered",
    ...more,
  });
  const accept = () =>
    world.store.write([
      sql`update messages set state = 'accepted', accepted_at = 1, provider = 'resend', provider_id = 're-1'`,
    ]);
  const state = async () => (await world.store.read<{ state: string }>(sql`select state from messages`))[0]?.state;
  const waiting = async () =>
    (await world.store.read<{ n: number }>(sql`select count(*) as n from parked_reports`))[0]?.n;
  return { ...world, deps, counted, report, accept, state, waiting };
}

describe("a report that is quicker than the provider's answer", () => {
  it("waits for its message, however often it comes, and is applied once", async () => {
    const { deps, report, accept, state, waiting, counted } = await parkedWorld();
    await applyReports(deps, [report(), report()]);
    await applyReports(deps, [report()]);
    expect([await waiting(), await applyParked(deps), await state()]).toEqual([1, 0, "attempting"]);
    await accept();
    expect([await applyParked(deps), await state(), await waiting()]).toEqual([1, "delivered", 0]);
    expect(counted).toEqual(["parked", "parked", "parked", "applied"]);
  });

  it("of another provider finds no message of this one, and is unknown after an hour", async () => {
    const { deps, clock, report, accept, state, waiting, counted } = await parkedWorld();
    await applyReports(deps, [report({ provider: "other" })]);
    await accept();
    expect([await applyParked(deps), await waiting()]).toEqual([0, 1]);
    clock.advance(HOUR_MS + 1);
    expect([await applyParked(deps), await waiting(), await state()]).toEqual([0, 0, "accepted"]);
    expect(counted).toEqual(["parked", "unknown"]);
  });

  it("by a key that names no message is unknown at once: our key is known before the request leaves", async () => {
    const { deps, report, waiting, counted } = await parkedWorld();
    await applyReports(deps, [report({ about: { key: "aaaa" } })]);
    expect([await waiting(), counted]).toEqual([0, ["unknown"]]);
  });

  it("fills no table: there is room for ten thousand", async () => {
    const { deps, store, report, waiting } = await parkedWorld();
    await store.write([
      sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)
        insert into parked_reports (provider, provider_id, report, parked_at) select 'x', i, '{}', 9e15 from n`,
    ]);
    await applyReports(deps, [report()]);
    expect(await waiting()).toBe(10_000);
  });
});
