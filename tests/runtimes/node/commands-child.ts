import { runCommand } from "#entry/cli/run-command.ts";

/** Runs commands one after the other, each as `npm run jumpstation -- …` would, and marks where each ended: <JSON list of argument lists> */
const [lists = "[]"] = process.argv.slice(2);
for (const args of JSON.parse(lists) as ReadonlyArray<readonly string[]>) {
  const status = await runCommand(args);
  process.stdout.write(`\n--- ${status}\n`);
}
process.exit(0);
