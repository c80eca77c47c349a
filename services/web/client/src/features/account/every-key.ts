type Line = { id: string; group: string; label: string; key: string };

const group = (name: string, keys: [action: string, key: string, label: string][]): Line[] =>
  keys.map(([action, key, label]) => ({ id: `${name.toLowerCase()}.${action}`, group: name, label, key }));

/** The most used keys of pages, so that they can be set before their page was opened. */
export const everyKey: Line[] = [
  ...group("List", [
    ["next", "j", "Next"],
    ["previous", "k", "Previous"],
    ["open", "o", "Open"],
    ["select", "x", "Select"],
    ["range", "Shift+x", "Select up to here"],
  ]),
  ...group("Page", [["filter", "/", "Filter this list"]]),
  ...group("Triage", [
    ["keep", "e", "Keep"],
    ["dismiss", "d", "Dismiss"],
    ["read", "r", "Read"],
    ["star", "s", "Star"],
    ["label", "l", "Label"],
    ["assign", "a", "Assign"],
    ["snooze", "h", "Snooze"],
    ["merge", "m", "Merge"],
    ["pin", "p", "Pin"],
  ]),
];
