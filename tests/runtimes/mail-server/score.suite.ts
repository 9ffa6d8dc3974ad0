import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Receiver } from "./receiver.ts";
import { hasSpamAssassin, type MailScore, scoreMails } from "./score-mails.ts";

const MOST_POINTS = 2;
const page = () => readFileSync("docs/mail-score.md", "utf8");

/** How mails score with a filter that has never heard of the sender. docs/mail-score.md says the same, or this fails. */
export function scoreSuite(receiver: () => Receiver): void {
  describe.skipIf(!hasSpamAssassin)("SpamAssassin's score (package spamassassin)", () => {
    let scored: ReadonlyArray<MailScore & { readonly what: string; readonly locale: string }> = [];
    let version = "";
    /** Another version has other rules and other points: it is held to the limit, and to rules that are explained. */
    const isTheVersionOfThePage = () => page().includes(`SpamAssassin ${version} `);
    beforeAll(async () => {
      const { mails } = receiver();
      const told = await scoreMails(mails.map(({ raw }) => raw));
      version = told.version;
      scored = told.scores.map((score, index) => ({
        ...score,
        what: mails[index]?.what ?? "",
        locale: mails[index]?.locale ?? "",
      }));
      process.stdout.write(`${tableOf(scored)}\n`);
    });

    it(`is at most ${MOST_POINTS} points for each mail in each language`, () => {
      expect(scored).toHaveLength(receiver().mails.length);
      const high = scored.filter(({ points }) => points > MOST_POINTS);
      expect(high.map(({ what, locale, points }) => `${what} ${locale}: ${points}`)).toEqual([]);
    });

    it("sees spam where there is some", async () => {
      const gtube = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";
      const { scores } = await scoreMails([Buffer.from(`From: a@b.example\r\nSubject: x\r\n\r\n${gtube}\r\n`)]);
      expect(scores[0]?.points).toBeGreaterThan(900);
    });

    it("comes from rules that docs/mail-score.md explains, each of them, and of no other", () => {
      const fired = [...new Set(scored.flatMap(({ rules }) => [...rules.keys()]))].sort();
      const explained = [...page().matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, name = ""]) => name).sort();
      expect(fired.filter((rule) => !explained.includes(rule))).toEqual([]);
      expect(isTheVersionOfThePage() ? explained : fired).toEqual(fired);
    });

    it("is the one that docs/mail-score.md tells", () => {
      expect(isTheVersionOfThePage() ? page() : tableOf(scored)).toContain(tableOf(scored));
    });
  });
}

/** A line for each kind of mail: languages that score alike are told together. */
function tableOf(scored: ReadonlyArray<MailScore & { readonly what: string }>): string {
  const lines = [...Map.groupBy(scored, ({ what }) => what)].map(([what, mails]) => {
    const points = [...new Set(mails.map((mail) => mail.points.toFixed(1)))].sort().join(" to ");
    const rules = [...new Set(mails.flatMap((mail) => [...mail.rules.keys()]))].sort();
    return `| ${what} | ${points} | ${rules.map((rule) => `\`${rule}\``).join(", ")} |`;
  });
  return ["| mail | points | rules |", "| --- | --- | --- |", ...lines].join("\n");
}
