/** Somebody whose every value can be told from all others. All of it is invented. */
export const canary = {
  email: "Quetzalina.Vandersploot@canary-people.example",
  phone: "+442079460958",
  firstName: "Quetzalina",
  lastName: "Vandersploot",
  address: "198.51.100.213",
  agent: "Mozilla/5.0 (X11; Linux x86_64) CanaryBrowser/77.31 Gecko/20100101",
  note: "Rang from the greenhouse about ultramarine begonias",
} as const;

/** What each value looks like wherever it might slip through. */
const telltales: readonly string[] = [
  canary.email,
  "canary-people",
  canary.phone,
  "2079460958",
  canary.firstName,
  canary.lastName,
  canary.address,
  "CanaryBrowser",
  "ultramarine begonias",
];

/** The core of the base64 of a text at each of the three places where it may begin inside a longer one. */
function base64Cores(text: string): readonly string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text, "utf8")]);
    // Leave out the characters that share bits with a neighbour.
    const encoded = bytes
      .toString("base64")
      .replaceAll("=", "")
      .slice(shift === 0 ? 0 : shift + 1, -1);
    return [encoded, encoded.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

function spellings(text: string): readonly string[] {
  const hex = Buffer.from(text, "utf8").toString("hex");
  return [text, encodeURIComponent(text), text.replaceAll("@", "=40"), hex, hex.toUpperCase()];
}

/** Both cases are one word, but not in base64. */
const plain = telltales.flatMap(spellings).map((text) => text.toLowerCase());
const encoded = [...telltales, ...telltales.map((text) => text.toLowerCase())].flatMap(base64Cores);

/** The telltale that a text gives away, however it is written; undefined for a text that keeps quiet. */
export function findCanary(text: string): string | undefined {
  const folded = text.toLowerCase();
  return plain.find((word) => folded.includes(word)) ?? encoded.find((word) => text.includes(word));
}
