/**
 * Blocks that no public host answers from: IANA's special-purpose registries (RFC 6890 and what followed), multicast, and
 * 168.63.129.16, a public number under which one cloud's own machines are told their secrets.
 */
const CLOSED_V4: ReadonlyArray<readonly [base: string, bits: number]> = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/** Inside 2000::/3, where all public hosts are: protocol blocks with Teredo and ORCHID, 6to4, and what is for books. */
const CLOSED_V6: ReadonlyArray<readonly [base: string, bits: number]> = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

/**
 * True for an address (as a resolver or the URL Standard writes it) that anybody on the internet could reach. What can't
 * be read is not public. An IPv4 address inside an IPv6 one is refused, but for NAT64's well-known prefix (RFC 6052
 * §2.1), where it counts for itself: on a network without IPv4 every public host looks like that.
 */
export function isPublicAddress(address: string): boolean {
  const v4 = readV4(address);
  if (v4 !== undefined) return !closedV4.some((block) => isInside(v4, block));
  const v6 = readV6(address);
  if (v6 === undefined) return false;
  if (isInside(v6, NAT64)) return isPublicAddress(writeV4(v6 & 0xffff_ffffn));
  return isInside(v6, GLOBAL_UNICAST) && !closedV6.some((block) => isInside(v6, block));
}

type Block = { readonly base: bigint; readonly shift: bigint };

function blockOf(base: bigint | undefined, bits: number, width: number): Block {
  if (base === undefined) throw new Error("A block has an address that can be read.");
  const shift = BigInt(width - bits);
  return { base: base >> shift, shift };
}

const closedV4 = CLOSED_V4.map(([base, bits]) => blockOf(readV4(base), bits, 32));
const closedV6 = CLOSED_V6.map(([base, bits]) => blockOf(readV6(base), bits, 128));
const GLOBAL_UNICAST = blockOf(readV6("2000::"), 3, 128);
const NAT64 = blockOf(readV6("64:ff9b::"), 96, 128);

function isInside(address: bigint, { base, shift }: Block): boolean {
  return address >> shift === base;
}

function readV4(text: string): bigint | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((whole, part) => (whole << 8n) | BigInt(part), 0n);
}

function writeV4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join(".");
}

/** RFC 4291 §2.2, all three forms. */
function readV6(text: string): bigint | undefined {
  const plain = withoutDots(text);
  if (plain === undefined || !/^[0-9a-f:]+$/i.test(plain)) return undefined;
  const [head = "", tail, ...more] = plain.split("::");
  if (more.length > 0) return undefined;
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => "0"), ...right];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((whole, group) => (whole << 16n) | BigInt(`0x${group}`), 0n);
}

function groupsOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(":");
}

/** `::ffff:10.0.0.1` as `::ffff:a00:1`. */
function withoutDots(text: string): string | undefined {
  const dotted = /^(.*:)([\d.]+)$/.exec(text);
  if (dotted === null || !text.includes(".")) return text;
  const v4 = readV4(dotted[2] ?? "");
  return v4 === undefined ? undefined : `${dotted[1]}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
}
