import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { runDueFeeds } from "#catalogue/feeds/run/run-due-feeds.ts";
import { fetchImages } from "#catalogue/images/fetch-images.ts";
import type { ImageDeps } from "#catalogue/images/image-deps.ts";
import { tableImages } from "#catalogue/images/table-images.ts";
import type { StationParts } from "./compose.ts";

export type FeedParts = FeedDeps & ImageDeps;

/** What product feeds and pictures work with. */
export function feedsOf(parts: StationParts): FeedParts {
  const { store, clock, secret, outgoing, publicUrl, renderImage, images = tableImages(store), breathe } = parts;
  const base = { store, clock, secret, outgoing, publicUrl, renderImage, images };
  return { ...base, ...(breathe === undefined ? {} : { breathe }) };
}

/** How much one turn does, where turns are short: chunks of product sets, and pictures. */
export type FeedTurn = { readonly chunks: number; readonly images: number; readonly atOnce: number };

/** One turn of feeds and pictures. Gives how many of each were worked on. */
export async function feedTurn(parts: FeedParts, { chunks, images, atOnce }: FeedTurn): Promise<FeedReport> {
  const feeds = await runDueFeeds(parts, chunks);
  return { feeds, images: await fetchImages(parts, { limit: images, atOnce }) };
}

export type FeedReport = { readonly feeds: number; readonly images: number };
