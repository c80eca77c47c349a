import type { Config } from "./load.ts";
import { settings, type SettingKey } from "./settings.ts";
import type { Setting } from "./setting.ts";

export type ShownSetting = { key: SettingKey; value: unknown; origin: string; about: string };

/** Every setting as it was written, with its origin; secrets are masked. */
export function showConfig(config: Config): ShownSetting[] {
  return (Object.keys(settings) as SettingKey[]).map((key) => {
    const setting: Setting = settings[key];
    const { raw, from } = config.origins[key];
    const value = setting.secret && raw !== null ? "********" : raw;
    return { key, value, origin: from, about: setting.about };
  });
}
