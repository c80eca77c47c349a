import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { visible } from "../../kit/remote.tsx";
import type { Names } from "./use-source-names.ts";

/** A source that a run names, leading to its page while it is followed. */
export function SourceName({ slug, names }: { slug: string; names: Names }): ReactElement {
  const source = names.get(slug);
  if (!source) return <span>{visible(slug)}</span>;
  return (
    <Link
      to="/ops/sources/$id"
      params={{ id: String(source.id) }}
      className="font-medium underline-offset-2 hover:underline"
    >
      {source.name}
    </Link>
  );
}
