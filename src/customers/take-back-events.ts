import type { CustomerDeps } from "./customer-deps.ts";
import { OWN_MESSAGE_PREFIX } from "./record-events.ts";

/**
 * Takes back events of our own rooms that turn out never to have been the customer's doing, with everything that was derived
 * from them, in one batch. What is not there changes nothing; an event may be recorded again later.
 */
export async function takeBackEvents(deps: CustomerDeps, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  const takenBack = messageIds.map((id) => `${OWN_MESSAGE_PREFIX}${id}`);
  const nothingNew = { by: "id", facts: [], receivedAt: deps.clock.now(), takenBack } as const;
  await deps.store.write([
    ...deps.projectors.flatMap((project) => project(nothingNew)),
    {
      sql: "delete from events where message_id in (select value from json_each(?))",
      params: [JSON.stringify(takenBack)],
    },
  ]);
}
