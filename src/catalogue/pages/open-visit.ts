import type { Context } from "hono";
import type { Clock, Timer } from "#kernel/clock.ts";
import type { Ids } from "#kernel/id.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Brand } from "#web/pages/public-shell.tsx";
import { isValid, type LoadedProduct } from "#catalogue/loaded-product.ts";
import type { OpenCatalogue } from "#catalogue/open-catalogue.ts";
import type { KnownVisitor, RecogniseVisitor, RecordBehaviour } from "./behaviour.ts";
import { browsable, type Browsable, localesOf } from "./browse-products.ts";
import { negotiateLocale } from "./negotiate-locale.ts";
import { type PageScene, pageScene } from "./page-scene.ts";
import { type CookieSettings, readVisitor, type VisitorChoice } from "./visitor-cookie.ts";

export type ProductPageSettings = {
  readonly catalogue: OpenCatalogue;
  readonly brand: () => Promise<Brand>;
  readonly recordBehaviour: RecordBehaviour;
  readonly recogniseVisitor: RecogniseVisitor;
  /** Puts a product set on the own page of a customer whose visit this is. */
  readonly saveProduct: (visitor: KnownVisitor, productCode: string) => Promise<void>;
  /** Behaviour could not be recorded, or a visitor not be recognised; the reader got her page all the same. */
  readonly onFault: (cause: unknown) => void;
  readonly secret: Secret;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timer: Timer;
  /** true where the pages are served over TLS. */
  readonly isHttps: boolean;
};

/** What one request brings along. */
export type Visit = {
  readonly choice: VisitorChoice;
  readonly shelf: Browsable;
  readonly scene: PageScene;
  readonly now: number;
  find(code: string): LoadedProduct | undefined;
};

export function cookieSettings({ secret, isHttps, clock }: ProductPageSettings): CookieSettings {
  return { key: secret.keyFor("visitor/1"), isHttps, now: clock.now() };
}

export async function openVisit(context: Context, settings: ProductPageSettings): Promise<Visit> {
  const { headers } = context.req.raw;
  const [catalogue, brand] = await Promise.all([settings.catalogue.current(), settings.brand()]);
  const choice = readVisitor(headers, cookieSettings(settings));
  const now = settings.clock.now();
  const locale = negotiateLocale(headers.get("accept-language") ?? undefined, localesOf(catalogue));
  const { pathname, search } = new URL(context.req.url);
  return {
    choice,
    now,
    shelf: browsable(catalogue, locale),
    scene: pageScene({ brand, locale, said: choice.said, here: `${pathname}${search}` }),
    find: (code) => {
      const id = catalogue.idByCode.get(code);
      const product = id === undefined ? undefined : catalogue.productById.get(id);
      return product !== undefined && isValid(product, now) ? product : undefined;
    },
  };
}
