/** What a file in this folder gives as `command`. */
export type Command = {
  /** One line of help. */
  readonly summary: string;
  readonly usage: string;
  /** Gives the exit status: 0 done, 1 failed, 2 asked for wrongly. */
  run(args: readonly string[]): Promise<number>;
};
