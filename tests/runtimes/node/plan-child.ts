import { DAY_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { storeWith } from "#tests/worlds/choosing-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { START } from "#tests/worlds/message-world.ts";

/**
 * A planner that kills itself without a word before one operation on the store. Started by kill.test.ts:
 * plan-child.ts <database> <operation>
 */
const [url = "", operation = "1"] = process.argv.slice(2);
const store = await freshStore(url);
const kill = async () => {
  process.kill(process.pid, "SIGKILL");
  // The signal comes when it comes: nothing else is done until then.
  await new Promise(() => undefined);
};
await planMessages(storeWith(store, Number(operation), kill), START, { planAheadMs: DAY_MS, graceMs: DAY_MS });
