import type { OutgoingMessage, PrintContent } from "#channels/channel.ts";
import { postalText } from "#channels/postal-address.ts";

export const ada = {
  addressee: "Ada Byron",
  line1: "12 High Street",
  line2: "",
  city: "Springfield",
  region: "IL",
  postcode: "62701",
  country: "US",
} as const;

/** 2026-11-22, nine in the morning, UTC. */
const NOVEMBER_22 = 1_795_338_000_000;

/** What is nobody's postal address. */
export const strangers = [
  "",
  "nobody",
  "b@x.example",
  "+12025550100",
  "Ada Byron\n12 High Street\nSpringfield",
  postalText({ ...ada, addressee: "" }),
  postalText({ ...ada, line1: "" }),
  postalText({ ...ada, city: "" }),
  postalText({ ...ada, country: "USA" }),
  postalText({ ...ada, line2: "Flat 3\nSecond line" }),
  postalText({ ...ada, city: "Spring\tfield" }),
  `${postalText(ada)}\n${postalText(ada)}`,
];

export function letterMessage(index: number, change: { readonly to?: string } = {}): OutgoingMessage<PrintContent> {
  return {
    messageNumber: index,
    key: `messagekey${index.toString(32).padStart(6, "2")}`,
    to: change.to ?? postalText({ ...ada, addressee: `Reader ${index}` }),
    date: NOVEMBER_22,
    content: {
      kind: "print",
      format: "letter",
      pdf: Uint8Array.from(Buffer.from(`%PDF-1.7\r\n--jumpstation-\r\n\0\xff ${index}`, "latin1")),
      sheets: 1,
      picture: () => "<svg/>",
    },
  };
}
