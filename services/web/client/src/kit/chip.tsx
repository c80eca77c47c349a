import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";

import { typeName } from "./type-name.ts";

const tones = {
  plain: "bg-raised text-muted border-line",
  accent: "bg-accent-soft text-accent border-transparent",
  good: "bg-good-soft text-good border-transparent",
  warn: "bg-warn-soft text-warn border-transparent",
  bad: "bg-bad-soft text-bad border-transparent",
};

export type Tone = keyof typeof tones;

/** A short word about something: a state, a count. Colour never says it alone. */
export function Badge({
  tone = "plain",
  title,
  children,
}: {
  tone?: Tone;
  title?: string | undefined;
  children: ReactNode;
}): ReactElement {
  return (
    <span
      title={title}
      className={`inline-flex items-baseline gap-1 rounded border px-1.5 py-px text-tiny font-medium whitespace-nowrap *:[svg]:self-center ${tones[tone]}`}
    >
      {children}
    </span>
  );
}

const colours: Record<string, string> = {
  actor: "text-violet",
  malware: "text-bad",
  ransomware: "text-bad",
  tool: "text-orange",
  campaign: "text-violet",
  technique: "text-good",
  cve: "text-warn",
  vulnerability: "text-warn",
  sector: "text-pink",
  country: "text-pink",
};

/** The colour that stands for a type of entity; indicators share one. */
export function entityColour(type: string): string {
  return colours[type] ?? "text-accent";
}

/** An entity with its type, leading to its card. */
export function EntityChip({
  type,
  children,
  count,
  ...link
}: LinkProps & { type: string; children: ReactNode; count?: number }): ReactElement {
  return (
    <Link
      className="inline-flex max-w-full items-baseline gap-1.5 rounded-md border border-line bg-raised px-2 py-0.5 text-small hover:border-line-strong hover:bg-hover"
      {...link}
    >
      <span className={`shrink-0 text-tiny ${entityColour(type)}`}>{typeName(type)}</span>
      <span className="truncate">{children}</span>
      {count !== undefined && count > 1 && <span className="text-tiny text-faint">×{count}</span>}
    </Link>
  );
}
