import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { epochDayOf } from "#kernel/calendar.ts";
import { seededRandom } from "#kernel/random.ts";
import { clusterModel } from "#predict/clusters/cluster-model.ts";
import { drawNormal } from "#predict/numerics/draws.ts";
import { matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import { cpuClock, round } from "../measure.ts";

type Figures = Record<string, number | string>;

const CUT = epochDayOf("1997-09-30");
const MILLION = 1_000_000;
const KPIS = ["recency", "repeats", "spend"];

/** Clusters of CDNOW's sample by recency, frequency and money, and the cost of a million rows. */
export function clusters(data: string): Figures {
  return { ...sample(join(data, "cdnow/CDNOW_sample.txt")), ...million() };
}

function sample(path: string): Figures {
  if (!existsSync(path)) return { cdnowClusters: `left out: there is no ${path}` };
  const histories = new Map<string, { days: Set<number>; spend: number }>();
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const [, id = "", date = "", , spend = ""] = line.trim().split(/\s+/);
    if (!/^\d{8}$/.test(date)) continue;
    const day = epochDayOf(date.replace(/(....)(..)(..)/, "$1-$2-$3"));
    if (day > CUT) continue;
    const known = histories.get(id) ?? { days: new Set(), spend: 0 };
    histories.set(id, { days: known.days.add(day), spend: known.spend + Number(spend) });
  }
  const each = [...histories.values()];
  const rows = matrixOf([
    numberColumn(
      "recency",
      each.map(({ days }) => (CUT - Math.max(...days)) / 7),
    ),
    numberColumn(
      "repeats",
      each.map(({ days }) => Math.log1p(days.size - 1)),
    ),
    numberColumn(
      "spend",
      each.map(({ spend }) => Math.log1p(spend)),
    ),
  ]);
  const clock = cpuClock();
  const five = clusterModel({ kpis: KPIS, k: 5, resamples: 0 }).fit(rows, { random: seededRandom(1) });
  const seconds = round(clock().cpuMs / 1_000);
  const chosen = clusterModel({ kpis: KPIS }).fit(rows, { random: seededRandom(1) });
  return {
    cdnowInertia5: round(five.inertia, 2),
    cdnowFitCpuSeconds: seconds,
    cdnowChosen: chosen.clusters.map(({ name, size }) => `${name}: ${size}`).join("; "),
    cdnowStabilities: chosen.stabilities.map(({ k, stability }) => `${k}: ${round(stability, 3)}`).join("; "),
    cdnowChoiceCpuSeconds: round(clock().cpuMs / 1_000 - seconds),
  };
}

/** Five groups in five columns that overlap. */
function million(): Figures {
  const random = seededRandom(2);
  const rows = matrixOf(
    Array.from({ length: 5 }, (_, column) =>
      numberColumn(
        `kpi${column}`,
        Float64Array.from({ length: MILLION }, (_, row) => drawNormal(random) + (row % 5 === column ? 3 : 0)),
      ),
    ),
  );
  const kpis = rows.columns.map(({ name }) => name);
  const clock = cpuClock();
  const fitted = clusterModel({ kpis, k: 5, starts: 20, resamples: 0 }).fit(rows, { random: seededRandom(1) });
  const fitSeconds = round(clock().cpuMs / 1_000);
  fitted.score(rows);
  return { millionFitCpuSeconds: fitSeconds, millionScoreCpuSeconds: round(clock().cpuMs / 1_000 - fitSeconds) };
}
