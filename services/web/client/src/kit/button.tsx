import { Link, type LinkProps } from "@tanstack/react-router";
import type { ButtonHTMLAttributes, ReactElement, ReactNode } from "react";

import { keyHint } from "../keys/key-store.ts";

const kinds = {
  plain: "border border-line bg-raised text-text hover:bg-hover hover:border-line-strong",
  primary: "border border-transparent bg-accent-strong text-on-accent hover:brightness-110",
  quiet: "border border-transparent text-muted hover:text-text hover:bg-hover",
  danger: "border border-transparent bg-danger text-on-accent hover:brightness-110",
};

const sizes = {
  normal: "h-8 px-3 text-[0.875rem]",
  small: "h-7 px-2 text-small",
  icon: "size-8",
};

export type ButtonKind = keyof typeof kinds;

/** The classes of a button, for what is a link but looks like one. */
export function buttonClass(kind: ButtonKind = "plain", size: keyof typeof sizes = "normal"): string {
  return `inline-flex items-center justify-center gap-1.5 rounded-md whitespace-nowrap font-medium transition-colors disabled:opacity-50 ${kinds[kind]} ${sizes[size]}`;
}

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  kind?: ButtonKind;
  size?: keyof typeof sizes;
  /** Id of the key action that does the same, such as `triage.keep`: shown in the tooltip. */
  action?: string;
  icon?: ReactNode;
};

export function Button({
  kind = "plain",
  size = "normal",
  action,
  icon,
  title,
  children,
  className = "",
  ...rest
}: Props): ReactElement {
  const key = action ? keyHint(action) : null;
  const hint = [title, key && `(${key})`].filter(Boolean).join(" ");
  return (
    <button
      type="button"
      className={`${buttonClass(kind, size)} ${className}`}
      title={hint || undefined}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}

/** A button that is only a picture: `label` is its name. */
export function IconButton({
  label,
  icon,
  ...rest
}: Props & { label: string; icon: ReactNode }): ReactElement {
  return (
    <Button kind="quiet" size="icon" aria-label={label} title={label} {...rest}>
      {icon}
    </Button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({
  kind = "plain",
  size = "normal",
  children,
  ...rest
}: LinkProps & { kind?: ButtonKind; size?: keyof typeof sizes; children: ReactNode }): ReactElement {
  return (
    <Link className={buttonClass(kind, size)} {...rest}>
      {children}
    </Link>
  );
}
