import { useState } from "react";

const storage = "cti.triage.days";

/** Whether the picture of the last days is open: remembered in this browser. */
export function useStrip(): [open: boolean, toggle: () => void] {
  const [open, setOpen] = useState(read);
  const toggle = (): void => {
    setOpen(!open);
    try {
      localStorage.setItem(storage, open ? "closed" : "open");
    } catch {
      // Without storage the choice holds until the page is closed.
    }
  };
  return [open, toggle];
}

function read(): boolean {
  try {
    return localStorage.getItem(storage) !== "closed" && window.innerWidth >= 768;
  } catch {
    return true;
  }
}
