import { SaxesParser, type SaxesTagNS } from "saxes";
import type { FileFault } from "#customers/import/read/file-fault.ts";
import { READ_LIMITS } from "#customers/import/read/limits.ts";
import type { FeedBlock, FeedRecord } from "./feed-record.ts";

/** Google's product fields, whatever prefix a feed gives them. */
const GOOGLE = "http://base.google.com/ns/1.0";
const ATOM = "http://www.w3.org/2005/Atom";
const MAX_DEPTH = 32;

/** Where products are, by the root of the well-known kinds. */
const itemPaths: ReadonlyMap<string, string> = new Map([
  ["rss", "rss.channel.item"],
  ["feed", "feed.entry"],
]);

/**
 * Products of an XML document, in pieces: push text as it comes, take records as they are whole. `itemPath` names their
 * element from the root on ("shop.offers.offer"); RSS 2.0 and Atom need none. A record's fields go by the path inside it:
 * `g:price`, `g:shipping.g:price`, attributes as `link.@href`.
 *
 * A document type declaration is refused whatever it says, so no entity but XML's own five is ever expanded and nothing
 * outside is read; depth and the length of one product are bounded.
 */
export class XmlReader {
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  readonly #names: string[] = [];
  #itemPath: readonly string[] | undefined;
  #item: Item | undefined;
  #records: FeedRecord[] = [];
  #count = 0;
  /** Where the last product ended, or outside products the last tag: what lies between is held in memory. */
  #mark = 0;
  #fault: FileFault | undefined;

  constructor(itemPath?: string) {
    this.#itemPath = itemPath?.split(".");
    this.#parser.on("doctype", () => this.#refuse("A document type declaration is not read here."));
    this.#parser.on("error", (cause) => this.#refuse(wordsOf(cause)));
    this.#parser.on("opentag", (tag) => this.#open(tag));
    this.#parser.on("closetag", () => this.#close());
    this.#parser.on("text", (text) => this.#item?.texts.push(text));
    this.#parser.on("cdata", (text) => this.#item?.texts.push(text));
  }

  push(text: string): FeedBlock {
    return this.#parsed(() => {
      // The parser keeps an unfinished text whole: a piece at a time bounds how far it can grow past the limit.
      for (let at = 0; at < text.length; at += PIECE) {
        this.#parser.write(text.slice(at, at + PIECE));
        if (this.#parser.position - this.#mark > READ_LIMITS.recordLength) {
          this.#refuse(`A product is longer than ${READ_LIMITS.recordLength} characters.`);
        }
      }
    });
  }

  end(): FeedBlock {
    return this.#parsed(() => this.#parser.close());
  }

  #parsed(parse: () => void): FeedBlock {
    try {
      if (this.#fault === undefined) parse();
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
    }
    const records = this.#records;
    this.#records = [];
    return this.#fault === undefined ? { records } : { records, fault: this.#fault };
  }

  /** Ends the parsing where it stands: what follows in the same piece is not looked at. */
  #refuse(reason: string): never {
    this.#fault = { line: this.#parser.line, record: this.#count + 1, reason };
    throw new Refused();
  }

  #open(tag: SaxesTagNS): void {
    const name = nameOf(tag);
    this.#names.push(name);
    if (this.#names.length > MAX_DEPTH) this.#refuse(`Elements are nested deeper than ${MAX_DEPTH} levels.`);
    if (this.#names.length === 1) this.#itemPath ??= itemPaths.get(name)?.split(".");
    if (this.#itemPath === undefined) {
      this.#refuse("Where the products are is not known: name the path of their element.");
    } else if (this.#item !== undefined) {
      this.#item.enter(name);
    } else if (isSame(this.#names, this.#itemPath)) {
      this.#item = new Item();
    } else {
      this.#mark = this.#parser.position;
    }
    for (const { prefix, local, value } of Object.values(tag.attributes)) {
      if (prefix !== "xmlns" && local !== "xmlns") this.#item?.add(`@${local}`, value);
    }
  }

  #close(): void {
    const depth = this.#names.length;
    this.#names.pop();
    if (this.#item !== undefined && depth === this.#itemPath?.length) {
      this.#count += 1;
      this.#records.push(this.#item.recordOf(this.#count));
      this.#item = undefined;
    } else {
      this.#item?.leave();
    }
    if (this.#item === undefined) this.#mark = this.#parser.position;
  }
}

const PIECE = 65_536;

/** Leaves the parser, whose handlers have no other way to stop it. */
class Refused extends Error {
  override readonly name = "Refused";
}

/** The fields of a product as far as they were read. */
class Item {
  readonly #path: string[] = [];
  readonly #values = new Map<string, string[]>();
  texts: string[] = [];

  enter(name: string): void {
    this.texts = [];
    this.#path.push(name);
  }

  leave(): void {
    this.add(undefined, this.texts.join(""));
    this.texts = [];
    this.#path.pop();
  }

  add(name: string | undefined, value: string): void {
    const text = value.trim();
    if (text === "") return;
    const path = (name === undefined ? this.#path : [...this.#path, name]).join(".");
    const known = this.#values.get(path);
    if (known === undefined) this.#values.set(path, [text]);
    else known.push(text);
  }

  recordOf(number: number): FeedRecord {
    return { place: `item ${number}`, values: (path) => this.#values.get(path) ?? [] };
  }
}

function nameOf({ uri, local, prefix }: SaxesTagNS): string {
  if (uri === GOOGLE) return `g:${local}`;
  return prefix === "" || uri === ATOM ? local : `${prefix}:${local}`;
}

function isSame(names: readonly string[], path: readonly string[]): boolean {
  return names.length === path.length && names.every((name, index) => name === path[index]);
}

/** The parser's words without the place, which is told beside them. */
function wordsOf(cause: Error): string {
  return `This is no well-formed XML: ${cause.message.replace(/^[\d:]*\s*/, "").slice(0, 200)}`;
}
