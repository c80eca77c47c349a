import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { Remote } from "../../kit/remote.tsx";

/** Tags, each leading to the sources that bear it. */
export function SourceTags({ tags }: { tags: readonly string[] }): ReactElement {
  return (
    <ul aria-label="Tags" className="flex flex-wrap gap-1.5">
      {tags.map((tag) => (
        <li key={tag}>
          <Link
            to="/ops/sources"
            search={{ tag }}
            className="inline-flex h-6 items-center rounded-full border border-line px-2 text-tiny text-muted hover:border-line-strong hover:bg-hover hover:text-text"
          >
            <Remote text={tag} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
