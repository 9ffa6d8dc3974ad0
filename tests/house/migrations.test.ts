import { describe, expect, it } from "vitest";
import { narrows } from "#store/check-floor.ts";
import { knownMigrations } from "#store/known-migrations.ts";
import { listTree, readTree } from "./tree.ts";

const files = listTree()
  .filter((path) => /^src\/store\/migrations\/\d+_\w+\.sql$/.test(path))
  .sort();

describe("migrations", () => {
  it("are those that the code says it knows", () => {
    expect(files.map((path) => path.split("/").at(-1))).toEqual([...knownMigrations]);
  });

  it("after the first one, each that takes something away raises the floor in the same batch", () => {
    const silent = files.slice(1).filter((path) => {
      const text = readTree(path);
      return narrows(text) && !/insert into [`"]?schema_floor/i.test(text);
    });
    expect(silent).toEqual([]);
  });

  it("are told apart: what widens needs no newer code, what narrows does", () => {
    const widens = [
      "ALTER TABLE `messages` ADD `shade` text;",
      "ALTER TABLE `messages` ADD COLUMN shade integer DEFAULT 0 NOT NULL;",
      "CREATE TABLE `shades` (`id` integer PRIMARY KEY NOT NULL);",
      "CREATE INDEX `a` ON `messages` (`shade`);",
    ];
    const narrowing = [
      "ALTER TABLE `messages` DROP COLUMN `inputs`;",
      'ALTER TABLE `messages` RENAME COLUMN "a" TO "b";',
      "CREATE TABLE `x` (`id` integer);--> statement-breakpoint\nDROP TABLE `messages`;",
      "ALTER TABLE `__new_messages` RENAME TO `messages`;",
      "ALTER TABLE `messages` ADD `shade` text NOT NULL;",
      "CREATE UNIQUE INDEX `a` ON `messages` (`shade`);",
      "CREATE TRIGGER t BEFORE UPDATE ON messages BEGIN SELECT RAISE(ABORT, 'no'); END;",
    ];
    expect(widens.map(narrows)).toEqual(widens.map(() => false));
    expect(narrowing.map(narrows)).toEqual(narrowing.map(() => true));
  });
});
