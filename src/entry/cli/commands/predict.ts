import type { Command } from "./command.ts";

/** `jumpstation predict <subcommand> …`: one file a subcommand, beside this one. */
type Load = () => Promise<{ readonly command: Command }>;

const subcommands: Readonly<Record<string, Load>> = {
  evaluate: () => import("./predict-evaluate.ts"),
  fit: () => import("./predict-fit.ts"),
  reproduce: () => import("./predict-reproduce.ts"),
  score: () => import("./predict-score.ts"),
  train: () => import("./predict-train.ts"),
};

const usage = `jumpstation predict <${Object.keys(subcommands).join("|")}> …

jumpstation predict <subcommand> --help says more.`;

export const command: Command = { summary: "Fit, score and check predictions.", usage, run };

async function run(args: readonly string[]): Promise<number> {
  const [name = "", ...rest] = args;
  const load = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (load === undefined) {
    console.error(usage);
    return 2;
  }
  const { command: subcommand } = await load();
  return subcommand.run(rest);
}
