import { expect, test } from "vitest";

import { html } from "./html.ts";
import { badge, duration, jobLink, time } from "./layout.ts";

test("values are escaped, markup is not, and nothing leaves nothing", () => {
  const inner = html`<b>${"<i>\"'&"}</b>`;
  expect(html`${inner}|${[inner, inner]}|${null}${undefined}${false}|${0}`.html).toBe(
    "<b>&lt;i&gt;&quot;&#39;&amp;</b>|<b>&lt;i&gt;&quot;&#39;&amp;</b><b>&lt;i&gt;&quot;&#39;&amp;</b>||0",
  );
});

test("characters that steer a screen become visible, line breaks stay", () => {
  expect(html`${"a\u001b[31m\u202eb\n\tc\u0000"}`.html).toBe("a\ufffd[31m\ufffdb\n\tc\ufffd");
});

test("an id or a state cannot leave its attribute", () => {
  expect(jobLink('x"><script>').html).toBe(
    '<a href="/jobs/x%22%3E%3Cscript%3E">x&quot;&gt;&lt;script&gt;</a>',
  );
  expect(badge('x" onclick="y').html).toBe('<span class="badge xonclicky">x&quot; onclick=&quot;y</span>');
});

test.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [1_500, "1.5 s"],
  [61_000, "1 min 1 s"],
  [119_800, "1 min 59 s"],
  [7_260_000, "2 h 1 min"],
])("%i ms reads as %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test("times are UTC, and never is a dash", () => {
  expect(time(new Date("2026-03-01T10:05:07.123Z")).html).toContain(">2026-03-01 10:05:07<");
  expect(time(null).html).toBe("–");
});
