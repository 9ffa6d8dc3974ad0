import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { requestConfirmation } from "./confirm/request-confirmation.ts";
import type { FormDeps } from "./form-deps.ts";
import { recordAnswers, type SentAnswers, statedAddress } from "./record-answers.ts";

/** What one network, one device and one address may send. A shop's device is one network with many people. */
const PER_NETWORK_AND_HOUR = 60;
const PER_DEVICE_AND_MINUTE = 30;
const PER_ADDRESS_AND_DAY = 20;

/**
 * Takes in what was sent: as facts at once, or sealed until the address confirms it. The same page twice is once. "busy": its
 * network or address sent too much; whoever the address belongs to makes no difference.
 */
export async function submitForm(deps: FormDeps, sent: SentAnswers): Promise<"recorded" | "waiting" | "busy"> {
  if (await isTooMuch(deps, sent)) return "busy";
  if (sent.form.definition.confirmDays === undefined) {
    await recordAnswers(deps, sent);
    return "recorded";
  }
  await requestConfirmation(deps, sent);
  return "waiting";
}

/** By the indexes on network and address. Two at the same moment may both pass: a limit, not a lock. */
async function isTooMuch({ store, clock }: FormDeps, { origin, answers }: SentAnswers): Promise<boolean> {
  const now = clock.now();
  const isDevice = origin.device !== "";
  const since = now - (isDevice ? MINUTE_MS : HOUR_MS);
  // A server of the vendor's speaks for many people and has no network; addresses are counted all the same.
  const network = origin.network === "" ? null : origin.network;
  const address = statedAddress(answers)?.hash ?? "";
  const [row] = await store.read<{ network: number; address: number }>({
    sql: `select (select count(*) from form_submissions where network = ? and at > ? and id_hash <> ?)
        + (select count(*) from form_confirmations where network = ? and at > ? and id_hash <> ?) as network,
      (select count(*) from form_submissions where address_hash = ? and address_hash <> '' and at > ?) as address`,
    params: [network, since, origin.idHash, network, since, origin.idHash, address, now - DAY_MS],
  });
  const perNetwork = isDevice ? PER_DEVICE_AND_MINUTE : PER_NETWORK_AND_HOUR;
  return row !== undefined && (row.network >= perNetwork || row.address >= PER_ADDRESS_AND_DAY);
}
