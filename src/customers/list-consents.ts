import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Store } from "#store/store.ts";
import { findCustomerId } from "./find-customer.ts";

export type ConsentRecord = {
  readonly purpose: string;
  readonly channel: string;
  readonly topic: string;
  readonly state: string;
  readonly at: number;
  readonly wording: string;
  readonly source: string;
  readonly proof: Record<string, unknown>;
};

/** All records of a customer's consent, newest first: what, when, to which words, where from, what shows it. */
export async function listConsents(store: Store, code: string): Promise<Result<ConsentRecord[], Problem>> {
  const id = await findCustomerId(store, code);
  if (id === undefined) return err(problem("not_found"));
  const rows = await store.read<Omit<ConsentRecord, "proof"> & { proof: string }>({
    sql: `select purpose, channel, topic, state, at, wording, source, proof from consents
      where customer_id = ? order by at desc, id desc limit 1000`,
    params: [id],
  });
  return ok(rows.map((row) => ({ ...row, proof: JSON.parse(row.proof) as Record<string, unknown> })));
}
