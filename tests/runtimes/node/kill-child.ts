import { sendUntilDone } from "./send-until-done.ts";

/**
 * A sender that kills itself without a word at one point of its work, when it passes it for the `steps`-th time. Started by
 * kill.test.ts: kill-child.ts <database> <provider> <idempotency window> <point> <steps>
 */
const [url = "", provider = "", windowMs = "0", fatal = "", steps = "1"] = process.argv.slice(2);
let left = Number(steps);

await sendUntilDone({
  url,
  provider,
  windowMs: Number(windowMs),
  pass: (point) => {
    if (point !== fatal) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  },
});
