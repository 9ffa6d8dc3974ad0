import { join } from "node:path";
import { createKey } from "#access/create-key.ts";
import { createOperator } from "#access/create-operator.ts";
import { isScope, type Role, type Scope, scopeNames } from "#access/scopes.ts";
import { recordDeadLetters } from "#messages/dead-letters/record-dead-letters.ts";
import type { JournaledClick } from "#clicks/click-record.ts";
import type { Mailbox } from "#channels/memory/mailbox.ts";
import type { Jumpstation, StationParts } from "#entry/compose.ts";
import { signInPath } from "#console/scene.tsx";
import { type DemoWorld, fillStore } from "#entry/demo/fill-store.ts";
import { readTemplates } from "#entry/read-templates.ts";
import { simulate } from "#entry/demo/simulate.ts";
import { BLANK_NOW, blankStation } from "#entry/docs/blank-station.ts";
import { DAY_MS, type ManualClock } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import { fillFeeds } from "./lived-feeds.ts";
import { fillDevices } from "./lived-forms.ts";
import { fillImports } from "./lived-imports.ts";
import { fillLetters } from "./lived-letters.ts";
import { fillPredictions } from "./lived-predictions.ts";
import { fillTriggers } from "./lived-triggers.ts";
import { openEndpoint, tellEndpoint } from "./lived-webhooks.ts";
import { freshStore } from "../worlds/fresh-store.ts";
import { testPress } from "#tests/worlds/test-press.ts";
import { root } from "./tree.ts";

export type LivedStation = {
  readonly station: Jumpstation;
  readonly store: Store;
  readonly clock: ManualClock;
  readonly mailbox: Mailbox;
  readonly world: DemoWorld;
  /** A key with these scopes, as clients send it. */
  readonly keyFor: (scopes: readonly Scope[]) => Promise<string>;
  /** The Cookie header of an owner's session. */
  readonly ownerCookie: () => Promise<string>;
  /** The same of an agent of the call centre. */
  readonly agentCookie: () => Promise<string>;
  /** The id of an owner, who is made for it. */
  readonly makeOwner: () => Promise<string>;
  /** Brings the clicks that were answered into the database. */
  readonly drain: () => Promise<void>;
};

/** Where a lived station says that it can be reached. Nothing listens there: requests are handed to the app. */
export const ORIGIN = "http://127.0.0.1:8787";

/** A whole station after some days of the ring: every table has rows, people and scanners clicked. */
export async function livedStation(
  given: Partial<StationParts> & { readonly customers?: number; readonly days?: number } = {},
): Promise<LivedStation> {
  const { customers = 24, days = 4, ...parts } = given;
  const store = parts.store ?? (await freshStore());
  const waiting: JournaledClick[] = [];
  let serial = 0;
  const append = async (record: JournaledClick["record"]) => {
    serial += 1;
    waiting.push({ key: `lived:${serial}`, record });
  };
  const { station, clock, mailbox } = await blankStation({
    publicUrl: ORIGIN,
    homeUrl: `${ORIGIN}/products`,
    press: async () => testPress(),
    journal: { append },
    readRequest: (context) => ({
      header: (name) => context.req.header(name),
      address: context.req.header("x-demo-address") ?? "",
    }),
    ...parts,
    store,
  });
  const seed = 11;
  const templates = readTemplates(join(root, "templates"));
  const world = await fillStore({ ring: station, seed, customers, publicUrl: ORIGIN, templates });
  const drain = async () => station.project(waiting.splice(0));
  const until = BLANK_NOW + days * DAY_MS;
  await openEndpoint(station);
  await simulate({ station, clock, mailbox, world, seed, until, hasClicks: true, drainJournal: drain });
  const keyFor = (scopes: readonly Scope[]) => makeKey(station, scopes);
  await tellEndpoint(station);
  await fillFeeds(station, ORIGIN, await keyFor(["catalogue:write"]));
  await fillDevices(station);
  await fillPredictions(station);
  const [first] = world.people;
  await fillImports(station, first?.code ?? "");
  const key = await keyFor(["ingest", "ingest:trusted", "messages:write", "messages:send"]);
  await fillLetters(station, { origin: ORIGIN, key, customer: first?.code ?? "" });
  await fillTriggers(station, ORIGIN, { key, customer: first?.code ?? "" });
  await recordDeadLetters(station.messages, [
    { queue: "send", name: "due", body: "due", reason: "turn_failed", letter: "lived" },
  ]);
  await station.customers.store.write([
    {
      sql: "insert into breakers (subject, state, cause, opened_at) values ('news.vendor.example>google', 'open', 'complaints', 0)",
      params: [],
    },
  ]);
  const ownerCookie = () => signInAs(station, "owner");
  const agentCookie = () => signInAs(station, "agent");
  const makeOwner = () => addOwner(station, "second-owner@vendor.example");
  return { station, store, clock, mailbox, world, keyFor, ownerCookie, agentCookie, makeOwner, drain };
}

async function makeKey(station: Jumpstation, scopes: readonly Scope[]): Promise<string> {
  const actor = { kind: "operator", id: "op_1", scopes: scopeNames } as const;
  const made = await createKey({ deps: station.customers, actor, input: { name: "house test", scopes } });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value.key;
}

const owner = { email: "owner@vendor.example", password: "a long simulated password" };

async function addOwner(station: Jumpstation, email = owner.email): Promise<string> {
  return addOperator(station, { email, role: "owner" });
}

type NewOperator = { readonly email: string; readonly role: Role };

async function addOperator({ customers, gate }: Jumpstation, { email, role }: NewOperator): Promise<string> {
  const input = { ...owner, email, name: role, role };
  const made = await createOperator({
    deps: customers,
    auth: await gate.auth(),
    actor: { kind: "system", id: "test" },
    input,
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value.id;
}

async function signInAs(station: Jumpstation, role: Role): Promise<string> {
  const email = `${role}@vendor.example`;
  await addOperator(station, { email, role });
  const answer = await station.app.request(`${ORIGIN}${signInPath}`, {
    method: "POST",
    headers: { origin: ORIGIN },
    body: new URLSearchParams({ ...owner, email, next: "/console" }),
  });
  if (answer.status !== 303) throw new Error(`The ${role} can't sign in: ${answer.status}.`);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
}

/** Every scope but the one that an operation asks for. */
export function scopesWithout(scope: string): readonly Scope[] {
  return scopeNames.filter((name) => isScope(name) && name !== scope);
}
