import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { systemClock } from "#entry/runtime.ts";
import { findChampion } from "#predict/registry/models/model.ts";
import { findPrediction, predictionBody } from "#predict/registry/prediction.ts";
import { putPrediction } from "#predict/registry/put-prediction.ts";
import { manualClock } from "#kernel/clock.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { NOW, populate } from "#tests/worlds/predicted-world.ts";
import { openPredictionThread } from "./open-prediction-thread.ts";

const folder = mkdtempSync(join(tmpdir(), "jumpstation-predictions-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("the thread learns and scores beside the one writer, who writes for it", async () => {
  const url = `file:${join(folder, "own.db")}`;
  const store = await freshStore(url);
  await populate(store, { people: 200, days: 150 });
  const deps = { store, clock: manualClock(NOW) };
  const prediction = predictionBody.parse({ title: "Next", task: "next", settings: { horizonDays: 30 } });
  await putPrediction({ deps, actor: { kind: "system", id: "test" }, input: { code: "next_category", prediction } });
  // The thread has the machine's own clock: what was known is as old there as it is.
  await store.write([
    { sql: "update purchase_lines set at = at + ?", params: [systemClock.now() - NOW] },
    { sql: "update purchases set at = at + ?1, received_at = received_at + ?1", params: [systemClock.now() - NOW] },
  ]);
  const told: string[] = [];
  const thread = openPredictionThread({ url }, { store, log: (event) => told.push(event) });
  await thread.turn();
  expect(told).toContain("prediction_scored");
  const declared = await findPrediction(store, "next_category");
  expect(await findChampion(store, declared?.id ?? 0)).toMatchObject({ version: 1, state: "champion" });
  const [row] = await store.read<{ n: number }>({ sql: "select count(*) as n from score_details", params: [] });
  expect(row?.n).toBeGreaterThan(150);
  await thread.close();
  await store.close();
}, 30_000);
