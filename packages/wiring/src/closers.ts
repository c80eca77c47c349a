/** What was opened and must be closed again, however far the start came. */
export type Closers = {
  add(close: () => Promise<unknown> | undefined): void;
  /** Closes the latest first, each once; throws the first error when all have had their turn. */
  closeAll(): Promise<void>;
};

export function createClosers(): Closers {
  const open: (() => Promise<unknown> | undefined)[] = [];
  return {
    add: (close) => void open.push(close),
    closeAll: async () => {
      const errors: unknown[] = [];
      for (let close = open.pop(); close; close = open.pop()) {
        try {
          await close();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw errors[0];
    },
  };
}
