import { fine, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";

/** What the server would refuse to start with. */
export const configuration: Check = async ({ faults }) =>
  faults.length === 0
    ? [fine("configuration", "Every word of the environment can be used.")]
    : faults.map((fault) => {
        const at = fault.indexOf(": ");
        return wrong("configuration", `${fault.slice(0, at)} can't be used.`, fault.slice(at + 2));
      });
