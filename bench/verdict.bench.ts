import { driveTraces } from "./kit/verdict/drive-traces.ts";
import { makeTraces } from "./kit/verdict/make-traces.ts";
import { balanced, tallyByScenario, tallyVerdicts, type Tally } from "./kit/verdict/tally-verdicts.ts";
import type { Trace } from "./kit/verdict/trace.ts";

/**
 * Person or machine, on labelled traces: `--seen` for the half with which rules are written, otherwise the other one;
 * `--seed=1` and `--per-scenario=20`. Each half is judged twice, with the autonomous system in the records (at the edge) and
 * without (on a server of one's own); `precision` and `recall` are the lower of the two, and what the bars of 0.99 and 0.95
 * are held against. `atFirst` is the same after ten seconds, before the later looks.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const half = process.argv.includes("--seen") ? "seen" : "unseen";
  const [seed, perScenario] = [option("seed", 1), option("per-scenario", 20)];
  const traces = makeTraces({ seed, half, perScenario });
  const edge = await measure(traces, true);
  const server = await measure(traces, false);
  console.log(`\n${half} half, seed ${seed}, ${perScenario} traces of each scenario; with the network's number:`);
  console.table(edge.perScanner);
  console.log("\nwithout the network's number:");
  console.table(server.perScanner);
  return {
    half,
    seed,
    perScenario,
    traces: traces.length,
    requests: traces.reduce((total, { requests }) => total + requests.length, 0),
    precision: Math.min(edge.all.precision ?? 0, server.all.precision ?? 0),
    recall: Math.min(edge.all.recall ?? 0, server.all.recall ?? 0),
    atFirst: { edge: edge.first, server: server.first },
    changedByRerun: edge.changedByRerun + server.changedByRerun,
    edge: { ...edge.all, balanced: edge.balanced },
    server: { ...server.all, balanced: server.balanced },
    perScanner: edge.perScanner,
    perScannerOnServer: server.perScanner,
  };
}

type Measured = {
  readonly all: Tally;
  readonly first: Pick<Tally, "precision" | "recall">;
  readonly balanced: ReturnType<typeof balanced>;
  readonly changedByRerun: number;
  readonly perScanner: Readonly<Record<string, Tally>>;
};

async function measure(traces: readonly Trace[], knowsNetworks: boolean): Promise<Measured> {
  const judged = await driveTraces(traces, { knowsNetworks });
  const perScanner = tallyByScenario(judged);
  const first = tallyVerdicts(judged.map((one) => ({ ...one, verdict: one.firstVerdict })));
  return {
    all: tallyVerdicts(judged),
    first: { precision: first.precision, recall: first.recall },
    balanced: balanced(Object.values(perScanner)),
    changedByRerun: judged.filter(({ isChangedByRerun }) => isChangedByRerun).length,
    perScanner,
  };
}

function option(name: string, otherwise: number): number {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split("=")[1];
  return given === undefined ? otherwise : Number(given);
}
