import {
  useId,
  type InputHTMLAttributes,
  type ReactElement,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from "react";

const box =
  "rounded-md border border-line-strong bg-bg px-2.5 text-text placeholder:text-faint aria-invalid:border-bad";

/** A control with its label, a hint and what is wrong with it. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string | null | undefined;
  children: (props: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode;
}): ReactElement {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-small font-medium text-muted">
        {label}
      </label>
      {children({
        id,
        ...(described && { "aria-describedby": described }),
        ...(error && { "aria-invalid": true as const }),
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-small text-faint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-small text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

export function Input({ className = "", ...rest }: InputHTMLAttributes<HTMLInputElement>): ReactElement {
  return <input className={`${box} h-9 w-full ${className}`} {...rest} />;
}

export function TextArea({
  className = "",
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement>): ReactElement {
  return <textarea className={`${box} w-full py-2 ${className}`} {...rest} />;
}

/** The browser's own list of choices: it is the most accessible there is. */
export function Select({
  options,
  className = "",
  ...rest
}: SelectHTMLAttributes<HTMLSelectElement> & {
  options: readonly (readonly [value: string, label: string])[];
}): ReactElement {
  return (
    <select className={`${box} h-9 max-w-full pr-8 ${className}`} {...rest}>
      {options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

export function Checkbox({
  label,
  hint,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { label: ReactNode; hint?: ReactNode }): ReactElement {
  return (
    <label className="flex items-start gap-2">
      <input type="checkbox" className="mt-0.5 size-5 shrink-0 accent-accent-strong" {...rest} />
      <span>
        {label}
        {hint && <span className="block text-small text-faint">{hint}</span>}
      </span>
    </label>
  );
}
