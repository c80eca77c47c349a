import type { DumpProgress } from "@cti/domain/backup/dump-database";

import { clean } from "./clean.ts";
import { cut } from "./table.ts";

const pauseMs = 120;

/** On a terminal a line that renews itself, elsewhere a line for each table that has rows. `end` clears it. */
export function createBackupProgress(stream: NodeJS.WriteStream): {
  tell: (progress: DumpProgress) => void;
  end: () => void;
} {
  let toldAt = 0;
  let doneBefore = 0;
  const tell = ({ table, rows, done, total }: DumpProgress): void => {
    const text = `${done}/${total} ${clean(table)} ${rows.toLocaleString("en-GB")} rows`;
    if (!stream.isTTY) {
      if (done > doneBefore && rows > 0) stream.write(`${text}\n`);
      doneBefore = done;
      return;
    }
    if (Date.now() - toldAt < pauseMs) return;
    toldAt = Date.now();
    stream.write(`\r\u001b[2K${cut(text, (stream.columns || 80) - 1)}`);
  };
  return { tell, end: () => void (stream.isTTY && stream.write("\r\u001b[2K")) };
}
