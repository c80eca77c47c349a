/** Keys of pages, so that they can be set before their page was opened. */
export const everyKey: { id: string; group: string; label: string; key: string }[] = [];
