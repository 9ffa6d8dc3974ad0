import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";

/** Where a click leads. */
export type Destination = { readonly linkId: number; readonly url: string };

export type LinkResolver = {
  /** undefined: there is no such link. Rejects when the database can't be asked. */
  ofMessage(messageNumber: number, linkNo: number): Promise<Destination | undefined> | Destination | undefined;
  ofLink(linkId: number): Promise<Destination | undefined> | Destination | undefined;
  /** Told by the sender: what was sent just now is clicked first. */
  remember(messageNumber: number, linkIds: readonly number[]): void;
};

export type ResolverSettings = {
  readonly store: Pick<Store, "read">;
  /** Messages kept in memory; 16 links each are about 100 bytes. */
  readonly maxMessages: number;
  readonly maxLinks: number;
  /** Asked at each redirect: is the destination's host still the vendor's? */
  readonly isAllowed: (url: string) => Promise<boolean> | boolean;
};

/**
 * Destinations are looked up, never carried in the address. Look-ups that arrive together become one query; rows never
 * change once written, so what is cached stays true.
 */
export function linkResolver({ store, maxMessages, maxLinks, isAllowed }: ResolverSettings): LinkResolver {
  const messages = boundedMap<number, readonly number[]>(maxMessages);
  const links = boundedMap<number, string>(maxLinks);

  const findMessages = batched<number, readonly number[]>(async (ids) => {
    const rows = await store.read<{ id: number; links: string | null }>(
      sql`select id, links from messages where id in (select value from json_each(${JSON.stringify(ids)}))`,
    );
    return new Map(rows.map((row) => [row.id, JSON.parse(row.links ?? "[]") as number[]]));
  });
  const findLinks = batched<number, string>(async (ids) => {
    const rows = await store.read<{ id: number; destination: string }>(
      sql`select id, destination from links where id in (select value from json_each(${JSON.stringify(ids)}))`,
    );
    return new Map(rows.map((row) => [row.id, row.destination]));
  });

  const checked = (linkId: number, url: string) => {
    const allowed = isAllowed(url);
    if (typeof allowed === "boolean") return allowed ? { linkId, url } : undefined;
    return allowed.then((isGood) => (isGood ? { linkId, url } : undefined));
  };
  const ofLink = (linkId: number) => {
    const url = links.get(linkId);
    if (url !== undefined) return checked(linkId, url);
    return findLinks(linkId).then((found) => {
      if (found === undefined) return undefined;
      links.set(linkId, found);
      return checked(linkId, found);
    });
  };
  const linkOf = (linkIds: readonly number[] | undefined, linkNo: number) => {
    const linkId = linkIds?.[linkNo];
    return linkId === undefined ? undefined : ofLink(linkId);
  };
  return {
    ofLink,
    ofMessage: (messageNumber, linkNo) => {
      const known = messages.get(messageNumber);
      if (known !== undefined) return linkOf(known, linkNo);
      return findMessages(messageNumber).then((found) => {
        if (found !== undefined) messages.set(messageNumber, found);
        return linkOf(found, linkNo);
      });
    },
    remember: (messageNumber, linkIds) => messages.set(messageNumber, linkIds),
  };
}

/** Forgets the oldest entry: a Map keeps the order of insertion. */
function boundedMap<K, V>(max: number): { get(key: K): V | undefined; set(key: K, value: V): void } {
  const map = new Map<K, V>();
  return {
    get: (key) => map.get(key),
    set: (key, value) => {
      map.set(key, value);
      if (map.size > max) {
        const oldest = map.keys().next();
        if (oldest.done !== true) map.delete(oldest.value);
      }
    },
  };
}

/** Gathers keys asked for in one turn of the event loop into one call. */
function batched<K, V>(load: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>): (key: K) => Promise<V | undefined> {
  let waiting: K[] = [];
  let loading: Promise<ReadonlyMap<K, V>> | undefined;
  return (key) => {
    waiting.push(key);
    loading ??= Promise.resolve().then(() => {
      const keys = waiting;
      waiting = [];
      loading = undefined;
      return load(keys);
    });
    return loading.then((found) => found.get(key));
  };
}
