import { useQuery } from "@tanstack/react-query";
import { Link2, Link2Off } from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Badge } from "../../kit/chip.tsx";
import { plural } from "../../kit/number.ts";
import { auditCheckQuery } from "./queries.ts";

/** Whether every row still follows from the one before it. */
export function ChainBadge(): ReactElement | null {
  const { operate } = useRights();
  const { data, error } = useQuery({ ...auditCheckQuery, enabled: operate });
  if (!operate) return null;
  if (error) return <Badge tone="warn">the chain could not be checked</Badge>;
  if (!data) return <Badge>checking the chain …</Badge>;
  if (data.first_break)
    return (
      <Badge tone="bad" title={data.first_break.message}>
        <Link2Off size={13} aria-hidden /> broken at row {data.first_break.id}
      </Badge>
    );
  return (
    <Badge tone="good" title={`Head ${data.head}`}>
      <Link2 size={13} aria-hidden /> {plural(data.rows, "row")}, chain unbroken
    </Badge>
  );
}
