import type { SendDeps } from "#messages/transactional/accept-message.ts";
import type { Operation } from "#web/operation.ts";
import { cancelMessage } from "./cancel-message.ts";
import { sendMessage } from "./send-message.ts";

/** What the API sends itself, beside the newsletters and what triggers send. */
export function sendOperations(deps: SendDeps): readonly Operation[] {
  return [sendMessage(deps), cancelMessage(deps)];
}
