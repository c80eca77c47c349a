import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import path from "node:path";

export type DayFile = {
  day: string;
  /** Writes all of it or throws; whatever it throws, the file is to be closed and opened again. */
  write(text: string): void;
  /** False when somebody moved or deleted it: what is written now would be lost. */
  isInPlace(): boolean;
  close(): void;
};

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDWR } = constants;

/** Opens a log file to add to it, in a folder that is made if need be. Links and pipes in its place are refused. */
export function openDayFile(file: string, day: string): DayFile {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o750 });
  // Without O_NONBLOCK, a pipe in its place would hold up the process.
  const fd = openSync(file, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o640);
  try {
    const { isFile, size, ino, dev } = statOf(fd);
    if (!isFile) throw new Error(`${file} is no regular file`);
    // A line that a full disk or a sudden end cut off must not swallow the next one.
    if (size > 0 && lastByte(fd, size) !== 0x0a) writeAll(fd, "\n");
    let isOpen = true;
    return {
      day,
      write: (text) => writeAll(fd, text),
      isInPlace: () => {
        const there = lstatSync(file, { throwIfNoEntry: false });
        return there?.ino === ino && there.dev === dev;
      },
      close: () => {
        if (isOpen) closeSync(fd);
        isOpen = false;
      },
    };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function statOf(fd: number): { isFile: boolean; size: number; ino: number; dev: number } {
  const stat = fstatSync(fd);
  return { isFile: stat.isFile(), size: stat.size, ino: stat.ino, dev: stat.dev };
}

function lastByte(fd: number, size: number): number | undefined {
  const byte = Buffer.alloc(1);
  readSync(fd, byte, 0, 1, size - 1);
  return byte[0];
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}
