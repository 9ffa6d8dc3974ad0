/**
 * The rooms of the house, lowest first. A room may import from rooms of a lower rank only;
 * rooms of one rank are siblings and never import each other.
 * The linter config and the architecture test both read this list.
 */
export type Room = { readonly name: string; readonly path: string; readonly rank: number };

const ranks: ReadonlyArray<readonly [path: string, ...more: string[]]> = [
  ["src/kernel"],
  ["content", "templates", "tracking", "channels"],
  ["src/store"],
  ["src/web"],
  ["src/access"],
  ["src/customers"],
  ["src/catalogue"],
  ["src/clicks"],
  ["src/predict"],
  ["src/segments"],
  ["src/messages"],
  ["src/outbound"],
  ["src/calls"],
  ["src/me"],
  ["src/console"],
  ["src/entry"],
];

export const rooms: readonly Room[] = ranks.flatMap((paths, rank) =>
  paths.map((path) => ({ name: path.replace("src/", ""), path, rank })),
);

/** Names of the rooms that `room` must not import from. */
export function forbiddenFor(room: Room): readonly string[] {
  return rooms.filter((other) => other.name !== room.name && other.rank >= room.rank).map((other) => other.name);
}
