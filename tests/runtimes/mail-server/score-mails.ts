import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export const hasSpamAssassin = existsSync("/usr/bin/spamassassin");

export type MailScore = {
  readonly points: number;
  /** Rules that fired, with what each adds. */
  readonly rules: ReadonlyMap<string, number>;
};

/**
 * The mails that we send ourselves come from loopback, which a receiver trusts and rewards. A stranger gets nothing for that.
 */
const AS_A_STRANGER = ["ALL_TRUSTED", "NO_RELAYS", "NO_RECEIVED"].map((rule) => `--cf=score ${rule} 0`);
const TOLD = "--cf=add_header all Points _SCORE_ _TESTSSCORES(,)_";

/** What SpamAssassin thinks of each mail, by its own rules alone: no network, no training (spamassassin(1), -L and -t). */
export async function scoreMails(raws: readonly Buffer[]): Promise<{ version: string; scores: readonly MailScore[] }> {
  const folder = mkdtempSync(join(tmpdir(), "score-"));
  try {
    const paths = raws.map((raw, index) => {
      const path = join(folder, `${String(index).padStart(4, "0")}.eml`);
      writeFileSync(path, raw);
      return path;
    });
    const options = ["-L", "-t", "-x", ...AS_A_STRANGER, TOLD, ...paths];
    const { stdout } = await promisify(execFile)("/usr/bin/spamassassin", options, {
      encoding: "latin1",
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, HOME: folder },
    });
    const told = [...stdout.matchAll(/^X-Spam-Points: (-?[\d.]+) ([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/gm)];
    const version = /\bversion=([\d.]+)/.exec(stdout)?.[1] ?? "";
    return {
      version,
      scores: told.map(([, points = "", rules = ""]) => ({ points: Number(points), rules: rulesOf(rules) })),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rulesOf(text: string): ReadonlyMap<string, number> {
  const pairs = [...text.matchAll(/([A-Z][A-Z0-9_]+)=(-?[\d.]+)/g)];
  return new Map(pairs.map(([, name = "", points]) => [name, Number(points)]));
}
