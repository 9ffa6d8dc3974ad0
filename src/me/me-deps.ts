import type { Context } from "hono";
import type { ClickJournal } from "#clicks/click-record.ts";
import type { RequestSource } from "#clicks/routes.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { Timer } from "#kernel/clock.ts";
import type { TemplateSource } from "#messages/content/shelf.ts";
import type { TokenKeys } from "#tracking/token.ts";
import type { Brand } from "#web/pages/public-shell.tsx";

export type MeDeps = CustomerDeps & {
  readonly timer: Timer;
  readonly tokens: TokenKeys;
  /** Origin under which readers reach us, without a slash at the end. */
  readonly publicUrl: string;
  /** An opened unsubscribe page is told to it like a click: scanners that open every link are known by it. */
  readonly journal: ClickJournal;
  readonly readRequest: (context: Context) => RequestSource;
  readonly brand: () => Promise<Brand>;
  readonly templates: Pick<TemplateSource, "byId">;
};
