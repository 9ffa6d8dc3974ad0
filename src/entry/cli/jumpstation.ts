import type { Command } from "./commands/command.ts";

/** `jumpstation <command> …`: one file a command in commands/. */
type Load = () => Promise<{ readonly command: Command }>;

const commands: Readonly<Record<string, Load>> = {
  backup: () => import("./commands/backup.ts"),
  export: () => import("./commands/export.ts"),
  import: () => import("./commands/import.ts"),
  predict: () => import("./commands/predict.ts"),
  restore: () => import("./commands/restore.ts"),
  verify: () => import("./commands/verify.ts"),
};

const [name = "", ...args] = process.argv.slice(2);
const load = Object.hasOwn(commands, name) ? commands[name] : undefined;

if (load === undefined) {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([each, open]) => `  ${each.padEnd(12)}${(await open()).command.summary}`),
  );
  const isAsked = name === "" || name === "help" || name === "--help";
  (isAsked ? console.log : console.error)(`jumpstation <command>\n\n${lines.join("\n")}`);
  process.exitCode = isAsked ? 0 : 2;
} else {
  const { command } = await load();
  if (args.includes("--help")) console.log(`${command.summary}\n\n${command.usage}`);
  else process.exitCode = await command.run(args);
}
