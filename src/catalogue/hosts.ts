import { z } from "zod";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { registeredDomain } from "#channels/email-address.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Store } from "#store/store.ts";
import { destinationPolicy } from "#tracking/destination.ts";
import type { CatalogueDeps } from "./catalogue-deps.ts";
import { findSetting, putSetting } from "./settings.ts";

const MAX_HOSTS = 200;

/** A name in registered form, or an origin on this machine; in the one spelling that destinations are compared with. */
const host = z
  .string()
  .max(253)
  .transform((text, context) => {
    const [loopback] = destinationPolicy([text]).loopbackOrigins;
    const known = loopback ?? registeredDomain(text);
    if (known !== undefined) return known;
    context.addIssue("A host is a name such as shop.example, without scheme, port or path.");
    return z.NEVER;
  })
  .meta({ examples: ["shop.example"] });

export const hostsBody = z.strictObject({
  hosts: z
    .array(host)
    .max(MAX_HOSTS)
    .transform((hosts) => [...new Set(hosts)])
    .describe(
      "Hosts that links may lead to, each by its full name: a subdomain is a host of its own. http://127.0.0.1:8787 and the like name a server on this machine.",
    ),
});

export type HostsInput = z.output<typeof hostsBody>;

/** The hosts that links may lead to; none where nobody has named any. */
export async function loadHosts(store: Store): Promise<readonly string[]> {
  return z.array(z.string()).parse((await findSetting(store, "hosts")) ?? []);
}

/**
 * Replaces the list. A host that is not on it any more ends the links to it too, also those in mails that were sent: within
 * seconds they lead nowhere.
 */
export async function putHosts({
  deps,
  actor,
  input: { hosts },
}: {
  readonly deps: CatalogueDeps;
  readonly actor: AuditActor;
  readonly input: HostsInput;
}): Promise<Result<undefined, never>> {
  const at = deps.clock.now();
  await deps.store.write([
    putSetting("hosts", hosts, at),
    auditStatement({ at, actor, action: "put-hosts", subject: { kind: "setting", id: "hosts" }, detail: { hosts } }),
  ]);
  return ok(undefined);
}
