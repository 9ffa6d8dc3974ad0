import { err, ok, type Result } from "#kernel/result.ts";
import { TypeGuards, type TagToken, type TopLevelToken } from "liquidjs";
import { OUTPUT, readHtml, startOfDocument, type HtmlState } from "./html-state.ts";
import { joinBranches, outputContext } from "./output-context.ts";
import { lineOf, tokenizeLiquid, type LiquidFault } from "./parse-liquid.ts";

type Opened = {
  readonly tag: TagToken;
  readonly start: HtmlState;
  readonly ends: readonly HtmlState[];
  readonly hasElse: boolean;
};
type Walk = {
  state: HtmlState;
  captureDepth: number;
  readonly open: Opened[];
  readonly faults: LiquidFault[];
  readonly out: string[];
};

/**
 * Gives every `{{ output }}` of an HTML template the filter of the place where it stands. Branches must end where they began
 * (as in Go's html/template), so the place is the same whichever way a merge goes.
 *
 * What is captured is text, not markup: it is escaped once, where it is printed.
 */
export function escapeOutputs(html: string): Result<string, readonly LiquidFault[]> {
  const tokens = tokenizeLiquid(html);
  if (!tokens.ok) return err([tokens.error]);
  const walk: Walk = { state: startOfDocument, captureDepth: 0, open: [], faults: [], out: [] };
  for (const token of tokens.value) step(walk, token);
  return walk.faults.length > 0 ? err(walk.faults) : ok(walk.out.join(""));
}

function step(walk: Walk, token: TopLevelToken): void {
  const text = token.getText();
  if (TypeGuards.isTagToken(token)) {
    walk.out.push(text);
    followTag(walk, token);
  } else if (walk.captureDepth > 0) walk.out.push(text);
  else if (TypeGuards.isOutputToken(token)) walk.out.push(escaped(walk, text, lineOf(token)));
  else {
    walk.out.push(text);
    walk.state = readHtml(walk.state, text);
  }
}

function escaped(walk: Walk, text: string, line: number): string {
  const context = outputContext(walk.state);
  if (!context.ok) {
    walk.faults.push({ message: `${text}: ${context.error}`, line, near: text });
    return text;
  }
  if (walk.state.mode !== "text" && walk.state.mode !== "title") {
    walk.state = { ...walk.state, before: walk.state.before + OUTPUT };
  }
  return withFilter(text, context.value);
}

/** `{{ name -}}` with the filter as its last one. */
export function withFilter(output: string, filter: string): string {
  const [, body = "", end = "}}"] = /^([\s\S]*?)\s*(-?\}\})$/.exec(output) ?? [];
  return `${body} | ${filter} ${end}`;
}

function followTag(walk: Walk, tag: TagToken): void {
  const { name } = tag;
  if (name === "capture") walk.captureDepth += 1;
  else if (name === "endcapture") walk.captureDepth -= 1;
  else if (walk.captureDepth > 0 || name === "assign") return;
  else if (name.startsWith("end")) closeBlock(walk);
  else if (["else", "elsif", "when"].includes(name)) nextBranch(walk, name);
  else walk.open.push({ tag, start: walk.state, ends: [], hasElse: false });
}

function nextBranch(walk: Walk, name: string): void {
  const block = walk.open.pop();
  if (block === undefined) return;
  // Between `case` and its first `when` nothing is printed: that stretch is no branch.
  const isFirstWhen =
    name === "when" && block.tag.name === "case" && block.ends.length === 0 && walk.state === block.start;
  const ends = isFirstWhen ? block.ends : [...block.ends, walk.state];
  walk.open.push({ ...block, ends, hasElse: block.hasElse || name === "else" });
  walk.state = block.start;
}

function closeBlock(walk: Walk): void {
  const block = walk.open.pop();
  if (block === undefined) return;
  const isLoop = block.tag.name === "for";
  // Without an else, nothing may happen; and a loop's second round begins where its first ended.
  const ends = [...block.ends, walk.state, ...(block.hasElse && !isLoop ? [] : [block.start])];
  const joined = ends.reduce<HtmlState | undefined>(
    (left, right) => (left === undefined ? undefined : joinBranches(left, right)),
    ends[0],
  );
  if (joined === undefined) {
    const where = "its branches must leave the markup at the same place: close each tag and quote where it was opened";
    walk.faults.push({
      message: `${block.tag.getText()}: ${where}`,
      line: lineOf(block.tag),
      near: block.tag.getText(),
    });
  }
  walk.state = joined ?? block.start;
}

/**
 * Gives every output of a plain text the filter of one line: no value can begin a line, or a header, of its own. `isAddress`: the
 * whole text is an address.
 */
export function escapeLines(text: string, isAddress = false): string {
  const tokens = tokenizeLiquid(text);
  if (!tokens.ok) return text;
  const filter = isAddress ? "in_link" : "in_line";
  return tokens.value
    .map((token) => (TypeGuards.isOutputToken(token) ? withFilter(token.getText(), filter) : token.getText()))
    .join("");
}
