import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECOND_MS } from "#kernel/clock.ts";
import { type Delivery, LATER_SECONDS, type Script } from "./scripted-consumer.ts";

/** A queue of batches of ten and two retries, with a scripted consumer, and dead letters whose consumer names them. */
export type QueueUnderTest = {
  send(scripts: readonly Script[]): Promise<void>;
  deliveries(): Promise<readonly Delivery[]>;
  /** Names of what came to the dead-letter queue. */
  dead(): Promise<readonly string[]>;
  close(): Promise<void>;
};

export const MOST_TOGETHER = 10;
export const RETRIES = 2;

const PATIENCE = { timeout: 15_000 };

/** What every work queue promises to its consumer. */
export function workQueueContract(name: string, open: () => Promise<QueueUnderTest>): void {
  describe(`the work queue of ${name}`, () => {
    let queue: QueueUnderTest;
    beforeAll(async () => {
      queue = await open();
    });
    afterAll(() => queue.close());

    const deliveriesOf = async (which: string) =>
      (await queue.deliveries()).filter((delivery) => delivery.name.startsWith(which));
    const attemptsOf = async (which: string) => (await deliveriesOf(which)).map(({ attempts }) => attempts);

    it("brings each message once where it is acknowledged, never more than a batch together", async () => {
      const names = Array.from({ length: 25 }, (_, index) => `many-${index}`);
      await queue.send(names.map((one) => ({ name: one, says: ["ack"] })));
      await expect.poll(async () => (await deliveriesOf("many-")).length, PATIENCE).toBe(25);
      const came = await deliveriesOf("many-");
      expect(came.map((delivery) => delivery.name).sort()).toEqual(names.toSorted());
      expect(Math.max(...came.map(({ together }) => together))).toBeLessThanOrEqual(MOST_TOGETHER);
    });

    it("what says nothing is acknowledged when its consumer returns", async () => {
      await queue.send([
        { name: "silent", says: ["silence"] },
        { name: "after-silent", says: ["retry", "ack"] },
      ]);
      await expect.poll(() => attemptsOf("after-silent"), PATIENCE).toEqual([1, 2]);
      expect(await attemptsOf("silent")).toEqual([1]);
    });

    it("one message that is retried comes back alone, under its own id and counted; the others do not", async () => {
      await queue.send([
        { name: "one-good", says: ["ack"] },
        { name: "one-bad", says: ["retry", "ack"] },
        { name: "one-better", says: ["ack"] },
      ]);
      await expect.poll(() => attemptsOf("one-bad"), PATIENCE).toEqual([1, 2]);
      const ids = (await deliveriesOf("one-bad")).map(({ id }) => id);
      expect(new Set(ids).size).toBe(1);
      expect([await attemptsOf("one-good"), await attemptsOf("one-better")]).toEqual([[1], [1]]);
    });

    it("where the consumer throws, what it had said nothing of comes again", async () => {
      await queue.send([{ name: "thrown", says: ["throw", "ack"] }]);
      await expect.poll(() => attemptsOf("thrown"), PATIENCE).toEqual([1, 2]);
    });

    it("a retry with a delay does not come before it", async () => {
      await queue.send([{ name: "delayed", says: ["later", "ack"] }]);
      await expect.poll(() => attemptsOf("delayed"), PATIENCE).toEqual([1, 2]);
      const [first, second] = await deliveriesOf("delayed");
      // A timer may be a few ms early.
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(LATER_SECONDS * SECOND_MS - 20);
    });

    it("what is retried to the end is a dead letter, once, and comes no more", async () => {
      await queue.send([
        { name: "poison", says: ["retry", "retry", "retry", "retry", "retry"] },
        { name: "beside-poison", says: ["ack"] },
      ]);
      await expect.poll(async () => queue.dead(), PATIENCE).toEqual(["poison"]);
      expect(await attemptsOf("poison")).toEqual(Array.from({ length: RETRIES + 1 }, (_, index) => index + 1));
      expect(await attemptsOf("beside-poison")).toEqual([1]);
    });
  });
}
