/** A network in CIDR, IPv4 only, with what the file says of it. */
type Line = { readonly network: string; readonly says: Readonly<Record<string, string | number>> };

type Node = { children: [Branch, Branch] };
type Branch = Node | number | undefined;

const MARKER = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from("MaxMind.com")]);

/** A small file in MaxMind DB format 2.0 with 24-bit records, for an IPv4 tree (maxmind.github.io/MaxMind-DB). */
export function writeMmdb(databaseType: string, lines: readonly Line[]): Buffer {
  const root: Node = { children: [undefined, undefined] };
  const data: Buffer[] = [];
  let dataSize = 0;
  for (const { network, says } of lines) {
    plant(root, network, dataSize);
    const entry = field(says);
    data.push(entry);
    dataSize += entry.length;
  }
  const nodes = numbered(root);
  const metadata = field({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 0,
    database_type: databaseType,
    ip_version: 4,
    node_count: nodes.length,
    record_size: 24,
  });
  return Buffer.concat([...nodes.map((node) => records(node, nodes)), Buffer.alloc(16), ...data, MARKER, metadata]);
}

function plant(root: Node, network: string, dataAt: number): void {
  const [address = "", length = "32"] = network.split("/");
  const bits = address.split(".").reduce((total, part) => total * 256 + Number(part), 0);
  let node = root;
  for (let depth = 0; depth < Number(length); depth += 1) {
    const side = Math.floor(bits / 2 ** (31 - depth)) % 2 === 0 ? 0 : 1;
    if (depth === Number(length) - 1) {
      node.children[side] = dataAt;
      return;
    }
    const next = node.children[side];
    const child: Node = typeof next === "object" ? next : { children: [undefined, undefined] };
    node.children[side] = child;
    node = child;
  }
}

function numbered(root: Node): readonly Node[] {
  const nodes = [root];
  for (const node of nodes) nodes.push(...node.children.filter((child) => typeof child === "object"));
  return nodes;
}

/** A record is a node's number; or the count of nodes: nothing is known; or more than that: where the data is. */
function records(node: Node, nodes: readonly Node[]): Buffer {
  const bytes = Buffer.alloc(6);
  for (const [side, child] of node.children.entries()) {
    const value =
      typeof child === "object" ? nodes.indexOf(child) : nodes.length + (child === undefined ? 0 : child + 16);
    bytes.writeUIntBE(value, side * 3, 3);
  }
  return bytes;
}

/** Control bytes of the format: three bits of type (2: text, 6: unsigned 32 bits, 7: map), five of size. */
function field(value: string | number | Readonly<Record<string, string | number>>): Buffer {
  if (typeof value === "number") {
    const bytes = Buffer.alloc(5);
    bytes.writeUInt8(0xc4, 0);
    bytes.writeUInt32BE(value, 1);
    return bytes;
  }
  if (typeof value === "string") {
    const text = Buffer.from(value);
    return Buffer.concat([
      text.length < 29 ? Buffer.from([0x40 + text.length]) : Buffer.from([0x5d, text.length - 29]),
      text,
    ]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([Buffer.from([0xe0 + entries.length]), ...entries.flatMap((entry) => entry.map(field))]);
}
