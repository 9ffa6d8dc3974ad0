import { ProcessQueue } from "#entry/queues/process-queue.ts";
import { systemClock, systemTimer } from "#entry/runtime.ts";
import { type Delivery, type Script, scriptedConsumer } from "./scripted-consumer.ts";
import { MOST_TOGETHER, RETRIES, workQueueContract } from "./work-queue.contract.ts";

workQueueContract("a process", async () => {
  const deliveries: Delivery[] = [];
  const dead: string[] = [];
  const shared = {
    clock: systemClock,
    timer: systemTimer,
    maxBatchSize: MOST_TOGETHER,
    maxRetries: RETRIES,
    mostWaiting: 100,
    onFault: () => undefined,
  };
  const deadLetters = new ProcessQueue<Script>({
    ...shared,
    name: "work-dead",
    consume: async ({ messages }) => void dead.push(...messages.map(({ body }) => body.name)),
  });
  const queue = new ProcessQueue<Script>({
    ...shared,
    name: "work",
    deadLetters,
    consume: scriptedConsumer(
      () => systemClock.now(),
      (delivery) => void deliveries.push(delivery),
    ),
  });
  return {
    send: (scripts) => queue.sendBatch(scripts.map((body) => ({ body }))),
    deliveries: async () => deliveries,
    dead: async () => dead,
    close: async () => {
      await queue.stop();
      await deadLetters.stop();
    },
  };
});
