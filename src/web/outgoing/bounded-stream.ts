/** An answer's body that ended before its end. */
export class OutgoingBroken extends Error {
  override readonly name = "OutgoingBroken";
  readonly reason: "timeout" | "too_large" | "broken";

  constructor(reason: OutgoingBroken["reason"], options?: ErrorOptions) {
    super(`The answer broke off: ${reason}.`, options);
    this.reason = reason;
  }
}

export type BoundedStream = {
  readonly body: ReadableStream<Uint8Array> | null;
  readonly maxBytes: number;
  /** Why a read failed. */
  readonly why: () => "timeout" | "broken";
  /** Called once: at the end, at the first fault, or when the reader has had enough. */
  readonly onEnd: () => void;
};

/** The same bytes, pulled one part at a time, as long as they are not more than allowed. */
export function boundedStream({ body, maxBytes, why, onEnd }: BoundedStream): ReadableStream<Uint8Array> {
  const reader = body?.getReader();
  let size = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const part = await reader?.read().catch((cause: unknown) => new OutgoingBroken(why(), { cause }));
        if (part instanceof OutgoingBroken) {
          onEnd();
          controller.error(part);
        } else if (part === undefined || part.done) {
          onEnd();
          controller.close();
        } else {
          size += part.value.byteLength;
          if (size <= maxBytes) return controller.enqueue(part.value);
          onEnd();
          controller.error(new OutgoingBroken("too_large"));
          await reader?.cancel().catch(() => undefined);
        }
      },
      cancel: async () => {
        onEnd();
        await reader?.cancel().catch(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
