import { z } from "zod";
import type { Problem, ProblemCode } from "#kernel/problem.ts";
import type { Result } from "#kernel/result.ts";
import { type Actor, defineOperation, type Operation } from "#web/operation.ts";

/** What tells one change of an operator's account from another. */
type OperatorChange<Body> = {
  readonly operationId: string;
  /** The part of the account: the end of the path. */
  readonly part: string;
  readonly summary: string;
  readonly description: string;
  readonly body: z.ZodType<Body>;
  /** What holds when it is done. */
  readonly done: string;
  /** What can be wrong beside what can be with every change. */
  readonly problems?: readonly ProblemCode[];
  change(call: { readonly actor: Actor; readonly id: string; readonly body: Body }): Promise<Result<void, Problem>>;
};

/** An operation that replaces one part of an operator's account. */
export function operatorChange<Body>(change: OperatorChange<Body>): Operation {
  const { operationId, summary, description, body } = change;
  return defineOperation({
    operationId,
    method: "put",
    path: `/v1/operators/:id/${change.part}`,
    tag: "access",
    summary,
    description,
    scope: "operators:manage",
    params: z.object({ id: z.string().max(50) }),
    body,
    success: { status: 204, description: change.done },
    problems: [
      "invalid_json",
      "invalid_request",
      "invalid_content",
      "unauthenticated",
      "forbidden",
      "not_found",
      ...(change.problems ?? []),
      "too_many_requests",
    ],
    handle: (call) => change.change({ actor: call.actor, id: call.params.id, body: call.body }),
  });
}
