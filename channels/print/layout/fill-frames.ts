import type { Box, Mark } from "./page.ts";
import { moveMark, type Piece } from "./pieces.ts";

/** Pieces from top to bottom, frame after frame: the marks of each frame. At least one. */
export function fillFrames(pieces: readonly Piece[], frameOf: (index: number) => Box): readonly (readonly Mark[])[] {
  const frames: Mark[][] = [[]];
  let frame = frameOf(0);
  let used = 0;
  for (const piece of pieces) {
    const before = used === 0 ? 0 : piece.before;
    if (used > 0 && used + before + piece.height > frame.height) {
      frame = frameOf(frames.length);
      frames.push([]);
      used = 0;
    }
    const top = used === 0 ? 0 : used + before;
    frames.at(-1)?.push(...piece.marks.map((mark) => moveMark(mark, frame.x, frame.y + top)));
    used = top + piece.height;
  }
  return frames;
}
