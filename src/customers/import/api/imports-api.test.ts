import { gzipSync } from "node:zlib";
import { Hono } from "hono";
import { parse } from "#customers/import/read/parse-csv.fixture.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { importOperations } from "#customers/import/import-operations.ts";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import { ok } from "#kernel/result.ts";
import { mountOperations } from "#web/mount-operations.ts";
import type { ImportWorld } from "#tests/worlds/import-over.ts";
import { importWorld } from "#tests/worlds/import-world.ts";

const actor = { kind: "key", id: "key_test", scopes: [] } as const;
let world: ImportWorld;
let app: Hono;

beforeEach(async () => {
  world = await importWorld();
  app = new Hono();
  mountOperations(app, {
    operations: importOperations(world.deps),
    authorize: async () => ok(actor),
    timer: { after: () => () => undefined },
  });
});

type Answer = { readonly status: number; readonly body: Record<string, never> };

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await app.request(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
}

const send = async (id: string, file: BodyInit) => {
  const answer = await app.request(`/v1/imports/${id}/data`, { method: "PUT", body: file });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

const mapping: MappingInput = {
  name: "people",
  into: "customers",
  source: "crm",
  fields: { code: "id", email: "mail", firstName: "first" },
};

describe("the door for files", () => {
  it("takes a saved mapping, an import and its file, plain or packed, and tells how far it is", async () => {
    expect((await call("PUT", "/v1/import-mappings/people", mapping)).status).toBe(200);
    const { status, body } = await call("POST", "/v1/imports", { mapping: "people", fileName: "people.csv" });
    expect([status, body["state"]]).toEqual([201, "waiting"]);
    const sent = await send(String(body["id"]), gzipSync("id,mail,first\nA,a@x.example,Ann\nB,nobody,Bob\n"));
    expect(sent).toMatchObject({
      status: 200,
      body: {
        state: "done",
        read: 2,
        totals: { created: 1, rejected: 1 },
        reasons: { "mail: This is no bare e-mail address.": 1 },
      },
    });
    const seen = await call("GET", `/v1/imports/${String(body["id"])}`);
    expect(seen.body).toEqual(sent.body);
    expect(await send(String(body["id"]), "id,mail,first\nC,,Cid\n")).toEqual(sent);
  });

  it("goes on with the same file where a call broke off", async () => {
    const { body } = await call("POST", "/v1/imports", { mapping });
    const id = String(body["id"]);
    const file = `id,mail,first\n${Array.from({ length: 30_000 }, (_, n) => `C${n},,N${n}`).join("\n")}\n`;
    const bytes = new TextEncoder().encode(file);
    let sent = 0;
    const broken = new ReadableStream({
      pull: (controller) => {
        if (sent >= 300_000) throw new Error("The line is dead.");
        controller.enqueue(bytes.subarray(sent, sent + 20_000));
        sent += 20_000;
      },
    });
    await app.request(`/v1/imports/${id}/data`, { method: "PUT", body: broken, duplex: "half" } as RequestInit);
    expect((await call("GET", `/v1/imports/${id}`)).body).toMatchObject({ state: "stopped" });
    expect(await send(id, file)).toMatchObject({
      status: 200,
      body: { state: "done", read: 30_000, totals: { created: 30_000 } },
    });
  });

  it("names every faulty place of a mapping, and refuses one that does not fit its target", async () => {
    const bad = {
      ...mapping,
      into: "purchases",
      fields: { orderId: { column: "a", constant: 1 }, amount: "b", colour: "c" },
    };
    const { status, body } = await call("PUT", "/v1/import-mappings/people", bad);
    expect(status).toBe(422);
    const pointers = (body["errors"] as unknown as ReadonlyArray<{ pointer: string }>).map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual([
      "/currency",
      "/fields",
      "/fields/at",
      "/fields/colour",
      "/fields/orderId",
      "/fields/productCode",
    ]);
    expect(
      (await call("POST", "/v1/imports", { mapping: { ...bad, form: { encoding: "klingon", date: "YY" } } })).status,
    ).toBe(422);
    expect((await call("POST", "/v1/imports", { mapping: "unknown" })).status).toBe(404);
  });

  it("gives rejected records back with their reasons, safe for spreadsheets and ready to be mended", async () => {
    const { body } = await call("POST", "/v1/imports", { mapping });
    const id = String(body["id"]);
    await send(id, 'id,mail,first\nA,=1+1,"Ann, ""A"""\nB,nobody,"two\nlines"\nC,c@x.example,Cid\n');
    const answer = await app.request(`/v1/imports/${id}/rejects`);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const text = await answer.text();
    const rows = parse(text);
    expect(rows).toEqual([
      ["import_record", "import_line", "import_column", "import_reason", "id", "mail", "first"],
      ["1", "2", "mail", "This is no bare e-mail address.", "A", "'=1+1", 'Ann, "A"'],
      ["2", "3", "mail", "This is no bare e-mail address.", "B", "nobody", "two\nlines"],
    ]);
    const again = await call("POST", "/v1/imports", { mapping });
    const mended = text.replace("'=1+1", "a@x.example").replace("nobody", "b@x.example");
    expect((await send(String(again.body["id"]), mended)).body).toMatchObject({
      state: "done",
      totals: { created: 2 },
    });
    expect(await world.rows("select first_name from customers where code = 'B'")).toEqual([
      { first_name: "two lines" },
    ]);
    const kept = await world.rows("select rows from import_rejects");
    expect(
      kept.map(({ rows: sealed }) => Buffer.from(sealed as unknown as ArrayBuffer).toString("latin1")).join(""),
    ).not.toContain("nobody");
  });

  it("says of a file that is empty, blank or a header alone that it held no record", async () => {
    for (const [file, blankLines] of [
      ["", 0],
      ["\n\r\n\n", 3],
      ["id,mail,first\n", 0],
      ["id,mail,first\n,,\n\n", 2],
    ] as const) {
      const { body } = await call("POST", "/v1/imports", { mapping });
      const sent = await send(String(body["id"]), file);
      expect([file, sent.body]).toMatchObject([
        file,
        { state: "done", read: 0, isEmpty: true, blankLines, fault: null },
      ]);
    }
    const { body } = await call("POST", "/v1/imports", { mapping });
    expect((await send(String(body["id"]), "id,mail,first\n\nA,,Ann\n")).body).toMatchObject({
      isEmpty: false,
      blankLines: 1,
    });
  });

  it("undoes an import and tells of what is not there", async () => {
    const { body } = await call("POST", "/v1/imports", { mapping });
    const id = String(body["id"]);
    await send(id, "id,mail,first\nA,,Ann\n");
    expect((await call("POST", `/v1/imports/${id}/undo`)).body).toMatchObject({ state: "undone" });
    expect(await world.rows("select * from customers")).toEqual([]);
    for (const path of [
      "/v1/imports/none",
      "/v1/imports/none/rejects",
      "/v1/import-mappings/none",
      "/v1/reference-codes/none",
    ])
      expect([path, (await call("GET", path)).status]).toEqual([path, 404]);
    expect((await send("none", "x")).status).toBe(404);
    expect((await call("GET", "/v1/imports?limit=1")).body).toMatchObject({ items: [{ id, state: "undone" }] });
  });
});
