import { z } from "zod";
import { type ProblemCode, problems } from "#kernel/problem.ts";
import type { Operation } from "./operation.ts";

/** The OpenAPI 3.1 document of all operations: made from the values that also make the routes. */
export function openApiDocument(operations: readonly Operation[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = operation.path.replaceAll(/:([A-Za-z]+)/g, "{$1}");
    paths[path] = { ...paths[path], [operation.method]: describe(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Jumpstation",
      version,
      summary: "Facts in, messages out, answers back.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key with the scope that the operation names." },
        writeKey: { type: "http", scheme: "basic", description: "A write key as user name, with an empty password." },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

const problemSchema = {
  type: "object",
  description: "RFC 9457 problem details.",
  required: ["type", "title", "status", "code"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: Object.keys(problems) },
    detail: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["pointer", "message"],
        properties: {
          pointer: { type: "string", description: "JSON Pointer (RFC 6901) to the faulty place." },
          message: { type: "string" },
        },
      },
    },
  },
};

function describe(operation: Operation): Record<string, unknown> {
  return {
    operationId: operation.operationId,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    parameters: [...parametersOf("path", operation.params), ...parametersOf("query", operation.search)],
    ...(operation.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: schemaOf(operation.body, "input") } },
          },
        }),
    responses: responsesOf(operation),
    security: securityOf(operation.scope),
    "x-scope": operation.scope,
  };
}

function securityOf(scope: string): unknown[] {
  if (scope === "public") return [];
  return scope === "ingest" ? [{ writeKey: [] }] : [{ apiKey: [] }];
}

function responsesOf(operation: Operation): Record<string, unknown> {
  const { status, description, schema, contentTypes = [] } = operation.success;
  const responses: Record<string, unknown> = {
    [status]: {
      description,
      ...(schema === undefined ? {} : { content: { "application/json": { schema: schemaOf(schema, "output") } } }),
      ...(contentTypes.length === 0
        ? {}
        : { content: Object.fromEntries(contentTypes.map((type) => [type, { schema: { type: "string" } }])) }),
    },
  };
  for (const [code, group] of groupByStatus(operation.problems)) {
    responses[code] = {
      description: group.map((name) => problems[name].title).join("; "),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    };
  }
  return responses;
}

function groupByStatus(codes: readonly ProblemCode[]): Map<number, ProblemCode[]> {
  const groups = new Map<number, ProblemCode[]>();
  for (const code of codes) groups.set(problems[code].status, [...(groups.get(problems[code].status) ?? []), code]);
  return groups;
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

function parametersOf(place: "path" | "query", schema: z.ZodType | undefined): unknown[] {
  if (schema === undefined) return [];
  const json = schemaOf(schema, "input") as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || (json.required ?? []).includes(name),
    schema: property,
  }));
}
