import type { EventType } from "./event-types.ts";

export type ContactField = "email" | "phone";
export type DisabledReason = "operator" | "gone" | "failing";

/** An endpoint as it is shown: everything but its secrets. */
export type WebhookEndpoint = {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly types: readonly EventType[];
  readonly discloses: readonly ContactField[];
  readonly state: "active" | "disabled";
  readonly disabledReason?: DisabledReason;
  readonly disabledAt?: number;
  readonly failingSince?: number;
  readonly lastSuccessAt?: number;
  /** Until then two secrets sign. */
  readonly oldSecretUntil?: number;
  readonly createdAt: number;
};

export type EndpointRow = {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly types: string;
  readonly discloses: string;
  readonly state: "active" | "disabled";
  readonly disabledReason: DisabledReason | null;
  readonly disabledAt: number | null;
  readonly failingSince: number | null;
  readonly lastSuccessAt: number | null;
  readonly oldSecretUntil: number | null;
  readonly createdAt: number;
};

export const ENDPOINT_COLUMNS = `id, url, description, types, discloses, state, disabled_reason as disabledReason,
  disabled_at as disabledAt, failing_since as failingSince, last_success_at as lastSuccessAt,
  old_secret_until as oldSecretUntil, created_at as createdAt`;

export function endpointOf(row: EndpointRow, now: number): WebhookEndpoint {
  const { id, url, description, state, createdAt, disabledReason, disabledAt, failingSince, lastSuccessAt } = row;
  const { oldSecretUntil } = row;
  return {
    id,
    url,
    description,
    types: JSON.parse(row.types) as EventType[],
    discloses: JSON.parse(row.discloses) as ContactField[],
    state,
    ...(disabledReason === null ? {} : { disabledReason }),
    ...(disabledAt === null ? {} : { disabledAt }),
    ...(failingSince === null ? {} : { failingSince }),
    ...(lastSuccessAt === null ? {} : { lastSuccessAt }),
    ...(oldSecretUntil === null || oldSecretUntil <= now ? {} : { oldSecretUntil }),
    createdAt,
  };
}
