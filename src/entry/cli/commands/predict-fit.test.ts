import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { command as evaluate } from "./predict-evaluate.ts";
import { command as fit } from "./predict-fit.ts";
import { horizonsOf } from "./predict-options.ts";
import { command as score } from "./predict-score.ts";

const folder = mkdtempSync(join(tmpdir(), "predict-"));
const at = (name: string) => join(folder, name);

/** Rows of a shop's list: who answered depends on recency and on interest. */
function list(rows: number, seed: number): string {
  const random = seededRandom(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const recency = Math.floor(random.next() * 365);
    const interest = random.next() < 0.5 ? "garden" : "kitchen";
    const chance = (recency < 90 ? 0.5 : 0.1) + (interest === "garden" ? 0.2 : 0);
    return `C${seed}-${row};${recency};"${interest}";${random.next() < chance ? "yes" : "no"}`;
  });
  return ["code;recency;interest;answered", ...lines].join("\r\n");
}

beforeAll(() => {
  writeFileSync(at("past.csv.gz"), gzipSync(list(1_200, 1)));
  writeFileSync(at("next.csv"), list(300, 2));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** Runs a command; gives its status and what it said. */
async function said(command: typeof fit, ...args: readonly string[]) {
  const words: string[] = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void words.push(line));
  vi.spyOn(console, "log").mockImplementation((line: string) => void words.push(line));
  const status = await command.run(args);
  return { status, words: words.join("\n") };
}

const asked = ["--task", "propensity", "--data", at("past.csv.gz"), "--target", "answered", "--id", "code"];

describe("a file in, scores out", () => {
  it("fits a packed file, scores another and judges itself on it", async () => {
    const fitting = await said(fit, ...asked, "--out", at("model.json"));
    expect(fitting.status).toBe(0);
    expect(fitting.words).toContain("categories: interest");
    const scoring = await said(score, "--model", at("model.json"), "--data", at("next.csv"), "--out", at("scores.csv"));
    expect(scoring.status).toBe(0);
    const lines = readFileSync(at("scores.csv"), "utf8").trimEnd().split("\n");
    expect(lines[0]).toBe("id,score");
    expect(lines.length).toBe(301);
    expect(lines[1]).toMatch(/^C2-0,0\.\d+$/);
    const judging = await said(evaluate, "--model", at("model.json"), "--data", at("next.csv"), "--json", "--quiet");
    const found = JSON.parse(judging.words) as { auc: number; rows: number };
    expect(found.rows).toBe(300);
    expect(found.auc).toBeGreaterThan(0.65);
  });

  it("reads a file of an older system where its encoding is told, and refuses an encoding that is none", async () => {
    writeFileSync(at("old.csv"), Buffer.from(list(400, 4).replaceAll("garden", "G\u00e4rten"), "latin1"));
    const files = ["--model", at("model.json"), "--data", at("old.csv"), "--out", at("old-scores.csv"), "--quiet"];
    expect((await said(score, ...files)).words).toMatch(/line 2: .*declare "windows-1252"/);
    expect((await said(score, ...files, "--encoding", "windows-1252")).status).toBe(0);
    const wrong = await said(score, ...files, "--encoding", "morse");
    expect(wrong).toMatchObject({ status: 2, words: expect.stringMatching(/--encoding is the name of one/) as string });
  });

  it("gives the same bytes for the same rows and seed", async () => {
    await said(fit, ...asked, "--out", at("again.json"), "--quiet");
    expect(readFileSync(at("again.json"), "utf8")).toBe(readFileSync(at("model.json"), "utf8"));
  });

  it("adds reasons and an expiry where asked", async () => {
    const files = ["--model", at("model.json"), "--data", at("next.csv"), "--out", at("why.csv")];
    expect((await said(score, ...files, "--reasons")).status).toBe(0);
    const lines = readFileSync(at("why.csv"), "utf8").split("\n");
    expect(lines[0]).toBe("id,score,reasons,expires");
    expect(lines[1]).toMatch(/^C2-0,0\.\d+,"(recency|interest) .*odds × .*",\d{4}-\d{2}-\d{2}$/);
  });

  it("tells what asking the best of a list brings, and refuses half of the question", async () => {
    const judging = ["--model", at("model.json"), "--data", at("next.csv"), "--json", "--quiet"];
    const { words } = await said(evaluate, ...judging, "--value", "10", "--cost", "4");
    const { profit, rate } = JSON.parse(words) as {
      rate: number;
      profit: { best: { rows: number; profit: number }; points: Array<{ rows: number; profit: number }> };
    };
    expect(profit.points[0]).toEqual({ depth: 0, rows: 0, profit: 0 });
    expect(profit.points.at(-1)?.profit).toBeCloseTo(300 * (10 * rate - 4), 6);
    expect(profit.best.profit).toBeGreaterThanOrEqual(Math.max(...profit.points.map((point) => point.profit)));
    expect(profit.best.rows).toBeLessThan(300);
    const half = await said(evaluate, ...judging, "--value", "10");
    expect([half.status, half.words]).toEqual([2, expect.stringContaining("--value and --cost go together")]);
  });

  it("leaves the scores of before where a later line is refused", async () => {
    writeFileSync(at("kept.csv"), "id,score\n");
    writeFileSync(at("spoilt.csv"), `${list(300, 3)}\r\nC;1;garden;yes;more\r\n`);
    const files = ["--model", at("model.json"), "--data", at("spoilt.csv"), "--out", at("kept.csv")];
    const { status, words } = await said(score, ...files);
    expect([status, words]).toEqual([2, expect.stringContaining("line 302")]);
    expect(readFileSync(at("kept.csv"), "utf8")).toBe("id,score\n");
  });

  it("shows the card without any file", async () => {
    const { status, words } = await said(evaluate, "--model", at("model.json"), "--card", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(words)).toMatchObject({ task: "propensity", target: "answered is yes", madeOf: { rows: 1_200 } });
  });
});

describe("a refusal has status 2 and names the place", () => {
  it("for what is wrong in a file", async () => {
    writeFileSync(at("bad.csv"), list(300, 2).replace(/;\d+;"garden"/, ';soon;"garden"'));
    const wrong = await said(score, "--model", at("model.json"), "--data", at("bad.csv"), "--out", at("x.csv"));
    expect(wrong.status).toBe(2);
    expect(wrong.words).toMatch(/bad\.csv: line \d+, column recency: "soon" is no number/);
    writeFileSync(at("gap.csv"), "code;interest\nC1;garden");
    const gap = await said(score, "--model", at("model.json"), "--data", at("gap.csv"), "--out", at("x.csv"));
    expect(gap.status).toBe(2);
    expect(gap.words).toMatch(/gap\.csv: column recency: There is no such column/);
    writeFileSync(at("blank.csv"), list(300, 2).replace(/;(yes|no)\r\n/, ";\r\n"));
    const blank = await said(fit, ...asked.with(3, at("blank.csv")), "--out", at("x.json"), "--quiet");
    expect(blank).toMatchObject({
      status: 2,
      words: expect.stringMatching(/line 2, column answered: is missing/) as string,
    });
  });

  it("for what was asked wrongly", async () => {
    const out = ["--out", at("x.json"), "--quiet"];
    const base = asked.slice(0, 4);
    expect(await said(fit, ...base, ...out)).toMatchObject({
      status: 2,
      words: "The task propensity needs --target <column>.",
    });
    expect((await said(fit, ...base, "--target", "what", ...out)).words).toMatch(
      /column what: There is no such column/,
    );
    expect((await said(fit, ...asked.with(3, at("none.csv")), ...out)).words).toMatch(/ENOENT/);
    expect((await said(fit, ...asked.with(1, "horoscope"), ...out)).status).toBe(2);
    expect((await said(fit, ...asked, "--horizon", "soon", ...out)).words).toMatch(/--horizon is a time ahead/);
    expect((await said(fit, ...asked, "--until", "tomorrow", ...out)).words).toMatch(/--until is a date/);
    expect((await said(fit, ...asked, "--sed", "1", ...out)).status).toBe(2);
    writeFileSync(at("no.json"), "{");
    const files = ["--data", at("next.csv"), "--out", at("x.csv")];
    expect(await said(score, "--model", at("no.json"), ...files)).toMatchObject({
      status: 2,
      words: expect.stringMatching(/no JSON/) as string,
    });
    writeFileSync(at("other.json"), '{"name":"horoscope","version":1}');
    expect((await said(score, "--model", at("other.json"), ...files)).words).toMatch(/no stored model of a task/);
  });

  it("reads times ahead in days, weeks, months and years", () => {
    expect(horizonsOf("90d,26w, 1y")).toEqual({ ok: true, value: [90, 182, 365.25] });
    expect(horizonsOf("45")).toEqual({ ok: true, value: [45] });
    expect(horizonsOf("-1").ok).toBe(false);
  });
});
