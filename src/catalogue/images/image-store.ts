/** Where files of pictures are. A name is written once and never with other bytes, so whoever has it has it for good. */
export type ImageStore = {
  put(name: string, body: Uint8Array<ArrayBuffer>): Promise<void>;
  get(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
};
