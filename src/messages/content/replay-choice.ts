import { slotsOf } from "#messages/newsletters/slots-of.ts";
import { sql } from "drizzle-orm";
import { LESS_WANTED } from "#predict/less-wanted.ts";
import { NEWSLETTER_LEFT } from "#predict/newsletter-choice.ts";
import type { Store } from "#store/store.ts";
import { loadReaders } from "./load-readers.ts";
import { choose, type ChosenPick, pickOf } from "./newsletter-content.ts";
import type { Occasion } from "./select-for.ts";
import type { Shelf, ShelfSource } from "./shelf.ts";

export type ReplayQuestion = {
  readonly messageNumber: number;
  /** Message id of the event that is thought away. */
  readonly withoutEvent: string;
};

/**
 * What a message would have chosen if one event had not come in. undefined where the choice can't be made again as it was,
 * since catalogue, rules or what is known of the customer have changed: then nobody can tell.
 */
export type ReplayChoice = (question: ReplayQuestion) => Promise<readonly ChosenPick[] | undefined>;

export type ReplayDeps = { readonly store: Store; readonly shelf: ShelfSource };

/**
 * Makes a choice again as of its own moment, by the same selector with the same seed: first with everything that was known, which
 * must give what the message showed, then without the event. What differs then is due to the event and to nothing else.
 */
export function replayChoice({ store, shelf: shelfOf }: ReplayDeps): ReplayChoice {
  return async ({ messageNumber, withoutEvent }) => {
    const made = await findMade(store, messageNumber);
    if (made === undefined) return undefined;
    const shelf = await shelfOf(slotsOf(made.slots));
    const again = await chooseAgain(store, { shelf, made });
    if (placesOf(again) !== placesOf(JSON.parse(made.picks) as ChosenPick[])) return undefined;
    return chooseAgain(store, { shelf, made, without: withoutEvent });
  };
}

type Made = Occasion & {
  readonly chosenAt: number;
  readonly picks: string;
  readonly slots: string;
};

/**
 * Only a message of somebody who is still tracked, and who was never merged: whose seed and facts are still her own. What she
 * wanted less of, or has given up since, is no signal that could be found again.
 */
async function findMade(store: Store, messageNumber: number): Promise<Made | undefined> {
  const [row] = await store.read<Made>(
    sql`select c.id as customerId, c.locale, c.zone, m.channel, m.occurrence_on as occurrenceOn, n.code as newsletterCode, n.slots,
        m.inputs ->> 'date' as chosenAt, m.inputs ->> 'picks' as picks
      from messages m join customers c on c.id = m.customer_id join newsletters n on n.id = m.newsletter_id
      where m.id = ${messageNumber} and m.inputs ->> 'date' is not null and m.inputs ->> 'picks' is not null
        and c.is_tracked = 1 and c.erased_at is null and c.merged_into is null
        and not exists (select 1 from events e where e.customer_id = c.id and (e.name = ${LESS_WANTED}
          or (e.name = ${NEWSLETTER_LEFT} and e.received_at > m.inputs ->> 'date')))`,
  );
  return row;
}

type Again = { readonly shelf: Shelf; readonly made: Made; readonly without?: string };

async function chooseAgain(store: Store, { shelf, made, without }: Again): Promise<readonly ChosenPick[]> {
  const { eventNames, attributeNames } = shelf;
  const readers = await loadReaders(store, {
    customerIds: [made.customerId],
    now: made.chosenAt,
    past: { without },
    eventNames,
    attributeNames,
  });
  const about = { message: made, reader: readers.get(made.customerId), now: made.chosenAt };
  return choose(shelf, about).map(({ item }) => pickOf(item));
}

/** What stands where: a reason's words may say the same in another way. */
function placesOf(picks: readonly ChosenPick[]): string {
  return JSON.stringify(picks.map(({ slot, code }) => [slot, code]));
}
