import { describe, expect, it } from "vitest";
import { schemaRows, typeWords } from "./schema-rows.ts";

describe("a schema as a table", () => {
  it("fields inside lists and objects stand below their parent, one step in", () => {
    const rows = schemaRows({
      type: "object",
      required: ["copy"],
      properties: {
        copy: {
          type: "array",
          minItems: 1,
          maxItems: 9,
          items: { type: "object", properties: { title: { type: "string", maxLength: 200 } } },
        },
      },
    });
    expect(rows.map(({ name, depth, type, notes }) => [name, depth, type, ...notes])).toEqual([
      ["copy", 0, "list of object", "1 to 9 items"],
      ["title", 1, "string", "at most 200 characters"],
    ]);
    expect(rows.map((row) => row.isRequired)).toEqual([true, false]);
  });

  it("variants are one table in which a field that differs shows all its types", () => {
    const variant = (kind: string) => ({ properties: { kind: { const: kind }, name: { type: "string" } } });
    expect(schemaRows({ anyOf: [variant("pin"), variant("boost")] }).map((row) => [row.name, row.type])).toEqual([
      ["kind", '"pin" | "boost"'],
      ["name", "string"],
    ]);
  });

  it("the bound of a safe integer is no news", () => {
    const [row] = schemaRows({ properties: { stock: { type: "integer", minimum: 0, maximum: 9007199254740991 } } });
    expect(row?.notes).toEqual(["at least 0"]);
  });

  it("references, maps, enums and nullable types are named", () => {
    expect(typeWords({ $ref: "#/components/schemas/Problem" })).toBe("Problem");
    expect(typeWords({ type: "object", additionalProperties: { type: "integer" } })).toBe("map of integer");
    expect(typeWords({ anyOf: [{ type: "integer" }, { type: "null" }] })).toBe("integer | null");
    expect(typeWords({ enum: ["live", "off"] })).toBe('"live" | "off"');
  });

  it("a schema that contains itself ends", () => {
    const node: { type: string; properties: Record<string, object> } = { type: "object", properties: {} };
    node.properties["child"] = node;
    expect(schemaRows(node)).toHaveLength(5);
  });
});
