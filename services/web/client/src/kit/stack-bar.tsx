import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { count } from "./number.ts";

const tones = {
  accent: "bg-accent",
  good: "bg-good",
  warn: "bg-warn",
  bad: "bg-bad",
  violet: "bg-violet",
  muted: "bg-faint",
  quiet: "bg-line-strong",
  open: "hatch bg-raised",
};

/** A share of a whole. With a link, its number leads to the list behind it. */
export type Part = { name: string; value: number; tone: keyof typeof tones; link?: LinkProps };

/** Shares of a whole, side by side; the words for them are a PartList. */
export function StackBar({ label, parts }: { label: string; parts: readonly Part[] }): ReactElement {
  const shown = parts.filter(({ value }) => value > 0);
  const words = shown.map(({ name, value }) => `${count(value)} ${name}`).join(", ");
  return (
    <div
      role="img"
      aria-label={`${label}: ${words || "nothing"}`}
      className="flex h-2 w-full gap-px overflow-hidden rounded-full bg-raised"
    >
      {shown.map(({ name, value, tone }) => (
        <span
          key={name}
          title={`${count(value)} ${name}`}
          className={`min-w-1 ${tones[tone]}`}
          style={{ flexGrow: value, flexBasis: 0 }}
        />
      ))}
    </div>
  );
}

/** What the parts of a bar are: a mark in the colour of each, its number, its name. */
export function PartList({ parts }: { parts: readonly Part[] }): ReactElement {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-small text-muted">
      {parts.map(({ name, value, tone, link }) => {
        const words = (
          <>
            <span className={value > 0 ? "font-semibold text-text" : ""}>{count(value)}</span> {name}
          </>
        );
        return (
          <li key={name} className="inline-flex min-h-6 items-center gap-1.5 whitespace-nowrap">
            <span
              aria-hidden="true"
              className={`size-2 shrink-0 rounded-[2px] ${value > 0 ? tones[tone] : "bg-line"}`}
            />
            {link && value > 0 ? (
              <Link className="underline-offset-2 hover:text-text hover:underline" {...link}>
                {words}
              </Link>
            ) : (
              <span>{words}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
