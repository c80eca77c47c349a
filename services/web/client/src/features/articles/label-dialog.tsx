import type { ReactElement } from "react";

import { Dialog } from "../../kit/dialog.tsx";
import { TagForm } from "../tags/tag-form.tsx";
import { triageArticles, type Subjects } from "./article-triage.ts";

/** Gives tags, and takes them off one article: of a selection nobody knows which carry which. */
export function LabelDialog({
  subjects,
  tags,
  onClose,
}: {
  subjects: Subjects;
  /** What one article carries; null for a selection. */
  tags: readonly string[] | null;
  onClose: () => void;
}): ReactElement {
  return (
    <Dialog title="Label" open onClose={onClose}>
      <TagForm
        title={tags ? "Tags of this article" : "Tags to add"}
        tags={tags ?? []}
        onSave={(change) => {
          void triageArticles(subjects, change, "Labelled");
          onClose();
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}
