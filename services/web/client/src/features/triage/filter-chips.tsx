import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { ReactElement } from "react";

import { api } from "../../api/client.ts";
import { useMe } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { visible } from "../../kit/remote.tsx";
import { typeName } from "../../kit/type-name.ts";
import { useSourceName } from "../articles/use-source-name.ts";
import type { Search } from "./filters.ts";
import type { ChangeFilters } from "./triage-filters.tsx";

/** Filters that another page led here with: they have no control of their own, so each can be taken away. */
export function FilterChips({ search, onChange }: { search: Search; onChange: ChangeFilters }): ReactElement {
  const { username } = useMe().user;
  const { source, entity, assignee } = search;
  return (
    <>
      {source !== undefined && <SourceChip slug={source} onRemove={() => onChange({ source: undefined })} />}
      {entity !== undefined && <EntityFilter id={entity} onRemove={() => onChange({ entity: undefined })} />}
      {assignee !== undefined && assignee !== username && (
        <Chip
          name={assignee === "none" ? "nobody's" : `assigned to ${visible(assignee)}`}
          onRemove={() => onChange({ assignee: undefined })}
        />
      )}
    </>
  );
}

function SourceChip({ slug, onRemove }: { slug: string; onRemove: () => void }): ReactElement {
  const nameOf = useSourceName();
  return <Chip name={`source ${nameOf(slug)}`} onRemove={onRemove} />;
}

function EntityFilter({ id, onRemove }: { id: string; onRemove: () => void }): ReactElement {
  const { data } = useQuery({
    queryKey: ["entity", Number(id), "name"],
    queryFn: ({ signal }) => api.getEntity({ params: { id }, query: { mentions: 0 }, signal }),
    retry: false,
  });
  const name = data ? `${typeName(data.type)} ${visible(data.label ?? data.value)}` : `entity ${visible(id)}`;
  return <Chip name={name} onRemove={onRemove} />;
}

function Chip({ name, onRemove }: { name: string; onRemove: () => void }): ReactElement {
  return (
    <Button
      className="max-w-64 !border-accent !bg-accent-soft !px-2"
      title={`Show others than ${name} too`}
      onClick={onRemove}
    >
      <span className="truncate">{name}</span>
      <X size={14} aria-hidden className="shrink-0" />
      <span className="sr-only">, take this filter away</span>
    </Button>
  );
}
