import { createSecretKey } from "node:crypto";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { ClickRecord } from "#clicks/click-record.ts";
import { FileJournal } from "./file-journal.ts";
import { JournalReader } from "./journal-reader.ts";

// The disk itself, with a write that can be made to fail: what the kernel does when space runs out.
vi.mock("node:fs", async (load) => {
  const fs = await load<typeof import("node:fs")>();
  return { ...fs, writeSync: vi.fn(fs.writeSync) };
});
const { writeSync: realWrite } = await vi.importActual<typeof import("node:fs")>("node:fs");

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

  it("a segment is deleted once it is closed and all of it is done, not before", async () => {
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
    expect(readdirSync(at)).toEqual(["b-000001.open"]);
  });

  it.each([
    ["b", "later"],
    ["a", "the same"],
    ["A", "earlier"],
  ])("a process named %s, %s by its name than the one before, loses no click of either", async (run) => {
    const at = folder();
    const before = new FileJournal({ folder: at, key, run: "a" });
    await before.append(click(0));
    before.close();
    const journal = new FileJournal({ folder: at, key, run });
    const reader = new JournalReader(at, key);
    const seen: number[] = [];
    for (const number of numbers(10)) {
      await journal.append(click(1 + number));
      const read = reader.next();
      seen.push(...read.clicks.map((item) => item.record.messageNumber));
      read.done();
    }
    expect(seen).toHaveLength(11);
    expect(new Set(seen)).toEqual(new Set(numbers(11)));
    expect(readdirSync(at).filter((file) => file.endsWith(".open"))).toHaveLength(1);
  });

  it("what a killed process left open is closed by the next, and deleted when it is done", async () => {
    const at = folder();
    await new FileJournal({ folder: at, key, run: "a" }).append(click(1));
    expect(readdirSync(at)).toEqual(["a-000001.open"]);
    const journal = new FileJournal({ folder: at, key, run: "b" });
    expect(readdirSync(at).sort()).toEqual(["a-000001.clicks", "b-000001.open"]);
    const reader = new JournalReader(at, key);
    const read = reader.next();
    // Closed between the listing and the reading: read under its new name with the next call.
    journal.close();
    expect(read.clicks).toHaveLength(1);
    read.done();
    reader.next().done();
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
    appendFileSync(join(at, "a-000001.open"), Buffer.from([0, 0, 1, 0, 9, 9, 9]));
    expect(new JournalReader(at, key).next().clicks).toHaveLength(1);
  });

  it("after a write that failed in the middle nothing that is answered later is lost", async () => {
    const at = folder();
    const journal = new FileJournal({ folder: at, key, run: "a" });
    await journal.append(click(1));
    vi.mocked(writeSync)
      .mockImplementationOnce((descriptor, bytes, from) =>
        realWrite(descriptor, Buffer.from(bytes as unknown as Uint8Array), Number(from), 20),
      )
      .mockImplementationOnce(() => {
        throw Object.assign(new Error("no space"), { code: "ENOSPC" });
      });
    await expect(journal.append(click(2))).rejects.toThrow("no space");
    for (const number of numbers(100)) await journal.append(click(10 + number));
    const reader = new JournalReader(at, key);
    const read = reader.next();
    expect(read.clicks.map((item) => item.record.messageNumber)).toEqual([
      1,
      ...numbers(100).map((number) => 10 + number),
    ]);
    read.done();
    expect(readdirSync(at)).toEqual(["a-000002.open"]);
  });

  it("a damaged frame costs its own clicks and no others, and its segment is put aside", async () => {
    const at = folder();
    const journal = new FileJournal({ folder: at, key, run: "a" });
    for (const number of numbers(3)) await journal.append(click(number));
    journal.close();
    const path = join(at, "a-000001.clicks");
    const bytes = readFileSync(path);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await new FileJournal({ folder: at, key, run: "b" }).append(click(9));
    const read = new JournalReader(at, key).next();
    expect(read.clicks.map((item) => item.record.messageNumber)).toEqual([1, 2, 9]);
    read.done();
    expect(readdirSync(at).sort()).toEqual(["a-000001.clicks.damaged", "b-000001.open"]);
  });

  it("a reader tells by how much the journal has grown, also where a new segment was begun or none is left", async () => {
    const at = folder();
    const reader = new JournalReader(at, key);
    expect(reader.grown()).toBe(0);
    const journal = new FileJournal({ folder: at, key, run: "a", segmentBytes: 1_000 });
    await journal.append(click(1));
    const first = reader.grown();
    expect(first).toBe(statSync(join(at, "a-000001.open")).size);
    expect(reader.grown()).toBe(0);
    await journal.append(click(2));
    expect(reader.grown()).toBe(first);
    for (const number of numbers(9)) await journal.append(click(number));
    expect(reader.grown()).toBeGreaterThan(0);
    journal.close();
    reader.next().done();
    expect(reader.grown()).toBe(0);
  });
});
