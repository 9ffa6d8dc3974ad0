import { createClient } from "@libsql/client/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StreamRequest } from "./hrana-protocol.ts";
import { type HranaLimits, type HranaServer, startHranaServer } from "./hrana-server.ts";

let server: HranaServer;
const start = async (limits: Partial<HranaLimits> = {}) => {
  server = await startHranaServer({ limits, authToken: "simulated-token" });
};
beforeEach(() => start());
afterEach(() => server.close());

type Body = {
  readonly baton: string | null;
  readonly results: ReadonlyArray<{
    readonly type: string;
    readonly response?: { readonly result?: Record<string, unknown>; readonly is_autocommit?: boolean };
    readonly error?: { readonly message: string; readonly code: string };
  }>;
};

function post(body: unknown, { path = "/v3/pipeline", token = "simulated-token" } = {}): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function ask(requests: readonly StreamRequest[], baton: string | null = null, path?: string): Promise<Body> {
  return (await (await post({ baton, requests }, path === undefined ? {} : { path })).json()) as Body;
}

const run = (sql: string): StreamRequest => ({ type: "execute", stmt: { sql } });
const client = () => createClient({ url: server.url, authToken: "simulated-token" });

describe("streams of the libSQL test server", () => {
  it("a baton leads on in the same connection, and is good once", async () => {
    const begun = await ask([run("begin"), run("create table t (x)"), { type: "get_autocommit" }]);
    expect(begun.results[2]?.response?.is_autocommit).toBe(false);
    const second = await ask([run("insert into t values (1)"), run("commit"), { type: "close" }], begun.baton);
    expect(second.results.map(({ type }) => type)).toEqual(["ok", "ok", "ok"]);
    expect(second.baton).toBeNull();
    expect(server.openStreams()).toBe(0);
    const again = await post({ baton: begun.baton, requests: [run("select 1")] });
    expect([again.status, await again.text()]).toEqual([400, "Received an invalid baton"]);
  });

  it("an older baton of a stream that lives is refused, and so is one that somebody made", async () => {
    const first = await ask([run("select 1")]);
    await ask([run("select 2")], first.baton);
    const reused = await post({ baton: first.baton, requests: [] });
    expect([reused.status, await reused.text()]).toEqual([400, "Received a baton that has already been used"]);
    const [id] = (first.baton ?? "").split(".");
    const forged = await post({ baton: `${id}.1.forged`, requests: [] });
    expect([forged.status, await forged.text()]).toEqual([400, "Received an invalid baton"]);
  });

  it("a stream that nobody uses expires with its transaction, says so by its code, and the next one is fresh", async () => {
    await ask([run("create table t (x)"), { type: "close" }]);
    const left = await ask([run("begin immediate"), run("insert into t values (1)")]);
    server.clock.advance(10_000);
    const late = await post({ baton: left.baton, requests: [run("commit")] });
    expect([late.status, await late.json()]).toEqual([
      400,
      { message: "The stream has expired due to inactivity", code: "STREAM_EXPIRED" },
    ]);
    const fresh = await ask([run("begin immediate"), run("select count(*) from t"), run("commit"), { type: "close" }]);
    expect(fresh.results[1]?.response?.result?.["rows"]).toEqual([[{ type: "integer", value: "0" }]]);
  });

  it("the client's interactive transaction meets the same: a clear code, nothing written, and a new one works", async () => {
    const db = client();
    await db.execute("create table t (x)");
    const held = await db.transaction("write");
    await held.execute("insert into t values (1)");
    server.clock.advance(10_000);
    await expect(held.execute("insert into t values (2)")).rejects.toMatchObject({ code: "STREAM_EXPIRED" });
    const next = await db.transaction("write");
    await next.execute("insert into t values (3)");
    await next.commit();
    expect((await db.execute("select x from t")).rows.map((row) => row["x"])).toEqual([3]);
    db.close();
  });

  it("a writer beside an open transaction is told that the database is busy, and its stream goes on", async () => {
    await ask([run("create table t (x)"), { type: "close" }]);
    const holder = await ask([run("begin immediate")]);
    const other = await ask([run("begin immediate"), run("select 1")]);
    expect(other.results[0]?.error).toMatchObject({ code: "SQLITE_BUSY" });
    expect(other.results[1]?.type).toBe("ok");
    await ask([run("commit"), { type: "close" }], holder.baton);
    expect((await ask([run("begin immediate")], other.baton)).results[0]?.type).toBe("ok");
  });

  it("no more streams are open than the limit", async () => {
    await server.close();
    await start({ streams: 2 });
    const [first] = [await ask([run("select 1")]), await ask([run("select 1")])];
    expect((await post({ requests: [run("select 1")] })).status).toBe(429);
    await ask([{ type: "close" }], first.baton);
    expect((await post({ requests: [run("select 1")] })).status).toBe(200);
    expect(server.peakStreams()).toBe(2);
  });
});

describe("requests of the libSQL test server", () => {
  it("a statement that fails is an answer in its place, and the pipeline goes on", async () => {
    const { results } = await ask([run("selec 1"), run("select 1"), run("select nothing")]);
    expect(results.map(({ type }) => type)).toEqual(["error", "ok", "error"]);
    expect(results[0]?.error?.code).toBe("SQLITE_ERROR");
    expect(results[0]?.error?.message).toContain("syntax error");
  });

  it("a batch heeds its conditions, and only Hrana 3 asks whether a transaction is open", async () => {
    const steps = [
      { stmt: { sql: "select nothing" } },
      { stmt: { sql: "select 1" }, condition: { type: "error" as const, step: 0 } },
      { stmt: { sql: "select 2" }, condition: { type: "ok" as const, step: 0 } },
      {
        stmt: { sql: "select 3" },
        condition: {
          type: "and" as const,
          conds: [{ type: "ok" as const, step: 1 }, { type: "is_autocommit" as const }],
        },
      },
    ];
    const { results } = await ask([{ type: "batch", batch: { steps } }]);
    const ran = ((results[0]?.response?.result?.["step_results"] ?? []) as unknown[]).map((result) => result !== null);
    expect(ran).toEqual([false, true, false, true]);
    expect((await post({ requests: [{ type: "batch", batch: { steps } }] }, { path: "/v2/pipeline" })).status).toBe(
      400,
    );
    expect((await post({ requests: [{ type: "get_autocommit" }] }, { path: "/v2/pipeline" })).status).toBe(400);
  });

  it("what breaks the protocol ends the stream, and its transaction", async () => {
    await ask([run("create table t (x)"), { type: "close" }]);
    const open = await ask([run("begin immediate")]);
    expect((await post({ baton: open.baton, requests: [{ type: "execute", stmt: { sql_id: 9 } }] })).status).toBe(400);
    expect(server.openStreams()).toBe(0);
    expect((await ask([run("begin immediate")])).results[0]?.type).toBe("ok");
    for (const body of ["{", "null", "{}"]) expect((await post(body)).status).toBe(400);
  });

  it("bodies and answers have a size, and a batch whose answer is too large is undone", async () => {
    await server.close();
    await start({ requestBytes: 2_000, responseBytes: 1_000 });
    expect((await post({ requests: [run(`select '${"x".repeat(3_000)}'`)] })).status).toBe(413);
    const db = client();
    await db.execute("create table t (x)");
    const big = { sql: "select hex(zeroblob(600)) as x", args: [] };
    await expect(db.batch(["insert into t values (1)", big], "write")).rejects.toMatchObject({
      code: "RESPONSE_TOO_LARGE",
    });
    expect((await db.execute("select count(*) as n from t")).rows[0]?.["n"]).toBe(0);
    db.close();
  });

  it("nobody is let in without the token", async () => {
    expect((await post({ requests: [] }, { token: "another" })).status).toBe(401);
    expect((await fetch(`${server.url}/v2`)).status).toBe(200);
    expect((await fetch(`${server.url}/v3-protobuf`)).status).toBe(404);
  });
});
