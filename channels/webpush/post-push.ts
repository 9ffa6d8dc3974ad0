/** One request to a push service. Its address has been checked. */
export type PushRequest = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
  /** To be called before the first byte of the request may have left: what fails earlier was surely not taken. */
  readonly onLeaving: () => void;
};

/** The head of the answer; what follows it says nothing that is needed, and is not read. */
export type PushAnswer = { readonly status: number; readonly headers: Headers };

/**
 * How a request leaves: follows no redirect, connects to no private address, and throws whatever went wrong. Injected, since
 * Node's sockets and the edge's fetch know different things about what has left.
 */
export type PostPush = (request: PushRequest) => Promise<PushAnswer>;
