import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function StoryPage(): ReactElement {
  return <Page title="StoryPage">…</Page>;
}
