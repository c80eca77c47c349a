import type { ReactElement } from "react";

import { ButtonLink } from "../kit/button.tsx";
import { useTitle } from "../kit/page.tsx";
import { Empty } from "../kit/states.tsx";

export function NotFound(): ReactElement {
  useTitle("Not found");
  return (
    <main className="pt-16">
      <h1 className="sr-only">Not found</h1>
      <Empty title="There is no such page" actions={<ButtonLink to="/">Go to Triage</ButtonLink>}>
        The address may have been mistyped, or what it led to may be gone.
      </Empty>
    </main>
  );
}
