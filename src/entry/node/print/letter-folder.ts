import { appendFile, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { LetterFolder } from "#channels/print/folder/folder-channel.ts";
import { fileOf, MANIFEST_HEAD, manifestRow } from "#channels/print/folder/manifest-row.ts";

const MANIFEST = "letters.csv";

/**
 * Letters as files: `<folder>/<day>/<key>.pdf`, with a line each in the day's `letters.csv`. A file appears whole, under its name,
 * by one rename; its line follows. A letter that comes again finds itself in the list and changes nothing, and one whose line was
 * lost in a crash gets it then.
 */
export function letterFolder(folder: string): LetterFolder {
  const days = new Map<string, Promise<DayList>>();
  let turn: Promise<unknown> = Promise.resolve();

  const listOf = (day: string): Promise<DayList> => {
    const known = days.get(day) ?? readList(join(folder, day));
    days.clear();
    days.set(day, known);
    return known;
  };

  return {
    file: async (letter, onFiling) => {
      const at = join(folder, letter.day);
      await mkdir(at, { recursive: true });
      const name = fileOf(letter.key);
      const hidden = join(at, `.${name}.part`);
      await writeWhole(hidden, letter.pdf);
      // One after another: the list has one line for each letter, and its head first.
      const filing = turn.then(async () => {
        const list = await listOf(letter.day);
        if (list.names.has(name)) return rm(hidden, { force: true });
        onFiling();
        await rename(hidden, join(at, name));
        await appendFile(join(at, MANIFEST), list.lead + manifestRow(letter), { flush: true });
        list.names.add(name);
        list.lead = "";
        return undefined;
      });
      turn = filing.catch(() => days.clear());
      await filing;
    },
  };
}

/** On the disk before it has its name. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A day's list: the files that it names, by whole lines alone, and what stands before the next line. */
type DayList = { readonly names: Set<string>; lead: string };

async function readList(at: string): Promise<DayList> {
  const text = await readFile(join(at, MANIFEST), "utf8").catch(() => "");
  const names = new Set(
    text
      .split("\r\n")
      .slice(1, -1)
      .map((line) => line.slice(0, line.indexOf(","))),
  );
  // A line that a crash tore is left behind, and the next begins anew.
  return { names, lead: text === "" ? MANIFEST_HEAD : text.endsWith("\r\n") ? "" : "\r\n" };
}
