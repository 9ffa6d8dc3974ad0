/** One request to one address, which has been checked; redirects are not followed. */
export type Exchange = {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
  /** Asked for every address that the name resolved to, before a connection is made to it and to no other. */
  readonly mayConnect: (address: string) => boolean;
  /** Called before the first byte of the request may have left: what failed earlier was surely not heard. */
  readonly onLeaving?: () => void;
};

export type Exchanged = {
  readonly status: number;
  readonly headers: Headers;
  /** Without its Content-Encoding; null where there is none. Cancelling it ends the connection. */
  readonly body: ReadableStream<Uint8Array> | null;
};

/** How requests leave: over Node's sockets, or the platform's fetch. Throws AddressRefused, or whatever went wrong. */
export type Transport = (exchange: Exchange) => Promise<Exchanged>;

/** The name resolved to an address that may not be asked; nothing was connected. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
}
