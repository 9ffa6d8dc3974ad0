import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { type ManualClock, manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { seededRandom } from "#kernel/random.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { webhookSources } from "#outbound/sources/webhook-sources.ts";
import { createEndpoint, type CreatedEndpoint } from "#outbound/webhooks/create-endpoint.ts";
import type { EndpointInput } from "#outbound/webhooks/endpoint-input.ts";
import { webhookCourier } from "#outbound/webhooks/webhook-courier.ts";
import type { Store } from "#store/store.ts";
import type { Actor } from "#web/operation.ts";
import type { Exchange, Transport } from "#web/outgoing/transport.ts";

export const WEBHOOK_NOW = Date.UTC(2026, 10, 22, 9);

export const webhookOwner: Actor = { kind: "key", id: "k1", scopes: ["webhooks:manage", "export:personal"] };

/** What a receiver was sent. */
export type Received = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly json: { readonly type: string; readonly timestamp: string; readonly data: Record<string, unknown> };
};

export type WebhookWorld = OutboundDeps & {
  readonly clock: ManualClock;
  readonly received: Received[];
  /** What receivers answer: a status, headers, or a fault to throw. */
  answer: (received: Received) => Response | Error | Promise<Response>;
  readonly endpoint: (input: Partial<EndpointInput> & Pick<EndpointInput, "types">) => Promise<CreatedEndpoint>;
  /** One turn of the courier, until its lanes are done. */
  readonly turn: () => Promise<{ readonly told: number; readonly delivered: number; readonly again: number }>;
};

/** Webhooks over a store, with receivers that a test writes down; nothing here opens a socket. */
export function webhookWorld(store: Store, clock = manualClock(WEBHOOK_NOW)): WebhookWorld {
  const received: Received[] = [];
  const scripted: Transport = async (exchange) => {
    const got = receivedOf(exchange);
    received.push(got);
    const answer = await world.answer(got);
    if (answer instanceof Error) throw answer;
    return { status: answer.status, headers: answer.headers, body: answer.body };
  };
  const timer = { after: () => () => undefined };
  const policy = { trustedOrigins: new Set<string>(), ownHosts: new Set<string>() };
  const deps: OutboundDeps = {
    store,
    clock,
    timer,
    random: seededRandom(1),
    ids: idsFrom(clock, (count) => new Uint8Array(randomBytes(count))),
    secret: secretFrom(new Uint8Array(32).fill(7)),
    outgoing: { transport: scripted, policy, timer },
    sources: webhookSources,
    log: () => undefined,
  };
  const courier = webhookCourier(deps);
  const world: WebhookWorld = {
    ...deps,
    clock,
    received,
    answer: () => new Response(null, { status: 204 }),
    endpoint: async (input) => {
      const made = await createEndpoint({
        deps,
        actor: webhookOwner,
        input: { url: "https://erp.shop.example/hooks", ...input },
      });
      if (!made.ok) throw new Error(JSON.stringify(made.error));
      return made.value;
    },
    turn: async () => {
      const { told, lanes } = await courier.turn();
      return { told, ...(await lanes) };
    },
  };
  return world;
}

function receivedOf({ url, headers, body }: Exchange): Received {
  const text = typeof body === "string" ? body : Buffer.from(body ?? []).toString("utf8");
  return { url: url.href, headers, body: text, json: JSON.parse(text) as Received["json"] };
}

/** A customer with an address, by a row of her own. */
export async function addKnownCustomer(store: Store, code: string): Promise<number> {
  const [rows = []] = await store.write<{ id: number }>([
    sql`insert into customers (code, email, created_at, updated_at)
      values (${code}, ${`${code}@people.example`}, ${WEBHOOK_NOW}, ${WEBHOOK_NOW}) returning id`,
  ]);
  return rows[0]?.id ?? 0;
}
