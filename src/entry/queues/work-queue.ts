/** A message as its consumer sees it: the part of Cloudflare's Message that is used, and what a queue in the process gives too. */
export type QueueMessage<Body = unknown> = {
  /** Stays the same when the message is delivered again. */
  readonly id: string;
  readonly timestamp: Date;
  readonly body: Body;
  /** 1 at the first delivery. */
  readonly attempts: number;
  ack(): void;
  retry(options?: { readonly delaySeconds?: number }): void;
};

/** Messages that come together. What is neither acknowledged nor retried is acknowledged when the consumer returns, and retried when it throws. */
export type QueueBatch<Body = unknown> = {
  readonly queue: string;
  readonly messages: ReadonlyArray<QueueMessage<Body>>;
};

/** The producer's end. */
export type QueueProducer<Body> = {
  send(body: Body): Promise<unknown>;
  sendBatch(messages: Iterable<{ readonly body: Body }>): Promise<unknown>;
};
