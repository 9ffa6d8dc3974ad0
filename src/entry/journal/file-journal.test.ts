import { createSecretKey } from "node:crypto";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ClickRecord } from "#clicks/click-record.ts";
import { FileJournal } from "./file-journal.ts";
import { JournalReader } from "./journal-reader.ts";

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
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("the click journal", () => {
  it("what was answered is there for the next process, each click under one name, however often it is read", async () => {
    const at = folder();
    const journal = new FileJournal({ folder: at, key, run: "a" });
    await Promise.all(numbers(100).map((index) => journal.append(click(index))));
    const [first, again] = [new JournalReader(at, key).next(), new JournalReader(at, key).next()];
    expect(first.clicks.map((item) => item.record.messageNumber)).toEqual(numbers(100));
    expect(again.clicks).toEqual(first.clicks);
    expect(new Set(first.clicks.map((item) => item.key)).size).toBe(100);
  });

  it("a reader goes on behind what is done, and reads again what is not", async () => {
    const at = folder();
    const journal = new FileJournal({ folder: at, key, run: "a" });
    const reader = new JournalReader(at, key);
    await journal.append(click(1));
    expect(reader.next().clicks).toHaveLength(1);
    const read = reader.next();
    await journal.append(click(2));
    read.done();
    expect(reader.next().clicks.map((item) => item.record.messageNumber)).toEqual([2]);
  });

  it("a segment is deleted once all of it is done and a later one exists, not before", async () => {
    const at = folder();
    const journal = new FileJournal({ folder: at, key, run: "a", segmentBytes: 400 });
    const reader = new JournalReader(at, key);
    for (const index of numbers(10)) await journal.append(click(index));
    const files = readdirSync(at).length;
    expect(files).toBeGreaterThan(3);
    const read = reader.next();
    expect(read.clicks.map((item) => item.record.messageNumber)).toEqual(numbers(10));
    expect(readdirSync(at)).toHaveLength(files);
    read.done();
    expect(readdirSync(at)).toHaveLength(1);
    await journal.append(click(10));
    expect(reader.next().clicks.map((item) => item.record.messageNumber)).toEqual([10]);
  });

  it("more than is read at once comes with the next calls, and nothing is deleted unread", async () => {
    const at = folder();
    const journal = new FileJournal({ folder: at, key, run: "a" });
    const big = { ...click(0), headers: { "user-agent": "x".repeat(1_000) } };
    for (const _ of numbers(30)) await Promise.all(numbers(100).map(() => journal.append(big)));
    journal.close();
    await new FileJournal({ folder: at, key, run: "b" }).append(click(9));
    const reader = new JournalReader(at, key);
    let found = 0;
    for (let read = reader.next(); read.clicks.length > 0; read = reader.next()) {
      found += read.clicks.length;
      read.done();
    }
    expect(found).toBe(3_001);
    expect(readdirSync(at)).toEqual(["b-000001.clicks"]);
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
    appendFileSync(join(at, "a-000001.clicks"), Buffer.from([0, 0, 1, 0, 9, 9, 9]));
    expect(new JournalReader(at, key).next().clicks).toHaveLength(1);
  });
});
