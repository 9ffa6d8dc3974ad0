import { type AuditActor, auditStatement } from "#access/audit.ts";
import { findCustomerId } from "#customers/find-customer.ts";
import { emailIdentity, phoneIdentity } from "#customers/normalise-identity.ts";
import type { Problem } from "#kernel/problem.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Query } from "#store/store.ts";
import type { CallDeps } from "./call-deps.ts";
import { maskEmail, maskPhone } from "./mask-contact.ts";
import { nameRanges } from "./name-ranges.ts";
import { refuseHarvest } from "./refuse-harvest.ts";

export const lookUpWays = ["code", "email", "phone", "name"] as const;

export type LookUp = { readonly by: (typeof lookUpWays)[number]; readonly value: string };

/** Somebody who may be the caller: enough to ask her who she is. */
export type Candidate = {
  readonly code: string;
  readonly name: string;
  /** Masked; null where none is known. */
  readonly email: string | null;
  readonly phone: string | null;
};

export type Found = {
  readonly candidates: readonly Candidate[];
  /** More fit than are shown: the agent asks for more of the name, and reads no list of customers. */
  readonly isCut: boolean;
};

const MOST = 10;

type CandidateRow = {
  readonly code: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
};

/**
 * Looks a caller up by an index: her code, a whole address, a whole number, or the beginning of her name. Who looked, by what
 * and whom she found is told in the audit log before anything is shown; what she typed is not.
 */
export async function findCallers(
  deps: CallDeps,
  { actor, by, value }: LookUp & { readonly actor: AuditActor },
): Promise<Result<Found, Problem>> {
  const refused = await refuseHarvest(deps, actor);
  if (refused !== undefined) return refused;
  const query = await queryOf(deps, { by, value });
  const rows = query === undefined ? [] : await deps.store.read<CandidateRow>(query);
  const found = rows.slice(0, MOST);
  await deps.store.write([
    auditStatement({
      at: deps.clock.now(),
      actor,
      action: "look-up-caller",
      subject: { kind: "search", id: by },
      detail: { found: found.map(({ code }) => code) },
    }),
  ]);
  return ok({ candidates: found.map(candidateOf), isCut: rows.length > MOST });
}

function candidateOf({ code, first_name: first, last_name: last, email, phone }: CandidateRow): Candidate {
  return {
    code,
    name: [first, last].filter((part) => part !== null).join(" "),
    email: email === null ? null : maskEmail(email),
    phone: phone === null ? null : maskPhone(phone),
  };
}

const COLUMNS = "c.code, c.first_name, c.last_name, c.email, c.phone";
/** A record that is only an address, or a visitor without a name, calls nobody. */
const IS_SOMEBODY = "c.merged_into is null and c.erased_at is null and c.code not glob 'anon:~to:*'";
/** Nobody's name begins with one letter. */
const SHORTEST_NAME = 2;

async function queryOf(deps: CallDeps, { by, value }: LookUp): Promise<Query | undefined> {
  if (by === "code") {
    const id = await findCustomerId(deps.store, value);
    return id === undefined ? undefined : { sql: `select ${COLUMNS} from customers c where c.id = ?`, params: [id] };
  }
  if (by === "name") return value.trim().length < SHORTEST_NAME ? undefined : byName(value);
  const identity = by === "email" ? emailIdentity(deps.secret, value) : phoneIdentity(deps, value);
  return identity === undefined ? undefined : byAddress(by, identity.hash);
}

/** Those who share an address are all found: a family has one telephone. By the indexes of identities and of the address. */
function byAddress(kind: "email" | "phone", hash: string): Query {
  return {
    sql: `select ${COLUMNS} from customers c where ${IS_SOMEBODY} and c.id in (
        select customer_id from identities where kind = ? and hash = ?
        union select id from customers where ${kind}_hash = ?
      ) order by c.id limit ${MOST + 1}`,
    params: [kind, hash, hash],
  };
}

/**
 * Each reading of the name is a range of customers_by_name; "cross" keeps the ranges outside and the index inside. Who has told
 * no last name goes by her first, whole as it was typed: it may be of several words.
 */
function byName(text: string): Query {
  const ranges = JSON.stringify(nameRanges(text));
  return {
    sql: `select * from (select distinct ${COLUMNS} from json_each(?) as item cross join customers c
      where c.last_name is not null
        and c.last_name collate nocase >= (item.value ->> 0) and c.last_name collate nocase < (item.value ->> 1)
        and (item.value ->> 2 = ''
          or (c.first_name collate nocase >= (item.value ->> 2) and c.first_name collate nocase < (item.value ->> 3)))
        and ${IS_SOMEBODY} limit ${MOST + 1})
      union all select * from (select distinct ${COLUMNS} from json_each(?) as item cross join customers c
      where c.last_name is null and c.first_name is not null and item.value ->> 2 = ''
        and c.first_name collate nocase >= (item.value ->> 0) and c.first_name collate nocase < (item.value ->> 1)
        and ${IS_SOMEBODY} limit ${MOST + 1})
      limit ${MOST + 1}`,
    params: [ranges, ranges],
  };
}
