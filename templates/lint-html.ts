import { elementsIn, htmlTree, wordsOf } from "./html-tree.ts";
import type { TemplateFault } from "./template-fault.ts";

const refused = new Set([
  "script",
  "iframe",
  "object",
  "embed",
  "form",
  "base",
  "link",
  "svg",
  "math",
  "video",
  "audio",
]);

/**
 * What no merge can make good: elements and attributes that run, and addresses that the template itself asks for when it is read.
 * `html` is compiled, with Liquid in it.
 */
export function lintHtml(html: string): readonly TemplateFault[] {
  const root = htmlTree(html);
  const body = elementsIn(root).find(({ name }) => name === "body");
  // MJML writes some into the head. One in the body may send the reader elsewhere by itself.
  const metas = body === undefined ? [] : elementsIn(body).filter(({ name }) => name === "meta");
  const faults = metas.map(() => fault("unsafe_html", "<meta> has no place in a message's body"));
  const places = elementsIn(root).flatMap((element) => {
    const { name, attributes } = element;
    const handlers = [...attributes.keys()].filter((attribute) => attribute.startsWith("on"));
    const hosts = ["src", "background", "poster"].flatMap((attribute) => staticHost(attributes.get(attribute) ?? ""));
    const css = name === "style" ? wordsOf(element) : (attributes.get("style") ?? "");
    const asks = /@import|url\(/i.test(css) ? ["a style"] : [];
    return [
      ...(refused.has(name) ? [fault("unsafe_html", `<${name}> has no place in a message`)] : []),
      ...handlers.map((handler) => fault("unsafe_html", `${handler} has no place in a message`)),
      ...hosts.map((host) => fault("foreign_host", `${host} would learn who reads: pictures come from the view`)),
      ...asks.map((what) => fault("foreign_host", `${what} loads something: styles are written out in a message`)),
    ];
  });
  return [...faults, ...places];
}

function staticHost(address: string): readonly string[] {
  const [, host] = /^(?:https?:)?\/\/([^/?#]+)/i.exec(address.trim()) ?? [];
  return host === undefined ? [] : [host];
}

function fault(code: TemplateFault["code"], message: string): TemplateFault {
  return { code, message, where: { part: "mjml" } };
}
