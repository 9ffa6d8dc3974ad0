import { randomBytes } from "node:crypto";
import { HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { keyedHash, type Secret } from "#kernel/secret.ts";
import { seal } from "#customers/seal.ts";
import { networkHash } from "#tracking/signals.ts";
import type { EnterDeps } from "./enter-deps.ts";

export const CODE_LIFE_MS = 10 * MINUTE_MS;

/**
 * Codes that are sent to one address at the asking of one network: few. At the asking of all together far more, so that
 * strangers who use theirs up leave the owner hers; and still bounded, for her mailbox and for the number of guesses.
 */
const limits = [
  { by: "address_hash = ? and network = ?", withinMs: 15 * MINUTE_MS, most: 3 },
  { by: "address_hash = ? and network = ?", withinMs: 24 * HOUR_MS, most: 10 },
  { by: "address_hash = ?", withinMs: 15 * MINUTE_MS, most: 15 },
  { by: "address_hash = ?", withinMs: 24 * HOUR_MS, most: 60 },
] as const;
/** Requests that are taken from one network, for whatever address. */
const PER_NETWORK_AND_HOUR = 60;

export type CodeRequest =
  /** Somebody says that this address is hers. */
  | { readonly kind: "enter"; readonly addressHash: string; readonly origin: string }
  /** A customer who is in wants to be reached at another address. */
  | {
      readonly kind: "address";
      readonly addressHash: string;
      readonly address: string;
      readonly customerId: number;
      readonly origin: string;
    };

/**
 * Writes down that a code is wanted, and gives what the browser needs to use it. It is the same single insert whether or not
 * anybody here has the address, and nothing is sent by it: who asks learns nothing, neither by words nor by the time they take
 * (ASVS V2.1.12, V6.3.8). Beyond the limits the row says so and nothing is sent, with the same answer.
 */
export async function requestCode(
  deps: Pick<EnterDeps, "store" | "clock" | "secret">,
  request: CodeRequest,
): Promise<string> {
  const { store, clock, secret } = deps;
  const now = clock.now();
  const token = randomBytes(24).toString("base64url");
  const idHash = requestHash(secret, token);
  const network = networkHash(secret.keyFor("own-network/1"), request.origin);
  const address = request.kind === "address" ? seal(secret, addressPlace(idHash), request.address) : null;
  const customerId = request.kind === "address" ? request.customerId : 0;
  const within = withinLimits({ addressHash: request.addressHash, network, now });
  await store.write([
    {
      sql: `insert into own_requests (id_hash, kind, address_hash, customer_id, address, network, state, at, expires_at)
        select ?, ?, ?, ?, ?, ?, iif(${within.sql}, 'due', 'failed'), ?, ?
        where (select count(*) from own_requests where network = ? and at > ?) < ${PER_NETWORK_AND_HOUR}`,
      params: [
        idHash,
        request.kind,
        request.addressHash,
        customerId,
        address,
        network,
        ...within.params,
        now,
        now + CODE_LIFE_MS,
        network,
        now - HOUR_MS,
      ],
    },
  ]);
  return token;
}

/** SQL: true while what was sent is within all limits. By the index on address and time. */
function withinLimits({
  addressHash,
  network,
  now,
}: {
  readonly addressHash: string;
  readonly network: string;
  readonly now: number;
}) {
  const isWithin = limits.map(
    ({ by, most }) => `(select count(*) from own_requests where ${by} and at > ? and state <> 'failed') < ${most}`,
  );
  return {
    sql: isWithin.join(" and "),
    params: limits.flatMap(({ by, withinMs }) => [
      addressHash,
      ...(by === "address_hash = ?" ? [] : [network]),
      now - withinMs,
    ]),
  };
}

/** What the database knows a request by: the cookie itself opens nothing that was copied from there. */
export function requestHash(secret: Secret, token: string): string {
  return keyedHash(secret.keyFor("own-request/1"), token);
}

export function addressPlace(idHash: string) {
  return { table: "own_requests", key: idHash, column: "address" };
}
