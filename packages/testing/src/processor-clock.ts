/**
 * Returns a function that says how many milliseconds of a processor this thread has used since. For tests that hostile
 * input costs bounded time: a machine that is busy with other work makes them no slower.
 */
export function processorClock(): () => number {
  const start = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(start);
    return (user + system) / 1_000;
  };
}
