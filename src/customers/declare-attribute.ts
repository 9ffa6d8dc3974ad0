import { type AuditActor, auditIfChanged, auditStatement } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Query } from "#store/store.ts";
import { type AttributeDefinition, type AttributeType, attributeFault, findAttributes } from "./attributes.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import { profileTraits } from "./ingest/read-traits.ts";

/** D1 takes 100 columns a table, and four of customer_attributes are its own. Held everywhere, so a vendor can move. */
export const MAX_ATTRIBUTES = 96;

const columnTypes: Readonly<Record<AttributeType, string>> = {
  string: "text",
  int: "integer",
  double: "real",
  bool: "integer",
  date: "text",
};

type Declaration = {
  readonly deps: Pick<CustomerDeps, "store" | "clock">;
  readonly actor: AuditActor;
  readonly input: AttributeDefinition;
};

/**
 * Declares an attribute and gives it its typed column, or changes label, allowed values and viewers of one that exists. Its
 * type never changes: rules and stored values hang on it.
 */
export async function declareAttribute({
  deps,
  actor,
  input,
}: Declaration): Promise<Result<AttributeDefinition, Problem>> {
  const fault = declarationFault(input);
  if (fault !== undefined) return err(problem("invalid_content", undefined, [fault]));
  const known = await findAttributes(deps.store);
  if (!known.has(input.name) && known.size >= MAX_ATTRIBUTES) return err(tooMany());
  if (!known.has(input.name) && (await addColumn({ deps, actor, input }))) return ok(input);
  return changeDeclaration({ deps, actor, input });
}

/** Kept beside what is declared: src/clicks/devices. */
const LEARNT = "device";
const NAME = /^[a-z][a-z0-9_]{0,39}$/;

function declarationFault({
  name,
  type,
  allowed,
}: AttributeDefinition): { pointer: string; message: string } | undefined {
  if (!NAME.test(name)) return { pointer: "/name", message: "A name is snake_case, at most 40 characters." };
  if (name === LEARNT) return { pointer: "/name", message: "This is learnt from clicks." };
  if (profileTraits.has(name)) return { pointer: "/name", message: "This name belongs to the profile itself." };
  const bare: AttributeDefinition = { name, type, label: "", visibleTo: [] };
  const wrong = (allowed ?? []).findIndex((value) => attributeFault(bare, value) !== undefined);
  return wrong === -1 ? undefined : { pointer: `/allowed/${wrong}`, message: `This value is no ${type}.` };
}

/** False where somebody else declared the name, or the last free place was taken, in the meantime: nothing was written then. */
async function addColumn({ deps, actor, input }: Declaration): Promise<boolean> {
  const at = deps.clock.now();
  // A name of null breaks NOT NULL and takes the whole batch with it, the new column too.
  const define: Query = {
    sql: `insert into attribute_definitions (name, type, label, allowed, visible_to, created_at)
      select case when (select count(*) from attribute_definitions) < ${MAX_ATTRIBUTES} then ? end, ?, ?, ?, ?, ?`,
    params: [input.name, input.type, ...changeable(input), at],
  };
  const alter = `alter table customer_attributes add column a_${input.name} ${columnTypes[input.type]}`;
  try {
    await deps.store.write([
      define,
      { sql: alter, params: [] },
      auditStatement({ at, actor, action: "declare-attribute", subject: { kind: "attribute", id: input.name } }),
    ]);
    return true;
  } catch (cause) {
    if (cause instanceof Error && /constraint failed|duplicate column/i.test(cause.message)) return false;
    throw cause;
  }
}

async function changeDeclaration({ deps, actor, input }: Declaration): Promise<Result<AttributeDefinition, Problem>> {
  const [changed] = await deps.store.write([
    {
      sql: `update attribute_definitions set label = ?, allowed = ?, visible_to = ? where name = ? and type = ?
        returning name`,
      params: [...changeable(input), input.name, input.type],
    },
    auditIfChanged({
      at: deps.clock.now(),
      actor,
      action: "change-attribute",
      subject: { kind: "attribute", id: input.name },
    }),
  ]);
  if (changed !== undefined && changed.length > 0) return ok(input);
  const known = await findAttributes(deps.store);
  return err(known.has(input.name) ? problem("conflict", "The type of an attribute never changes.") : tooMany());
}

function changeable({ label, allowed, visibleTo }: AttributeDefinition): [string, string | null, string] {
  return [label, allowed === undefined ? null : JSON.stringify(allowed), JSON.stringify(visibleTo)];
}

function tooMany(): Problem {
  return problem(
    "conflict",
    `A vendor declares at most ${MAX_ATTRIBUTES} attributes: each is a column, and Cloudflare D1 takes 100 columns a table.`,
  );
}
