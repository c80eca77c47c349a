import { indicatorTypes } from "@cti/contract/entity-words";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { EntityChip } from "../../kit/chip.tsx";
import { Indicator, visible } from "../../kit/remote.tsx";
import { typeName } from "../../kit/type-name.ts";
import type { Known } from "./defang-words.ts";
import type { Claim } from "./queries.ts";

type Subject = NonNullable<Claim["subject"]>;

/** What a claim is about. It leads to its card where there is one, else to where one would look for it. */
export function SubjectChip({
  subject,
  entity,
  known,
}: {
  subject: Subject;
  /** What it became when somebody accepted it. */
  entity: number | null;
  known: readonly (Known & { id: number })[];
}): ReactElement {
  const { type, value, label } = subject;
  const card = entity ?? known.find((each) => each.type === type && each.value === value)?.id;
  if (type === "technique" && entity === null)
    return (
      <EntityChip type={type} to="/attack" search={{ technique: value }}>
        <Technique subject={subject} />
      </EntityChip>
    );
  if (isIndicator(type))
    return (
      <span className="inline-flex max-w-full flex-wrap items-center gap-x-2">
        <Link
          {...(card === undefined
            ? { to: "/indicators", search: { q: value } }
            : { to: "/indicators/$id", params: { id: String(card) } })}
          className="text-tiny text-accent hover:underline"
        >
          {typeName(type)}
        </Link>
        <Indicator type={type} value={value} />
      </span>
    );
  return (
    <EntityChip
      type={type}
      {...(card === undefined
        ? { to: "/entities", search: { q: label ?? value } }
        : { to: "/entities/$id", params: { id: String(card) } })}
    >
      {type === "technique" ? <Technique subject={subject} /> : visible(label ?? value)}
    </EntityChip>
  );
}

function Technique({ subject: { value, label } }: { subject: Subject }): ReactElement {
  return (
    <>
      <span className="font-mono">{visible(value)}</span>
      {label !== null && label !== value && ` ${visible(label)}`}
    </>
  );
}

function isIndicator(type: string): boolean {
  return (indicatorTypes as readonly string[]).includes(type);
}
