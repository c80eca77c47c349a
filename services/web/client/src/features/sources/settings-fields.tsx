import type { ReactElement } from "react";

import { Checkbox, Field, Input, Select, TextArea } from "../../kit/field.tsx";
import { IntervalField } from "./interval-field.tsx";
import { RulesField } from "./rules-field.tsx";
import { selectorNames, type Draft } from "./settings-draft.ts";
import { TagsField } from "./tags-field.tsx";
import { TierField } from "./tier-field.tsx";
import { kinds } from "./words.ts";

type Props = { draft: Draft; set: (change: Partial<Draft>) => void };

export function WhatItIsFields({ draft, set }: Props): ReactElement {
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
        <Field label="Name">
          {(control) => (
            <Input
              {...control}
              required
              maxLength={200}
              value={draft.name}
              onChange={({ target }) => set({ name: target.value })}
            />
          )}
        </Field>
        <Field label="Weight" hint="0.01 to 10">
          {(control) => (
            <Input
              {...control}
              type="number"
              required
              min={0.01}
              max={10}
              step={0.01}
              value={draft.weight}
              onChange={({ target }) => set({ weight: target.value })}
            />
          )}
        </Field>
      </div>
      <TierField value={draft.tier} onPick={(tier) => set({ tier })} />
      <TagsField value={draft.tags} onChange={(tags) => set({ tags })} />
      <Field label="Note" hint="For who looks after it">
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            maxLength={2_000}
            value={draft.note}
            onChange={({ target }) => set({ note: target.value })}
          />
        )}
      </Field>
    </div>
  );
}

export function ReadingFields({ draft, set }: Props): ReactElement {
  return (
    <div className="flex flex-col gap-5">
      {draft.kind !== "file" && <AddressFields draft={draft} set={set} />}
      <IntervalField value={draft.interval} onPick={(interval) => set({ interval })} />
      <RulesField
        legend="Only articles that"
        hint="Without a rule all of them are taken in."
        rules={draft.include}
        onChange={(include) => set({ include })}
      />
      <RulesField
        legend="No articles that"
        hint="These are left out even when a rule above takes them in."
        rules={draft.exclude}
        onChange={(exclude) => set({ exclude })}
      />
      {draft.kind === "listing" && <SelectorFields draft={draft} set={set} />}
      <Field label="User agent" hint="Empty: that of this installation">
        {(control) => (
          <Input
            {...control}
            maxLength={300}
            spellCheck={false}
            value={draft.userAgent}
            onChange={({ target }) => set({ userAgent: target.value })}
          />
        )}
      </Field>
      <Checkbox
        label="Ignore robots.txt"
        hint="Only where you have the word of the publisher"
        checked={draft.ignoreRobots}
        onChange={({ target }) => set({ ignoreRobots: target.checked })}
      />
    </div>
  );
}

function AddressFields({ draft, set }: Props): ReactElement {
  return (
    <div className="grid gap-4 sm:grid-cols-[1fr_auto]">
      <Field label="Address" hint="With another address it is read anew from the start">
        {(control) => (
          <Input
            {...control}
            type="url"
            required
            maxLength={2_000}
            spellCheck={false}
            value={draft.url}
            onChange={({ target }) => set({ url: target.value })}
          />
        )}
      </Field>
      <Field label="Kind">
        {(control) => (
          <Select
            {...control}
            options={kinds}
            value={draft.kind}
            onChange={({ target }) => set({ kind: target.value as Draft["kind"] })}
          />
        )}
      </Field>
    </div>
  );
}

function SelectorFields({ draft, set }: Props): ReactElement {
  return (
    <fieldset>
      <legend className="mb-1 text-small font-medium text-muted">Where on the page (CSS selectors)</legend>
      <p className="mb-2 text-small text-faint">Empty: the list of articles is found by itself.</p>
      <div className="grid gap-3 sm:grid-cols-2">
        {selectorNames.map((name) => (
          <Field key={name} label={name}>
            {(control) => (
              <Input
                {...control}
                maxLength={500}
                spellCheck={false}
                className="font-mono text-small"
                value={draft.selectors[name]}
                onChange={({ target }) => set({ selectors: { ...draft.selectors, [name]: target.value } })}
              />
            )}
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
