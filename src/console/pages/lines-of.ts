/** The lines of a text area that say something, each with its number from 1. */
export function linesOf(text: string): ReadonlyArray<{ readonly number: number; readonly text: string }> {
  return text
    .split("\n")
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== "");
}
