import { Agent, request } from "node:http";

/** Sends events through the ingest door at a steady pace: ingest-child.ts <port> <write key> <events> <seconds> */
const [port = "", writeKey = "", events = "0", seconds = "1"] = process.argv.slice(2);
const ITEMS = 100;
const LANES = 4;
const batches = Number(events) / ITEMS;
const agent = new Agent({ keepAlive: true, maxSockets: LANES });
const headers = { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString("base64")}` };

function body(batch: number): string {
  const items = Array.from({ length: ITEMS }, (_, index) => {
    const number = batch * ITEMS + index;
    return {
      type: "track",
      event: "Product Viewed",
      messageId: `mixed-${number}`,
      userId: `c${1 + ((number * 7_919) % 1_000_000)}`,
      timestamp: new Date().toISOString(),
      properties: { product_id: `P${number % 97}`, category: `cat-${number % 9}`, price: 12.95 },
    };
  });
  return JSON.stringify({ batch: items });
}

function post(text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, port, host: "127.0.0.1", path: "/v1/batch", method: "POST", headers }, (response) => {
      let answer = "";
      response.on("data", (part) => (answer += String(part)));
      response.on("end", () =>
        resolve(response.statusCode === 200 ? (JSON.parse(answer) as { accepted: number }).accepted : 0),
      );
    });
    sent.on("error", reject);
    sent.end(text);
  });
}

const startedAt = performance.now();
let next = 0;
let accepted = 0;
await Promise.all(
  Array.from({ length: LANES }, async () => {
    while (next < batches) {
      const batch = next;
      next += 1;
      const dueMs = (batch / batches) * Number(seconds) * 1_000;
      const earlyMs = startedAt + dueMs - performance.now();
      if (earlyMs > 0) await new Promise((resolve) => setTimeout(resolve, earlyMs));
      const taken = await post(body(batch));
      accepted += taken;
    }
  }),
);
process.send?.({ accepted, seconds: (performance.now() - startedAt) / 1_000 });
agent.destroy();
process.disconnect();
