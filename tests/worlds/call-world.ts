import { Hono } from "hono";
import { callOperations } from "#calls/call-operations.ts";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { putCustomer } from "#customers/put-customer.ts";
import { idsFrom } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import type { Store } from "#store/store.ts";
import { mountOperations } from "#web/mount-operations.ts";
import type { Actor } from "#web/operation.ts";
import { type FormWorld, formWorld } from "./form-world.ts";

const system = { kind: "operator", id: "op" } as const;
const key: Actor = { kind: "key", id: "k1", scopes: ["calls:handle"] };

export type Answered = { readonly status: number; readonly json: Record<string, unknown> };

export type CallWorld = {
  readonly forms: FormWorld;
  readonly store: Store;
  /** Who calls next. */
  actor: Actor;
  readonly call: (line: string, body?: unknown) => Promise<Answered>;
  /** A call with a customer, by its id. */
  readonly start: (customer: string, reference?: string) => Promise<string>;
  readonly rows: (text: string) => Promise<ReadonlyArray<Record<string, unknown>>>;
};

/**
 * A call centre's software at its door: Ada with address and number, Adam with the same number, and Åsa, whose name is not
 * ASCII. Nothing here opens a file, so that it runs on every runtime.
 */
export async function callWorld(store: Store): Promise<CallWorld> {
  const forms = await formWorld(store);
  let serial = 0;
  const ids = idsFrom(forms.clock, (count) => {
    serial += 1;
    return new Uint8Array(count).map((_, place) => (place < 12 ? 0 : (serial >> (5 * (place - 12))) & 31));
  });
  const deps = { ...forms.deps, ids };
  const app = new Hono();
  const world: CallWorld = {
    forms,
    store,
    actor: key,
    call: async (line, body) => {
      const [method = "", path = ""] = line.split(" ");
      const answer = await app.request(`https://calls.shop.example${path}`, {
        method,
        headers: { "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
    },
    start: async (customer, reference) => {
      const started = await world.call("POST /v1/calls", { customer, agent: "agent-7", reference });
      return String(started.json["id"]);
    },
    rows: (text) => store.read<Record<string, unknown>>({ sql: text, params: [] }),
  };
  mountOperations(app, {
    operations: callOperations(deps),
    authorize: async () => ok(world.actor),
    timer: deps.timer,
  });
  const attribute = (name: string, visibleTo: ReadonlyArray<"agent" | "operator">) =>
    declareAttribute({ deps, actor: system, input: { name, type: "string", label: name, visibleTo: [...visibleTo] } });
  await attribute("tier", ["agent", "operator"]);
  await attribute("income", ["operator"]);
  const put = (code: string, input: Parameters<typeof putCustomer>[0]["input"]) =>
    putCustomer({ deps, actor: system, code, input });
  await put("ada", {
    firstName: "Ada",
    lastName: "Lovelace",
    email: "ada@people.example",
    phone: "+4930901820",
    locale: "de",
    attributes: { tier: "gold", income: "high" },
  });
  await put("adam", { firstName: "Adam", lastName: "Loveday", phone: "+4930901820" });
  await put("asa", { firstName: "Åsa", lastName: "Öberg" });
  return world;
}
