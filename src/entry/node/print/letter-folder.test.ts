import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderChannel } from "#channels/print/folder/folder-channel.ts";
import { letterMessage } from "#channels/print/tests/messages.fixture.ts";
import { postalText } from "#channels/postal-address.ts";
import { letterFolder } from "./letter-folder.ts";

const { signal } = new AbortController();
let folder = "";
const DAY = "2026-11-22";
const list = () => readFileSync(join(folder, DAY, "letters.csv"), "utf8");
const files = () => readdirSync(join(folder, DAY)).sort();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "letters-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a folder for letters", () => {
  it("has each letter once under its day, with a line in the day's list, however often it comes", async () => {
    const channel = folderChannel(letterFolder(folder));
    const twice = [1, 2, 3, 1, 2, 3].map((index) => channel.send(letterMessage(index), { signal }));
    expect((await Promise.all(twice)).map(({ kind }) => kind)).toEqual(Array(6).fill("accepted"));
    await folderChannel(letterFolder(folder)).send(letterMessage(1), { signal });
    expect(files()).toEqual(["letters.csv", ...[1, 2, 3].map((index) => `${letterMessage(index).key}.pdf`)]);
    const lines = list().split("\r\n");
    expect(lines[0]).toBe("file,format,sheets,addressee,postcode,city,country");
    expect(lines).toHaveLength(5);
    expect(lines).toContain(`${letterMessage(1).key}.pdf,letter,1,Reader 1,62701,Springfield,US`);
    expect(readFileSync(join(folder, DAY, `${letterMessage(1).key}.pdf`))).toEqual(
      Buffer.from(letterMessage(1).content.pdf),
    );
  });

  it("gives a letter its line after a crash between file and list, or in the middle of a line", async () => {
    await folderChannel(letterFolder(folder)).send(letterMessage(1), { signal });
    truncateSync(join(folder, DAY, "letters.csv"), list().length - 9);
    const outcome = await folderChannel(letterFolder(folder)).send(letterMessage(1), { signal });
    expect(outcome).toMatchObject({ kind: "accepted" });
    expect(list().split("\r\n").at(-2)).toBe(`${letterMessage(1).key}.pdf,letter,1,Reader 1,62701,Springfield,US`);
  });

  it("writes no name that a table program would take for a formula", async () => {
    const to = postalText({
      addressee: '=HYPERLINK("https://evil.example")',
      line1: "1 Street",
      line2: "",
      city: "@city",
      region: "",
      postcode: "-1+1",
      country: "US",
    });
    await folderChannel(letterFolder(folder)).send(letterMessage(1, { to }), { signal });
    expect(list()).toContain(`,1,"'=HYPERLINK(""https://evil.example"")",'-1+1,'@city,US`);
  });

  it("that can't be written holds letters back", async () => {
    const blocked = join(folder, "file");
    writeFileSync(blocked, "");
    const outcome = await folderChannel(letterFolder(blocked)).send(letterMessage(1), { signal });
    expect(outcome).toEqual({ kind: "deferred", reason: "folder_unwritable" });
  });
});
