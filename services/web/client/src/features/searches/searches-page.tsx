import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function SearchesPage(): ReactElement {
  return <Page title="SearchesPage">…</Page>;
}
