import type { ReactElement } from "react";

import { ButtonLink } from "../kit/button.tsx";
import { useTitle } from "../kit/page.tsx";
import { Empty } from "../kit/states.tsx";

export function NotFound(): ReactElement {
  useTitle("Not found");
  return (
    <main className="flex flex-col items-center pt-[12vh]">
      <h1 className="sr-only">Not found</h1>
      <p className="flex items-center gap-2.5 font-semibold tracking-tight text-muted">
        <span aria-hidden="true" className="size-3.5 rotate-45 rounded-[2px] border-[3px] border-accent" />
        CTI Scraper
      </p>
      <Empty title="There is no such page" actions={<ButtonLink to="/">Go to Triage</ButtonLink>}>
        The address may have been mistyped, or what it led to may be gone.
      </Empty>
    </main>
  );
}
