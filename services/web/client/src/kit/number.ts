const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** `12,480`. */
export function count(value: number): string {
  return whole.format(value);
}

/** `1 article`, `3 articles`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `4.2 MB`, in steps of 1,000. */
export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let left = value;
  let unit = 0;
  while (left >= 1000 && unit < units.length - 1) {
    left /= 1000;
    unit += 1;
  }
  return `${left >= 100 || unit === 0 ? Math.round(left) : left.toFixed(1)} ${units[unit]}`;
}
