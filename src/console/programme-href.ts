import { hrefOf } from "./list-search.ts";

/** Where a programme is looked at, by its code: a newsletter's never has a dot. */
export function programmeHref(code: string): string {
  if (code.startsWith("trigger.")) return `/console/triggers/${code.slice("trigger.".length)}`;
  return code.includes(".") ? hrefOf("/console/messages", { newsletter: code }) : `/console/newsletters/${code}`;
}
