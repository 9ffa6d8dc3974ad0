import parsePrometheus from "parse-prometheus-text-format";
import { beforeAll, describe, expect, it } from "vitest";
import { createKey } from "#access/create-key.ts";
import { scopeNames } from "#access/scopes.ts";
import { blankStation } from "#entry/docs/blank-station.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import type { Answered } from "./count-requests.ts";
import { createMetrics } from "./metrics.ts";
import { createRegistry } from "./registry.ts";

type Parsed = {
  readonly name: string;
  readonly type: string;
  readonly metrics: ReadonlyArray<{
    readonly value?: string;
    readonly count?: string;
    readonly sum?: string;
    readonly buckets?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  }>;
};
const parse = (text: string) => parsePrometheus(text) as readonly Parsed[];

describe("the text that monitoring reads", () => {
  it("is read by an independent parser: counters, gauges, and histograms whose buckets only grow", () => {
    const metrics = createMetrics();
    metrics.request({ method: "GET", route: "/v1/customers/:code", status: 404 });
    metrics.request({ method: "GET", route: "/v1/customers/:code", status: 403 });
    for (const seconds of [0.000_05, 0.002, 0.002, 7]) metrics.redirect(seconds);
    const help = "One\nline, with a \\";
    const text = metrics.text([
      { name: "g", help, type: "gauge", samples: [{ labels: { x: 'a"b\\c\nd' }, value: 1.5e-7 }] },
    ]);
    const families = new Map(parse(text).map((family) => [family.name, family]));
    expect(families.get("jumpstation_requests_total")?.metrics).toEqual([
      { value: "2", labels: { method: "GET", route: "/v1/customers/:code", status: "4xx" } },
    ]);
    expect(families.get("g")?.metrics).toEqual([{ value: "1.5e-7", labels: { x: 'a"b\\c\nd' } }]);
    const redirects = families.get("jumpstation_redirect_seconds")?.metrics[0];
    expect(redirects).toMatchObject({ count: "4", sum: "7.00405" });
    expect(redirects?.buckets).toMatchObject({ "0.0001": "1", "0.001": "1", "0.0025": "3", "1": "3", "+Inf": "4" });
  });

  it("never grows beyond its bound, whatever labels come", () => {
    const registry = createRegistry();
    const count = registry.counter("c", "C.");
    for (let index = 0; index < 5_000; index += 1) count({ label: String(index) });
    const [family] = parse(registry.text([]));
    expect(family?.metrics).toHaveLength(301);
    const sum = (family?.metrics ?? []).reduce((all, { value }) => all + Number(value), 0);
    expect(sum).toBe(5_000);
  });
});

describe("the door of monitoring", () => {
  let ask: (headers?: Record<string, string>, url?: string) => Promise<Response>;
  let address = "192.0.2.1";
  let key = "";
  const answered: Answered[] = [];

  beforeAll(async () => {
    const { station } = await blankStation({
      store: await freshStore(),
      publicUrl: "http://127.0.0.1:8787",
      readRequest: (context) => ({ header: (name) => context.req.header(name), address }),
      onAnswered: (one) => answered.push(one),
    });
    const actor = { kind: "operator", id: "o", scopes: scopeNames } as const;
    const made = await createKey({ deps: station.customers, actor, input: { name: "m", scopes: ["metrics:read"] } });
    key = made.ok ? made.value.key : "";
    ask = async (headers = {}, url = "http://127.0.0.1:8787/metrics") => station.app.request(url, { headers });
  });

  it("opens to this machine itself and to who has the scope, and to nobody else", async () => {
    expect((await ask()).status).toBe(401);
    expect((await ask({ authorization: `Bearer ${key}` })).status).toBe(200);
    address = "127.0.0.1";
    expect((await ask()).status).toBe(200);
    // A proxy on the same machine: what comes through it comes from elsewhere.
    expect((await ask({ "x-forwarded-for": "203.0.113.9" })).status).toBe(401);
    expect((await ask({}, "https://news.shop.example/metrics")).status).toBe(401);
  });

  it("tells what the database knows, in families with unique names", async () => {
    address = "127.0.0.1";
    const answer = await ask();
    expect(answer.headers.get("content-type")).toContain("version=0.0.4");
    const families = parse(await answer.text());
    const names = families.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        "jumpstation_messages_due",
        "jumpstation_messages_claimed",
        "jumpstation_planner_lag_seconds",
        "jumpstation_webhook_backlog",
        "jumpstation_import_rows",
      ]),
    );
  });

  it("requests are told by their route, never by their address", async () => {
    answered.length = 0;
    await ask({ authorization: `Bearer ${key}` }, "http://127.0.0.1:8787/v1/customers/ada@people.example");
    await ask({}, "http://127.0.0.1:8787/no/such/ada@people.example");
    expect(answered.map(({ route, status }) => [route, status])).toEqual([
      ["/v1/customers/:code", 403],
      ["none", 404],
    ]);
    expect(JSON.stringify(answered)).not.toContain("ada");
  });
});
