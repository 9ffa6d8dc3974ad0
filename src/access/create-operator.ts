import { parseEmailAddress, suppressionAddress } from "#channels/email-address.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { AccessDeps } from "./access-deps.ts";
import { auditIfChanged } from "./audit.ts";
import { type Auth, maxPasswordLength, minPasswordLength } from "./create-auth.ts";
import { type OperatorsActor, refuseBeyond } from "./refuse-beyond.ts";
import type { Role } from "./scopes.ts";

type NewOperator = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly role: Role;
};

type Creation = {
  readonly deps: AccessDeps;
  readonly auth: Auth;
  readonly actor: OperatorsActor;
  readonly input: NewOperator;
};

/** Adds a person who may sign in. Nobody signs up by herself, and nobody adds somebody who may do more than she. */
export async function createOperator({ deps, auth, actor, input }: Creation): Promise<Result<{ id: string }, Problem>> {
  const address = parseEmailAddress(input.email);
  if (!address.ok) return err(fault("/email", "This is no bare e-mail address."));
  if (!isPassword(input.password)) return err(passwordFault("/password"));
  const refusal = await refuseBeyond({ store: deps.store, actor, role: input.role });
  if (refusal !== undefined) return err(refusal);
  const at = deps.clock.now();
  const id = deps.ids.next("opr");
  const hash = await auth.hashPassword(input.password);
  const email = suppressionAddress(address.value);
  const [, accounts] = await deps.store.write([
    {
      sql: `insert into user (id, name, email, email_verified, role, created_at, updated_at)
        values (?, ?, ?, 1, ?, ?, ?) on conflict (email) do nothing`,
      params: [id, input.name, email, input.role, at, at],
    },
    {
      sql: `insert into account (id, account_id, provider_id, user_id, password, created_at, updated_at)
        select ?, user.id, 'credential', user.id, ?, ?, ? from user where user.id = ? returning id`,
      params: [deps.ids.next("acc"), hash, at, at, id],
    },
    auditIfChanged({
      at,
      actor,
      action: "create-operator",
      subject: { kind: "operator", id },
      detail: { role: input.role },
    }),
  ]);
  return accounts?.length === 1 ? ok({ id }) : err(problem("conflict", "An operator with this address exists."));
}

export function isPassword(password: string): boolean {
  return password.length >= minPasswordLength && password.length <= maxPasswordLength;
}

export function passwordFault(pointer: string): Problem {
  return fault(pointer, `A password has ${minPasswordLength} to ${maxPasswordLength} characters.`);
}

function fault(pointer: string, message: string): Problem {
  return problem("invalid_content", undefined, [{ pointer, message }]);
}
