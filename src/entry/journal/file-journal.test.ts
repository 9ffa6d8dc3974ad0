import { createSecretKey } from "node:crypto";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ClickRecord } from "#clicks/click-record.ts";
import { FileJournal, leftClicks } from "./file-journal.ts";

const key = createSecretKey(new Uint8Array(32).fill(1));
const folder = () => mkdtempSync(join(tmpdir(), "journal-"));
const click = (messageNumber: number): ClickRecord => ({
  at: 1,
  purpose: "click",
  messageNumber,
  linkNo: 0,
  method: "GET",
  address: "192.0.2.77",
  headers: { "user-agent": "Canary/1.0" },
});

describe("the click journal", () => {
  it("what was answered is there for the next process, each under one name", async () => {
    const at = folder();
    const journal = new FileJournal({ folder: at, key, run: "a" });
    await Promise.all(Array.from({ length: 100 }, (_, index) => journal.append(click(index))));
    const taken = journal.take().clicks;
    const left = leftClicks(at, key);
    expect(left.clicks.map((item) => item.record.messageNumber)).toEqual(
      Array.from({ length: 100 }, (_, index) => index),
    );
    expect(left.clicks.map((item) => item.key)).toEqual(taken.map((item) => item.key));
    expect(new Set(left.clicks.map((item) => item.key)).size).toBe(100);
    left.done();
    expect(readdirSync(at)).toEqual([]);
  });

  it("an address or an agent never lies on the disk in the clear", async () => {
    const at = folder();
    await new FileJournal({ folder: at, key, run: "a" }).append(click(1));
    const bytes = readdirSync(at)
      .map((file) => readFileSync(join(at, file), "latin1"))
      .join("");
    expect(bytes).not.toMatch(/192\.0\.2\.77|Canary/);
  });

  it("a frame that was torn by a crash is left out, what stands before it stays", async () => {
    const at = folder();
    const journal = new FileJournal({ folder: at, key, run: "a" });
    await journal.append(click(1));
    appendFileSync(join(at, "a-1.clicks"), Buffer.from([0, 0, 1, 0, 9, 9, 9]));
    expect(leftClicks(at, key).clicks).toHaveLength(1);
  });

  it("a full segment is deleted once the database has all of it, not before", async () => {
    const at = folder();
    const journal = new FileJournal({ folder: at, key, run: "a", segmentBytes: 1 });
    await journal.append(click(1));
    expect(readdirSync(at).sort()).toEqual(["a-1.clicks", "a-2.clicks"]);
    journal.take().done();
    expect(readdirSync(at)).toEqual(["a-2.clicks"]);
  });
});
