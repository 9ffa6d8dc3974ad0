import type { NewEvent } from "#customers/record-events.ts";
import type { Verdict } from "#tracking/verdict.ts";
import type { ClickRow } from "./judge-clicks.ts";
import { OPT_OUT_LINK } from "./opt-out-link.ts";

/** The id of a click's event among the room's own. */
export function eventIdOf(clickId: number): string {
  return `click:${clickId}`;
}

/** What a person's click is in the record of the customer to whom the message went. */
export function eventOf(click: ClickRow): NewEvent {
  return {
    messageId: eventIdOf(click.id),
    customerId: click.customerId,
    kind: "click",
    name: "click",
    category: click.category === "" ? null : click.category,
    productCode: click.productCode === "" ? null : click.productCode,
    at: click.at,
    source: "jumpstation",
    channel: "email",
  };
}

/** An opened unsubscribe page is no interest, and without consent to be tracked nothing is kept under a name. */
export function isBehaviour(click: ClickRow, verdict: Verdict): boolean {
  return verdict === "person" && click.customerId > 0 && click.isTracked === 1 && click.linkNo !== OPT_OUT_LINK;
}
