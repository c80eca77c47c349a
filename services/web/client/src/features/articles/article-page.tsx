import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function ArticlePage(): ReactElement {
  return <Page title="ArticlePage">…</Page>;
}
