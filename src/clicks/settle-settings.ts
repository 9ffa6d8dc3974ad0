export type SettleSettings = {
  /** Lets others have the thread between two batches. */
  readonly breathe?: (() => Promise<void>) | undefined;
  /** Batches of one round; what is left waits for the next. */
  readonly mostBatches?: number;
};
