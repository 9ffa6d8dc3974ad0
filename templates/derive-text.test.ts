import { describe, expect, test } from "vitest";
import { deriveText } from "./derive-text.ts";

describe("the text part", () => {
  test.each([
    [
      "keeps a link with its words",
      "<p>See <a href='https://x.example/a?b=1&amp;c=2'>the lamp</a>.</p>",
      "See the lamp <https://x.example/a?b=1&c=2>.",
    ],
    ["says an address once where it is its own words", '<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"],
    [
      "breaks lines at blocks and paragraphs",
      "<h1>Hello</h1><p>One<br>two</p><div>three</div>",
      "Hello\n\nOne\ntwo\n\nthree",
    ],
    [
      "leaves out what nobody sees",
      '<style>.a{}</style><div style="display:none">hidden</div><!-- c --><p>seen</p>',
      "seen",
    ],
    [
      "reads a heading cell as a label",
      "<table><tr><th>Order</th><td>7</td></tr><tr><th>Day</th><td>Tue</td></tr></table>",
      "Order: 7\nDay: Tue",
    ],
    [
      "keeps the words of a picture that nothing else says",
      '<a href="https://x.example/"><img src="a" alt="Our shop"></a>',
      "Our shop <https://x.example/>",
    ],
    [
      "drops a picture whose words or link stand beside it",
      '<a href="{{ u }}"><img src="a" alt="{{ n }}"></a><a href="{{ u }}">{{ n }}</a>',
      "{{ n | in_line }} <{{ u | in_link }}>",
    ],
    [
      "says a link once where the next link is the same",
      '<a href="{{ u }}">Lamp</a><div>£1</div><a href="{{ u }}">Look</a>',
      "Lamp\n£1\nLook <{{ u | in_link }}>",
    ],
    [
      "says it twice where a branch may leave out the second",
      '<a href="{{ u }}">Lamp</a>{% if n %}<a href="{{ u }}">Look</a>{% endif %}',
      "Lamp <{{ u | in_link }}>{% if n %}Look <{{ u | in_link }}>{% endif %}",
    ],
    ["keeps control flow around words", "<p>A{% if n %} b{% endif %} c</p>", "A{% if n %} b{% endif %} c"],
    [
      "keeps breaks inside loops",
      "<div>x</div>{% for i in l %}<p>{{ i }}</p>{% endfor %}<div>y</div>",
      "x\n{% for i in l %}\n\n{{ i | in_line }}{% endfor %}\n\ny",
    ],
    [
      "encodes a field behind a host",
      '<a href="https://x.example/{{ n }}">Look</a>',
      "Look <https://x.example/{{ n | in_url_part }}>",
    ],
  ])("%s", (_, html, expected) => {
    expect(deriveText(html)).toBe(expected);
  });

  test("keeps the rounds of a loop on lines of their own, with no blank line between", () => {
    expect(deriveText("<div>x</div>{% for i in l %}<div>{{ i }}</div>{% endfor %}")).toBe(
      "x\n{% for i in l %}\n{{ i | in_line }}{% endfor %}",
    );
    expect(deriveText("x {% for i in l %}{{ i }}<br>{% endfor %}y")).toBe(
      "x {% for i in l %}{{ i | in_line }}\n{% endfor %}y",
    );
  });

  test("does not glue words together where a branch is left out", () => {
    expect(deriveText("<div>A</div>{% if n %}<div>B</div>{% endif %}<div>C</div>")).toBe(
      "A\n{% if n %}B\n{% endif %}C",
    );
    expect(deriveText("A{% if n %}<div>B</div>{% endif %}<div>C</div>")).toBe("A{% if n %}\nB\n{% endif %}\nC");
  });
});
