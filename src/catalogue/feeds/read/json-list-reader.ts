import type { FileFault } from "#customers/import/read/file-fault.ts";
import { JsonReader } from "#customers/import/read/json-reader.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import { READ_LIMITS } from "#customers/import/read/limits.ts";

type Read = { readonly records: readonly RawRecord[]; readonly fault?: FileFault };

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * The list that stands somewhere inside a JSON document ("data.products"), read as if it were the whole: what comes before it
 * is passed over character by character and never kept, what comes after it is not looked at.
 */
export class JsonListReader {
  readonly #path: string;
  readonly #list = new JsonReader("json");
  /** Objects and lists that are open, each by the key under which it stands. */
  readonly #open: string[] = [];
  #state: "before" | "inside" | "after" = "before";
  #isString = false;
  #isEscaped = false;
  #depth = 0;
  /** The last string: a key, if a colon follows. */
  #text = "";
  #key = "";

  constructor(path: string) {
    this.#path = path;
  }

  push(text: string): Read {
    let from = 0;
    if (this.#state === "before") {
      const begin = this.#findList(text);
      if (begin === undefined) return this.#open.length > READ_LIMITS.jsonDepth ? this.#fault("nested too deep") : NONE;
      this.#state = "inside";
      from = begin;
    }
    if (this.#state === "after") return NONE;
    const end = this.#findEnd(text, from);
    if (end !== undefined) this.#state = "after";
    return this.#list.push(text.slice(from, end));
  }

  end(): Read {
    return this.#state === "before" ? this.#fault("not there") : this.#list.end();
  }

  #fault(what: string): Read {
    return { records: [], fault: { line: 0, record: 0, reason: `The list "${this.#path}" is ${what}.` } };
  }

  #findList(text: string): number | undefined {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#passString(code)) {
        if (this.#text.length < 200) this.#text += text.charAt(at);
      } else if (code === 58) {
        this.#key = this.#text.slice(1);
      } else if (code === 123 || code === 91) {
        this.#open.push(this.#key);
        this.#key = "";
        if (code === 91 && this.#open.slice(1).join(".") === this.#path) return at;
        if (this.#open.length > READ_LIMITS.jsonDepth) return undefined;
      } else if (code === 125 || code === 93) {
        this.#open.pop();
      }
    }
    return undefined;
  }

  #findEnd(text: string, from: number): number | undefined {
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#passString(code)) continue;
      if (code === 123 || code === 91) this.#depth += 1;
      else if ((code === 125 || code === 93) && (this.#depth -= 1) === 0) return at + 1;
    }
    return undefined;
  }

  /** True for a character inside a string, its opening quotation mark included. */
  #passString(code: number): boolean {
    if (!this.#isString) {
      if (code !== QUOTE) return false;
      this.#isString = true;
      this.#text = "";
      return true;
    }
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === BACKSLASH) this.#isEscaped = true;
    else if (code === QUOTE) this.#isString = false;
    return this.#isString;
  }
}

const NONE: Read = { records: [] };
