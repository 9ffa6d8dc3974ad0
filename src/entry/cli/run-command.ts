import type { Command } from "./commands/command.ts";

/** `jumpstation <command> …`: one file a command in commands/. */
type Load = () => Promise<{ readonly command: Command }>;

const commands: Readonly<Record<string, Load>> = {
  backup: () => import("./commands/backup.ts"),
  codes: () => import("./commands/codes.ts"),
  doctor: () => import("./commands/doctor.ts"),
  export: () => import("./commands/export.ts"),
  import: () => import("./commands/import.ts"),
  predict: () => import("./commands/predict.ts"),
  restore: () => import("./commands/restore.ts"),
  verify: () => import("./commands/verify.ts"),
};

/** Runs what the words after `jumpstation` ask for; gives the exit status. */
export async function runCommand([name = "", ...args]: readonly string[]): Promise<number> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) return tellCommands(name);
  const { command } = await load();
  if (!args.includes("--help")) return command.run(args);
  console.log(`${command.summary}\n\n${command.usage}`);
  return 0;
}

async function tellCommands(name: string): Promise<number> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([each, open]) => `  ${each.padEnd(12)}${(await open()).command.summary}`),
  );
  const isAsked = name === "" || name === "help" || name === "--help";
  (isAsked ? console.log : console.error)(`jumpstation <command>\n\n${lines.join("\n")}`);
  return isAsked ? 0 : 2;
}
