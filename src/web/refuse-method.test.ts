import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { mountOperations } from "./mount-operations.ts";
import { defineOperation, type Method } from "./operation.ts";

const operation = (method: Method, path: string) =>
  defineOperation({
    operationId: `${method}${path}`,
    method,
    path,
    tag: "things",
    summary: "A thing",
    scope: "public",
    success: { status: 200, description: "The thing.", schema: z.object({ path: z.string() }) },
    problems: [],
    handle: async () => ok({ path }),
  });

function app(): Hono {
  const made = new Hono();
  mountOperations(made, {
    operations: [
      operation("get", "/v1/things"),
      operation("post", "/v1/things/count"),
      operation("put", "/v1/things/:code"),
      operation("delete", "/v1/things/:code"),
      operation("get", "/v1/things/:code/parts"),
    ],
    authorize: async () => ok({ kind: "anonymous", id: "", scopes: [] }),
    timer: { after: () => () => undefined },
  });
  made.notFound(() => new Response(null, { status: 404 }));
  return made;
}

describe("an address of the API", () => {
  it.each([
    ["POST", "/v1/things", 405, "GET, HEAD"],
    ["PATCH", "/v1/things/one", 405, "DELETE, PUT"],
    ["GET", "/v1/things/count", 405, "DELETE, POST, PUT"],
    ["DELETE", "/v1/things/one/parts", 405, "GET, HEAD"],
    ["HEAD", "/v1/things", 200, null],
    ["PUT", "/v1/things/one", 200, null],
    ["GET", "/v1/others", 404, null],
    ["GET", "/v1/things/one/two", 404, null],
  ])("asked for with %s %s answers %i and says what it takes: %s", async (method, path, ...said) => {
    const answer = await app().request(path, { method });
    expect([answer.status, answer.headers.get("allow")]).toEqual(said);
    if (answer.status !== 405) return;
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ code: "method_not_allowed", status: 405 });
  });
});
