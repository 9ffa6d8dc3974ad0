import fc from "fast-check";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { mountOperations } from "./mount-operations.ts";
import { defineOperation } from "./operation.ts";
import { repeatedNames } from "./repeated-names.ts";

const pointersOf = (text: string) => repeatedNames(text).map(({ pointer }) => pointer);

describe("names that stand twice in an object", () => {
  it("are pointed at, however they are spelt and however deep they stand", () => {
    expect(pointersOf('{"a":1,"a":2}')).toEqual(["/a"]);
    expect(pointersOf('{"a":1,"\\u0061":2}')).toEqual(["/a"]);
    expect(pointersOf('[[],{"x/y":[0,{"n~":{},"m":"n~","n~":[]}]}]')).toEqual(["/1/x~1y/1/n~0"]);
    expect(pointersOf('{"":0,"":0}')).toEqual(["/"]);
  });

  it("are told ten at a time, and a long one is cut", () => {
    const members = Array.from({ length: 40 }, (_, index) => `"k${index >> 1}":0`);
    expect(pointersOf(`{${members.join()}}`)).toHaveLength(10);
    const long = `"${"x".repeat(10_000)}":0`;
    expect(pointersOf(`{${long},${long}}`)[0]?.length).toBeLessThan(200);
  });

  it("are never found in what a serialiser wrote", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        expect(repeatedNames(JSON.stringify(value, undefined, indent))).toEqual([]);
      }),
    );
  });

  it("are found wherever a member is written a second time", () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, noNullPrototype: true });
    fc.assert(
      fc.property(objects, (object) => {
        const [name = ""] = Object.keys(object);
        const text = `[${JSON.stringify(object).slice(0, -1)},${JSON.stringify(name)}:null}]`;
        expect(repeatedNames(text)).toHaveLength(1);
      }),
    );
  });

  it("are refused by every operation with their place, and nothing of the body is done", async () => {
    const done: unknown[] = [];
    const app = new Hono();
    mountOperations(app, {
      operations: [
        defineOperation({
          operationId: "putThing",
          method: "put",
          path: "/thing",
          tag: "things",
          summary: "Put a thing",
          description: "",
          scope: "public",
          body: z.object({ name: z.string() }),
          success: { status: 200, description: "Done.", schema: z.object({}) },
          problems: ["invalid_json", "invalid_content"],
          handle: async ({ body }) => {
            done.push(body);
            return ok({});
          },
        }),
      ],
      authorize: async () => ok({ kind: "anonymous", id: "", scopes: [] }),
      timer: { after: () => () => undefined },
    });
    const headers = { "content-type": "application/json" };
    const put = (body: string) => app.request("/thing", { method: "PUT", headers, body });
    const answer = await put('{"name":"Eva","name":"Adam"}');
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ pointer: "/name" }] }]);
    expect((await put('{"name":"Eva"}')).status).toBe(200);
    expect(done).toEqual([{ name: "Eva" }]);
  });
});
