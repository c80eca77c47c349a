import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function ArticlesPage(): ReactElement {
  return <Page title="ArticlesPage">…</Page>;
}
