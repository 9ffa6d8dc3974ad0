/** One request of a channel to its provider. Its address has been checked. */
export type OutgoingRequest = {
  readonly url: URL;
  readonly method?: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
  /** No more of the answer's body is read. 0: it says nothing that is needed. */
  readonly maxAnswerBytes: number;
  /** To be called before the first byte of the request may have left: what fails earlier was surely not taken. */
  readonly onLeaving: () => void;
};

export type ProviderAnswer = { readonly status: number; readonly headers: Headers; readonly text: string };

/**
 * How a request leaves: follows no redirect, connects to no private address, and throws whatever went wrong. Injected, since
 * Node's sockets and the edge's fetch know different things about what has left.
 */
export type PostRequest = (request: OutgoingRequest) => Promise<ProviderAnswer>;
