import { Plus, X } from "lucide-react";
import type { ReactElement } from "react";

import { Button, IconButton } from "../../kit/button.tsx";
import { Input, Select } from "../../kit/field.tsx";
import type { Rule } from "./settings-draft.ts";

const places = [
  ["any", "Anything"],
  ["title", "Title"],
  ["url", "Address"],
  ["text", "Text"],
] as const;

const ways = [
  ["words", "has the words"],
  ["pattern", "matches"],
] as const;

/** Rules that take articles in or leave them out. */
export function RulesField({
  legend,
  hint,
  rules,
  onChange,
}: {
  legend: string;
  hint: string;
  rules: readonly Rule[];
  onChange: (rules: Rule[]) => void;
}): ReactElement {
  const put = (index: number, rule: Rule): void =>
    onChange(rules.map((other, at) => (at === index ? rule : other)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-small font-medium text-muted">{legend}</legend>
      <p className="text-small text-faint">{hint}</p>
      {rules.map((rule, index) => (
        <div key={index} className="flex flex-wrap gap-2">
          <Select
            aria-label="Where"
            options={places}
            value={rule.field}
            onChange={({ target }) => put(index, { ...rule, field: target.value as Rule["field"] })}
          />
          <Select
            aria-label="How"
            options={ways}
            value={rule.pattern === undefined ? "words" : "pattern"}
            onChange={({ target }) => put(index, withText(rule.field, target.value, textOf(rule)))}
          />
          <div className="flex min-w-40 flex-1 gap-1">
            <Input
              aria-label={rule.pattern === undefined ? "Words" : "Regular expression"}
              className={rule.pattern === undefined ? "" : "font-mono text-small"}
              maxLength={1_000}
              value={textOf(rule)}
              onChange={({ target }) =>
                put(
                  index,
                  withText(rule.field, rule.pattern === undefined ? "words" : "pattern", target.value),
                )
              }
            />
            <IconButton
              label="Remove this rule"
              icon={<X size={16} aria-hidden />}
              className="!size-9"
              onClick={() => onChange(rules.filter((_, at) => at !== index))}
            />
          </div>
        </div>
      ))}
      <Button
        size="small"
        className="self-start"
        icon={<Plus size={14} aria-hidden />}
        onClick={() => onChange([...rules, { field: "any", words: "" }])}
      >
        Add a rule
      </Button>
    </fieldset>
  );
}

function textOf({ words, pattern }: Rule): string {
  return pattern ?? words ?? "";
}

function withText(field: Rule["field"], way: string, text: string): Rule {
  return way === "pattern" ? { field, pattern: text } : { field, words: text };
}
