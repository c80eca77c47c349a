import type { ReactElement } from "react";

import { visible } from "./visible.ts";

/** What the server says to people; what stands between backticks is a command. */
export function CommandText({ text }: { text: string }): ReactElement {
  return (
    <bdi>
      {visible(text)
        .split("`")
        .map((part, index) =>
          index % 2 === 1 ? (
            <code key={index} className="font-mono text-tiny">
              {part}
            </code>
          ) : (
            part
          ),
        )}
    </bdi>
  );
}
