import { findSender } from "#catalogue/sender.ts";
import { fine, notChecked, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";

/** Who speaks: until the vendor says so nothing is sent. */
export const sender: Check = async ({ database }) => {
  if (!("store" in database)) return [notChecked("sender", "The sender is in the database, which can't be read.")];
  return (await findSender(database.store)) === undefined
    ? [
        wrong(
          "sender",
          "Nobody has said yet who speaks: nothing is sent.",
          "Say it: PUT /v1/settings/sender, or /console/settings.",
        ),
      ]
    : [fine("sender", "The messages have a sender.")];
};
