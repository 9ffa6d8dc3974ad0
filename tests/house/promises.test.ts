import { describe, expect, it } from "vitest";
import { channelNames } from "#messages/channel-name.ts";
import { readTree } from "./tree.ts";

/** What a row of the table calls each channel. */
const called: Readonly<Record<string, RegExp>> = {
  email: /^e-mail/,
  sms: /^texts/,
  push: /^push/,
  voice: /^voice/,
  print: /^print/,
};

const rows = readTree("docs/promises.md")
  .split("\n")
  .flatMap((line) => {
    const cells = line.split(" | ");
    const [, what = ""] = /^\| (.*)$/.exec(cells[0] ?? "") ?? [];
    return what === "" || /^(What|---)/.test(what) ? [] : [{ what, cells, by: cells.at(-1) ?? "" }];
  });

describe("the table of promises", () => {
  it("says of each how often, for how long, what a crash costs, and the test that proves it", () => {
    const wrong = rows.flatMap(({ what, cells, by }) => {
      const [, path, name] = /^`([\w./-]+\.ts)` "([^"]{12,})" \|$/.exec(by) ?? [];
      if (cells.length !== 5 || path === undefined || name === undefined) return [`${what}: is not whole`];
      return readTree(path).includes(name) ? [] : [`${what}: ${path} has no "${name}"`];
    });
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(12);
  });

  it("has a row for every channel that a message can leave by", () => {
    const missing = channelNames.filter((channel) => !rows.some(({ what }) => called[channel]?.test(what) === true));
    expect(missing).toEqual([]);
  });
});
