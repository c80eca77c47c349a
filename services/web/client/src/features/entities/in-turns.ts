/** Does `work` for each item, a few at a time. Failures come back beside their items; nothing is thrown. */
export async function inTurns<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  atOnce = 4,
): Promise<{ item: Item; error: unknown }[]> {
  const failed: { item: Item; error: unknown }[] = [];
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left)
      try {
        await work(item);
      } catch (error) {
        failed.push({ item, error });
      }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failed;
}
