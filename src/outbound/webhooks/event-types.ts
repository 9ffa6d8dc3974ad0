/** Everything that a webhook can tell. A type is never renamed: other systems switch on it. */
export const eventTypes = {
  "customer.created": "A customer came under a code of the vendor",
  "customer.changed": "Somebody stated something about a customer's profile",
  "customer.merged": "Two records turned out to be one customer",
  "customer.erased": "A customer was erased: forget her too",
  "consent.granted": "A customer agreed to receive something, or to be tracked",
  "consent.withdrawn": "A customer took an agreement back",
  "purchase.recorded": "An order or a return was reported",
  "message.accepted": "A provider took a message",
  "message.deferred": "A message was not taken now and is tried again",
  "message.rejected": "A message will not go out any more",
  "message.unknown": "A message left and its answer was lost",
  "message.delivered": "A provider told that a message arrived",
  "message.bounced": "A message came back",
  "click.settled": "A click was judged to be a person's",
  "customer.unsubscribed": "A customer left a newsletter",
  "segment.entered": "A customer came into a segment",
  "segment.left": "A customer fell out of a segment",
  "import.finished": "An import came to its end",
  "webhook.test": "Nothing happened: somebody tries the endpoint",
} as const;

export type EventType = keyof typeof eventTypes;

/** What an endpoint may ask for. A test is sent to the one endpoint that it tries. */
export const subscribableTypes = (Object.keys(eventTypes) as EventType[]).filter((type) => type !== "webhook.test");
