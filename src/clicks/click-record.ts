/** What is known of a click when it is answered: enough to judge it later, as many times as needed. */
export type ClickRecord = {
  /** Epoch ms of the request. */
  readonly at: number;
  /** click: a person's link; campaign: the same link for everybody; unsubscribe: its page was opened. */
  readonly purpose: "click" | "campaign" | "unsubscribe";
  readonly messageNumber: number;
  readonly linkNo: number;
  readonly method: string;
  readonly address: string;
  readonly asn?: number;
  /** The few headers that tell people from machines, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
};

/** A record with the name under which it is known for ever: projected twice, it is one row. */
export type JournaledClick = { readonly key: string; readonly record: ClickRecord };

/**
 * Where clicks are safe before they are answered. `append` resolves once the record outlives a killed process: an append
 * file on Node, the queue at the edge.
 */
export type ClickJournal = { append(record: ClickRecord): Promise<void> };
