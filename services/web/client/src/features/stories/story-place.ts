import type { LinkProps } from "@tanstack/react-router";

const storyTabs = ["read", "why", "timeline", "indicators", "techniques", "notes", "activity"] as const;
export type StoryTab = (typeof storyTabs)[number];

export function toTab(text: string | undefined): StoryTab {
  return storyTabs.find((tab) => tab === text) ?? "read";
}

/** Where a story is shown, which has its open tab and article in the address: beside the list, or on its own page. */
export type StoryPlace = {
  tab: StoryTab;
  article: string | undefined;
  link: (to: { tab?: StoryTab; article?: number }) => LinkProps;
  go: (to: { tab?: StoryTab; article?: number }) => void;
};
