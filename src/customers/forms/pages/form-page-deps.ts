import type { Context } from "hono";
import type { FormDeps } from "#customers/forms/form-deps.ts";
import type { Timer } from "#kernel/clock.ts";
import type { Brand } from "#web/pages/public-shell.tsx";

export type FormPageDeps = FormDeps & {
  readonly timer: Timer;
  readonly brand: () => Promise<Brand>;
  /** Hosts of the vendor: only their pages may show a form in a frame. */
  readonly frameHosts: () => Promise<readonly string[]>;
  /** Where a request comes from, as the runtime knows it. */
  readonly addressOf: (context: Context) => string;
};
