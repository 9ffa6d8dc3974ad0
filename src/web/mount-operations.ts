import type { Context, Hono } from "hono";
import type { z } from "zod";
import type { Timer } from "#kernel/clock.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Actor, Operation } from "./operation.ts";
import { decodeText, parseJsonText } from "./parse-json.ts";
import { readBody } from "./read-body.ts";
import { refuseOtherMethods } from "./refuse-method.ts";
import { repeatedNames } from "./repeated-names.ts";
import { faultsOf, jsonResponse, problemResponse } from "./respond.ts";
import { textFaults } from "./text-faults.ts";

export type MountSettings = {
  readonly operations: readonly Operation[];
  /** Finds out who calls and whether the scope is hers. */
  authorize(request: Request, scope: string): Promise<Result<Actor, Problem>>;
  readonly timer: Timer;
};

const MIB = 1_048_576;
const BODY_TIMEOUT_MS = 15_000;

/** Puts every operation of the table on its route. */
export function mountOperations(app: Hono, settings: MountSettings): void {
  for (const operation of settings.operations) {
    app.on(operation.method.toUpperCase(), operation.path, (context) => answer(context, operation, settings));
  }
  refuseOtherMethods(app, settings.operations);
}

async function answer(context: Context, operation: Operation, settings: MountSettings): Promise<Response> {
  const request = context.req.raw;
  const actor = await settings.authorize(request, operation.scope);
  if (!actor.ok) return problemResponse(actor.error);
  const input = await readInput(context, operation, settings.timer);
  if (!input.ok) return problemResponse(input.error);
  const result = await operation.handle({ actor: actor.value, request, ...input.value });
  if (!result.ok) return problemResponse(result.error);
  if (result.value instanceof Response) return result.value;
  if (operation.success.status === 204) return new Response(null, { status: 204 });
  return jsonResponse(result.value, operation.success.status);
}

type Input = { readonly params: unknown; readonly search: unknown; readonly body: unknown };

async function readInput(context: Context, operation: Operation, timer: Timer): Promise<Result<Input, Problem>> {
  const params = checked(operation.params, context.req.param(), "invalid_request");
  if (!params.ok) return params;
  const search = checked(operation.search, context.req.query(), "invalid_request");
  if (!search.ok) return search;
  const body = await readJsonBody(context.req.raw, operation, timer);
  return body.ok ? ok({ params: params.value, search: search.value, body: body.value }) : body;
}

async function readJsonBody(request: Request, operation: Operation, timer: Timer): Promise<Result<unknown, Problem>> {
  if (operation.body === undefined) return ok(undefined);
  const type = request.headers.get("content-type") ?? "application/json";
  if (!/^application\/([a-z.+-]+\+)?json\b/i.test(type)) {
    return err(problem("unsupported_media_type", "Send application/json."));
  }
  const bytes = await readBody(request, {
    maxBytes: operation.maxBodyBytes ?? MIB,
    timeoutMs: BODY_TIMEOUT_MS,
    timer,
  });
  if (!bytes.ok) return bytes;
  const text = decodeText(bytes.value);
  if (!text.ok) return text;
  const json = parseJsonText(text.value);
  if (!json.ok) return json;
  const repeated = repeatedNames(text.value);
  if (repeated.length > 0) return err(problem("invalid_content", undefined, repeated));
  return checked(operation.body, json.value, "invalid_content");
}

function checked(
  schema: z.ZodType | undefined,
  value: unknown,
  code: "invalid_request" | "invalid_content",
): Result<unknown, Problem> {
  if (schema === undefined) return ok(undefined);
  const unstorable = textFaults(value);
  if (unstorable.length > 0) return err(problem(code, undefined, unstorable));
  const parsed = schema.safeParse(value);
  return parsed.success ? ok(parsed.data) : err(problem(code, undefined, faultsOf(parsed.error)));
}
