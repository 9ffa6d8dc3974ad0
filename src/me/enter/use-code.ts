import { randomBytes } from "node:crypto";
import { HOUR_MS } from "#kernel/clock.ts";
import { bytesOf } from "#customers/personal-data/personal-table.ts";
import { unseal } from "#customers/seal.ts";
import { codeHash } from "./deliver-codes.ts";
import type { EnterDeps } from "./enter-deps.ts";
import { sessionHash, SESSION_LIFE_MS } from "./own-session.ts";
import { addressPlace, requestHash } from "./request-code.ts";

const TRIES_PER_REQUEST = 5;
/**
 * Over all requests of one network for one customer: whoever asks again and again guesses no more often. Guesses from elsewhere
 * don't count against her, else a stranger's would make her own right code a wrong one; together they are bounded by the codes
 * that are sent to one address (request-code.ts): 60 a day, five tries each, of a hundred million numbers.
 */
const TRIES_PER_CUSTOMER_NETWORK_AND_HOUR = 30;

/** What a right code opened. */
export type UsedCode =
  | { readonly kind: "enter"; readonly customerId: number; readonly sessionToken: string }
  | { readonly kind: "address"; readonly customerId: number; readonly address: string };

type Row = { readonly kind: "enter" | "address"; readonly customerId: number; readonly address: unknown };

/**
 * Uses a code, once. Each try is counted before it is judged, in the same batch, so that no number of tries at the same time
 * is more than the limit. undefined where it was not right, or too late, or tried too often: all the same from outside.
 */
export async function useCode(
  deps: Pick<EnterDeps, "store" | "clock" | "secret">,
  { token, code }: { readonly token: string; readonly code: string },
): Promise<UsedCode | undefined> {
  const { store, clock, secret } = deps;
  const now = clock.now();
  const idHash = requestHash(secret, token);
  const sessionToken = randomBytes(24).toString("base64url");
  const digits = code.replaceAll(/\D/g, "");
  const params = [codeHash(secret, idHash, digits)];
  const isHers = "k.request_hash = own_requests.id_hash and k.code_hash = ?";
  const results = await store.write<Row>([
    {
      sql: `update own_requests set tries = tries + 1
        where id_hash = ? and expires_at > ? and used_at is null and tries < ${TRIES_PER_REQUEST}`,
      params: [idHash, now],
    },
    {
      sql: `update own_requests set used_at = ? where id_hash = ? and changes() > 0 and exists (select 1 from own_codes k
          where ${isHers} and (select sum(r.tries) from own_codes o cross join own_requests r on r.id_hash = o.request_hash
            where o.customer_id = k.customer_id and r.network = own_requests.network and r.at > ?)
            <= ${TRIES_PER_CUSTOMER_NETWORK_AND_HOUR})
        returning kind, address, (select k.customer_id from own_codes k where ${isHers}) as customerId`,
      params: [now, idHash, ...params, now - HOUR_MS, ...params],
    },
    {
      sql: `insert into own_sessions (id_hash, customer_id, begun_at, ends_at)
        select ?, k.customer_id, ?, ? from own_requests cross join own_codes k on ${isHers}
        where own_requests.id_hash = ? and own_requests.kind = 'enter' and changes() > 0`,
      params: [sessionHash(secret, sessionToken), now, now + SESSION_LIFE_MS, ...params, idHash],
    },
  ]);
  const [used] = results[1] ?? [];
  if (used === undefined) return undefined;
  const { kind, customerId } = used;
  if (kind === "enter") return { kind, customerId, sessionToken };
  const address = unseal(secret, addressPlace(idHash), bytesOf(used.address ?? []));
  return address === undefined ? undefined : { kind, customerId, address };
}
