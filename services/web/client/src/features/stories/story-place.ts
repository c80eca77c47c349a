import type { LinkProps } from "@tanstack/react-router";

const storyTabs = [
  "read",
  "analysis",
  "why",
  "timeline",
  "indicators",
  "techniques",
  "notes",
  "activity",
] as const;
export type StoryTab = (typeof storyTabs)[number];

export function toTab(text: string | undefined): StoryTab {
  return storyTabs.find((tab) => tab === text) ?? "read";
}

type To = {
  tab?: StoryTab;
  article?: number;
  /** Of analysis. */ kind?: string;
};

/** Where a story is shown, which has its open tab and article in the address: beside the list, or on its own page. */
export type StoryPlace = {
  tab: StoryTab;
  article: string | undefined;
  kind: string | undefined;
  link: (to: To) => LinkProps;
  go: (to: To) => void;
};
