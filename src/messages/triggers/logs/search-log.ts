/**
 * The last id whose time lies before `at`, in a log whose ids grow with time: a binary search that asks for the first row from
 * an id on, some forty look-ups by primary key.
 */
export async function searchLog(
  newest: number,
  at: number,
  timeFrom: (id: number) => Promise<number | undefined>,
): Promise<number> {
  let low = 0;
  let high = newest;
  while (low < high) {
    const middle = Math.floor((low + high) / 2) + 1;
    const time = await timeFrom(middle);
    if (time !== undefined && time < at) low = middle;
    else high = middle - 1;
  }
  return low;
}
