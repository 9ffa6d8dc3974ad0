export type RingTask = {
  readonly title: string;
  readonly task: string;
  readonly settings: Readonly<Record<string, unknown>>;
};

/** A question for each task of the ring. */
export const ringPredictions: Readonly<Record<string, RingTask>> = {
  activity: { title: "Buys again", task: "activity", settings: { horizonDays: 60 } },
  cluster: { title: "Groups", task: "cluster", settings: {} },
  dormancy: { title: "Falls asleep", task: "dormancy", settings: { horizonDays: 60, quietDays: 180 } },
  hit_and_run: { title: "Never again", task: "hit-and-run", settings: { horizonDays: 60 } },
  next: { title: "Buys next", task: "next", settings: { horizonDays: 60 } },
  propensity: {
    title: "Buys seeds",
    task: "propensity",
    settings: { horizonDays: 60, outcome: { event: "purchase", category: "seeds" } },
  },
  sale: { title: "Sales of categories", task: "sale", settings: { horizonDays: 60 } },
  spending: { title: "Spends", task: "spending", settings: { horizonDays: 60 } },
  timing: { title: "When", task: "timing", settings: { horizonDays: 60 } },
};
