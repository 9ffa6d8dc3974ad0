/** One request to the provider. */
export type EmailRequest = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  /** To be called before the first byte of the request may have left: what fails earlier was surely not taken. */
  readonly onLeaving: () => void;
};

/** The answer, of which no more than `MAX_ANSWER_BYTES` is read. */
export type EmailAnswer = { readonly status: number; readonly headers: Headers; readonly text: string };

export const MAX_ANSWER_BYTES = 16_384;

/** How a request leaves: follows no redirect and throws whatever went wrong. Injected, as Node and the edge differ in it. */
export type PostEmail = (request: EmailRequest) => Promise<EmailAnswer>;
