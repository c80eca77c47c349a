import { Eye, EyeOff } from "lucide-react";
import { useState, type ReactElement, type ReactNode } from "react";

import { IconButton } from "../../kit/button.tsx";
import { Field, Input } from "../../kit/field.tsx";

/** A password that can be shown, and pasted. */
export function PasswordInput({
  label,
  value,
  onChange,
  autoComplete,
  hint,
  error,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: "current-password" | "new-password";
  hint?: ReactNode;
  error?: string | null;
}): ReactElement {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="relative">
          <Input
            {...control}
            required
            type={shown ? "text" : "password"}
            autoComplete={autoComplete}
            className="pr-10"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <IconButton
            label={shown ? "Hide password" : "Show password"}
            className="absolute top-0.5 right-0.5"
            icon={shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  );
}
