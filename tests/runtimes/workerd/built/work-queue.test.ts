import { createTestHarness } from "wrangler";
import type { Delivery } from "#tests/contracts/scripted-consumer.ts";
import { workQueueContract } from "#tests/contracts/work-queue.contract.ts";

const AT = "https://queue.example/";

workQueueContract("Cloudflare Queues in workerd", async () => {
  const harness = createTestHarness({
    workers: [{ configPath: "./tests/runtimes/workerd/built/queue-worker/wrangler.toml" }],
  });
  await harness.listen();
  const worker = harness.getWorker();
  const seen = async () =>
    (await (await worker.fetch(AT)).json()) as { deliveries: readonly Delivery[]; dead: readonly string[] };
  return {
    send: async (scripts) => {
      await worker.fetch(AT, { method: "POST", body: JSON.stringify(scripts) });
    },
    deliveries: async () => (await seen()).deliveries,
    dead: async () => (await seen()).dead,
    close: () => harness.close(),
  };
});
