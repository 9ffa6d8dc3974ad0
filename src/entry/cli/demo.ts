import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { demoStation, type DemoSettings } from "#entry/demo/demo-station.ts";
import { nextSelections } from "#entry/demo/next-selections.ts";
import { serveDemo } from "#entry/demo/serve-demo.ts";

const { values } = parseArgs({
  options: {
    once: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    customers: { type: "string", default: "2000" },
    days: { type: "string", default: "10" },
    seed: { type: "string", default: "20261122" },
    port: { type: "string", default: "8787" },
  },
});

const startedAt = performance.now();
const say = (words: string) => {
  if (!values.json) console.log(words);
};
let secondsToFirstMessage = 0;
const publicUrl = `http://127.0.0.1:${values.port}`;
const settings: DemoSettings = {
  url: `file:${join(mkdtempSync(join(tmpdir(), "jumpstation-demo-")), "demo.db")}`,
  seed: Number(values.seed),
  customers: Number(values.customers),
  days: Number(values.days),
  until: Date.now(),
  publicUrl,
  hasClicks: true,
  rootKey: randomBytes(32),
  onFirstMessage: () => {
    secondsToFirstMessage = Math.round((performance.now() - startedAt) / 100) / 10;
    say(`The first message is in the mailbox after ${secondsToFirstMessage} s.`);
  },
};

say(`Simulating ${settings.customers} customers over ${settings.days} days. Everybody here is invented.`);
const demo = await demoStation(settings);
const { report } = demo;

if (values.once) {
  const twin = await demoStation({ ...settings, url: ":memory:", hasClicks: false, onFirstMessage: () => undefined });
  const [chosen, twinChosen] = [
    await nextSelections(demo.station, settings.until),
    await nextSelections(twin.station, settings.until),
  ];
  const selectionsChangedByClicks = [...chosen].filter(([code, items]) => twinChosen.get(code) !== items).length;
  const { planned, sent, doubles, clicks, machineClicks } = report;
  const summary = {
    customers: demo.customers,
    planned,
    sent,
    doubles,
    clicks,
    machineClicks,
    selectionsChangedByClicks,
    secondsToFirstMessage,
  };
  if (!values.json) console.table(summary);
  console.log(JSON.stringify(summary));
  await demo.store.close();
  await twin.store.close();
} else {
  await serveDemo(demo, { settings, port: Number(values.port), say });
}
