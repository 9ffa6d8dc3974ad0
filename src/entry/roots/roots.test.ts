import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { seal, unseal } from "#customers/seal.ts";
import { tokenKeys, signToken, verifyToken } from "#tracking/token.ts";
import { openSealedFields } from "#entry/backup/sealed-fields.ts";
import { readConfig } from "#entry/config.ts";
import { manualClock } from "#kernel/clock.ts";
import { keyedHash, type Secret, secretFrom } from "#kernel/secret.ts";
import { deadLetterStatements } from "#messages/dead-letters/record-dead-letters.ts";
import { sealWebhookSecret } from "#outbound/webhooks/webhook-secret.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { resealFields } from "./reseal-fields.ts";
import { olderRoots, secretOf } from "./root-keys.ts";

const first = Buffer.alloc(32, 1);
const second = Buffer.alloc(32, 2);
const third = Buffer.alloc(32, 3);
const base64 = (root: Buffer) => root.toString("base64url");
const before = secretFrom(first);
const after = secretOf({ newest: second, older: olderRoots(`${base64(first)}@0`) });
const last = secretOf({ newest: third, older: olderRoots(`${base64(first)}@0,${base64(second)}@1`) });
const NOW = Date.UTC(2026, 10, 22);
const place = { table: "own_notes", key: "n1", column: "body" };
const linkKeys = (secret: Secret, active: number, old: readonly number[]) =>
  tokenKeys({
    active: { id: active, key: secret.keyFor(`link/${active}`) },
    verifyOnly: old.map((id) => ({ id, key: secret.keyFor(`link/${id}`), until: NOW + 1_000 })),
  });

describe("a new root key", () => {
  it("signs links from then on, and those that are out verify until their end, and never longer", () => {
    const payload = { messageNumber: 7, link: 1, day: 4_000 };
    const text = signToken(linkKeys(before, 0, []), "click", payload);
    const verify = (keys: ReturnType<typeof linkKeys>, now = NOW) =>
      verifyToken(keys, { purpose: "click", text }, now).ok;
    expect(verify(linkKeys(after, 1, [0]))).toBe(true);
    expect(verify(linkKeys(last, 2, [0, 1]))).toBe(true);
    expect(verify(linkKeys(after, 1, [0]), NOW + 1_000)).toBe(false);
    expect(verify(linkKeys(after, 1, []))).toBe(false);
    expect(verify(linkKeys(secretFrom(second), 1, [0]))).toBe(false);
    expect(after.keyFor("link/1").equals(before.keyFor("link/1"))).toBe(false);
  });

  it("opens what earlier ones sealed, seals under its own number, and earlier ones never open that", () => {
    const old = seal(before, place, "a note");
    expect([unseal(after, place, old), unseal(last, place, old)]).toEqual(["a note", "a note"]);
    const anew = seal(after, place, "a note");
    expect([old[0], anew[0]]).toEqual([1, 2]);
    expect([unseal(before, place, anew), unseal(secretFrom(second), place, anew)]).toEqual([undefined, undefined]);
    expect(unseal(last, place, anew)).toBe("a note");
  });

  it("ends sessions, and leaves whatever the database is looked up by as it was", () => {
    for (const purpose of ["sessions/1", "own-session/1"]) {
      expect(after.keyFor(purpose).equals(before.keyFor(purpose))).toBe(false);
    }
    for (const purpose of ["address/1", "api-key/1", "message-key/1", "click-journal/1"]) {
      expect(keyedHash(after.keyFor(purpose), "x")).toBe(keyedHash(before.keyFor(purpose), "x"));
    }
  });

  it("seals every field anew in the background, resumed where it stood, and what is changed meanwhile is left alone", async () => {
    const store = await freshStore();
    const clock = manualClock(NOW);
    const log = () => undefined;
    const letters = Array.from({ length: 1_200 }, (_, index) => ({
      queue: "clicks" as const,
      name: `c${index}`,
      body: `click ${index}`,
      reason: "projection_failed",
      letter: `c${index}`,
    }));
    await store.write(deadLetterStatements({ store, clock, secret: before, log }, letters));
    await store.write([
      sql`insert into webhook_endpoints (id, url, types, state, secret, old_secret, created_at, updated_at) values ('w1',
        'https://a.example', '[]', 'active', ${sealWebhookSecret(before, "w1", "new")},
        ${sealWebhookSecret(before, "w1", "old")}, 0, 0)`,
    ]);
    const deps = { store, clock, secret: after };
    const sealed: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) sealed.push(await resealFields(deps));
    expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(1_202);
    expect(Math.max(...sealed)).toBeLessThanOrEqual(1_000);
    expect(sealed.at(-1)).toBe(0);
    // The first root can go out of a copy that only opens fields.
    const onlyNew = secretOf({ newest: second, older: [{ root: Buffer.alloc(32, 9), lastLinkKey: 0 }] });
    const rows = <Row>(text: string) => store.read<Row>({ sql: text, params: [] });
    const { opened, closed } = await openSealedFields({ rows }, onlyNew);
    expect([opened > 1_000, closed]).toEqual([true, 0]);
    expect(await resealFields({ ...deps, secret: before })).toBe(0);
  });

  it("is told with the last link key of each earlier one, and must be another", () => {
    const good = { ROOT_KEY: base64(second), ROOT_KEYS_OLD: `${base64(first)}@0`, LINK_KEY: "1" };
    expect(readConfig(good).ok).toBe(true);
    expect(readConfig({ ...good, ROOT_KEYS_OLD: base64(first) }).ok).toBe(false);
    expect(readConfig({ ...good, LINK_KEY: "0" })).toMatchObject({
      ok: false,
      error: [expect.stringContaining("LINK_KEY")],
    });
    expect(readConfig({ ...good, ROOT_KEY: base64(first) }).ok).toBe(false);
  });
});
