import { createSecretKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ClickRecord, JournaledClick } from "#clicks/click-record.ts";
import { projectBatch } from "./project-batch.ts";
import { queueJournal } from "./queue-journal.ts";

const key = createSecretKey(new Uint8Array(32).fill(1));
const click = (messageNumber: number): ClickRecord => ({
  at: 1,
  purpose: "click",
  messageNumber,
  linkNo: 0,
  method: "GET",
  address: "192.0.2.77",
  headers: { "user-agent": "Canary/1.0" },
});

/** The bodies that a journal puts into its queue. */
async function bodiesOf(...records: readonly ClickRecord[]): Promise<readonly Uint8Array[]> {
  const bodies: Uint8Array[] = [];
  const queue = { send: async (body: Uint8Array) => void bodies.push(body) };
  const journal = queueJournal(queue, key, () => undefined);
  for (const record of records) await journal.append(record);
  return bodies;
}

function messageOf(body: unknown, index: number, attempts = 1) {
  const told: string[] = [];
  return {
    id: `m${index}`,
    body,
    attempts,
    told,
    ack: () => void told.push("ack"),
    retry: (options?: { readonly delaySeconds?: number }) => void told.push(`retry ${options?.delaySeconds}`),
  };
}

function projection(refused: readonly number[] = []) {
  const projected: JournaledClick[] = [];
  return {
    projected,
    project: async (clicks: readonly JournaledClick[]) => {
      if (clicks.some(({ record }) => refused.includes(record.messageNumber))) throw new Error("refused");
      projected.push(...clicks);
    },
  };
}

describe("the click queue", () => {
  it("each click comes out as it went in, under its message's name, and is acknowledged", async () => {
    const messages = (await bodiesOf(click(1), click(2))).map((body, index) => messageOf(body, index));
    const { project, projected } = projection();
    await projectBatch({ key, project, log: () => undefined }, messages);
    expect(projected).toEqual([
      { key: "m0", record: click(1) },
      { key: "m1", record: click(2) },
    ]);
    expect(messages.map(({ told }) => told)).toEqual([["ack"], ["ack"]]);
  });

  it("an address or an agent never lies in the queue in the clear", async () => {
    const [body = new Uint8Array()] = await bodiesOf(click(1));
    expect(Buffer.from(body).toString("latin1")).not.toMatch(/192\.0\.2\.77|Canary/);
  });

  it("what was altered, or is no record at all, holds nobody up and comes back later", async () => {
    const [good = new Uint8Array(), altered = new Uint8Array()] = await bodiesOf(click(1), click(2));
    altered[40] = (altered[40] ?? 0) ^ 1;
    const messages = [altered, "words", undefined, good].map((body, index) => messageOf(body, index));
    const { project, projected } = projection();
    await projectBatch({ key, project, log: () => undefined }, messages);
    expect(projected.map(({ record }) => record.messageNumber)).toEqual([1]);
    expect(messages.map(({ told }) => told)).toEqual([["retry 5"], ["retry 5"], ["retry 5"], ["ack"]]);
  });

  it("one click that the database refuses comes back alone, later and later, at most after an hour", async () => {
    const [first, bad, last] = await bodiesOf(click(1), click(2), click(3));
    const messages = [messageOf(first, 0), messageOf(bad, 1, 4), messageOf(last, 2)];
    const { project, projected } = projection([2]);
    await projectBatch({ key, project, log: () => undefined }, messages);
    expect(projected.map(({ record }) => record.messageNumber)).toEqual([1, 3]);
    expect(messages.map(({ told }) => told)).toEqual([["ack"], ["retry 40"], ["ack"]]);
    const often = messageOf(bad, 1, 60);
    await projectBatch({ key, project, log: () => undefined }, [often]);
    expect(often.told).toEqual(["retry 3600"]);
  });
});
