import { sql } from "drizzle-orm";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { faultWords } from "#catalogue/feeds/run/fetch-run.ts";
import { catalogueChanged } from "#catalogue/settings.ts";
import { guardedFetch, readOutgoing } from "#web/outgoing/guarded-fetch.ts";
import { hostImage, type Remember } from "./host-image.ts";
import type { ImageDeps } from "./image-deps.ts";
import { imageFaults } from "./render-image.ts";

export const MAX_IMAGE_BYTES = 20 * 1_048_576;
const FETCH = { timeoutMs: 30 * SECOND_MS, maxBytes: MAX_IMAGE_BYTES, maxRedirects: 3 };
/** Longer than a picture takes; after it another worker may try. */
const LEASE_MS = 5 * MINUTE_MS;
const FIRST_PAUSE_MS = 10 * MINUTE_MS;
const MAX_FAILURES = 8;

type SourceRow = { readonly url: string; readonly failures: number };

/**
 * Fetches pictures that product sets name and that are not hosted yet, `limit` of them, a few at a time. A picture that is
 * hosted takes the place of its address in every product set, and is seen with the next message; until then, and where it
 * can't be hosted, the product set shows it from where it is. Gives how many were tried.
 */
export async function fetchImages(deps: ImageDeps, { limit, atOnce = 4 }: Turn): Promise<number> {
  const { store, clock } = deps;
  const now = clock.now();
  const [taken = []] = await store.write<SourceRow>([
    sql`update image_sources set next_try_at = ${now + LEASE_MS} where url in (select url from image_sources
      where state = 'waiting' and next_try_at <= ${now} order by next_try_at limit ${limit}) returning url, failures`,
  ]);
  const waiting = [...taken];
  const work = async () => {
    for (let source = waiting.shift(); source !== undefined; source = waiting.shift()) await fetchOne(deps, source);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, taken.length) }, work));
  return taken.length;
}

export type Turn = { readonly limit: number; readonly atOnce?: number };

async function fetchOne(deps: ImageDeps, source: SourceRow): Promise<void> {
  const answered = await guardedFetch(deps.outgoing, { url: source.url, headers: { accept: "image/*" }, ...FETCH });
  if (!answered.ok) {
    // An address that may not be asked will not become one that may; anything else may pass.
    return fail(deps, source, { fault: faultWords(answered.error), isForGood: answered.error.kind === "refused" });
  }
  const { status } = answered.value;
  if (status !== 200) {
    await answered.value.body.cancel();
    return fail(deps, source, { fault: `The server answered with ${status}.`, isForGood: status === 410 });
  }
  const body = await readOutgoing(answered.value);
  if (!body.ok) {
    return fail(deps, source, { fault: faultWords(body.error), isForGood: body.error.kind === "too_large" });
  }
  const hosted = await hostImage(deps, body.value, showInsteadOf(source.url));
  if (!hosted.ok) await fail(deps, source, { fault: imageFaults[hosted.error], isForGood: true });
}

type Failure = { readonly fault: string; readonly isForGood: boolean };

async function fail(
  { store, clock }: ImageDeps,
  { url, failures }: SourceRow,
  { fault, isForGood }: Failure,
): Promise<void> {
  const isOver = isForGood || failures + 1 >= MAX_FAILURES;
  const pause = Math.min(DAY_MS, FIRST_PAUSE_MS * 2 ** failures);
  await store.write([
    sql`update image_sources set state = ${isOver ? "failed" : "waiting"}, failures = failures + 1, fault = ${fault},
      next_try_at = ${clock.now() + pause} where url = ${url}`,
  ]);
}

/**
 * The hosted picture in the place of its address. What a feed took over counts as taken over still, or its next run would
 * put every product set anew. By the indexes on image and code.
 */
function showInsteadOf(url: string): Remember {
  return (image, now) => [
    sql`update image_sources set state = 'ready', hash = ${image.hash}, hosted_url = ${image.url}, fault = null
      where url = ${url}`,
    sql`update feed_products set applied_at = ${now} where code in (select code from product_sets where image_url = ${url})
      and applied_at = (select p.updated_at from product_sets as p where p.code = feed_products.code)`,
    sql`update product_sets set image_url = ${image.url}, updated_at = ${now} where image_url = ${url}`,
    catalogueChanged(now),
  ];
}
