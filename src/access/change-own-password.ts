import { type Problem, problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import type { AccessDeps } from "./access-deps.ts";
import { auditIfChanged } from "./audit.ts";
import { isPassword, passwordFault } from "./create-operator.ts";
import { type SessionCookies, signIn, type SignInDeps } from "./sign-in.ts";

type OwnChange = {
  readonly deps: Pick<AccessDeps, "store" | "clock"> & { readonly signIn: SignInDeps };
  readonly operatorId: string;
  /** The request that carries her session. */
  readonly request: Request;
  readonly input: { readonly current: string; readonly password: string };
};

type Account = { readonly email: string; readonly hash: string };

/**
 * Changes the password of whoever is signed in, against the one that she has: a session that somebody left open, or stole,
 * is not enough. Every session of hers ends, that one too, and a new one begins, so nobody who shared one stays in.
 * Wrong tries are limited by account and by address.
 * @returns the cookies of her new session; faults at /current and /password
 */
export async function changeOwnPassword(change: OwnChange): Promise<Result<SessionCookies, Problem>> {
  const { deps, operatorId, request, input } = change;
  const { failures, addressOf } = deps.signIn;
  const subjects = [`password-from ${addressOf(request)}`, `password-of ${operatorId}`];
  const retryAfterSeconds = Math.max(...subjects.map((subject) => failures.blockedForSeconds(subject) ?? 0));
  if (retryAfterSeconds > 0) return err({ code: "too_many_requests", retryAfterSeconds });
  if (!isPassword(input.password)) return err(passwordFault("/password"));
  if (input.password === input.current) return err(fault("/password", "This is the password that you have."));
  const account = await findAccount(deps, operatorId);
  if (account === undefined) return err(problem("not_found"));
  const auth = await deps.signIn.auth();
  if (!(await auth.isPasswordOf(account.hash, input.current))) {
    for (const subject of subjects) failures.record(subject);
    return err(fault("/current", "This is not the password that you have."));
  }
  const isReplaced = await replaceHash(change, account.hash, await auth.hashPassword(input.password));
  if (!isReplaced) return err(problem("conflict", "The password was changed elsewhere at the same time."));
  return signIn(deps.signIn, request, { email: account.email, password: input.password });
}

async function findAccount({ store }: OwnChange["deps"], operatorId: string): Promise<Account | undefined> {
  const [account] = await store.read<Account>({
    sql: `select user.email, account.password as hash from account join user on user.id = account.user_id
      where account.user_id = ? and account.provider_id = 'credential' and account.password is not null`,
    params: [operatorId],
  });
  return account;
}

/** Only where the password is still the one that was proven; sessions end in the same batch. */
async function replaceHash({ deps, operatorId }: OwnChange, proven: string, hash: string): Promise<boolean> {
  const at = deps.clock.now();
  const actor = { kind: "operator", id: operatorId } as const;
  const [changed] = await deps.store.write([
    {
      sql: `update account set password = ?, updated_at = ?
        where user_id = ? and provider_id = 'credential' and password = ? returning id`,
      params: [hash, at, operatorId, proven],
    },
    auditIfChanged({ at, actor, action: "change-own-password", subject: { kind: "operator", id: operatorId } }),
    {
      sql: `delete from session where user_id = ?1
        and exists (select 1 from account where user_id = ?1 and password = ?2)`,
      params: [operatorId, hash],
    },
  ]);
  return changed?.length === 1;
}

function fault(pointer: string, message: string): Problem {
  return problem("invalid_content", undefined, [{ pointer, message }]);
}
