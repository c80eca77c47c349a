import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function IndicatorsPage(): ReactElement {
  return <Page title="IndicatorsPage">…</Page>;
}
