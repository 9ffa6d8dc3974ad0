/** Why a file can't be read on, in words for whoever made it. What stood before the place was whole. */
export type FileFault = {
  /** Physical line, from 1; 0 where the file as a whole is meant. */
  readonly line: number;
  /** Record, from 1, headers and blank lines not counted; 0 before the first. */
  readonly record: number;
  readonly reason: string;
};

/** Thrown by byte sources and decoders, which stand too deep in streams to return it; `readBlocks` makes it a value. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
  readonly fault: FileFault;

  constructor(fault: FileFault) {
    super(fault.reason);
    this.fault = fault;
  }
}

export function wholeFile(reason: string): FileFault {
  return { line: 0, record: 0, reason };
}
