import { useEffect, useRef, type ReactElement } from "react";

import { useKeyLayer } from "../keys/use-keys.ts";
import { Nav } from "./nav.tsx";

/** The menu over the page, on a narrow screen: where it was opened one is again when it closes. */
export function SideMenu({ onClose }: { onClose: () => void }): ReactElement {
  const menu = useRef<HTMLDivElement>(null);
  useKeyLayer();
  useEffect(() => {
    const opener = document.activeElement;
    menu.current?.querySelector("a")?.focus();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  useEffect(() => {
    const listen = new AbortController();
    const { signal } = listen;
    document.addEventListener("keydown", ({ key }) => key === "Escape" && onClose(), { signal });
    // The page that one is on already is a choice too.
    const close = ({ target }: Event): unknown =>
      target instanceof Element && target.closest("a") && onClose();
    menu.current?.addEventListener("click", close, { signal });
    return () => listen.abort();
  }, [onClose]);
  return (
    <div
      ref={menu}
      role="dialog"
      aria-modal="true"
      aria-label="Menu"
      className="fixed inset-0 z-30 md:hidden"
    >
      <div className="relative z-10 h-full w-max">
        <Nav />
      </div>
      <button
        type="button"
        aria-label="Close menu"
        className="absolute inset-0 bg-black/55"
        onClick={onClose}
      />
    </div>
  );
}
