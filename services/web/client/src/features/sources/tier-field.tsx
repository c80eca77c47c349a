import type { ReactElement } from "react";

const tiers = [
  [1, "Tier 1", "First-hand and trusted: checked most often, counts most"],
  [2, "Tier 2", "Good reporting and vendors' blogs"],
  [3, "Tier 3", "General news: for context"],
] as const;

/** How much a source is trusted. */
export function TierField({
  value,
  onPick,
}: {
  value: number;
  onPick: (tier: number) => void;
}): ReactElement {
  return (
    <fieldset>
      <legend className="mb-1 text-small font-medium text-muted">Tier</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {tiers.map(([tier, name, about]) => (
          <label
            key={tier}
            className={`flex cursor-pointer items-start gap-2 rounded-md border px-3 py-2 ${value === tier ? "border-accent bg-selected" : "border-line-strong hover:bg-hover"}`}
          >
            <input
              type="radio"
              name="tier"
              className="mt-0.5 size-4 shrink-0 accent-accent-strong"
              checked={value === tier}
              onChange={() => onPick(tier)}
            />
            <span>
              {name}
              <span className="block text-small text-muted">{about}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
