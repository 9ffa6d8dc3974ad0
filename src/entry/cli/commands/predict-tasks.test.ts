import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Random, randomInt, seededRandom } from "#kernel/random.ts";
import { drawExponential } from "#predict/numerics/draws.ts";
import { command as evaluate } from "./predict-evaluate.ts";
import { command as fit } from "./predict-fit.ts";
import { command as score } from "./predict-score.ts";

const folder = mkdtempSync(join(tmpdir(), "predict-tasks-"));
const at = (name: string) => join(folder, name);

/** Purchases of accounts at rates of their own, mostly of one thing each; things are named by numbers with zeros before them. */
function purchases(accounts: number, random: Random): string {
  const lines = Array.from({ length: accounts }, (_, account) => {
    const own: string[] = [];
    const rate = 0.01 + 0.05 * random.next();
    const end = 300 * Math.min(1, 2 * random.next());
    for (let day = 60 * random.next(); own.length === 0 || day < end; day += drawExponential(random, rate)) {
      const thing = random.next() < 0.7 ? account % 7 : randomInt(random, 7);
      own.push(`A${account},${day.toFixed(2)},00${thing},${(5 + 20 * random.next()).toFixed(2)}`);
    }
    return own;
  });
  return ["who,when,what,paid", ...lines.flat()].join("\n");
}

/** A trial of a letter and a parcel, which those who like it answer. */
function trial(rows: number, random: Random): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const liking = random.next() < 0.5 ? "yes" : "no";
    const sent = ["letter", "parcel", "nothing"][randomInt(random, 3)] ?? "";
    const chance = 0.15 + (sent === "letter" && liking === "yes" ? 0.3 : 0);
    return `C${row},${liking},${(10 * random.next()).toFixed(2)},${sent},${random.next() < chance ? 1 : 0}`;
  });
  return ["who,liking,age,sent,answered", ...lines].join("\n");
}

/** Contracts that end, those by the month sooner; of some it is known only that they had not ended yet. */
function lives(rows: number, random: Random): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const contract = random.next() < 0.5 ? "monthly" : "yearly";
    const end = drawExponential(random, contract === "monthly" ? 0.06 : 0.015);
    const followed = 40 * random.next();
    const months = Math.floor(Math.min(end, followed));
    return `L${row},${(10 * random.next()).toFixed(2)},${contract},${months},${end <= followed ? "yes" : "no"}`;
  });
  return ["who,fee,contract,months,left", ...lines].join("\n");
}

beforeAll(() => {
  writeFileSync(at("lives.csv"), lives(250, seededRandom(4)));
  writeFileSync(at("purchases.csv"), purchases(400, seededRandom(1)));
  writeFileSync(at("trial.csv"), trial(1_500, seededRandom(2)));
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

const fitting = (task: string, data: string, ...more: readonly string[]) =>
  said(fit, "--task", task, "--data", at(data), "--id", "who", "--out", at(`${task}.json`), ...more);
const scoring = (task: string, data: string, ...more: readonly string[]) =>
  said(score, "--model", at(`${task}.json`), "--data", at(data), "--out", at(`${task}.csv`), ...more);
const linesOf = (task: string) =>
  readFileSync(at(`${task}.csv`), "utf8")
    .trimEnd()
    .split("\n");

describe("tasks in and out of files", () => {
  it("timing gives a column for each asked time, none lower than that of an earlier time", async () => {
    expect(
      await fitting("timing", "purchases.csv", "--time", "when", "--amount", "paid", "--horizon", "60d"),
    ).toMatchObject({ status: 0 });
    expect(await scoring("timing", "purchases.csv", "--horizon", "7,30,90")).toMatchObject({ status: 0 });
    const [header, ...lines] = linesOf("timing");
    expect(header).toBe("id,score,p7,p30,p90");
    expect(lines).toHaveLength(400);
    for (const line of lines) {
      const [last = 0, ...rising] = line.split(",").slice(1).map(Number);
      expect(rising).toEqual(rising.toSorted((a, b) => a - b));
      expect(last).toBe(rising.at(-1));
    }
  });

  it("timing of a table of durations reads them as numbers in their own unit, and refuses days", async () => {
    const asked = ["--time", "months", "--target", "left"];
    expect(await fitting("timing", "lives.csv", ...asked, "--horizon", "3,12,24")).toMatchObject({ status: 0 });
    expect(await scoring("timing", "lives.csv")).toMatchObject({ status: 0 });
    const [header, first] = linesOf("timing");
    expect(header).toBe("id,score,p3,p12,p24");
    expect(first).toMatch(/^L0,0\.\d+,0\.\d+,0\.\d+,0\.\d+$/);
    const judging = ["--model", at("timing.json"), "--data", at("lives.csv"), "--json"];
    const judged = await said(evaluate, ...judging, "--horizon", "6,12");
    const { concordance, byTime } = JSON.parse(judged.words.split("\n").at(-1) ?? "") as {
      concordance: number;
      byTime: ReadonlyArray<{ time: number }>;
    };
    expect(concordance).toBeGreaterThan(0.6);
    expect(byTime.map(({ time }) => time)).toEqual([6, 12]);
    expect(await scoring("timing", "lives.csv", "--horizon", "3m")).toMatchObject({
      status: 2,
      words: expect.stringMatching(/in the unit of the column of durations: write 12/) as string,
    });
    expect(
      (await said(fit, "--task", "timing", "--data", at("lives.csv"), "--target", "left", "--out", "x")).words,
    ).toBe("The task timing needs --time <column>.");
  });

  it("timing names the line of a duration that is none", async () => {
    const asked = ["--time", "months", "--target", "left"];
    const lines = lives(60, seededRandom(3)).split("\n");
    for (const [months, says] of [
      ["-4", /line 4, column months: -4 is no duration from 0 on/],
      ["", /line 4, column months: is missing/],
      ["soon", /line 4, column months: "soon" is no number/],
    ] as const) {
      writeFileSync(at("spoilt.csv"), lines.with(3, `L9,2.5,monthly,${months},yes`).join("\n"));
      const refused = await fitting("timing", "spoilt.csv", ...asked);
      expect([refused.status, refused.words]).toEqual([2, expect.stringMatching(says)]);
    }
  });

  it("response compares every kind of contact, or the two that are named, and refuses an order that chance could have made", async () => {
    const asked = ["--target", "answered", "--treatment", "sent"];
    const unnamed = await fitting("response", "trial.csv", ...asked);
    expect(unnamed).toMatchObject({
      status: 0,
      words: expect.stringMatching(/letter, nothing, parcel, chosen by whoever contacted/) as string,
    });
    expect((await fitting("response", "trial.csv", ...asked, "--treated", "letter")).status).toBe(0);
    expect((await scoring("response", "trial.csv")).status).toBe(0);
    expect(linesOf("response")[0]).toBe("id,score");
    expect((await fitting("response", "trial.csv", ...asked, "--treated", "parcel")).status).toBe(0);
    const refused = await scoring("response", "trial.csv");
    expect(refused).toMatchObject({ status: 2, words: expect.stringMatching(/refuses to rank.*reaches 0/) as string });
  });

  it("cluster takes the columns that are named as inputs, and says number, distance and name", async () => {
    expect((await fitting("cluster", "trial.csv", "--input", "age,liking", "--k", "2")).status).toBe(0);
    expect((await scoring("cluster", "trial.csv")).status).toBe(0);
    expect(linesOf("cluster")[0]).toBe("id,score,distance,cluster");
    expect(linesOf("cluster")[1]).toMatch(/^C0,[12],[\d.e-]+,(high|low) age$/);
    expect((await fitting("cluster", "trial.csv", "--k", "1")).words).toMatch(/--k is a whole number from 2/);
    expect((await fitting("cluster", "trial.csv", "--input", "shoe size")).words).toMatch(
      /column shoe size: There is no/,
    );
  });

  it("next and patterns keep names that look like numbers, and patterns score nobody", async () => {
    const asked = ["--time", "when", "--target", "what"];
    expect((await fitting("next", "purchases.csv", ...asked)).status).toBe(0);
    expect((await scoring("next", "purchases.csv")).status).toBe(0);
    expect(linesOf("next")[0]).toBe("id,score,new,item");
    expect(linesOf("next")[1]).toMatch(/^A0,0\.\d+,[01],00\d$/);
    expect((await fitting("patterns", "purchases.csv", ...asked)).status).toBe(0);
    expect(JSON.parse(readFileSync(at("patterns.json"), "utf8"))).toMatchObject({ name: "patterns", within: 90 });
    expect(await scoring("patterns", "purchases.csv")).toMatchObject({
      status: 2,
      words: expect.stringMatching(/score nobody/) as string,
    });
  });
});
