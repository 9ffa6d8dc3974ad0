import { beforeAll, describe, expect, it } from "vitest";
import { scopeNames } from "#access/scopes.ts";
import { problems } from "#kernel/problem.ts";
import type { Operation } from "#web/operation.ts";
import { type Example, examplesFor, type Known } from "./operation-examples.ts";
import { type LivedStation, livedStation, ORIGIN, scopesWithout } from "./lived-station.ts";
import { listTree, readTree } from "./tree.ts";

/** Operations of a method that may change things, and why no audit row tells of them. */
const UNAUDITED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["alias", "batch", "group", "identify", "import", "page", "screen", "track"].map((door) => [
      door,
      "ingest: a row for each event would be a second table of events; those tell source and time themselves",
    ]),
  ),
  submitForm: "her own word, kept as answers with their form, source and consent records",
  putImportData: "createImport told who brings the file; the import's own row tells what became of it",
  startFeedRun: "the example is dry; a run that changes something is told as apply-feed-run",
  endPushDevice: "the example names a device that she has not: nothing changes",
  postInboundEmail: "anybody's mail: what it changes stands in the message's row, and in a suppression with its source",
  checkRule: "it changes nothing",
  countSegment: "it changes nothing",
  sizeText: "it changes nothing",
  findSuppression: "it changes nothing: an address has no place in an URL",
};

/** Operations that anybody may call. There is none today; who adds one says so here. */
const PUBLIC: readonly string[] = [];

let lived: LivedStation;
let operations: readonly Operation[];
let known: Known;
let everything: string;

beforeAll(async () => {
  lived = await livedStation();
  operations = lived.station.operations;
  everything = await lived.keyFor(scopeNames);
  const [customer = "", otherCustomer = ""] = lived.world.people.map(({ code }) => code);
  const [product = "", otherProduct = ""] = lived.world.products.map(({ code }) => code);
  const [message] = await lived.store.read<{ id: number }>({
    sql: "select id from messages where state = 'accepted' and newsletter_id = (select id from newsletters where code = 'weekly-picks') order by id limit 1",
    params: [],
  });
  const keyId = (await lived.keyFor(["ingest"])).split("_")[1] ?? "";
  const operatorId = await lived.makeOwner();
  known = { customer, otherCustomer, product, otherProduct, messageNumber: String(message?.id), keyId, operatorId };
}, 60_000);

function urlOf(operation: Operation, { path = {}, search = {} }: Example): string {
  const filled = operation.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(path[name] ?? "x"));
  return `${ORIGIN}${filled}?${new URLSearchParams(search).toString()}`;
}

async function call(operation: Operation, example: Example, key?: string): Promise<Response> {
  return lived.station.app.request(urlOf(operation, example), {
    method: operation.method.toUpperCase(),
    headers: {
      ...(example.body === undefined ? {} : { "content-type": "application/json" }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...example.headers,
    },
    ...(example.body === undefined ? {} : { body: JSON.stringify(example.body) }),
    ...(example.bytes === undefined ? {} : { body: example.bytes }),
  });
}

async function auditRows(): Promise<number> {
  const [row] = await lived.store.read<{ n: number }>({ sql: "select count(*) as n from audit_log", params: [] });
  return row?.n ?? 0;
}

describe("an operation", () => {
  it("is named once, by its file, and no file of an api folder is left out of the table", () => {
    const files = listTree().flatMap(
      (path) => /^src\/\w+(?:\/[\w-]+)?\/api\/([a-z-]+)\.ts$/.exec(path)?.slice(0, 2) ?? [],
    );
    const declaring = listTree().filter(
      (path) => /^src\/\w+(?:\/[\w-]+)?\/api\/[a-z-]+\.ts$/.test(path) && /operationId: "/.test(readTree(path)),
    );
    const ids = declaring.map((path) => /operationId: "(\w+)"/.exec(readTree(path))?.[1] ?? "");
    const named = declaring.map((path) =>
      path.replace(/^.*\/|\.ts$/g, "").replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    );
    expect(files.length).toBeGreaterThan(0);
    expect(ids).toEqual(named);
    expect(new Set(ids).size).toBe(ids.length);
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(ids.sort());
  });

  it("needs a scope that exists; what is public stands on a list", () => {
    const scopes: readonly string[] = scopeNames;
    const open = operations.filter(({ scope }) => scope === "public").map(({ operationId }) => operationId);
    expect(open).toEqual(PUBLIC);
    expect(operations.filter(({ scope }) => scope !== "public" && !scopes.includes(scope))).toEqual([]);
  });

  it("tells of the refusals that its scope and its input can bring", () => {
    const untold = operations.flatMap(({ operationId, problems: told, scope, params, body }) => {
      const possible = [
        ...(scope === "public" ? [] : ["unauthenticated", "forbidden"]),
        ...(params === undefined ? [] : ["invalid_request"]),
        ...(body === undefined ? [] : ["invalid_json", "invalid_content"]),
      ];
      const missing = possible.filter((code) => !(told as readonly string[]).includes(code));
      return missing.map((code) => `${operationId}: ${code}`);
    });
    expect(untold).toEqual([]);
  });

  it("gives nobody without a key anything but 401, and a key with every other scope 403", async () => {
    for (const operation of operations) {
      const nobody = await call(operation, {});
      expect.soft([operation.operationId, nobody.status]).toEqual([operation.operationId, 401]);
      const wrong = await call(operation, {}, await lived.keyFor(scopesWithout(operation.scope)));
      expect.soft([operation.operationId, wrong.status]).toEqual([operation.operationId, 403]);
      expect.soft(await wrong.json()).toMatchObject({ code: "forbidden", status: 403 });
    }
  });

  it("is described where it is found: the OpenAPI document has each method and path of the table, and no other", async () => {
    const served = await lived.station.app.request(`${ORIGIN}/openapi.json`);
    const { paths } = (await served.json()) as { paths: Record<string, Record<string, { operationId: string }>> };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${operationId}: ${method} ${path}`),
    );
    const mounted = operations.map(
      ({ operationId, method, path }) => `${operationId}: ${method} ${path.replaceAll(/:([A-Za-z]+)/g, "{$1}")}`,
    );
    expect(described.sort()).toEqual(mounted.sort());
  });

  it("answers a good call with the status and the shape that its description promises, and no field more", async () => {
    const examples = examplesFor(known);
    const inOrder = [...operations].sort((a, b) => order(examples, a) - order(examples, b));
    const unaudited: string[] = [];
    for (const operation of inOrder) {
      const rowsBefore = await auditRows();
      const { operationId, success } = operation;
      const example = examples[operationId];
      expect(example, `${operationId} has no example`).toBeDefined();
      const answer = await call(operation, example ?? {}, everything);
      const text = await answer.text();
      if (operation.method !== "get" && (await auditRows()) === rowsBefore) unaudited.push(operationId);
      expect
        .soft([operationId, answer.status, text.slice(0, answer.ok ? 0 : 300)])
        .toEqual([operationId, success.status, ""]);
      if (answer.status !== success.status || success.schema === undefined) continue;
      const json: unknown = JSON.parse(text);
      const parsed = success.schema.safeParse(json);
      expect.soft(parsed.error?.issues ?? [], operationId).toEqual([]);
      expect.soft(parsed.data, operationId).toEqual(json);
    }
    // Whoever changes something is written down in the batch of the change, or it says here why not.
    expect(unaudited.sort()).toEqual(Object.keys(UNAUDITED).sort());
  });

  it("refuses garbage with a problem document that names the place and repeats no word of it", async () => {
    const garbage = { canary: "Zebra-4711", list: [1, { deep: null }] };
    for (const operation of operations.filter(({ body }) => body !== undefined)) {
      const { path = {} } = examplesFor(known)[operation.operationId] ?? {};
      const answer = await call(operation, { path, body: garbage }, everything);
      const text = await answer.text();
      expect.soft([operation.operationId, answer.status]).toEqual([operation.operationId, 422]);
      expect.soft(answer.headers.get("content-type"), operation.operationId).toBe("application/problem+json");
      const found = JSON.parse(text) as { code: keyof typeof problems; status: number; errors: unknown[] };
      expect.soft(problems[found.code].status).toBe(found.status);
      expect.soft(found.errors.length, operation.operationId).toBeGreaterThan(0);
      expect.soft(text, operation.operationId).not.toContain("Zebra");
    }
  });
});

function order(examples: Readonly<Record<string, Example>>, { operationId }: Operation): number {
  // What takes something away comes last.
  const last = ["revokeKey", "mergeCustomers", "withdrawProductSet", "switchOffRule", "eraseCustomer"].indexOf(
    operationId,
  );
  return last === -1 ? Object.keys(examples).indexOf(operationId) : 1_000 + last;
}
