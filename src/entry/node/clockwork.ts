import { projectClicks, type ProjectDeps } from "#clicks/project-clicks.ts";
import type { FileJournal } from "#entry/journal/file-journal.ts";
import { tick, type TickDeps, type TickReport } from "#entry/tick.ts";
import type { Timer } from "#kernel/clock.ts";

export type ClockworkSettings = {
  readonly timer: Timer;
  readonly tickDeps: TickDeps;
  readonly projectDeps: ProjectDeps;
  readonly journal: FileJournal;
  readonly tickEveryMs: number;
  readonly projectEveryMs: number;
  readonly onTick: (report: TickReport) => void;
  /** A round that failed is told and tried again at its next time. */
  readonly onFault: (round: string, cause: unknown) => void;
};

export type Clockwork = {
  /** Ends after the rounds under way; the clicks that were answered are in the database then. */
  stop(): Promise<void>;
};

/** Node's own ticker: rounds never overlap themselves, and one that is late is simply late. */
export function startClockwork(settings: ClockworkSettings): Clockwork {
  const { journal, projectDeps, timer } = settings;
  const project = async () => {
    const taken = journal.take();
    if (taken.clicks.length === 0) return;
    try {
      await projectClicks(projectDeps, taken.clicks);
      taken.done();
    } catch (cause) {
      journal.giveBack(taken);
      throw cause;
    }
  };
  const rounds = [
    round({ ...settings, name: "project", everyMs: settings.projectEveryMs, timer }, project),
    round({ ...settings, name: "tick", everyMs: settings.tickEveryMs, timer }, async () =>
      settings.onTick(await tick(settings.tickDeps)),
    ),
  ];
  return {
    stop: async () => {
      await Promise.all(rounds.map((stop) => stop()));
      await project();
    },
  };
}

type Round = {
  readonly name: string;
  readonly everyMs: number;
  readonly timer: Timer;
  readonly onFault: ClockworkSettings["onFault"];
};

function round({ name, everyMs, timer, onFault }: Round, work: () => Promise<void>): () => Promise<void> {
  let isStopped = false;
  let cancel = () => {};
  let running: Promise<void> = Promise.resolve();
  const next = () => {
    cancel = timer.after(everyMs, () => {
      running = turn();
    });
  };
  const turn = async () => {
    try {
      await work();
    } catch (cause) {
      onFault(name, cause);
    }
    if (!isStopped) next();
  };
  next();
  return async () => {
    isStopped = true;
    cancel();
    await running;
  };
}
