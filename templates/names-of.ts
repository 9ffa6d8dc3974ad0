import { AssignTag, CaptureTag, type Template } from "liquidjs";
import type { Evaluation } from "./compile-expression.ts";
import { compileText } from "./compile-liquid.ts";
import type { LiquidFilter } from "./liquid-filters.ts";
import { UnsupportedLiquid, type Frame, type Names } from "./merge-frame.ts";

/** What is known of a template before any customer is. */
export type Surroundings = {
  readonly filters: ReadonlyMap<string, LiquidFilter>;
  /** Values of the locale: lang, dir, start, end. */
  readonly constants: ReadonlyMap<string, unknown>;
  /** Parsed wordings of the locale. */
  readonly wordings: ReadonlyMap<string, readonly Template[]>;
};

type Scope = Surroundings & {
  readonly assigned: ReadonlySet<string>;
  readonly locals: ReadonlyMap<string, Evaluation>;
  readonly depth: number;
  readonly isWording: boolean;
};

/** The names at the top of `templates`. Innermost first: a loop's item, an assigned value, a constant, a field of the view. */
export function namesOf(templates: readonly Template[], surroundings: Surroundings): Names {
  const assigned = new Set(assignedIn(templates));
  return namesIn({ ...surroundings, assigned, locals: new Map(), depth: 0, isWording: false });
}

function namesIn(scope: Scope): Names {
  return {
    filters: scope.filters,
    depth: scope.depth,
    resolve: (name) => resolve(name, scope),
    wording: (key) => wording(key, scope),
    within: ({ variable, slot }) => {
      const locals = new Map(scope.locals);
      locals.set(variable, { constant: false, of: (frame) => frame.loops[slot] });
      locals.set("forloop", { constant: false, of: (frame) => frame.loops[slot + 1] });
      return namesIn({ ...scope, locals, depth: scope.depth + 1 });
    },
  };
}

function resolve(name: string, scope: Scope): Evaluation {
  const local = scope.locals.get(name);
  if (local !== undefined) return local;
  const isConstant = scope.constants.has(name);
  const fallback = (frame: Frame) => (isConstant ? scope.constants.get(name) : fieldOf(frame, name));
  if (scope.assigned.has(name)) {
    return {
      constant: false,
      of: (frame) => (frame.assigned.has(name) ? frame.assigned.get(name) : fallback(frame)),
    };
  }
  return isConstant
    ? { constant: true, value: scope.constants.get(name) }
    : { constant: false, of: (frame) => fieldOf(frame, name) };
}

function fieldOf({ view }: Frame, name: string): unknown {
  const found = Object.hasOwn(view, name) ? view[name] : undefined;
  return typeof found === "function" ? undefined : found;
}

/** A wording is plain text with merge fields of the place where it is used; where it is printed it is escaped as a whole. */
function wording(key: string, scope: Scope): Evaluation {
  const templates = scope.wordings.get(key);
  if (templates === undefined) return { constant: true, value: undefined };
  if (scope.isWording) throw new UnsupportedLiquid(`t.${key}: a wording can't hold another wording`);
  return compileText(templates, namesIn({ ...scope, isWording: true }));
}

function assignedIn(templates: readonly Template[]): readonly string[] {
  return templates.flatMap((template) => {
    const own = template instanceof AssignTag ? Array.from(template.localScope(), (name) => name.content) : [];
    const captured = template instanceof CaptureTag ? [template.variable] : [];
    return [...own, ...captured, ...assignedIn(childrenOf(template))];
  });
}

/** The templates inside a tag. */
export function childrenOf(template: Template): readonly Template[] {
  // Without partials the generator never awaits: its first answer is the list.
  const first = template.children?.(false, true).next();
  return Array.isArray(first?.value) ? (first.value as Template[]) : [];
}
