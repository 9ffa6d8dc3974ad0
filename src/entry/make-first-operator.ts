import { createOperator } from "#access/create-operator.ts";
import type { Jumpstation } from "#entry/compose.ts";
import type { Config } from "#entry/config.ts";

/** A database without an operator gets the one that the configuration names; gives how many were made. */
export async function makeFirstOperator(
  { customers, gate }: Pick<Jumpstation, "customers" | "gate">,
  config: Pick<Config, "OPERATOR_EMAIL" | "OPERATOR_PASSWORD">,
): Promise<number> {
  const { OPERATOR_EMAIL: email, OPERATOR_PASSWORD: password } = config;
  if (email === undefined || password === undefined) return 0;
  const [known] = await customers.store.read<{ id: string }>({ sql: "select id from user limit 1", params: [] });
  if (known !== undefined) return 0;
  const input = { name: "Owner", email, password, role: "owner" } as const;
  const actor = { kind: "system", id: "start" } as const;
  const made = await createOperator({ deps: customers, auth: await gate.auth(), actor, input });
  return made.ok ? 1 : 0;
}
