import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedDocs } from "#entry/docs/generated-docs.ts";
import { staleDocs } from "#entry/docs/stale-docs.ts";
import { rooms } from "../../house.ts";
import packageJson from "../../package.json" with { type: "json" };
import { isCode, listTree, readTree, root } from "./tree.ts";

const pages = listTree().filter((path) => path.endsWith(".md"));
const scripts: readonly string[] = [...Object.keys(packageJson.scripts), "ci"];

/** A line break inside quotation marks is a blank. */
const flat = (text: string) => text.replaceAll(/\s+/g, " ");

/** Words in quotation marks after a file's name must stand in that file: they are the name of a test there. */
function missingQuotes(text: string, files: RegExp): readonly string[] {
  let file = "";
  const missing: string[] = [];
  for (const [, path, quoted] of flat(text).matchAll(new RegExp(`${files.source}|"([^"]{12,})"`, "g"))) {
    if (path !== undefined) file = path;
    else if (quoted !== undefined && file !== "" && !flat(readTree(file)).includes(quoted)) {
      missing.push(`${file}: ${quoted}`);
    }
  }
  return missing;
}

describe("what is generated", () => {
  it("says what the code says now: npm run generate", async () => {
    expect(staleDocs(join(root, "docs/generated"), await generatedDocs())).toEqual([]);
  });

  it("is called stale by name when it is missing, changed or left over", () => {
    const wanted = new Map([
      ["config.md", readTree("docs/generated/config.md")],
      ["problems.md", "something else"],
      ["new.md", ""],
    ]);
    expect(staleDocs(join(root, "docs/generated"), wanted)).toEqual(["new.md", "openapi.json", "problems.md"]);
    expect(staleDocs(join(root, "no-such-folder"), new Map([["a.md", ""]]))).toEqual(["a.md"]);
  });
});

describe("the pages of words", () => {
  it(`lead somewhere: every link of ${pages.length} pages, and every path that they name`, () => {
    const broken = pages.flatMap((page) => {
      const text = readTree(page);
      const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)].map(([, to = ""]) =>
        join(dirname(page), to),
      );
      const named = [
        ...text.matchAll(/`((?:src|content|templates|tracking|channels|tests|bench|docs|\.ci)\/[^`\s*<…]+)`/g),
      ]
        .map(([, path = ""]) => path)
        .filter((path) => !path.includes("*"));
      return [...links, ...named].filter((path) => !existsSync(join(root, path))).map((path) => `${page}: ${path}`);
    });
    expect(broken).toEqual([]);
  });

  it("name scripts and benches that there are", () => {
    const benches = readdirSync(join(root, "bench"), { recursive: true, encoding: "utf8" }).flatMap(
      (name) => /^(.+)\.bench\.ts$/.exec(name)?.[1] ?? [],
    );
    const unknown = pages.flatMap((page) => {
      const text = readTree(page);
      const named = [...text.matchAll(/npm (?:run )?([a-z][a-z-]*)\b/g)].map(([, name = ""]) => name);
      const measured = [...text.matchAll(/npm run bench -- ([a-z][a-z/-]*)/g)].map(([, name = ""]) => name);
      return [
        ...named.filter((name) => ![...scripts, "run", "and"].includes(name)),
        ...measured.filter((name) => !benches.includes(name)),
      ].map((name) => `${page}: ${name}`);
    });
    expect(unknown).toEqual([]);
  });
});

describe("the README", () => {
  const readme = readTree("README.md");

  it("is read in a few minutes: at most 150 lines", () => {
    expect(readme.split("\n").length - 1).toBeLessThanOrEqual(150);
  });

  it("names with each promise a test that exists", () => {
    const promises = readme.slice(readme.indexOf("## What it promises"), readme.indexOf("## Figures"));
    expect(missingQuotes(promises, /\]\(([\w./-]+\.ts)\)/)).toEqual([]);
    const rows = promises.split("\n").filter((line) => line.startsWith("| ") && !/^\| (What|---)/.test(line));
    expect(rows.length).toBeGreaterThan(6);
    for (const row of rows) expect(row).toMatch(/\]\([\w./-]+\.ts\) "[^"]{12,}" \|$/);
  });

  it("leaves no place to be filled in", () => {
    expect(/@@|\?\?\?|TBD/.exec(readme)?.[0]).toBeUndefined();
  });
});

describe("the decisions", () => {
  const decisions = pages.filter((path) => path.startsWith("docs/decisions/"));

  it(`are numbered without a gap: ${decisions.length}`, () => {
    const numbers = decisions.map((path) => Number(/\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1]));
    expect(numbers).toEqual(decisions.map((_, index) => index + 1));
    for (const [index, path] of decisions.entries()) expect(readTree(path)).toMatch(new RegExp(`^# ${index + 1}\\. `));
  });

  it("each name what was decided, why, and a check that exists and holds it", () => {
    const wrong = decisions.flatMap((path) => {
      const text = readTree(path);
      const parts = ["**Decided.**", "**Why.**", "**Held by**"].filter((part) => !text.includes(part));
      const held = text.slice(text.indexOf("**Held by**"));
      const check = /`[\w./-]+\.(test|contract|bench)\.ts`/.test(held) ? [] : ["no check"];
      const missing = missingQuotes(held, /`([\w./-]+\.ts)`/);
      return [...parts, ...check, ...missing].map((what) => `${path}: ${what}`);
    });
    expect(wrong).toEqual([]);
  });
});

describe("the architecture page", () => {
  const page = readTree("docs/ARCHITECTURE.md");

  it("lists the rooms in the order of house.ts", () => {
    const listed = [...page.matchAll(/^\| (\d+) \| `([\w/]+)` \|/gm)].map(([, rank, path]) => ({
      rank: Number(rank),
      path,
    }));
    expect(listed).toEqual(rooms.map(({ rank, path }) => ({ rank, path })));
  });

  it("names every state and every reason of a skipped message as the code does", () => {
    const source = readTree("src/messages/message.ts");
    const words = [...source.matchAll(/^ {2}\| "([a-z_]+)"/gm)].map(([, word = ""]) => word);
    expect(words.length).toBeGreaterThan(18);
    expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
  });

  it("explains words that the code uses, each once, in the order of the alphabet", () => {
    const glossary = page.slice(page.indexOf("## Glossary"));
    const words = [...glossary.matchAll(/^\| ([a-z][a-z ,-]*) \|/gm)].flatMap(([, cell = ""]) => cell.split(", "));
    const code = listTree()
      .filter((path) => isCode(path) && !path.startsWith("tests/house/"))
      .map(readTree)
      .join("\n")
      .toLowerCase();
    expect(words.length).toBeGreaterThan(50);
    expect(words.filter((word) => !code.includes(word) && !code.includes(word.replaceAll(" ", "")))).toEqual([]);
    const firsts = words.filter((word) => !["boost", "promote"].includes(word));
    expect(firsts).toEqual([...new Set(firsts)].sort());
  });
});
