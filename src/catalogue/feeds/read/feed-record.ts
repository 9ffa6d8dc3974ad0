import type { FileFault } from "#customers/import/read/file-fault.ts";

/** One product as it stood in the feed, before anybody knows what its fields mean. */
export type FeedRecord = {
  /** "line 12" of a text file, "item 12" in XML. */
  readonly place: string;
  /** The texts at a path, without surrounding blanks; none where there is nothing. */
  values(path: string): readonly string[];
  /** Set where the record's bounds are known but its content is broken. */
  readonly broken?: string;
};

/** What a reader found in one more piece of the feed. The records before a fault are good. */
export type FeedBlock = { readonly records: readonly FeedRecord[]; readonly fault?: FileFault };
