import { useMutation } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import type { ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { readFromTop } from "../../kit/held-list.ts";
import { errorText } from "../../kit/states.tsx";
import { say } from "../../shell/bar-store.ts";
import { articleLists } from "./queries.ts";

/** Takes an article back in that a rule keeps out. Articles are shared by all tenants, hence the right. */
export function RestoreButton({ id }: { id: number }): ReactElement | null {
  const { reshapeStories } = useRights();
  const restore = useMutation({
    mutationFn: () => api.restoreArticle({ params: { id } }),
    onSuccess: () => {
      say("Restored: it is among the articles again");
      void queryClient.invalidateQueries({ queryKey: ["article", id] });
      void readFromTop(articleLists);
    },
    onError: (error) => say(errorText(error).title, "bad"),
  });
  if (!reshapeStories) return null;
  return (
    <Button
      size="small"
      disabled={restore.isPending}
      icon={<Undo2 size={14} aria-hidden />}
      onClick={() => restore.mutate()}
    >
      Restore
    </Button>
  );
}
