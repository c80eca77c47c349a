import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useEffect, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { ErrorPanel } from "../../kit/states.tsx";
import { Waiting } from "./waiting.tsx";
import { testQuery } from "./queries.ts";
import { TestReport } from "./test-report.tsx";

/** Runs a test at once where none was run yet, and shows what it told. */
export function TestPanel({ id }: { id: number }): ReactElement {
  const test = useQuery(testQuery(id));
  const { refetch } = test;
  const none = test.data === undefined && !test.isError;
  useEffect(() => {
    if (none) void refetch({ cancelRefetch: false });
  }, [none, refetch]);
  if (test.isFetching || none) return <Waiting label="Reading the source, up to 30 s …" />;
  if (!test.data) return <ErrorPanel error={test.error} retry={() => void refetch()} />;
  return (
    <div className="flex flex-col gap-5">
      <TestReport result={test.data} />
      <Button
        size="small"
        className="self-start"
        icon={<FlaskConical size={14} aria-hidden />}
        onClick={() => void refetch()}
      >
        Test again
      </Button>
    </div>
  );
}
