import type { ReactElement } from "react";

import { Panel } from "../../kit/page.tsx";
import { useTheme, type Theme } from "../../shell/theme.ts";

const themes: [Theme, string, string][] = [
  ["system", "As the system", "Follows the setting of your computer"],
  ["dark", "Dark", "Made for rooms with many screens"],
  ["light", "Light", "For daylight and for print"],
];

export function Appearance(): ReactElement {
  const [theme, setTheme] = useTheme();
  return (
    <Panel title="Theme">
      <fieldset className="flex flex-col gap-3">
        <legend className="sr-only">Theme</legend>
        {themes.map(([value, name, hint]) => (
          <label key={value} className="flex items-start gap-2">
            <input
              type="radio"
              name="theme"
              className="mt-0.5 size-5 accent-accent-strong"
              checked={theme === value}
              onChange={() => setTheme(value)}
            />
            <span>
              {name}
              <span className="block text-small text-faint">{hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Panel>
  );
}
