import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import type { Clock } from "#kernel/clock.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { seal, unseal } from "#customers/seal.ts";
import { areaErased, beginErasure, finishErasure, repeatErasure } from "./erasure-statements.ts";
import { findPerson } from "./find-person.ts";
import type { Person, PersonalData, PersonalDataDeps, PersonName } from "./personal-data.ts";
import { bytesOf } from "./personal-table.ts";

export type EraseDeps = PersonalDataDeps & {
  readonly clock: Clock;
  /** In the order in which they are erased: what is found by other rows stands before them. */
  readonly personalData: readonly PersonalData[];
};

export type Erased = { readonly code: string; readonly erasedAt: number };

/**
 * Erases a customer: at once nothing is planned, sent or recorded any more, then area by area goes what is kept. Each area is
 * a step of its own that may be repeated; a process that is killed in between leaves a row by which `resumeErasures` goes
 * on. Erasing again sweeps again, says nothing new and answers alike.
 */
export async function eraseCustomer({
  deps,
  actor,
  code,
}: {
  readonly deps: EraseDeps;
  readonly actor: AuditActor;
  readonly code: string;
}): Promise<Result<Erased, Problem>> {
  const person = await findPerson(deps.store, { code });
  if (person === undefined) return err(problem("not_found"));
  const at = person.erasedAt ?? deps.clock.now();
  await (person.erasedAt === null ? begin(deps, { actor, person, at }) : beginAgain(deps, person, at));
  await goOn(deps, person.id);
  return ok({ code: person.code, erasedAt: at });
}

/** Goes on with what killed processes left. By erasures_open, which is empty but for a moment. */
export async function resumeErasures(deps: EraseDeps): Promise<number> {
  const open = await deps.store.read<{ id: number }>({
    sql: "select customer_id as id from erasures where finished_at is null order by begun_at limit 100",
    params: [],
  });
  for (const { id } of open) await goOn(deps, id);
  return open.length;
}

type Beginning = { readonly actor: AuditActor; readonly person: Person; readonly at: number };

async function begin({ store, secret }: EraseDeps, { actor, person, at }: Beginning): Promise<void> {
  const names = seal(secret, placeOf(person.id), JSON.stringify(person.names));
  const [mark, ...rest] = beginErasure(person, { at, names });
  if (mark === undefined) return;
  // The audit tells of the first statement: who was erased meanwhile is not erased twice.
  const subject = { kind: "customer", id: person.code };
  await store.write([mark, auditIfChanged({ at, actor, action: "erase-customer", subject }), ...rest]);
}

async function beginAgain({ store, secret }: EraseDeps, person: Person, at: number): Promise<void> {
  const names = seal(secret, placeOf(person.id), JSON.stringify(person.names));
  await store.write(repeatErasure(person, { at, names }));
}

function placeOf(id: number) {
  return { table: "erasures", key: String(id), column: "names" };
}

type OpenErasure = { readonly begunAt: number; readonly done: string; readonly names: unknown };

async function goOn(deps: EraseDeps, id: number): Promise<void> {
  const [row] = await deps.store.read<OpenErasure>({
    sql: "select begun_at as begunAt, done, names from erasures where customer_id = ? and finished_at is null",
    params: [id],
  });
  const found = row === undefined ? undefined : await findPerson(deps.store, { id });
  if (row === undefined || found === undefined) return;
  const person = { ...found, names: namesOf(deps, id, row.names) };
  const done = new Set(JSON.parse(row.done) as string[]);
  for (const part of deps.personalData) {
    if (done.has(part.area)) continue;
    await part.erase(deps, person, row.begunAt);
    await deps.store.write([areaErased(person, part.area)]);
  }
  await deps.store.write([finishErasure(person, deps.clock.now())]);
  // Last: the log would show her to whoever reads the disk until its pages are written over.
  await deps.store.clearLog?.();
}

function namesOf({ secret }: EraseDeps, id: number, sealed: unknown): readonly PersonName[] {
  const text = sealed === null ? undefined : unseal(secret, placeOf(id), bytesOf(sealed));
  if (text === undefined) throw new Error("The names of an erasure under way do not open.");
  return JSON.parse(text) as readonly PersonName[];
}
