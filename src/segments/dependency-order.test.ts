import fc from "fast-check";
import { expect, it } from "vitest";
import { dependencyOrder, dependentsOf } from "./dependency-order.ts";

/** Each may use those with a smaller number: no cycle. */
const graphs = fc.array(fc.array(fc.nat({ max: 30 }), { maxLength: 4 }), { minLength: 1, maxLength: 12 }).map((lists) =>
  lists.map((uses, index) => ({
    code: `s${index}`,
    uses: index === 0 ? [] : [...new Set(uses.map((one) => `s${one % index}`))],
  })),
);

it("every segment comes after those that it asks for, whatever order they came in", () => {
  fc.assert(
    fc.property(
      graphs.chain((graph) => fc.shuffledSubarray(graph, { minLength: graph.length })),
      (segments) => {
        const order = dependencyOrder(segments).map(({ code }) => code);
        expect(order.toSorted()).toEqual(segments.map(({ code }) => code).toSorted());
        for (const { code, uses } of segments) {
          for (const used of uses) expect(order.indexOf(used)).toBeLessThan(order.indexOf(code));
        }
      },
    ),
  );
});

it("those that a segment may not ask for are exactly those that would close a circle", () => {
  fc.assert(
    fc.property(graphs, (segments) => {
      for (const { code } of segments) {
        const forbidden = dependentsOf(code, segments);
        const reaches = (from: string): boolean =>
          from === code || (segments.find((one) => one.code === from)?.uses ?? []).some(reaches);
        expect([...forbidden].toSorted()).toEqual(
          segments
            .map((one) => one.code)
            .filter(reaches)
            .toSorted(),
        );
      }
    }),
  );
});
