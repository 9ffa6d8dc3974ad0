import { getPriority, platform } from "node:os";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";

/** Elsewhere niceness is the whole process's. */
const isLinux = platform() === "linux";

const script = `
import { getPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { giveWay } from ${JSON.stringify(new URL("./give-way.ts", import.meta.url).href)};
giveWay();
parentPort.postMessage(getPriority(0));
`;

test.skipIf(!isLinux)("the thread stands back, and the process does not", async () => {
  const before = getPriority(0);
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`));
  const niceness = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  await worker.terminate();
  expect(niceness).toBe(10);
  expect(getPriority(0)).toBe(before);
});
