import type { Context } from "hono";
import type { ClickJournal } from "#clicks/click-record.ts";
import type { RequestSource } from "#clicks/routes.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { PersonalData } from "#customers/personal-data/personal-data.ts";
import type { Timer } from "#kernel/clock.ts";
import type { ShelfSource, TemplateSource } from "#messages/content/shelf.ts";
import type { TokenKeys } from "#tracking/token.ts";
import type { Store } from "#store/store.ts";
import type { Brand } from "#web/pages/public-shell.tsx";
import type { EnterDeps } from "./enter/enter-deps.ts";
import type { PushOffer } from "./push/push-offer.ts";

export type MeDeps = CustomerDeps &
  EnterDeps & {
    readonly timer: Timer;
    readonly tokens: TokenKeys;
    /** Origin under which readers reach us, without a slash at the end. */
    readonly publicUrl: string;
    /** An opened unsubscribe page is told to it like a click: scanners that open every link are known by it. */
    readonly journal: ClickJournal;
    readonly readRequest: (context: Context) => RequestSource;
    readonly brand: () => Promise<Brand>;
    readonly templates: Pick<TemplateSource, "byId">;
    /** A short way to single rows where the runtime has one: her page must not wait behind whatever is being written. */
    readonly reads: Pick<Store, "read">;
    readonly shelf: ShelfSource;
    /** What every area holds about a customer, in the order in which it is erased. */
    readonly personalData: readonly PersonalData[];
    /** Somebody waits for a code: the runtime has it sent, beside the answer. */
    readonly wake: () => void;
    /** What browsers subscribe to notices with. */
    readonly push: PushOffer;
  };
