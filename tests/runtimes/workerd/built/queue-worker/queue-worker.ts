import type { MessageBatch, Queue } from "@cloudflare/workers-types";
import { type Delivery, type Script, scriptedConsumer } from "#tests/contracts/scripted-consumer.ts";

const deliveries: Delivery[] = [];
const dead: string[] = [];
const consume = scriptedConsumer(
  () => Date.now(),
  (delivery) => void deliveries.push(delivery),
);

const worker = {
  fetch: async (request: Request, { WORK }: { readonly WORK: Queue<Script> }): Promise<Response> => {
    if (request.method === "GET") return Response.json({ deliveries, dead });
    const scripts = (await request.json()) as readonly Script[];
    await WORK.sendBatch(scripts.map((body) => ({ body })));
    return new Response(null, { status: 204 });
  },
  queue: async (batch: MessageBatch<Script>): Promise<void> => {
    if (batch.queue === "work") await consume(batch);
    else dead.push(...batch.messages.map(({ body }) => body.name));
  },
};

export default worker;
