import type { MergeView } from "#templates/merge-view.ts";

/**
 * A message's view without what only she may hear: whoever picks up is not known to be her. No name, nothing that was
 * chosen for her, no code of a gift, no fact of an order, nothing that the template was given of its own.
 */
export function spokenView(view: MergeView): MergeView {
  const { vendor, customer, notice, gift, preferencesUrl, unsubscribeUrl, occurrenceDate } = view;
  return {
    vendor,
    customer: { locale: customer.locale },
    slots: {},
    preferencesUrl,
    unsubscribeUrl,
    occurrenceDate,
    ...(notice === undefined ? {} : { notice: { title: notice.title, paragraphs: [] } }),
    ...(gift === undefined ? {} : { gift: { title: gift.title, link: gift.link } }),
  };
}
