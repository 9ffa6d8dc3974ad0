import { createRequire } from "node:module";

type Node = {
  readonly nodeName: string;
  readonly attrs?: ReadonlyArray<{ readonly name: string; readonly value: string }>;
  readonly childNodes?: readonly Node[];
};

// The parser of the HTML standard, which MJML brings along: a judge that shares no line with our own tokenizer.
const mjmlRequire = createRequire(createRequire(import.meta.url).resolve("mjml"));
const { parse } = mjmlRequire("parse5") as { parse: (html: string) => Node };

/** Elements, attribute names and style properties of a document, in order: everything but the words. */
export function structureOf(html: string): string {
  return describe(parse(html));
}

function describe(node: Node): string {
  const attributes = (node.attrs ?? []).map(({ name, value }) => {
    const properties = value.split(";").map((declaration) => declaration.split(":")[0]);
    return name === "style" ? `style(${properties.join()})` : name;
  });
  const children = (node.childNodes ?? []).filter(({ nodeName }) => nodeName !== "#text").map(describe);
  return `${node.nodeName}[${attributes.join()}](${children.join("")})`;
}

/** What a reader of the document may be led to, or its browser may ask for. */
export function addressesIn(html: string): readonly string[] {
  return addressesBelow(parse(html));
}

function addressesBelow(node: Node): readonly string[] {
  const own = (node.attrs ?? [])
    .filter(({ name }) => ["href", "src", "background"].includes(name))
    .map(({ value }) => value);
  return [...own, ...(node.childNodes ?? []).flatMap(addressesBelow)];
}
