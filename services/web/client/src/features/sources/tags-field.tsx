import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";

import { Field, Input } from "../../kit/field.tsx";
import { visible } from "../../kit/remote.tsx";
import { countTags } from "./filter-sources.ts";
import { sourcesQuery } from "./queries.ts";
import { readTags } from "./read-address.ts";

const offered = 12;

/** Tags as text, with those of other sources to add by a click. */
export function TagsField({
  value,
  onChange,
}: {
  value: string;
  onChange: (text: string) => void;
}): ReactElement {
  const { data = [] } = useQuery(sourcesQuery);
  const chosen = readTags(value);
  const known = countTags(data)
    .map(([tag]) => tag)
    .filter((tag) => !chosen.includes(tag))
    .slice(0, offered);
  return (
    <div className="flex flex-col gap-2">
      <Field label="Tags" hint="Separated by commas">
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            placeholder="vendor, research"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      {known.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {known.map((tag) => (
            <button
              key={tag}
              type="button"
              className="h-6 rounded-full border border-line px-2 text-tiny text-muted hover:border-line-strong hover:bg-hover hover:text-text"
              onClick={() => onChange([...chosen, tag].join(", "))}
            >
              + {visible(tag)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
