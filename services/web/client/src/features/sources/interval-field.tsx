import type { ReactElement } from "react";

import { Field, Select } from "../../kit/field.tsx";
import { span } from "./words.ts";

const usual = [300, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800];

/** How often it is checked; null leaves it to the tier. */
export function IntervalField({
  value,
  onPick,
}: {
  value: number | null;
  onPick: (seconds: number | null) => void;
}): ReactElement {
  // An interval that was set elsewhere stays one of the choices.
  const choices = value === null || usual.includes(value) ? usual : [...usual, value].sort((a, b) => a - b);
  return (
    <Field
      label="Check it"
      hint={value === null ? "Less often while it is quiet or failing" : "Also while it is quiet"}
    >
      {(control) => (
        <Select
          {...control}
          className="self-start"
          options={[
            ["", "As its tier and its rhythm say"],
            ...choices.map((seconds) => [String(seconds), `Every ${span(seconds)}`] as const),
          ]}
          value={value === null ? "" : String(value)}
          onChange={({ target }) => onPick(target.value === "" ? null : Number(target.value))}
        />
      )}
    </Field>
  );
}
