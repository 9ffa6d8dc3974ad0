import { loadHosts } from "#catalogue/hosts.ts";
import type { ConfirmationMail, FormDeps } from "#customers/forms/form-deps.ts";
import type { FormPageDeps } from "#customers/forms/pages/form-page-deps.ts";
import { linkJudge } from "#messages/content/given-data.ts";
import { acceptMessage, type SendDeps } from "#messages/transactional/accept-message.ts";
import { expressLane } from "#messages/transactional/express-lane.ts";
import type { Brand } from "#web/pages/public-shell.tsx";
import type { StationParts } from "./compose.ts";
import type { Ring } from "./compose-ring.ts";

/** The template that asks an address whether it was she. */
const TEMPLATE = "confirm-subscription";

/** What hosted forms work with: their confirmations are transactional messages like every other. */
export function formDepsOf(parts: StationParts, ring: Pick<Ring, "customers" | "messages">): FormDeps {
  const { store, clock, secret, publicUrl, log, receivesMail, defaultCountry } = parts;
  const send: SendDeps = {
    store,
    clock,
    secret,
    defaultCountry,
    inFlight: new Set(),
    hurry: expressLane({ ...parts, messages: ring.messages }),
  };
  return {
    ...ring.customers,
    publicUrl,
    sendConfirmation: (mail) => sendConfirmation(send, mail, log),
    receivesMail,
  };
}

/** The same with what their pages need. */
export function formsOf(parts: StationParts, ring: Ring, brand: () => Promise<Brand>): FormPageDeps {
  return {
    ...formDepsOf(parts, ring),
    timer: parts.timer,
    brand,
    frameHosts: () => loadHosts(parts.store),
    addressOf: (context) => parts.readRequest(context).address,
  };
}

async function sendConfirmation(
  deps: SendDeps,
  { key, address, locale, title, wordings, url, days }: ConfirmationMail,
  log: StationParts["log"],
): ReturnType<FormDeps["sendConfirmation"]> {
  const sent = await acceptMessage({
    deps,
    actor: { kind: "system", id: "forms" },
    key,
    input: {
      to: { address, locale, zone: "UTC" },
      channel: "email",
      template: { name: TEMPLATE },
      data: { title, wordings, confirmUrl: url, days: String(days) },
      heedsQuietHours: false,
    },
  });
  if (sent.ok) return "sent";
  // Which place of it was refused is no personal value; the address is not told.
  log("confirmation_refused", { place: sent.error.faults?.[0]?.pointer ?? sent.error.code });
  return "refused";
}

/** Whether a mail may lead to our own pages: the vendor's list of hosts decides, and our own has to be on it. */
export function canConfirm({ store, publicUrl }: Pick<StationParts, "store" | "publicUrl">): () => Promise<boolean> {
  return async () => (await linkJudge(store))(`${publicUrl}/forms/confirm/x`);
}
