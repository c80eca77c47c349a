export type SnoozeChoice = { name: string; until: Date | null };

/** When a story may come back: times of the person's own day, in the morning. */
export function snoozeChoices(now: Date): SnoozeChoice[] {
  return [
    { name: "For 4 hours", until: new Date(now.getTime() + 4 * 3_600_000) },
    { name: "Until tomorrow", until: morning(now, 1) },
    { name: "Until next week", until: morning(now, daysToMonday(now)) },
    { name: "Until somebody wakes it", until: null },
  ];
}

/** The morning of the day that a date field names, or null when it is none. */
export function morningOf(day: string): Date | null {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return null;
  return new Date(year, month - 1, date, 8);
}

function morning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 8);
}

function daysToMonday(now: Date): number {
  return (8 - now.getDay()) % 7 || 7;
}
