import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function EntitiesPage(): ReactElement {
  return <Page title="EntitiesPage">…</Page>;
}
