import type { Config } from "#entry/config.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import { asker } from "./ask.ts";
import { examine } from "./examine.ts";
import type { Finding } from "./finding.ts";
import { greetServer } from "./greet-server.ts";
import type { Machine } from "./patient.ts";
import { systemDns } from "./system-dns.ts";

/** The checks that a running station can make of itself. */
export type Consult = () => Promise<readonly Finding[]>;

type Parts = {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly outgoing: OutgoingDeps;
  readonly migrations?: readonly string[];
  readonly machine?: Machine;
};

/** The doctor inside the server, on any runtime: a server that runs has a configuration without faults. */
export function consulting({ config, store, clock, outgoing, migrations, machine }: Parts): Consult {
  return async () => {
    const { ask, skews } = asker(outgoing, clock, new URL(config.PUBLIC_URL).hostname);
    const patient = {
      settings: config,
      faults: [],
      clock,
      dns: systemDns(),
      ask,
      database: { store },
      isServing: true,
      greet: greetServer,
      ...(migrations === undefined ? {} : { migrations }),
      ...(machine === undefined ? {} : { machine }),
    };
    return examine(patient, skews);
  };
}
