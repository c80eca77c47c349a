import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function AttackPage(): ReactElement {
  return <Page title="AttackPage">…</Page>;
}
